"""Direct speech: each quoted utterance with the cue before, after or in the middle of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from groundtruce.model.claims import Stance
from groundtruce.model.documents import Span
from groundtruce.read.attribution.drafts import Draft, Layout
from groundtruce.read.cues import CueVerb, find_cue_noun, find_cue_verb
from groundtruce.read.phrases import (
    Indices,
    expand_phrase,
    find_subject,
    group_verb,
    inherit_subject,
    is_word,
    trim_edges,
)
from groundtruce.read.quotations import Quotation


def find_direct(layout: Layout) -> list[Draft]:
    """One draft for each utterance; quotations that one cue holds together are one."""
    drafts: list[Draft] = []
    previous: Quotation | None = None
    for quotation in layout.quotations:
        draft = _read_quotation(layout, quotation)
        if draft is None:
            continue
        if drafts and previous is not None and _continues(layout, drafts[-1], previous, draft, quotation):
            drafts[-1] = replace(drafts[-1], content=drafts[-1].content + draft.content)
        else:
            drafts.append(draft)
        previous = quotation
    return [draft for draft in drafts if draft.verb >= 0 or _stands_alone(layout, draft.content)]


# ---------------------------------------------------------------------------------------------------------------------

_SENTENCE_ENDS = frozenset(".!?;…")
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "PART", "CCONJ", "PUNCT", "SYM"})
_NAME_WORDS = 8
"""A line such as `Name, office:` is no longer than this."""


def _read_quotation(layout: Layout, quotation: Quotation) -> Draft | None:
    """The quotation as a draft: its cue, if any, after it or before it. None for one that nobody utters."""
    before, after = _window_before(layout, quotation), _window_after(layout, quotation)
    found = _read_cue_before(layout, quotation, before)
    if quotation.utterance or _opens_sentence(layout, quotation):
        closing = _read_cue_after(layout, quotation, after, introduced=bool(before))
        found = replace(closing, second=found.verb if found else -1) if closing else found
    if found is not None:
        return replace(found, content=quotation.marked, stance=_stance_of_words(layout, quotation, found))
    if not quotation.utterance or quotation.depth:
        return None
    return Draft(source=(), cue=(), verb=-1, content=quotation.marked, stance="asserts", direct=True, firm=True)


def _continues(layout: Layout, draft: Draft, previous: Quotation, other: Draft, quotation: Quotation) -> bool:
    """Whether `other` goes on with what `draft` says: under the same cue, or uncued right behind it."""
    if other.verb >= 0:
        return other.verb == draft.verb
    if quotation.depth != previous.depth or draft.verb < 0:
        return False
    first, last = layout.token_at(quotation.start), layout.token_at(previous.end - 1)
    same_paragraph = layout.paragraph(first) == layout.paragraph(last)
    if same_paragraph:
        return _only_cue_between(layout, draft, last + 1, first)
    return layout.paragraph(first) == layout.paragraph(last) + 1 and _fills_paragraph(layout, quotation)


def _only_cue_between(layout: Layout, draft: Draft, start: int, end: int) -> bool:
    """Whether nothing but the cue's own sentence stands between two quotations."""
    ends = sum(layout.doc[i].text in _SENTENCE_ENDS for i in range(start, end))
    inside = any(start <= i < end for i in draft.cue)
    nothing = not any(is_word(layout.doc[i]) for i in range(start, end))
    return nothing or (inside and ends <= 1)


def _fills_paragraph(layout: Layout, quotation: Quotation) -> bool:
    first, last = layout.token_at(quotation.start), layout.token_at(quotation.end - 1)
    paragraph = layout.paragraph(first)
    before = _walk(layout, range(first - 1, -1, -1), paragraph)
    after = _walk(layout, range(last + 1, len(layout.doc)), paragraph)
    return not any(is_word(token) for token in before) and not any(is_word(token) for token in after)


def _walk(layout: Layout, indices: Iterable[int], paragraph: int) -> Iterable[Token]:
    for index in indices:
        if layout.paragraph(index) != paragraph:
            return
        yield layout.doc[index]


