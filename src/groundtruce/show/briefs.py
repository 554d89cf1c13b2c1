"""Composes the brief of one day. Pure: the record's values in, a `Brief` out, the same one for the same values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from groundtruce.model.agreements import Finding
from groundtruce.model.briefs import Brief, RecordHead, Section, Sentence, TableCell
from groundtruce.model.cases import Case
from groundtruce.model.claims import Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.times import Interval, first_day, interval_of
from groundtruce.model.values import Value
from groundtruce.model.zones import ReportedChange, ZoneChange, ZoneVersion
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.sections.agreement import compose_agreement, summarise_findings
from groundtruce.show.sections.incidents import compose_incidents, summarise_incident
from groundtruce.show.sections.map_changes import compose_map_changes, summarise_change
from groundtruce.show.sections.new_documents import compose_new_documents
from groundtruce.show.sections.silences import compose_silences, summarise_silences
from groundtruce.show.wording import say_window

DAYS_COVERED = 7
"""A brief covers the seven days that end with its own, unless `since` says otherwise."""


def compose_brief(  # noqa: PLR0913 — one option for each kind of thing that a brief is made of
    *,
    case: Case,
    on: date,
    head: RecordHead,
    documents: Mapping[str, Document],
    changes: Sequence[ZoneChange] = (),
    zone_versions: Sequence[ZoneVersion] = (),
    reported: Sequence[ReportedChange] = (),
    incidents: Sequence[Incident] = (),
    silences: Sequence[tuple[str, Silence]] = (),
    findings: Sequence[Finding] = (),
    since: date | None = None,
) -> Brief:
    """The brief of the day `on`, of everything that the record knew at `head`.

    `documents` holds all that were read, by SHA-256, maps among them; `silences` pairs each with its document's SHA-256.
    Covered are the days from `since` (six days before `on`, unless given) to `on`, both included: map changes whose
    later version became valid then, incidents and reported changes dated then (or undated and told by a document
    published then), silences reported and documents published then. Raises `ValueError` where a sentence's reference
    does not resolve.
    """
    since = since or on - timedelta(days=DAYS_COVERED - 1)
    bibliography = Bibliography(case=case, documents=documents, head=head)
    material = _Material(
        window=say_window(since, on),
        changes=changes,
        versions={version.id: version for version in zone_versions},
        reported=reported,
        incidents=incidents,
        silences=silences,
        documents=tuple(documents.values()),
        findings=findings,
    )
    covered = _select(material, _cover(since, on))
    brief = Brief(
        case=case.id,
        title=case.title,
        on=on.isoformat(),
        since=since.isoformat(),
        known=head,
        headline=_compose_headline(bibliography, covered),
        sections=_compose_sections(bibliography, covered),
        references=bibliography.references,
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
        yield from _sentences_of(section)


# ---------------------------------------------------------------------------------------------------------------


class _Material(Value):
    """What a brief is made of: first all, then what falls into the days covered."""

    window: str
    changes: Sequence[ZoneChange]
    versions: Mapping[str, ZoneVersion]
    reported: Sequence[ReportedChange]
    incidents: Sequence[Incident]
    silences: Sequence[tuple[str, Silence]]
    documents: Sequence[Document]
    findings: Sequence[Finding]


def _select(material: _Material, covered: Interval) -> _Material:
    """What of `material` falls into the days covered. Findings were made for the day already."""
    documents = [each for each in material.documents if _falls(each.published, covered)]
    documents.sort(key=lambda document: (document.published or "", document.title, document.sha256))
    published = {document.sha256 for document in documents}
    return _Material(
        window=material.window,
        changes=sorted(
            (each for each in material.changes if _falls(each.to.valid_from, covered)),
            key=lambda change: (change.verdict == "unchanged", change.to.valid_from or "", change.zone),
        ),
        versions=material.versions,
        reported=[
            each for each in material.reported if _is_covered(each.date, [each.citation.document], covered, published)
        ],
        incidents=sorted(
            (
                each
                for each in material.incidents
                if not each.withdrawn and _is_covered(each.date, _documents_of(each), covered, published)
            ),
            key=_by_first_day,
        ),
        silences=[each for each in material.silences if each[0] in published],
        documents=documents,
        findings=material.findings,
    )


def _compose_headline(bibliography: Bibliography, material: _Material) -> tuple[Sentence, ...]:
    sentences = [
        *(summarise_change(bibliography, change, material.versions) for change in material.changes),
        *(summarise_incident(bibliography, incident) for incident in material.incidents),
        *filter(None, [summarise_silences(bibliography, material.silences)]),
        *([summarise_findings(bibliography, material.findings)] if material.findings else []),
    ]
    return tuple(sentences) or (bibliography.sentence_of_nothing(f"The record shows nothing new {material.window}."),)


def _compose_sections(bibliography: Bibliography, material: _Material) -> tuple[Section, ...]:
    window, documents = material.window, material.documents
    return (
        compose_map_changes(
            bibliography,
            changes=material.changes,
            versions=material.versions,
            reported=material.reported,
            window=window,
        ),
        compose_incidents(bibliography, incidents=material.incidents, window=window),
        compose_silences(bibliography, silences=material.silences, new_documents=documents, window=window),
        compose_agreement(bibliography, findings=material.findings),
        compose_new_documents(bibliography, documents=documents, window=window),
    )


def _sentences_of(section: Section) -> Iterator[Sentence | TableCell]:
    yield from section.sentences
    if section.figure:
        yield from section.figure.caption
    for table in section.tables:
        for row in table.rows:
            yield from row.cells
    for part in section.sections:
        yield from _sentences_of(part)


def _cover(since: date, on: date) -> Interval:
    """The half-open interval of the days covered."""
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    end = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    if start >= end:
        raise ValueError(f"{since} lies after {on}")
    return Interval(start=start, end=end)


def _falls(edtf: str | None, covered: Interval) -> bool:
    """Whether the first day that a date leaves possible is covered."""
    day = first_day(edtf) if edtf else None
    return day is not None and covered.contains(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _is_covered(edtf: str | None, told_by: Sequence[str | None], covered: Interval, published: set[str]) -> bool:
    """Whether something dated `edtf` is covered; the undated goes by the documents that tell of it."""
    interval = interval_of(edtf) if edtf else None
    # "By 14 March" says when it was told, not when it happened.
    if interval is None or interval.start is None:
        return any(sha256 in published for sha256 in told_by)
    return interval.overlaps(covered)


def _by_first_day(incident: Incident) -> tuple[bool, date, str]:
    """By date, what has no first day last, what shares one by its identifier."""
    day = first_day(incident.date) if incident.date else None
    return (day is None, day or date.max, incident.id)


def _documents_of(incident: Incident) -> list[str]:
    return [mention.partition("#")[0] for mention in incident.mentions]
