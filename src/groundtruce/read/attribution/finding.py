"""Attributions: who says what, by which words. Source, cue and content follow PolNeAR's guidelines."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec import structs
from spacy.tokens import Doc

from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution
from groundtruce.model.documents import Piece, Span, covers
from groundtruce.model.ids import identify
from groundtruce.read.attribution.combination import Ruled, combine_attributions
from groundtruce.read.attribution.dialogue import find_dialogue
from groundtruce.read.attribution.direct import find_direct
from groundtruce.read.attribution.drafts import Draft, Layout
from groundtruce.read.attribution.headlines import find_headlines
from groundtruce.read.attribution.indirect import find_indirect
from groundtruce.read.attribution.manner import find_mode, holds_verb, is_empty_subject, judge_stance, tells_silence
from groundtruce.read.labelling.encoder import Encoder
from groundtruce.read.labelling.finding import Labelled, find_labelled
from groundtruce.read.phrases import cover_tokens
from groundtruce.read.quotations import find_quotations
from groundtruce.read.speakers.resolution import resolve_speakers


def find_attributions(
    doc: Doc, *, document: str, case: Case | None = None, encoder: Encoder | None = None
) -> tuple[Attribution, ...]:
    """The attributions of a parsed text in the order of their content, with their speakers.

    `document` is the text's document by its SHA-256. The terms are those of Newell, Margolin and Ruths, "An
    attribution relations corpus for political news" (LREC 2018), with one difference: an attribution may stand
    `within` another. The marks of a quotation belong to the content. Without an `encoder` rules alone find them.
    """
    layout = Layout(doc, find_quotations(doc.text))
    spoken = [*find_direct(layout), *find_dialogue(layout), *find_headlines(layout)]
    drafts = _merge(layout, spoken, [_complete(layout, draft) for draft in find_indirect(layout)])
    ruled = [_weigh(layout, draft) for draft in drafts]
    if encoder is None:
        found = [one.attribution for one in ruled]
    else:
        labelled = [_describe(layout, one) for one in find_labelled(layout.text, encoder) if _says(layout, one)]
        found = combine_attributions(labelled, ruled)
    return resolve_speakers(doc, _nest(_name(one, document) for one in found), case)


# ---------------------------------------------------------------------------------------------------------------------


def _complete(layout: Layout, draft: Draft) -> Draft:
    """The draft with the whole of a quotation that its content begins or ends in, marks and all."""
    return replace(draft, content=tuple(_reach(layout, piece) for piece in draft.content))


def _reach(layout: Layout, piece: Piece) -> Piece:
    start, end = piece
    cut = [q for q in layout.fragments_in(start - 1, end) if start <= q.words[0][0] < end]
    return min((start, *(q.start for q in cut))), max((end, *(q.end for q in cut)))


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


def _weigh(layout: Layout, draft: Draft) -> Ruled:
    second = layout.doc[draft.second] if draft.second >= 0 else None
    return Ruled(
        attribution=_finish(layout, draft),
        firm=draft.firm,
        second=((second.idx, second.idx + len(second)),) if second is not None else (),
    )


def _finish(layout: Layout, draft: Draft) -> Attribution:
    source = cover_tokens(layout.doc, draft.source) or None
    cue = tuple((layout.doc[i].idx, layout.doc[i].idx + len(layout.doc[i])) for i in draft.cue)
    cue = cover_tokens(layout.doc, draft.cue) or cue
    return Attribution(
        id="",
        source=source,
        cue=cue or None,
        content=draft.content,
        mode="direct" if draft.direct else find_mode(layout, draft.content, cue=cue),
        stance=draft.stance,
        speaker=None,
    )


def _says(layout: Layout, one: Labelled) -> bool:
    """Whether something is said: not where a cue tells of silence, nor of a mere thing that nobody speaks of."""
    if not (one.cue and one.content) or tells_silence(layout, one.cue):
        return False
    return bool(one.source) or holds_verb(layout, one.content)


def _describe(layout: Layout, labelled: Labelled) -> Attribution:
    empty = is_empty_subject(layout, labelled.source, labelled.cue)
    return Attribution(
        id="",
        source=None if empty else labelled.source or None,
        cue=labelled.cue or None,
        content=labelled.content,
        mode=find_mode(layout, labelled.content, cue=labelled.cue),
        stance=judge_stance(layout, labelled.cue, labelled.content),
        speaker=None,
    )


def _name(one: Attribution, document: str) -> Attribution:
    return structs.replace(one, id=identify("attribution", document, one.source, one.cue, one.content))


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
