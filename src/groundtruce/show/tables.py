"""Prints the record's values for people: as wide as the terminal, plain where there is none."""

from collections.abc import Sequence

from rich.console import Console

from groundtruce.model.agreements import Finding
from groundtruce.model.cases import Case
from groundtruce.model.claims import Speaker
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.installations import Installation
from groundtruce.model.readings import Reading
from groundtruce.model.times import format_date
from groundtruce.model.traces import Trace
from groundtruce.model.zones import Changes, ReportedChange, ZoneChange
from groundtruce.show.printing import Row, print_line, print_table
from groundtruce.show.wording import (
    choose_furthest,
    party_name,
    publisher_name,
    say_count,
    say_direction,
    say_estimate,
    say_evidence_counts,
    say_list,
    say_margin,
    say_variant,
)
from groundtruce.show.zone_notes import print_zone_notes


def print_changes(console: Console, changes: Changes, *, case: Case | None = None) -> None:
    """What changed between neighbouring versions of each zone, then what texts say changed."""
    print_table(
        console,
        ("Zone", "From", "To", "Verdict", "Gained", "Lost", "Furthest", "Settlements"),
        [_change_cells(change, case) for change in changes.changes],
        empty="No change of a zone is on record.",
    )
    for reported in changes.reported:
        print_line(console, _say_reported(reported, case))
    print_zone_notes(console, changes, case=case)


