"""The manner of an attribution, by its words: whether it quotes them, and what the speaker does in saying them."""

from collections.abc import Iterator

from spacy.tokens import Token

from groundtruce.model.claims import Mode, Stance
from groundtruce.model.documents import Piece, Span
from groundtruce.read.attribution.drafts import Layout
from groundtruce.read.attribution.indirect import find_stance
from groundtruce.read.cues import find_cue_noun, find_cue_verb, is_refusal
from groundtruce.read.phrases import is_word
from groundtruce.read.quotations import Quotation


def find_mode(layout: Layout, content: Span, *, cue: Span | None = None) -> Mode:
    """Direct if all words are quoted, mixed if some are; a name or a title in quotation marks is not quoted words.

    What stands in the same speech as the `cue` is not quoted by it.
    """
    level = layout.region(layout.token_at(cue[0][0])) if cue else -1
    quoted = _quoted_pieces(layout, content)
    words = [
        layout.region(token) != level or any(start <= token.idx < end for start, end in quoted)
        for token in _words(layout, content)
    ]
    if all(words):
        return "direct"
    return "mixed" if any(words) else "indirect"


def judge_stance(layout: Layout, cue: Span, content: Span) -> Stance:
    """What the verb or noun of the cue says that the speaker does. One quoted question questions, whatever reports it."""
    if _is_question(layout.text, content) and find_mode(layout, content, cue=cue) == "direct":
        return "questions"
    words = list(_words(layout, cue))
    for word in reversed(words):
        verb, noun = find_cue_verb(word, any_tag=True), find_cue_noun(word)
        if verb is not None:
            refused = any(is_refusal(other) for other in words) and verb.speech
            return "declines to say" if refused else find_stance(word, verb)
        if noun is not None:
            return noun
    return "asserts"


def tells_silence(layout: Layout, cue: Span) -> bool:
    """Whether the cue says that somebody is silent on something."""
    return any(word.lower_ in {"silent", "silence"} for word in _words(layout, cue))


def holds_verb(layout: Layout, content: Span) -> bool:
    """Whether the content says something of something."""
    return any(word.pos_ in {"VERB", "AUX"} for word in _words(layout, content))


def is_empty_subject(layout: Layout, source: Span, cue: Span) -> bool:
    """Whether the source is the `it` of `it is noted that …`, which stands for nobody."""
    it = [word.lower_ for word in _words(layout, source)] == ["it"]
    return it and any(child.dep_ == "auxpass" for word in _words(layout, cue) for child in word.children)


# ---------------------------------------------------------------------------------------------------------------------

_NAME_WORDS = 6
"""A quoted name or title is shorter than this."""
_NEAR = 200
"""A fragment that holds a word opens at most so many characters before it."""


def _words(layout: Layout, span: Span) -> Iterator[Token]:
    for start, end in span:
        for index in range(layout.token_at(start), layout.token_at(end - 1) + 1):
            if is_word(layout.doc[index]):
                yield layout.doc[index]


def _quoted_pieces(layout: Layout, content: Span) -> list[Piece]:
    """The words in the content that are quoted inside a clause and are no name."""
    start, end = content[0][0], content[-1][1]
    fragments = (one for one in layout.fragments_in(start - _NEAR, end) if not _is_name(layout.text, one))
    return [piece for fragment in fragments for piece in fragment.words]


def _is_name(text: str, quotation: Quotation) -> bool:
    start, end = quotation.words[0]
    return text[start].isupper() and len(text[start:end].split()) < _NAME_WORDS


def _is_question(text: str, content: Span) -> bool:
    """Whether the words are one single question."""
    words = [text[start:end].strip("“”„«»‘’\"' ") for start, end in content]
    return all(part.endswith("?") for part in words) and sum(part.count(mark) for part in words for mark in ".!?") == 1