def _stands_alone(layout: Layout, content: Span) -> bool:
    """Whether an utterance without cue is a sentence or a paragraph of its own."""
    first, last = layout.token_at(content[0][0]), layout.token_at(content[-1][1] - 1)
    before = [token for token in layout.doc[max(first - 4, 0) : first] if not (token.is_space or token.is_quote)]
    opens = not before or before[-1].text in _SENTENCE_ENDS or layout.paragraph(before[-1]) != layout.paragraph(first)
    return opens and layout.doc[last].text in _SENTENCE_ENDS


def _opens_sentence(layout: Layout, quotation: Quotation) -> bool:
    return not any(is_word(token) for token in _window_before(layout, quotation))


def _window_before(layout: Layout, quotation: Quotation) -> list[Token]:
    """The tokens before the quotation, back to the end of a sentence or of another quotation."""
    first = layout.token_at(quotation.start)
    window: list[Token] = []
    for token in _walk(layout, range(first - 1, -1, -1), layout.paragraph(first)):
        if token.text in _SENTENCE_ENDS or not _same_speaker(layout, token, quotation):
            break
        window.append(token)
    return window[::-1]


def _window_after(layout: Layout, quotation: Quotation) -> list[Token]:
    """The tokens behind the quotation, up to the end of the sentence or another utterance."""
    last = layout.token_at(quotation.end - 1)
    window: list[Token] = []
    for token in _walk(layout, range(last + 1, len(layout.doc)), layout.paragraph(last)):
        if token.text in _SENTENCE_ENDS or not _same_speaker(layout, token, quotation):
            break
        window.append(token)
    return window


def _same_speaker(layout: Layout, token: Token, quotation: Quotation) -> bool:
    """Whether the token stands on the quotation's own level: in narration, or in the utterance around it."""
    region = layout.region(token)
    if region < 0:
        return quotation.depth == 0
    around = layout.utterances[region]
    return around.depth < quotation.depth and around.start < quotation.start and quotation.end <= around.end


def _read_cue_after(layout: Layout, quotation: Quotation, window: list[Token], *, introduced: bool) -> Draft | None:
    words = _skip_lead(window)
    if not words or words[0].pos_ in {"CCONJ", "SCONJ"}:
        return None
    ended = layout.text[quotation.words[-1][1] - 1] == "."
    # A word that the tagger took for a noun is tried last: "claims Baku", but not "one of the states, X said".
    for verb in sorted(words, key=lambda word: word.pos_ != "VERB"):
        cue = find_cue_verb(verb, any_tag=True)
        if cue is None or not cue.speech:
            continue
        source = _read_inverted(verb, words) or _read_plain(verb, words)
        if source is None:
            continue
        if ended and (introduced or _has_complement(verb, layout)):
            return None
        return _draft(source, verb, cue)
    return None


def _skip_lead(window: list[Token]) -> list[Token]:
    start = 0
    while start < len(window) and not is_word(window[start]):
        start += 1
    return window[start:]


def _has_complement(verb: Token, layout: Layout) -> bool:
    return any(
        child.dep_ in {"ccomp", "dobj", "xcomp"} and child.i > verb.i and layout.region(child) == layout.region(verb)
        for child in verb.children
    )


def _read_inverted(verb: Token, words: list[Token]) -> Indices | None:
    """`said X`: the verb comes first, its subject behind it."""
    if any(token.pos_ not in {"ADV", "AUX"} for token in words[: words.index(verb)]):
        return None
    behind = [token for token in words if token.i > verb.i]
    subject = next(
        (child for child in verb.children if child.i > verb.i and child.dep_ in {"nsubj", "dobj", "attr"}), None
    )
    if subject is None or subject not in behind:
        subject = _first_nominal(behind)
    if subject is None:
        return None
    return _clip(expand_phrase(subject, barred={verb.i}), behind)


