"""Attributions: who says what, by which words. Source, cue and content follow PolNeAR's guidelines."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec import structs
from spacy.tokens import Doc

from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Mode
from groundtruce.model.documents import Piece, Span, covers
from groundtruce.model.ids import identify
from groundtruce.read.direct import find_direct
from groundtruce.read.drafts import Draft, Layout
from groundtruce.read.indirect import find_indirect
from groundtruce.read.phrases import cover_tokens
from groundtruce.read.quotations import Quotation, find_quotations
from groundtruce.read.speakers import resolve_speakers


def find_attributions(doc: Doc, *, document: str, case: Case | None = None) -> tuple[Attribution, ...]:
    """The attributions of a parsed text in the order of their content, with their speakers.

    `document` is the text's document by its SHA-256. The terms are those of Newell, Margolin and Ruths, "An
    attribution relations corpus for political news" (LREC 2018), with two differences: an attribution may stand
    `within` another, and quotation marks do not belong to a content.
    """
    quotations = find_quotations(doc.text)
    layout = Layout(doc, quotations)
    drafts = _merge(layout, find_direct(layout), [_complete(layout, draft) for draft in find_indirect(layout)])
    found = [_finish(layout, draft, document) for draft in drafts]
    return resolve_speakers(doc, _nest(found), case)


# ---------------------------------------------------------------------------------------------------------------------


_NAME_WORDS = 6
"""A quoted name or title is shorter than this."""


def _complete(layout: Layout, draft: Draft) -> Draft:
    """The draft with the whole of a quotation that its content ends in, marks and all."""
    return replace(draft, content=tuple(_reach(layout, piece) for piece in draft.content))


def _reach(layout: Layout, piece: Piece) -> Piece:
    start, end = piece
    cut = (q for q in layout.fragments_in(start, end) if start <= q.start and q.words[0][0] < end < q.end)
    return start, max((q.end for q in cut), default=end)


def _merge(layout: Layout, direct: list[Draft], indirect: list[Draft]) -> list[Draft]:
    """One draft for each cue: what a verb reports in its own clause joins what it introduces in quotation marks."""
    by_verb = {draft.verb: draft for draft in indirect}
    merged = []
    for draft in direct:
        clause = by_verb.pop(draft.verb, None)
        by_verb.pop(draft.second, None)
        if clause is not None:
            merged.append(_join(layout, draft, clause))
        else:
            merged.append(draft)
    return [*merged, *by_verb.values()]


def _join(layout: Layout, direct: Draft, clause: Draft) -> Draft:
    """What stands between the cue and the quotation is content too: `said it was calm: “…”`."""
    cue_at, quotation_at = layout.doc[direct.verb].idx, direct.content[0][0]
    between = tuple(piece for piece in clause.content if cue_at < piece[0] and piece[1] <= quotation_at)
    if not between:
        return direct
    return replace(direct, content=between + direct.content, source=direct.source or clause.source, direct=False)


def _finish(layout: Layout, draft: Draft, document: str) -> Attribution:
    source = cover_tokens(layout.doc, draft.source) or None
    cue = tuple((layout.doc[i].idx, layout.doc[i].idx + len(layout.doc[i])) for i in draft.cue)
    cue = cover_tokens(layout.doc, draft.cue) or cue
    return Attribution(
        id=identify("attribution", document, source, cue, draft.content),
        source=source,
        cue=cue or None,
        content=draft.content,
        mode="direct" if draft.direct else _mode(layout, draft.content),
        stance=draft.stance,
        speaker=None,
    )


def _mode(layout: Layout, content: Span) -> Mode:
    """Mixed if the content quotes words of the source; a name or a title in quotation marks is not such words."""
    inside = (fragment for start, end in content for fragment in layout.fragments_in(start, end))
    return "mixed" if any(not _is_name(layout.text, fragment) for fragment in inside) else "indirect"


def _is_name(text: str, quotation: Quotation) -> bool:
    start, end = quotation.words[0]
    return text[start].isupper() and len(text[start:end].split()) < _NAME_WORDS


def _nest(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Each attribution with the innermost other one whose content holds its cue and its content."""
    nested: list[Attribution] = []
    still_open: list[Attribution] = []
    for attribution in sorted(found, key=lambda one: (one.content[0][0], -one.content[-1][1])):
        still_open = [other for other in still_open if other.content[-1][1] > attribution.content[0][0]]
        around = [other for other in still_open if _holds(other, attribution)]
        innermost = min(around, key=lambda other: _length(other.content), default=None)
        nested.append(structs.replace(attribution, within=innermost.id if innermost else None))
        still_open.append(attribution)
    return tuple(nested)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return covers(outer.content, inner.content) and covers(outer.content, inner.cue or ())


def _length(span: Span) -> int:
    return sum(end - start for start, end in span)
