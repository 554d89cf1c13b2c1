"""Prints the record's values for people: as wide as the terminal, plain where there is none."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundtruce.model.agreements import Finding
from groundtruce.model.cases import Case
from groundtruce.model.claims import Speaker
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.incidents import CELL_NAMES, Cell, Incident, SilenceInDocument
from groundtruce.model.installations import Installation
from groundtruce.model.readings import Reading
from groundtruce.model.times import format_date
from groundtruce.model.traces import Trace
from groundtruce.model.zones import Changes, ReportedChange, ZoneChange
from groundtruce.show.inert import make_line
from groundtruce.show.sections.incidents import SILENT, teller, title_of
from groundtruce.show.sources import RING
from groundtruce.show.wording import (
    capitalise,
    choose_furthest,
    party_name,
    publisher_name,
    say_count,
    say_direction,
    say_estimate,
    say_list,
    say_margin,
    say_quantity,
    say_silent,
)
from groundtruce.show.zone_notes import print_zone_notes


def print_changes(console: Console, changes: Changes, *, case: Case | None = None) -> None:
    """What changed between neighbouring versions of each zone, then what texts say changed."""
    _print_table(
        console,
        ("Zone", "From", "To", "Verdict", "Gained", "Lost", "Furthest", "Settlements"),
        [_change_cells(change, case) for change in changes.changes],
        empty="No change of a zone is on record.",
    )
    for reported in changes.reported:
        _print_line(console, _say_reported(reported, case))
    print_zone_notes(console, changes, case=case)


def print_installation(console: Console, installation: Installation) -> None:
    """Each part that something needs, whether it is there, and how to get what is missing."""
    _print_table(
        console,
        ("For", "Needs", "", "Found", "How to get it"),
        [
            (part.extra or "core", part.name, part.state, part.found, part.remedy)
            for part in sorted(installation.parts, key=lambda part: part.extra or "")
        ],
        empty="Nothing is needed.",
    )
    lacking = f"lacking: {', '.join(installation.lacking)}" if installation.lacking else "everything is there"
    _print_line(console, f"Groundtruce {installation.version}, Python {installation.python}: {lacking}")


def print_incidents(console: Console, incidents: Sequence[Incident], *, case: Case) -> None:
    """Each incident with its accounts side by side; a hollow ring where nobody said anything."""
    for incident in incidents:
        _print_line(console, title_of(case, incident), "bold")
        _print_table(
            console,
            ("", *(teller(case, account) for account in incident.accounts)),
            [
                (capitalise(name), *(_say_cell(account.cells[index]) for account in incident.accounts))
                for index, name in enumerate(CELL_NAMES)
            ],
        )
        for contradiction in incident.contradictions:
            _print_line(console, f"Contradiction on {contradiction.kind}: {contradiction.statement}")
        console.print()
    _print_line(console, f"{say_quantity(len(incidents), 'incident')} on record.")


def print_silences(console: Console, silences: Sequence[SilenceInDocument], *, case: Case) -> None:
    """Who is reported to have said nothing, about what, by whom."""
    for found in silences:
        silent = say_list([say_silent(case, party) for party in found.silence.parties]) or "somebody not named"
        teller_name = _publisher(case, found.publisher) or "a text without a named publisher"
        _print_line(console, f"{RING} Silent according to {teller_name}: {silent}: “{found.citation.quote}”")


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Each provision with its status, what was found, by how much, and how much evidence there is."""
    _print_table(
        console,
        ("Provision", "Status", "Finding", "Margin", "Evidence"),
        [
            (
                f"{finding.provision} {finding.title}",
                finding.status,
                finding.statement,
                say_margin(finding.margin) if finding.margin else "none",
                _say_evidence(finding),
            )
            for finding in findings
        ],
        empty="No provision was checked.",
    )


def print_reading(console: Console, reading: Reading) -> None:
    """What was read in a document: who says what, what happened, who said nothing, when and where."""
    document = reading.document
    published = format_date(document.published) if document.published else "date unknown"
    _print_line(console, f"{document.title or document.sha256[:12]}, {published}", "bold")
    for headings, rows in _reading_tables(reading):
        if rows:
            console.print()
            _print_table(console, headings, rows)


def print_documents(console: Console, documents: Sequence[Document], *, case: Case | None = None) -> None:
    """The documents of a record in the order given."""
    _print_table(
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
    _print_line(console, f"Valid from {trace.valid_from}{read}; a pixel is {trace.pixel_m:g} m wide.", "bold")
    if trace.registered:
        _print_line(console, trace.registered)
    _print_table(
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
    _print_line(console, f"Control points ({trace.transformation}, {trace.control_rms_m:.0f} m when left out):")
    _print_table(
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

_Row = tuple[str, ...]


def _print_line(console: Console, text: str, style: str = "") -> None:
    """A line of plain words: whatever a document holds, neither markup nor an escape sequence."""
    console.print(Text(make_line(text), style=style))


def _print_table(console: Console, headings: _Row, rows: Iterable[_Row], *, empty: str = "") -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for heading in headings:
        table.add_column(Text(make_line(heading)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(make_line(cell)) for cell in row))
    if table.row_count:
        console.print(table)
    elif empty:
        _print_line(console, empty)


def _party(case: Case | None, party: str | None) -> str:
    return party_name(case, party) if case and party else party or ""


def _publisher(case: Case | None, publisher: str | None) -> str:
    return publisher_name(case, publisher) if case else publisher or ""


def _date(edtf: str | None) -> str:
    return format_date(edtf) if edtf else "not dated"


def _change_cells(change: ZoneChange, case: Case | None) -> _Row:
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


def _say_cell(cell: Cell) -> str:
    if cell.state == "silent":
        return f"{RING} {SILENT}"
    return f"denies: {cell.value}" if cell.state == "denies" else cell.value


def _say_evidence(finding: Finding) -> str:
    bearings = Counter(evidence.bearing for evidence in finding.evidence)
    return say_list([f"{count} {bearing}" for bearing, count in bearings.items()]) or "none"


def _reading_tables(reading: Reading) -> list[tuple[_Row, list[_Row]]]:
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