def _read_plain(verb: Token, words: list[Token]) -> Indices | None:
    """`X said`: the subject opens the clause, nothing else stands between."""
    ahead = [token for token in words if token.i < verb.i]
    subject = find_subject(verb)
    if subject is not None and subject in ahead:
        source = _clip(expand_phrase(subject, barred={verb.i}), ahead)
        extra = [token for token in ahead if token.i < source[0] and is_word(token)]
        return source if all(token.pos_ == "ADV" for token in extra) else None
    group = set(group_verb(verb))
    nominal = [token for token in ahead if token.i not in group and token.pos_ != "ADV"]
    if not nominal or any(token.pos_ not in _NOMINAL for token in nominal):
        return None
    return trim_edges(verb.doc, tuple(token.i for token in nominal))


def _first_nominal(tokens: Sequence[Token]) -> Token | None:
    for token in tokens:
        if token.pos_ not in _NOMINAL:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            head = token
            while head.dep_ == "compound" and head.head in tokens:
                head = head.head
            return head
    return None


def _clip(indices: Indices, allowed: Sequence[Token]) -> Indices:
    permitted = {token.i for token in allowed}
    kept = tuple(index for index in indices if index in permitted)
    return trim_edges(allowed[0].doc, kept) if kept else ()


def _read_cue_before(layout: Layout, quotation: Quotation, window: list[Token]) -> Draft | None:
    end = len(window)
    while end and not is_word(window[end - 1]):
        end -= 1
    words, marks = window[:end], {token.text for token in window[end:]}
    if not words:
        return None
    colon = ":" in marks
    if not quotation.utterance and not (colon or marks & {","}):
        return None
    verb = _find_verb_before(words, marks)
    if verb is not None:
        cue = find_cue_verb(verb, any_tag=colon)
        subject = inherit_subject(verb)
        inside = subject is not None and layout.region(subject) == layout.region(verb)
        source = _clip(expand_phrase(subject, barred={verb.i}), words) if subject is not None and inside else ()
        return _draft(source, verb, cue) if cue else None
    return _read_colon(words, window[end]) if colon else None


def _find_verb_before(words: list[Token], marks: set[str]) -> Token | None:
    """The last verb before the quotation, if it reports and the quotation is what it reports."""
    for token in reversed(words):
        cue = find_cue_verb(token)
        if cue is not None and cue.speech and token.dep_ != "amod":
            behind = len(words) - 1 - words.index(token)
            return token if marks & {":", ","} or behind == 0 or words[-1].lower_ == "that" else None
        if token.pos_ == "VERB" and token.dep_ not in {"amod", "acl"} and ":" not in marks:
            return None
    return None


def _read_colon(words: list[Token], colon: Token) -> Draft | None:
    """`Name, office: “…”`, or a sentence about a statement that ends in a colon."""
    if len(words) <= _NAME_WORDS and all(token.pos_ in _NOMINAL for token in words):
        source = trim_edges(colon.doc, tuple(token.i for token in words))
        return Draft(source=source, cue=(colon.i,), verb=colon.i, content=(), stance="asserts", direct=True, firm=True)
    noun = next((token for token in reversed(words) if find_cue_noun(token)), None)
    if noun is None:
        return None
    subject = inherit_subject(noun.head) if noun.head.pos_ == "VERB" else None
    source = (
        _clip(expand_phrase(subject, barred={noun.head.i}), words) if subject is not None and subject != noun else ()
    )
    cue = tuple(range(noun.head.i, noun.i + 1)) if source and noun.head.i < noun.i else (noun.i,)
    return Draft(
        source=source, cue=cue, verb=noun.i, content=(), stance=find_cue_noun(noun) or "asserts", direct=True, firm=True
    )


def _draft(source: Indices, verb: Token, cue: CueVerb) -> Draft:
    return Draft(
        source=source, cue=group_verb(verb), verb=verb.i, content=(), stance=cue.stance, direct=True, firm=True
    )


def _stance_of_words(layout: Layout, quotation: Quotation, draft: Draft) -> Stance:
    """A quotation that is one question questions, whatever verb reports it."""
    text = layout.text
    asked = all(text[start:end].rstrip().endswith("?") for start, end in quotation.words)
    single = sum(text[start:end].count(mark) for start, end in quotation.words for mark in ".!?") == 1
    return "questions" if asked and single else draft.stance
