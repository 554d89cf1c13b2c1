"""Questions and their answers, from what a record knew or from two maps alone."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.incidents.following import FOLLOWING_DAYS, find_following
from groundtruce.compare.incidents.observed_silence import Watch
from groundtruce.compare.incidents.reported_silence import Tellings, by_incident_and_party, find_ends
from groundtruce.compare.zone_history.history import Selection
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import Findings
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim
from groundtruce.model.documents import Citation, Document, Span, quote_span
from groundtruce.model.incidents import Incident, Incidents, ObservedSilence, SilenceInDocument
from groundtruce.model.times import day_interval, first_day, interval_of, last_day
from groundtruce.model.zones import Changes, ReportedChange, ZoneChange
from groundtruce.pipeline.knowledge import Known, check_zone
from groundtruce.pipeline.provisions import check_provision_asked, hold


def find_changes(known: Known, *, selection: Selection | None = None) -> Changes:
    """The history of the zones: what changed, what was corrected, whose maps differ, what to beware of, what texts say.

    Raises `UnusableInput` where a zone is asked for of which no version is on record.
    """
    selection = selection or Selection()
    check_zone(known, selection.zone)
    history = known.select_history(selection)
    reported = known.marks.mark(find_reported_changes(known.claims))
    return Changes(
        changes=history.changes,
        # Which zone a text means is not told.
        reported=() if selection.zone else tuple(each for each in reported if _is_asked_for(each.date, selection)),
        corrections=history.corrections,
        rivals=history.rivals,
        notices=history.notices,
        areas=history.areas,
    )


def find_incidents(known: Known, *, on: date | None = None, maps: bool = True) -> Incidents:
    """The incidents with each party's account and what followed, and the silences that texts report and the record observes.

    With `on`, those that may have happened on that day, and what was published then. Without `maps`, changes of maps that
    followed, and who was silent about one, are not looked for, for which maps are compared.
    """
    incidents = tuple(each for each in known.incidents if on is None or _may_be_of(each, on))
    changes = _list_changes(known, on=on) if maps else ()
    of_the_day = [each for each in changes if on is None or each.to.valid_from == on.isoformat()]
    observed = observe(known, incidents, of_the_day)
    found = Incidents(
        incidents=incidents,
        silences=_list_silences(known, incidents, observed, on=on),
        observed=observed,
        followed=find_following(incidents, changes, told=known.incidents),
    )
    return known.marks.mark(found)


def observe_incident(known: Known, incident: Incident) -> tuple[ObservedSilence, ...]:
    """Who of those expected to speak was silent about one incident."""
    # A passage speaks of the incident that it stands nearest to, so all that a document tells of are looked at.
    documents = _documents_of(incident)
    beside = [each for each in known.incidents if not documents.isdisjoint(_documents_of(each))]
    return tuple(each for each in observe(known, beside, ()) if each.about == incident.id)


def check_record(known: Known, *, on: date | None, provision: str | None = None) -> Findings:
    """A finding for each provision of the agreement, or for one, on a day; the record's newest day where none is given."""
    check_provision_asked(known, provision)
    day = on or known.last_day
    findings = check_agreement(hold(known), on=day, provision=provision)
    return known.marks.mark(Findings(on=day.isoformat(), findings=findings))


def find_reported_changes(claims: Iterable[Claim]) -> tuple[ReportedChange, ...]:
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


def observe(known: Known, incidents: Sequence[Incident], changes: Sequence[ZoneChange]) -> tuple[ObservedSilence, ...]:
    """Who spoke of these incidents and changes and who did not, in what the record knew."""
    if not any(document.published for document in known.documents.values()):
        return ()
    watch = Watch(known.texts, known.readings, known.claims, case=known.case, until=known.last_day)
    return (*watch.observe_incidents(incidents), *watch.observe_changes(changes))


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


def _documents_of(incident: Incident) -> set[str]:
    return {mention.partition("#")[0] for mention in incident.mentions}


def _list_changes(known: Known, *, on: date | None) -> tuple[ZoneChange, ...]:
    """The changes of zones; for a day those that became valid then or as long after as they follow what happened then."""
    if on is None:
        return known.history.changes
    until = on + timedelta(days=FOLLOWING_DAYS)
    return known.select_history(Selection(since=on, until=until)).changes


def _list_silences(
    known: Known, incidents: Sequence[Incident], observed: Sequence[ObservedSilence], *, on: date | None
) -> tuple[SilenceInDocument, ...]:
    """The silences that texts report, of a day those reported then, each beside the incident that it stands beside."""
    tellings, seen = Tellings(incidents), by_incident_and_party(observed)
    return tuple(
        SilenceInDocument(
            silence=silence,
            publisher=known.documents[sha256].publisher,
            published=known.documents[sha256].published,
            citation=_cite(known.documents[sha256], silence.span),
            incident=incident,
            ends=find_ends(silence, incident, seen, published=known.documents[sha256].published),
        )
        for sha256, silence in known.silences
        if on is None or known.documents[sha256].published == on.isoformat()
        for incident in [tellings.find_beside(sha256, silence)]
    )


def _cite(document: Document, span: Span) -> Citation:
    return Citation(document=document.sha256, span=span, quote=quote_span(document.text, span))
