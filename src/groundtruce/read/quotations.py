"""Quotations: where quoted words begin and end, how they nest, and whether somebody utters them."""

import re
from dataclasses import dataclass, field
from typing import Literal

from groundtruce.model.documents import Piece, Span
from groundtruce.model.values import Value

Family = Literal["double", "angle", "single"]


class Quotation(Value):
    """Quoted words. Offsets are Unicode code points, half-open."""

    start: int
    """Where its opening mark stands."""
    end: int
    """Behind its closing mark; behind its last word where the mark is missing."""
    words: Span
    """What stands between the marks: one piece, or one for each paragraph that repeats the opening mark."""
    depth: int
    """0 for an outermost quotation."""
    closed: bool
    """Whether a closing mark was found."""
    utterance: bool
    """Whether the words stand as speech; not so a name, a term or a fragment quoted inside a clause."""
    openings: tuple[int, ...]
    """Where each piece of `words` has its opening mark."""

    @property
    def marked(self) -> Span:
        """The words with their marks, in as many pieces."""
        ends = (*(end for _, end in self.words[:-1]), self.end)
        return tuple(zip(self.openings, ends, strict=True))


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text` in the order of their opening marks.

    A quotation runs on through paragraphs as newspapers set it: each paragraph may repeat the opening mark, and only
    the last one closes. A paragraph without a closing mark runs on only if a later mark closes it before another opens.
    """
    paragraphs = find_paragraphs(text)
    scanner = _Scanner(text=text, paragraphs=paragraphs)
    for index in range(len(paragraphs)):
        scanner.scan(index)
    return tuple(sorted(scanner.found, key=lambda quotation: (quotation.start, -quotation.end)))


def find_paragraphs(text: str) -> tuple[Piece, ...]:
    """The paragraphs of `text` without the white space around them.

    Blank lines part them; in a text without blank lines every line is one.
    """
    separator = r"\n[^\S\n]*(?:\n\s*)+" if re.search(r"\S\s*\n[^\S\n]*\n\s*\S", text) else r"\n"
    bounds, start = [], 0
    for match in re.finditer(separator, text):
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(text)))
    trimmed = (_trim(text, start, end) for start, end in bounds)
    return tuple(piece for piece in trimmed if piece[0] < piece[1])


# ---------------------------------------------------------------------------------------------------------------------

_FAMILIES: dict[str, Family] = {
    **dict.fromkeys('“”„"', "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("‘’‚'‹›", "single"),
}
_MARK = re.compile("[" + "".join(_FAMILIES) + "]")
_OPENING, _CLOSING = frozenset("“„«‘‚‹"), frozenset("”»’›")

_NAME = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3})"
_SAYING = r"(?:said|says|added|adds|told|tells|stated|states|noted|notes|stressed|explained|continued|claimed|wrote)"
_TRAILING_CUE = re.compile(rf"(?<=[,.!?])\s+(?:{_NAME}\s+{_SAYING}|{_SAYING}\s+{_NAME})\b[^.!?“”\"]{{0,80}}[.!?]?\s*$")
"""`, he said.` at the end of a passage whose quotation lost its closing mark."""

_ENDS_IN_SAYING = re.compile(rf"\b{_SAYING}$")
_CLOSED_AFTER_STOP = re.compile(r"[^‘’'\n]*(?:(?<=\w)[’'](?=\w)[^‘’'\n]*)*(?<=[.,!?])[’']")

_CUE_LENGTH = 300
_FRAGMENT_WORDS = 5
"""Fewer quoted words than this, set into a clause, are a term or a name."""


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark has not come yet."""

    family: Family
    start: int
    piece_start: int
    pieces: list[Piece] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    """Where later paragraphs repeat the opening mark."""


@dataclass(slots=True)
class _Scanner:
    """Goes through the marks of a text with the stack of the open quotations."""

    text: str
    paragraphs: tuple[Piece, ...]
    stack: list[_Open] = field(default_factory=list)
    found: list[Quotation] = field(default_factory=list)

    def scan(self, index: int) -> None:
        start, end = self.paragraphs[index]
        for mark in _MARK.finditer(self.text, start, end):
            self._take(mark.start(), start, end)
        while self.stack and not self._runs_on(index):
            self._break_off(end)

    def _take(self, at: int, paragraph_start: int, paragraph_end: int) -> None:
        if self._repeats_opening(at, paragraph_start):
            self._continue_piece(at)
        elif _is_closer(self.text, at, self._open_families()):
            self._close(at)
        elif _is_opener(self.text, at, paragraph_end):
            self._open(at)
        elif self._lost_its_opening(at, paragraph_start):
            self.stack.append(_Open(family="double", start=paragraph_start, piece_start=paragraph_start))
            self._close(at)

    def _lost_its_opening(self, at: int, paragraph_start: int) -> bool:
        """Whether the first mark of a paragraph closes, behind a stop, what no mark opened."""
        if self.stack or self.text[at] != "”" or self.text[at - 1 : at] not in tuple(",.!?"):
            return False
        return _MARK.search(self.text, paragraph_start, at) is None

    def _open_families(self) -> list[Family]:
        return [opened.family for opened in self.stack]

    def _repeats_opening(self, at: int, paragraph_start: int) -> bool:
        opened = self.stack[-1] if self.stack else None
        return (
            opened is not None
            and at == paragraph_start
            and opened.start < paragraph_start
            and opened.family == _FAMILIES[self.text[at]]
            and _has_opening_shape(self.text, at)
        )

    def _continue_piece(self, at: int) -> None:
        opened = self.stack[-1]
        opened.pieces.append(_trim(self.text, opened.piece_start, at))
        opened.repeated.append(at)
        opened.piece_start = at + 1

    def _open(self, at: int) -> None:
        family = _FAMILIES[self.text[at]]
        if family in self._open_families():
            # A mark never nests in its own kind: the quotation before lost its closing mark.
            while family in self._open_families():
                self._break_off(at)
        self.stack.append(_Open(family=family, start=at, piece_start=at + 1))

    def _close(self, at: int) -> None:
        family = _FAMILIES[self.text[at]]
        families = self._open_families()
        level = len(families) - 1 - families[::-1].index(family) if family in families else len(families) - 1
        while len(self.stack) > level + 1:
            self._break_off(at)
        self._finish(self.stack.pop(), words_end=at, end=at + 1)

    def _runs_on(self, index: int) -> bool:
        """Whether the innermost open quotation goes on in the next paragraph."""
        opened = self.stack[-1]
        if self._find_trailing_cue(opened, self.paragraphs[index][1]) is not None:
            return False
        for number, (start, end) in enumerate(self.paragraphs[index + 1 :]):
            for mark in _MARK.finditer(self.text, start, end):
                if _FAMILIES[mark.group()] != opened.family or _is_apostrophe(self.text, mark.start()):
                    continue
                repeated = number == 0 and mark.start() == start
                return repeated or not _has_opening_shape(self.text, mark.start())
        return False

    def _find_trailing_cue(self, opened: _Open, limit: int) -> int | None:
        # A cue is short: looking further back would make long quotations slow.
        cue = _TRAILING_CUE.search(self.text, max(opened.piece_start, limit - _CUE_LENGTH), limit)
        return cue.start() if cue else None

    def _break_off(self, limit: int) -> None:
        """End the innermost quotation without a closing mark: before the words `he said` that close it, or at `limit`."""
        opened = self.stack.pop()
        cue = self._find_trailing_cue(opened, limit)
        self._finish(opened, words_end=limit if cue is None else cue, end=None)

    def _finish(self, opened: _Open, *, words_end: int, end: int | None) -> None:
        """Keep the quotation; `end` is where its closing mark ends, none where that is missing."""
        last = _trim(self.text, opened.piece_start, words_end)
        pieces = zip((opened.start, *opened.repeated), (*opened.pieces, last), strict=True)
        filled = [(mark, piece) for mark, piece in pieces if piece[0] < piece[1]]
        if filled:
            words = tuple(piece for _, piece in filled)
            self.found.append(
                Quotation(
                    start=opened.start,
                    end=words[-1][1] if end is None else end,
                    words=words,
                    depth=len(self.stack),
                    closed=end is not None,
                    utterance=_is_utterance(self.text, opened.start, words, end),
                    openings=tuple(mark for mark, _ in filled),
                )
            )


def _is_closer(text: str, at: int, families: list[Family]) -> bool:
    mark = text[at]
    if not families or _is_apostrophe(text, at):
        return False
    if mark in "\"'":
        return _FAMILIES[mark] in families and not (mark == "'" and _is_possessive(text, at))
    if mark in _CLOSING:
        same = _FAMILIES[mark] in families
        return (same or _FAMILIES[mark] == "double") and not (mark == "’" and _is_possessive(text, at))
    # „so“ closes with the mark that opens elsewhere.
    return _FAMILIES[mark] in families and not _has_opening_shape(text, at)


def _is_opener(text: str, at: int, paragraph_end: int) -> bool:
    if _is_apostrophe(text, at) or not _has_opening_shape(text, at):
        return False
    if _FAMILIES[text[at]] != "single":
        return True
    return any(
        _FAMILIES[mark.group()] == "single"
        and not _is_apostrophe(text, mark.start())
        and not _has_opening_shape(text, mark.start())
        for mark in _MARK.finditer(text, at + 2, paragraph_end)
    )


def _has_opening_shape(text: str, at: int) -> bool:
    """Whether white space or an opening sign stands before the mark, and a word behind it."""
    before, after = _around(text, at)
    free_before = not before or before.isspace() or before in "([{/—–-" or (before in _FAMILIES and before in _OPENING)
    bound_after = bool(after) and not after.isspace() and after not in ",.;:!?)]}"
    return free_before and (bound_after or text[at] in _OPENING)


def _is_apostrophe(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] not in "'’‘":
        return False
    return (before.isalnum() and after.isalnum()) or (after.isdigit() and not before.isalnum() and text[at] in "'’")


def _is_possessive(text: str, at: int) -> bool:
    """Whether `parties’` more likely owns what follows than ends the quotation: a later mark closes it after a stop."""
    if not re.fullmatch(r"s.\s\w", text[max(at - 1, 0) : at + 3]):
        return False
    return _CLOSED_AFTER_STOP.match(text, at + 1) is not None


def _around(text: str, at: int) -> tuple[str, str]:
    return text[at - 1 : at] if at else "", text[at + 1 : at + 2]


def _is_utterance(text: str, start: int, words: Span, end: int | None) -> bool:
    before = text[max(start - 40, 0) : start].rstrip()
    if before.endswith(":"):
        return True
    quoted = " ".join(text[a:b] for a, b in words)
    first = re.search(r"\w", quoted)
    if first is None or first.group().islower():
        return False
    length, stopped = len(re.findall(r"\w+", quoted)), quoted[-1] in ".,!?…—–-"
    if before[-1:].isalnum() and _ENDS_IN_SAYING.search(before) is None:
        goes_on = end is not None and re.match(r"\s+[a-z]", text[end : end + 3]) is not None
        return length >= _FRAGMENT_WORDS and (stopped or not goes_on)
    return length > _FRAGMENT_WORDS or stopped


def _trim(text: str, start: int, end: int) -> Piece:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), max(start, start + len(words.rstrip()))
