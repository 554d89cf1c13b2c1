"""The entries of a chronology, each in a few words: what changed, happened, was said, was not said, was found."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from groundtruce.model.agreements import Finding
from groundtruce.model.cases import Case
from groundtruce.model.chronology import ChronologyEntry
from groundtruce.model.claims import Attribution
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.ids import identify
from groundtruce.model.incidents import Incident, ObservedSilence
from groundtruce.model.readings import Reading
from groundtruce.model.times import format_date, interval_of
from groundtruce.model.zones import Changes, Correction, Notice, ReportedChange, ZoneChange
from groundtruce.show.wording import (
    capitalise,
    party_name,
    publisher_name,
    say_count,
    say_estimate,
    say_list,
    say_margin,
    say_quantity,
    say_silent,
)

_QUOTED_CHARACTERS = 200


def tell_changes(changes: Changes, *, case: Case) -> Iterator[ChronologyEntry]:
    """What changed on the maps, what was put right, what to beware of, and which changes texts report."""
    names = {zone.id: zone.name for zone in case.zones}
    holders = {zone.id: zone.holder for zone in case.zones}
    yield from (_tell_change(each, names, holders) for each in changes.changes)
    yield from (_tell_correction(each, names, holders) for each in changes.corrections)
    yield from (_tell_notice(each, names, holders) for each in changes.notices)
    yield from (_tell_reported(each, case) for each in changes.reported)


def tell_incident(incident: Incident) -> ChronologyEntry:
    """An incident: what, where, how many died; how many tell of it and whether they agree stand apart."""
    place = incident.place
    words = [
        incident.kind + (f", {place.text}" if place else ""),
        f"{say_count(incident.deaths)} killed" if incident.deaths and incident.deaths.high != 0 else "",
    ]
    return ChronologyEntry(
        id=incident.id,
        kind="incident",
        **_date(incident.date),
        title=capitalise("; ".join(filter(None, words))),
        subject=incident.id,
        parties=tuple(account.party for account in incident.accounts if account.party and _speaks(account.cells)),
        place=place.text if place else None,
        gazetteer_id=place.gazetteer_id if place else None,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
        uncertainty_km=place.uncertainty_km if place else None,
        status=incident.certainty,
        accounts=sum(_speaks(account.cells) for account in incident.accounts),
        contradictions=len(incident.contradictions),
    )


def tell_document(document: Document, reading: Reading | None, *, case: Case) -> tuple[ChronologyEntry, ...]:
    """A document, the statements in it, and the silences that it reports."""
    published = _date(document.published)
    publisher = publisher_name(case, document.publisher)
    party = next((each.party for each in case.publishers if each.id == document.publisher), None)
    own = ChronologyEntry(
        id=f"document-{document.sha256[:16]}",
        kind="document",
        **published,
        title=", ".join(filter(None, [document.title, publisher])),
        subject=document.sha256,
        parties=(party,) if party else (),
        publisher=document.publisher,
        document=document.sha256,
    )
    if reading is None:
        return (own,)
    statements = (_tell_statement(each, document, published) for each in reading.attributions)
    silences = (
        ChronologyEntry(
            id=identify("silence", document.sha256, each.id),
            kind="reported silence",
            **published,
            title=_say_silence([say_silent(case, silent) for silent in each.parties], each.about, publisher),
            subject=each.id,
            parties=each.parties,
            publisher=document.publisher,
            document=document.sha256,
            span=each.span,
        )
        for each in reading.silences
    )
    return (own, *statements, *silences)


def tell_observed_silences(observed: Iterable[ObservedSilence], *, case: Case) -> Iterator[ChronologyEntry]:
    """The parties that were expected to speak and were silent."""
    for each in observed:
        if each.state == "silent":
            documents = say_quantity(len(each.documents), "document")
            yield ChronologyEntry(
                id=identify("observed-silence", each.about, each.party),
                kind="observed silence",
                **_date(f"{each.since}/{each.until}" if each.since < each.until else each.until),
                title=f"{party_name(case, each.party)} silent in {documents} read",
                subject=each.about,
                parties=(each.party,),
            )


def tell_findings(findings: Iterable[Finding], *, before: dict[str, str]) -> Iterator[ChronologyEntry]:
    """The findings of a day whose status is another than `before`, which is brought up to date."""
    for each in findings:
        if before.get(each.provision) != each.status:
            before[each.provision] = each.status
            yield _tell_finding(each)


# ---------------------------------------------------------------------------------------------------------------


def _date(edtf: str | None) -> dict[str, Any]:
    interval = interval_of(edtf) if edtf else None
    return {
        "date": edtf,
        "begins": _moment(interval.start) if interval else None,
        "ends": _moment(interval.end) if interval else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _tell_change(change: ZoneChange, names: Mapping[str, str], holders: Mapping[str, str | None]) -> ChronologyEntry:
    gained, lost = say_estimate(change.gained_km2, "km²"), say_estimate(change.lost_km2, "km²")
    words = "published again unchanged" if change.verdict == "unchanged" else f"gained {gained}, lost {lost}"
    return ChronologyEntry(
        id=f"change-{change.from_.version}-{change.to.version}",
        kind="change",
        **_date(change.to.valid_from),
        title=f"{names.get(change.zone, change.zone)}: {words} ({change.verdict})",
        subject=f"{change.from_.version}..{change.to.version}",
        parties=_holder(change.zone, holders),
        publisher=change.to.publisher,
        zone=change.zone,
        status=change.verdict,
        document=change.to.document,
    )


def _tell_correction(
    correction: Correction, names: Mapping[str, str], holders: Mapping[str, str | None]
) -> ChronologyEntry:
    change = correction.change
    return ChronologyEntry(
        id=identify("correction", change.to.version, correction.recorded),
        kind="correction",
        **_date(change.to.valid_from),
        title=f"{names.get(change.zone, change.zone)}: the drawing was corrected on {format_date(correction.recorded[:10])}",
        subject=change.to.version,
        parties=_holder(change.zone, holders),
        publisher=change.to.publisher,
        zone=change.zone,
        status=change.verdict,
        document=change.to.document,
    )


def _tell_notice(notice: Notice, names: Mapping[str, str], holders: Mapping[str, str | None]) -> ChronologyEntry:
    return ChronologyEntry(
        id=identify("notice", notice.kind, notice.zone, notice.zone_kind, notice.publisher, notice.on, notice.until),
        kind="notice",
        **_date(notice.on if notice.on == notice.until else f"{notice.on}/{notice.until}"),
        title=f"{names.get(notice.zone, notice.zone)}: {notice.statement}",
        subject=notice.versions[-1] if notice.versions else notice.zone,
        parties=_holder(notice.zone, holders),
        publisher=notice.publisher,
        zone=notice.zone,
        status=notice.kind,
    )


def _tell_reported(reported: ReportedChange, case: Case) -> ChronologyEntry:
    citation = reported.citation
    who = party_name(case, reported.claimant) if reported.claimant else publisher_name(case, reported.publisher)
    moved = " ".join(filter(None, ["A boundary moved", reported.magnitude, reported.direction]))
    return ChronologyEntry(
        id=identify("reported-change", citation.document, citation.span),
        kind="reported change",
        **_date(reported.date),
        title=f"{moved}, as {who or 'a text'} reports",
        subject=citation.document or "",
        parties=(reported.claimant,) if reported.claimant else (),
        publisher=reported.publisher,
        document=citation.document,
        span=citation.span,
    )


def _tell_statement(attribution: Attribution, document: Document, published: Mapping[str, Any]) -> ChronologyEntry:
    speaker = attribution.speaker
    names = [speaker.name, speaker.role, speaker.organization] if speaker else []
    said_by = next(filter(None, names), None) or _quote(document, attribution.source) or "A source not named"
    return ChronologyEntry(
        id=identify("statement", document.sha256, attribution.id),
        kind="statement",
        **published,
        title=f"{said_by} {attribution.stance}: “{_quote(document, attribution.content)}”",
        subject=attribution.id,
        parties=(speaker.party,) if speaker and speaker.party else (),
        publisher=document.publisher,
        status=attribution.stance,
        document=document.sha256,
        span=attribution.content,
    )


def _tell_finding(finding: Finding) -> ChronologyEntry:
    margin = f" ({say_margin(finding.margin)})" if finding.margin else ""
    return ChronologyEntry(
        id=f"finding-{finding.provision}-{finding.on}",
        kind="finding",
        **_date(finding.on),
        title=f"{finding.title}: {finding.status}{margin}",
        subject=finding.provision,
        status=finding.status,
    )


def _holder(zone: str, holders: Mapping[str, str | None]) -> tuple[str, ...]:
    holder = holders.get(zone)
    return (holder,) if holder else ()


def _speaks(cells: Iterable[Any]) -> bool:
    return any(cell.state != "silent" for cell in cells)


def _quote(document: Document, span: Span | None) -> str:
    words = " ".join(quote_span(document.text, span).split()) if span else ""
    return words if len(words) <= _QUOTED_CHARACTERS else f"{words[:_QUOTED_CHARACTERS]}…"


def _say_silence(parties: list[str], about: str, publisher: str) -> str:
    subject = f" about “{' '.join(about.split())[:_QUOTED_CHARACTERS]}”" if about else ""
    return f"{say_list(parties) or 'Somebody'} silent{subject}, as {publisher or 'a text'} reports"
