"""Questions and their answers, from what a record knew or from two maps alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from groundtruce.collect.cases import load_case
from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.incidents.observed_silence import Watch
from groundtruce.compare.zone_history.history import Selection
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import DeploymentAreaTerms, Findings
from groundtruce.model.briefs import Brief, RecordHead
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim
from groundtruce.model.documents import Citation, Document, Span, quote_span
from groundtruce.model.incidents import Incident, Incidents, ObservedSilence, SilenceInDocument
from groundtruce.model.times import day_interval, first_day, interval_of, last_day
from groundtruce.model.zones import Changes, ReportedChange
from groundtruce.pipeline.inputs import read_pairs
from groundtruce.pipeline.knowledge import Known, check_zone
from groundtruce.settings import Settings
from groundtruce.show.briefs import compose_brief
from groundtruce.show.figures import draw_figures
from groundtruce.show.html import write_html
from groundtruce.show.markdown import write_markdown
from groundtruce.show.pdf import write_pdf

BriefForm: TypeAlias = Literal["md", "html", "pdf"]


def find_changes(known: Known, *, selection: Selection | None = None) -> Changes:
    """The history of the zones: what changed, what was corrected, whose maps differ, what to beware of, what texts say.

    Raises `UnusableInput` where a zone is asked for of which no version is on record.
    """
    selection = selection or Selection()
    check_zone(known, selection.zone)
    history = known.select_history(selection)
    reported = _reported_changes(known.claims)
    return Changes(
        changes=history.changes,
        # Which zone a text means is not told.
        reported=() if selection.zone else tuple(each for each in reported if _is_asked_for(each.date, selection)),
        corrections=history.corrections,
        rivals=history.rivals,
        notices=history.notices,
        areas=history.areas,
    )


def find_incidents(known: Known, *, on: date | None = None, observe: bool = True) -> Incidents:
    """The incidents with each party's account, and the silences that texts report and that the record observes.

    With `on`, those that may have happened on that day, and what was published then. Without `observe`, who was silent is not
    looked for, for which all maps are compared.
    """
    incidents = tuple(each for each in known.incidents if on is None or _may_be_of(each, on))
    return Incidents(
        incidents=incidents,
        silences=tuple(
            SilenceInDocument(
                silence=silence,
                publisher=known.documents[sha256].publisher,
                published=known.documents[sha256].published,
                citation=_cite(known.documents[sha256], silence.span),
            )
            for sha256, silence in known.silences
            if on is None or known.documents[sha256].published == on.isoformat()
        ),
        observed=_observe(known, incidents, on=on) if observe else (),
    )


def observe_incident(known: Known, incident: Incident) -> tuple[ObservedSilence, ...]:
    """Who of those expected to speak was silent about one incident."""
    if not _is_dated(known):
        return ()
    # A passage speaks of the incident that it stands nearest to, so all that a document tells of are looked at.
    documents = _documents_of(incident)
    beside = [each for each in known.incidents if not documents.isdisjoint(_documents_of(each))]
    return tuple(each for each in _watch(known).observe_incidents(beside) if each.about == incident.id)


def check_record(known: Known, *, on: date | None) -> Findings:
    """A finding for each provision of the agreement on a day; the newest day of the record where none is given."""
    day = on or known.last_day
    findings = check_agreement(
        known.case,
        on=day,
        zone_versions=known.zone_versions,
        claims=known.claims,
        incidents=known.incidents,
        documents=known.documents,
        silences=known.silences,
    )
    return Findings(on=day.isoformat(), findings=findings)


def brief_record(known: Known, *, on: date | None) -> Brief:
    """The brief of a day from what a record knew; the newest day of the record where none is given."""
    day = on or known.last_day
    return compose_brief(
        case=known.case,
        on=day,
        head=RecordHead(entry=known.head.seq, recorded=known.head.recorded, sha256=known.head.hash),
        documents=known.documents,
        changes=known.history.changes,
        zone_versions=known.zone_versions,
        reported=_reported_changes(known.claims),
        incidents=known.incidents,
        silences=known.silences,
        findings=check_record(known, on=day).findings,
    )


def compare_files(
    earlier: Path,
    later: Path,
    *,
    error_m: float | None,
    earlier_error_m: float | None,
    places: Path | None,
    settings: Settings,
) -> Changes:
    """What changed between two maps, no record needed: their only zones, or each zone that both name.

    `places` is a case's folder whose settlements are checked.
    """
    settlements = tuple(p for p in load_case(places).places if p.kind == "settlement") if places else ()
    pairs = read_pairs(earlier, later, error_m=error_m, earlier_error_m=earlier_error_m, settings=settings)
    return Changes(changes=tuple(compare_versions(*pair, settlements=settlements) for pair in pairs))


def render_brief(known: Known, brief: Brief, *, form: BriefForm, name: str) -> dict[str, bytes]:
    """The files of a brief by their names: the brief under `name`, and beside a Markdown one its figures as SVG."""
    figures = draw_figures(
        brief,
        case=known.case,
        changes=known.history.changes,
        zone_versions=known.zone_versions,
        settlements=known.settlements,
        agreed_area=_agreed_area(known.case),
    )
    if form == "html":
        return {name: write_html(brief, figures).encode()}
    if form == "pdf":
        return {name: write_pdf(brief, figures)}
    stem = name.rpartition(".")[0]
    links = {figure: f"{stem}-figure-{number}.svg" for number, figure in enumerate(figures, 1)}
    drawn = {links[figure]: drawing.wide.encode() for figure, drawing in figures.items()}
    return {name: write_markdown(brief, figure_links=links).encode(), **drawn}


def print_brief(brief: Brief) -> str:
    """A brief as Markdown without files beside it: its figures are their captions."""
    return write_markdown(brief)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnusableInput(path, f"cannot be written: {error.strerror}") from error


# ---------------------------------------------------------------------------------------------------------------


def _is_asked_for(edtf: str | None, selection: Selection) -> bool:
    """Whether a date may lie within the days asked for; one that is not known may lie anywhere."""
    if edtf is None:
        return selection.since is None and selection.until is None
    return selection.covers(first_day(edtf) or date.min, last_day(edtf))


def _may_be_of(incident: Incident, on: date) -> bool:
    """Whether an incident may have happened on a day; one of which only is known by when, whether it was told then."""
    interval = interval_of(incident.date) if incident.date else None
    if interval is None or interval.start is None:
        return incident.date is not None and last_day(incident.date) == on
    return interval.overlaps(day_interval(on))


def _observe(known: Known, incidents: Sequence[Incident], *, on: date | None) -> tuple[ObservedSilence, ...]:
    """Who was silent about the incidents, and about the changes of zones; of a day, about those that became valid then."""
    if not _is_dated(known):
        return ()
    changes = known.select_history(Selection(since=on, until=on)).changes if on else known.history.changes
    wanted = [each for each in changes if on is None or each.to.valid_from == on.isoformat()]
    watch = _watch(known)
    return (*watch.observe_incidents(incidents), *watch.observe_changes(wanted))


def _is_dated(known: Known) -> bool:
    return any(document.published for document in known.documents.values())


def _documents_of(incident: Incident) -> set[str]:
    return {mention.partition("#")[0] for mention in incident.mentions}


def _watch(known: Known) -> Watch:
    return Watch(known.texts, known.readings, known.claims, case=known.case, until=known.last_day)


def _agreed_area(case: Case) -> bytes | None:
    """The area that the agreement deploys a force in, for the figures."""
    if not case.agreement:
        return None
    names = {p.terms.area for p in case.agreement.provisions if isinstance(p.terms, DeploymentAreaTerms)}
    return next((area.wkb for area in case.areas if area.id in names), None)


def _reported_changes(claims: Iterable[Claim]) -> tuple[ReportedChange, ...]:
    """The boundaries that texts say moved."""
    return tuple(
        ReportedChange(
            date=claim.mention.date,
            direction=claim.mention.direction,
            magnitude=claim.mention.magnitude,
            claimant=claim.claimant,
            publisher=claim.publisher,
            citation=Citation(document=claim.document, span=claim.mention.span, quote=claim.quote),
        )
        for claim in claims
        if claim.mention.type in MAP_EVENT_TYPES and claim.mention.realis == "happened"
    )


def _cite(document: Document, span: Span) -> Citation:
    return Citation(document=document.sha256, span=span, quote=quote_span(document.text, span))
