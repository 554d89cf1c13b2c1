"""Finds what differs between two briefs: which sentences were added, are gone, or say or cite another thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from groundtruce.model.brief_differences import BriefDiff, BriefEdition, SectionDifference, SentenceDifference
from groundtruce.model.briefs import Brief, Reference, Section, Sentence
from groundtruce.show.sources import say_cell

ALIKE = 0.6
"""Two sentences of which so much is the same (difflib's ratio) are one sentence that changed."""


def find_brief_differences(earlier: Brief, later: Brief) -> BriefDiff:
    """What `later` says otherwise than `earlier`. Sections are matched by identifier, cells by their headings.

    A sentence with the same words has changed where it cites other passages, maps or provisions; how far the record
    reached, and which documents were read, are the editions' and not the sentences' to tell.
    """
    before, after = _open(earlier), _open(later)
    sections = [
        *_compare_sections(before, after),
        *(_tell_whole(each, "gone") for key, each in before.items() if key not in after),
    ]
    told = tuple(each for each in sections if each.sentences or each.kind != "changed")
    return BriefDiff(
        case=later.case,
        title=later.title,
        earlier=_describe(earlier, [said.earlier for each in told for said in each.sentences]),
        later=_describe(later, [said.later for each in told for said in each.sentences]),
        sections=told,
    )


# ---------------------------------------------------------------------------------------------------------------

_SOURCES = ("passage", "map", "provision")
HEADLINE = "headline"
_Cells = dict[tuple[str, ...], Sentence]


class _Opened:
    """A section's own sentences and cells, with what each cites."""

    def __init__(self, section: Section, titles: tuple[str, ...], references: Mapping[int, Reference]) -> None:
        self.id = section.id
        self.titles = titles
        self.sentences = [*section.sentences, *(section.figure.caption if section.figure else ())]
        self.sentences += [table.left_out for table in section.tables if table.left_out]
        self.cells = _list_cells(section)
        self._references = references

    def sources_of(self, sentence: Sentence) -> frozenset[object]:
        """What a sentence cites, whatever its number."""
        cited = [self._references[number] for number in sentence.references]
        return frozenset((each.kind, each.citation) for each in cited if each.kind in _SOURCES)


def _open(brief: Brief) -> dict[str, _Opened]:
    references = {reference.number: reference for reference in brief.references}
    headline = Section(id=HEADLINE, title="In brief", sentences=brief.headline)
    return {section.id: _Opened(section, titles, references) for section, titles in _walk((headline, *brief.sections))}


def _walk(sections: Iterable[Section], above: tuple[str, ...] = ()) -> Iterator[tuple[Section, tuple[str, ...]]]:
    for section in sections:
        titles = (*above, section.title)
        yield section, titles
        yield from _walk(section.sections, titles)


def _list_cells(section: Section) -> _Cells:
    return {
        (row.heading, column or "said", *([str(number)] if number > 1 else [])): Sentence(
            text=say_cell(cell), references=cell.references
        )
        for number, table in enumerate(section.tables, 1)
        for row in table.rows
        for column, cell in zip(table.columns[1:], row.cells, strict=True)
    }


def _compare_sections(before: Mapping[str, _Opened], after: Mapping[str, _Opened]) -> Iterator[SectionDifference]:
    for key, section in after.items():
        was = before.get(key)
        if was is None:
            yield _tell_whole(section, "added")
        else:
            sentences = (*_compare_sentences(was, section), *_compare_cells(was, section))
            yield SectionDifference(id=key, titles=section.titles, kind="changed", sentences=sentences)


def _tell_whole(section: _Opened, kind: str) -> SectionDifference:
    said = [((), each) for each in section.sentences] + list(section.cells.items())
    return SectionDifference(
        id=section.id,
        titles=section.titles,
        kind="added" if kind == "added" else "gone",
        sentences=tuple(_tell_one(place, each, kind=kind) for place, each in said),
    )


def _tell_one(place: tuple[str, ...], sentence: Sentence, *, kind: str) -> SentenceDifference:
    if kind == "added":
        return SentenceDifference(kind="added", place=place, earlier=None, later=sentence)
    return SentenceDifference(kind="gone", place=place, earlier=sentence, later=None)


def _compare_sentences(was: _Opened, now: _Opened) -> Iterator[SentenceDifference]:
    """In the order of the later section; what is gone comes last."""
    left = list(was.sentences)
    pairs = []
    for sentence in now.sentences:
        same = next((each for each in left if each.text == sentence.text), None)
        left = [each for each in left if each is not same]
        pairs.append((same, sentence))
    for same, sentence in pairs:
        earlier = same or _find_alike(sentence, left)
        left = [each for each in left if each is not earlier]
        if earlier is None:
            yield _tell_one((), sentence, kind="added")
        elif _differ(was, earlier, now, sentence):
            yield SentenceDifference(kind="changed", place=(), earlier=earlier, later=sentence)
    for sentence in left:
        yield _tell_one((), sentence, kind="gone")


def _compare_cells(was: _Opened, now: _Opened) -> Iterator[SentenceDifference]:
    for place, cell in now.cells.items():
        earlier = was.cells.get(place)
        if earlier is None:
            yield _tell_one(place, cell, kind="added")
        elif _differ(was, earlier, now, cell):
            yield SentenceDifference(kind="changed", place=place, earlier=earlier, later=cell)
    for place, cell in was.cells.items():
        if place not in now.cells:
            yield _tell_one(place, cell, kind="gone")


def _differ(was: _Opened, earlier: Sentence, now: _Opened, later: Sentence) -> bool:
    return earlier.text != later.text or was.sources_of(earlier) != now.sources_of(later)


def _find_alike(sentence: Sentence, others: Sequence[Sentence]) -> Sentence | None:
    """The sentence most like it, if any is like it enough."""
    ranked = [(SequenceMatcher(a=each.text, b=sentence.text, autojunk=False).ratio(), each) for each in others]
    ratio, found = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return found if ratio >= ALIKE else None


def _describe(brief: Brief, told: Iterable[Sentence | None]) -> BriefEdition:
    numbers = {number for sentence in told if sentence for number in sentence.references}
    return BriefEdition(
        since=brief.since,
        on=brief.on,
        known=brief.known,
        references=tuple(each for each in brief.references if each.number in numbers),
    )