def print_installation(console: Console, installation: Installation) -> None:
    """Each part that something needs, whether it is there, and how to get what is missing."""
    print_table(
        console,
        ("For", "Needs", "", "Found", "How to get it"),
        [
            (part.extra or "core", part.name, part.state, part.found, part.remedy)
            for part in sorted(installation.parts, key=lambda part: part.extra or "")
        ],
        empty="Nothing is needed.",
    )
    lacking = f"lacking: {', '.join(installation.lacking)}" if installation.lacking else "everything is there"
    print_line(console, f"Groundtruce {installation.version}, Python {installation.python}: {lacking}")


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Each provision with its status, what was found, by how much, and how much evidence there is."""
    print_table(
        console,
        ("Provision", "Status", "Finding", "Margin", "Evidence"),
        [
            (
                f"{finding.provision} {finding.title}",
                finding.status,
                finding.statement,
                say_margin(finding.margin) if finding.margin else "none",
                say_evidence_counts(finding.evidence),
            )
            for finding in findings
        ],
        empty="No provision was checked.",
    )
    for finding in findings:
        for variant in finding.variants:
            print_line(console, f"{finding.provision}: {say_variant(variant)}")


def print_reading(console: Console, reading: Reading) -> None:
    """What was read in a document: who says what, what happened, who said nothing, when and where."""
    document = reading.document
    published = format_date(document.published) if document.published else "date unknown"
    print_line(console, f"{document.title or document.sha256[:12]}, {published}", "bold")
    for headings, rows in _reading_tables(reading):
        if rows:
            console.print()
            print_table(console, headings, rows)


def print_documents(console: Console, documents: Sequence[Document], *, case: Case | None = None) -> None:
    """The documents of a record in the order given."""
    print_table(
        console,
        ("Published", "Publisher", "Title", "Type", "SHA-256"),
        [
            (
                format_date(document.published) if document.published else "date unknown",
                _publisher(case, document.publisher) or "not named",
                document.title or document.origin,
                document.media_type,
                document.sha256[:12],
            )
            for document in documents
        ],
        empty="No document is on record.",
    )


def print_trace(console: Console, trace: Trace) -> None:
    """What was traced off a picture, and every control point with its residuals, for a person to confirm."""
    read = ", as printed on the map" if trace.valid_from_read else ""
    print_line(console, f"Valid from {trace.valid_from}{read}; a pixel is {trace.pixel_m:g} m wide.", "bold")
    if trace.registered:
        print_line(console, trace.registered)
    print_table(
        console,
        ("Zone", "Parts", "Edge error (pixels)", "Drawing error (m)", "How"),
        [
            (
                each.zone,
                str(each.parts),
                f"{each.edge_error_px:.2f}",
                f"{each.drawing_error_m:.0f}",
                "; ".join(each.notes),
            )
            for each in trace.zones
        ],
    )
    console.print()
    print_line(console, f"Control points ({trace.transformation}, {trace.control_rms_m:.0f} m when left out):")
    print_table(
        console,
        ("Point", "Pixel", "Longitude, latitude", "Residual (m)", "Left out (m)"),
        [
            (
                point.name or "-",
                f"{point.x:.1f}, {point.y:.1f}",
                f"{point.longitude:.5f}, {point.latitude:.5f}",
                f"{point.residual_m:.0f}",
                f"{point.left_out_m:.0f}",
            )
            for point in trace.control
        ],
    )


# ---------------------------------------------------------------------------------------------------------------


def _party(case: Case | None, party: str | None) -> str:
    return party_name(case, party) if case and party else party or ""


def _publisher(case: Case | None, publisher: str | None) -> str:
    return publisher_name(case, publisher) if case else publisher or ""


def _date(edtf: str | None) -> str:
    return format_date(edtf) if edtf else "not dated"


def _change_cells(change: ZoneChange, case: Case | None) -> Row:
    zone = next((each.name for each in case.zones if each.id == change.zone), change.zone) if case else change.zone
    return (
        zone,
        _date(change.from_.valid_from),
        _date(change.to.valid_from),
        change.verdict,
        say_estimate(change.gained_km2, "km²"),
        say_estimate(change.lost_km2, "km²"),
        _say_furthest(change),
        _say_settlements(change),
    )


def _say_settlements(change: ZoneChange) -> str:
    """Those gained and lost by name, the unsure by number."""
    named = [f"{each.name} ({each.verdict})" for each in change.settlements if each.verdict != "uncertain"]
    unsure = len(change.settlements) - len(named)
    return "; ".join([*named, *([f"{unsure} uncertain"] if unsure else [])]) or "none"


def _say_furthest(change: ZoneChange) -> str:
    furthest = choose_furthest(change)
    if furthest is None:
        return "none"
    lost = ", lost" if furthest is change.furthest_loss else ""
    return f"{say_estimate(furthest.km, 'km')} {say_direction(furthest.bearing_deg)}{lost}"


def _say_reported(reported: ReportedChange, case: Case | None) -> str:
    who = _party(case, reported.claimant) or _publisher(case, reported.publisher) or "A text"
    direction = f" to the {reported.direction}" if reported.direction else ""
    return f"{who} says that a boundary moved{direction}, {_date(reported.date)}: “{reported.citation.quote}”"


def _reading_tables(reading: Reading) -> list[tuple[Row, list[Row]]]:
    def quote(span: Span | None) -> str:
        return quote_span(reading.document.text, span) if span else ""

    return [
        (
            ("Who says", "Cue", "What", "Stance", "Party"),
            [
                (quote(each.source), quote(each.cue), quote(each.content), each.stance, _speaker_party(each.speaker))
                for each in reading.attributions
            ],
        ),
        (
            ("Event", "Where", "When", "Deaths", "Injured", "In the text"),
            [
                (
                    each.type if each.realis == "happened" else f"{each.type} ({each.realis})",
                    each.place.text if each.place else "",
                    _date(each.date),
                    say_count(each.deaths) if each.deaths else "",
                    say_count(each.injured) if each.injured else "",
                    quote(each.span),
                )
                for each in reading.event_mentions
            ],
        ),
        (
            ("Said nothing", "In the text"),
            [(say_list(list(each.parties)) or "not named", quote(each.span)) for each in reading.silences],
        ),
        (("Date", "Means", "From"), [(each.text, each.value, each.anchor or "") for each in reading.dates]),
        (
            ("Place", "Means", "Kind"),
            [(each.text, each.name if each.gazetteer_id else "unknown", each.kind or "") for each in reading.toponyms],
        ),
    ]


def _speaker_party(speaker: Speaker | None) -> str:
    return (speaker.party or "") if speaker else ""
