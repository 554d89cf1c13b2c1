"""Composes the brief of a day or a period. Pure: the record's values in, a `Brief` out, the same one for the same values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from groundtruce.model.agreements import Finding
from groundtruce.model.briefs import Brief, RecordHead, Section, Sentence, TableCell
from groundtruce.model.cases import Case
from groundtruce.model.claims import Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident, ObservedSilence
from groundtruce.model.news import News
from groundtruce.model.provision_history import Provisions
from groundtruce.model.values import Value
from groundtruce.model.zones import ReportedChange, ZoneArea, ZoneChange, ZoneVersion
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.coverage import (
    choose_weightiest,
    cover,
    find_covered_changes,
    find_covered_documents,
    find_covered_incidents,
    find_covered_reports,
)
from groundtruce.show.marks import Marks
from groundtruce.show.numbering import number_by_source
from groundtruce.show.sections.agreement import compose_agreement, summarise_findings
from groundtruce.show.sections.incidents import compose_incidents, summarise_incident, title_of
from groundtruce.show.sections.map_changes import compose_map_changes, summarise_change, title_of_change
from groundtruce.show.sections.new_documents import compose_new_documents
from groundtruce.show.sections.news import compose_news, summarise_news
from groundtruce.show.sections.silences import compose_silences, summarise_observed, summarise_silences
from groundtruce.show.wording import say_window

DAYS_COVERED = 7
"""A brief covers the seven days that end with its own, unless it is asked for others."""


def compose_brief(  # noqa: PLR0913 — one option for each kind of thing that a brief is made of
    *,
    case: Case,
    on: date,
    head: RecordHead,
    documents: Mapping[str, Document],
    document_count: int | None = None,
    changes: Sequence[ZoneChange] = (),
    zone_versions: Sequence[ZoneVersion] = (),
    areas: Sequence[ZoneArea] = (),
    reported: Sequence[ReportedChange] = (),
    incidents: Sequence[Incident] = (),
    silences: Sequence[tuple[str, Silence]] = (),
    observed: Sequence[ObservedSilence] = (),
    findings: Sequence[Finding] = (),
    provisions: Provisions | None = None,
    news: News | None = None,
    since: date | None = None,
) -> Brief:
    """The brief of the days from `since` to `on`, of everything that the record knew at `head`.

    `documents` holds all that were read, by SHA-256, maps among them, or of `document_count` at least those that are published
    in the days covered, cited, or published last; `silences` pairs each with its document's SHA-256.
    Covered are the days from `since` (six days before `on`, unless given) to `on`, both included: map changes whose
    later version became valid then, incidents and reported changes dated then (or undated and told by a document
    published then), silences reported and documents published then. `findings` are those of `on`, `provisions` those of
    the days covered, `observed` what is to be told of the incidents and changes covered; `areas` are plotted as given.
    With `news`, what is new since a moment is told first and marked. Raises `ValueError` where a sentence has no
    reference, or one that does not resolve.
    """
    since = since or on - timedelta(days=DAYS_COVERED - 1)
    bibliography = Bibliography(case=case, documents=documents, count=document_count, head=head)
    covered = cover(since, on)
    published = find_covered_documents(documents.values(), covered)
    told_by = frozenset(document.sha256 for document in published)
    material = _Material(
        window=say_window(since, on),
        days=(on - since).days + 1,
        changes=find_covered_changes(changes, covered),
        versions={version.id: version for version in zone_versions},
        areas=areas,
        reported=find_covered_reports(reported, covered, published=told_by),
        incidents=find_covered_incidents(incidents, covered, published=told_by),
        silences=[each for each in silences if each[0] in told_by],
        observed=observed,
        documents=published,
        findings=findings,
        provisions=provisions,
        news=news,
    )
    brief = number_by_source(
        Brief(
            case=case.id,
            title=case.title,
            on=on.isoformat(),
            since=since.isoformat(),
            new_since=news.since if news else None,
            known=head,
            headline=_compose_headline(bibliography, material),
            sections=_compose_sections(bibliography, material),
            references=bibliography.references,
        )
    )
    check_references(brief)
    return brief


def check_references(brief: Brief) -> None:
    """Raise `ValueError` if a sentence of `brief` has no reference or one that the brief does not resolve."""
    numbers = {reference.number for reference in brief.references}
    for sentence in list_sentences(brief):
        if not sentence.references:
            raise ValueError(f"no reference stands behind {sentence.text!r}")
        missing = sorted(set(sentence.references) - numbers)
        if missing:
            raise ValueError(f"reference {missing[0]} of {sentence.text!r} does not resolve")


def list_sentences(brief: Brief) -> Iterator[Sentence | TableCell]:
    """Every sentence of a brief in reading order: headline, sections, captions, cells of tables."""
    yield from brief.headline
    for section in brief.sections:
        yield from sentences_of(section)


def sentences_of(section: Section) -> Iterator[Sentence | TableCell]:
    """Every sentence of a section and its parts in reading order."""
    yield from section.sentences
    if section.figure:
        yield from section.figure.caption
    for table in section.tables:
        for row in table.rows:
            yield from row.cells
        if table.left_out:
            yield table.left_out
    for part in section.sections:
        yield from sentences_of(part)


# ---------------------------------------------------------------------------------------------------------------

_CHANGES, _INCIDENTS = 3, 4
"""The headline tells of so many; the sections tell of all."""


class _Material(Value):
    """What of a record falls into the days covered."""

    window: str
    days: int
    """How many there are."""
    changes: Sequence[ZoneChange]
    versions: Mapping[str, ZoneVersion]
    areas: Sequence[ZoneArea]
    reported: Sequence[ReportedChange]
    incidents: Sequence[Incident]
    silences: Sequence[tuple[str, Silence]]
    observed: Sequence[ObservedSilence]
    documents: Sequence[Document]
    findings: Sequence[Finding]
    provisions: Provisions | None
    news: News | None


def _compose_headline(bibliography: Bibliography, material: _Material) -> tuple[Sentence, ...]:
    told = choose_weightiest(material.incidents, _INCIDENTS)
    left_out = len(material.incidents) - len(told)
    sentences = [
        *([summarise_news(bibliography, material.news)] if material.news else []),
        *(summarise_change(bibliography, change, material.versions) for change in material.changes[:_CHANGES]),
        *(summarise_incident(bibliography, incident) for incident in told),
        *bibliography.say_further(
            left_out, f"incident is dated {material.window}", f"incidents are dated {material.window}"
        ),
        *filter(None, [summarise_silences(bibliography, material.silences)]),
        *summarise_observed(bibliography, material.observed, _titles(bibliography, material)),
        *([summarise_findings(bibliography, material.findings)] if material.findings else []),
    ]
    return tuple(sentences) or (bibliography.sentence_of_nothing(f"The record shows nothing new {material.window}."),)


def _compose_sections(bibliography: Bibliography, material: _Material) -> tuple[Section, ...]:
    window, documents, marks = material.window, material.documents, Marks(material.news)
    return (
        *_compose_news(bibliography, material),
        compose_map_changes(
            bibliography,
            changes=material.changes,
            versions=material.versions,
            reported=material.reported,
            areas=material.areas,
            marks=marks,
            window=window,
        ),
        compose_incidents(
            bibliography,
            incidents=material.incidents,
            changes=material.changes,
            versions=material.versions,
            marks=marks,
            window=window,
        ),
        compose_silences(
            bibliography,
            silences=material.silences,
            observed=material.observed,
            titles=_titles(bibliography, material),
            window=window,
        ),
        compose_agreement(
            bibliography, findings=material.findings, provisions=material.provisions, days=material.days, marks=marks
        ),
        compose_new_documents(bibliography, documents=documents, marks=marks, window=window),
    )


def _compose_news(bibliography: Bibliography, material: _Material) -> list[Section]:
    if material.news is None:
        return []
    return [
        compose_news(
            bibliography,
            material.news,
            versions=material.versions,
            incidents=material.incidents,
            findings=material.findings,
        )
    ]


def _titles(bibliography: Bibliography, material: _Material) -> dict[str, str]:
    """What can be spoken or not spoken of, by its identifier: incidents, and changes by their later versions."""
    incidents = {each.id: title_of(bibliography.case, each) for each in material.incidents}
    changes = {each.to.version: title_of_change(each, material.versions) for each in material.changes}
    return {**incidents, **changes}
