"""The commands: parse what the user wrote, call the pipeline, print.

Answers go to standard output, progress and errors to standard error. Exit codes: 0 done, 2 usage, 3 unusable input
(nothing recorded), 4 the record fails verification, 130 cancelled.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import click
import msgspec
from rich.console import Console

from groundtruce import __version__, pipeline
from groundtruce.collect.extracts import missing_extra
from groundtruce.collect.maps import MapOptions
from groundtruce.collect.markers import MarkerOptions
from groundtruce.collect.pictures.classes import parse_class
from groundtruce.errors import BrokenRecord, GroundtruceError, UnusableInput
from groundtruce.model.readings import Reading
from groundtruce.model.times import parse_day, parse_moment
from groundtruce.model.zones import ChangeVerdict
from groundtruce.settings import Settings
from groundtruce.show import tables
from groundtruce.show.marker_tables import print_markers

BRIEF_FORMS: dict[str, pipeline.BriefForm] = {".md": "md", ".html": "html", ".pdf": "pdf"}
EXIT_CODES: dict[type[GroundtruceError], int] = {UnusableInput: 3, BrokenRecord: 4}

_Function = TypeVar("_Function", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of tables.")
as_of_option = click.option(
    "--as-of", metavar="MOMENT", help="Answer as the record stood at this moment (ISO 8601; UTC unless it says)."
)
on_option = click.option("--on", metavar="DATE", help="The day asked about; the newest day of the record if left out.")
record_argument = click.argument("record", type=click.Path(path_type=Path))


def example(text: str) -> Callable[[_Function], _Function]:
    """Put an example under a command's help."""

    def add(function: _Function) -> _Function:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example:\n      {text}\n"
        return function

    return add


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="groundtruce")
def groundtruce() -> None:
    """Keep the record of a ceasefire: what changed on the map, who says what, and what was known when."""


@groundtruce.command()
@record_argument
@click.option("--case", required=True, type=click.Path(path_type=Path), help="The folder of the case.")
@json_option
@example("groundtruce init record.gpkg --case my-case/")
def init(*, record: Path, case: Path, as_json: bool) -> None:
    """Make a new RECORD for a case."""
    head = pipeline.start_record(record, case=case)
    if as_json:
        _print_json({"record": str(record), "head": head})
    else:
        click.echo(f"made {record} (entry {head.seq}, {head.hash[:12]})")


@groundtruce.command()
@record_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When it was published (EDTF); else the sidecar or the file says.")
@click.option("--publisher", help="Who published it: an identifier of the case, or a name.")
@click.option("--title", help="Its title.")
@click.option("--origin", help="Where it came from, such as its address.")
@click.option("--zone", help="Maps: the zone's identifier.")
@click.option("--kind", help="Maps: responsibility, control, claim, agreed area or buffer.")
@click.option("--holder", help="Maps: the party that holds the zone.")
@click.option("--valid-from", metavar="DATE", help="Maps: since when the shape holds.")
@click.option("--valid-to", metavar="DATE", help="Maps: until when, if the source says; that day is not included.")
@click.option(
    "--drawing-error-m", type=float, metavar="M", help="Maps: one standard deviation of the boundary, metres."
)
@click.option("--note", help="Maps: what the source says of itself.")
@click.option(
    "--reason",
    type=click.Choice(["change", "correction", "redraw"]),
    help="Maps: why it was published. A correction puts right the version that is valid from the same day.",
)
@json_option
@example("groundtruce add record.gpkg report.txt map.geojson --published 2020-12-14")
def add(*, record: Path, files: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Add reports and maps to RECORD.

    What a file is, is told by its content: text, HTML or PDF; GeoJSON, GeoPackage, Shapefile or KML; a table of
    events in the columns of UCDP GED or ACLED. Each file is recorded in one transaction and said as soon as it is
    safely there. If one file cannot be used, none is recorded.
    """
    map_options = MapOptions(
        **{
            name: given[name]
            for name in ("zone", "kind", "holder", "valid_from", "valid_to", "drawing_error_m", "note")
        }
    )
    options = pipeline.InputOptions(
        published=given["published"],
        publisher=given["publisher"],
        title=given["title"],
        origin=given["origin"],
        reason=given["reason"],
        map=map_options,
    )
    with _progress(len(files)) as progress:
        for added in pipeline.add_files(record, files, options=options, settings=Settings(), progress=progress):
            click.echo(_encode(_describe_added(added)) if as_json else _say_added(added))
            sys.stdout.flush()


@groundtruce.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When the texts were published; else each file says.")
@click.option("--case", type=click.Path(path_type=Path), help="A case's folder: its parties, actors and places.")
@click.option("--jsonl", is_flag=True, help="Print one reading a line.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write one reading a line to this file; what it holds already is passed over, so that a stopped run goes on.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Read in so many processes.")
@json_option
@example("groundtruce read reports/ archive.warc.gz --case my-case/ --workers 4 --output readings.jsonl")
def read(
    *,
    files: tuple[Path, ...],
    published: str | None,
    case: Path | None,
    jsonl: bool,
    output: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Read reports without a record: dates, places, who says what, events, silences.

    FILES are texts, HTML or PDF, folders of them, JSON Lines with a `text` each, or WARCs. Readings come in the order
    of the input. A text that cannot be read is named on standard error, the rest go on, and the exit code is 3.
    """
    done = pipeline.continue_output(output) if output else frozenset[str]()
    with _progress(None) as progress:
        results = pipeline.read_files(
            files,
            case=case,
            published=published,
            settings=Settings(),
            workers=workers,
            done=done,
            progress=progress,
        )
        refused = _print_readings(results, jsonl=jsonl, as_json=as_json, output=output)
    if refused:
        sys.exit(EXIT_CODES[UnusableInput])


@groundtruce.command()
@click.argument("image", type=click.Path(path_type=Path))
@click.option(
    "--class", "classes", multiple=True, required=True, metavar="NAME=…", help="What to trace; see above. Repeat it."
)
@click.option(
    "--control",
    multiple=True,
    metavar="FILE|auto|X,Y=LON,LAT",
    help="Where the picture lies: a file of control points, points (repeat it), or auto to read the place names.",
)
@click.option(
    "--like",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder that tracing an earlier picture of the same layout wrote: no control points are needed.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write here; IMAGE's name with -traced if left out.")
@click.option("--record", type=click.Path(path_type=Path), help="Add the picture and its zone versions to this record.")
@click.option("--confirmed", is_flag=True, help="The points that --control auto found were looked at and are right.")
@click.option(
    "--case", type=click.Path(path_type=Path), help="A case's folder: its zones and places; else the record's."
)
@click.option("--valid-from", metavar="DATE", help="Since when the shapes hold (EDTF).")
@click.option("--date-from-map", is_flag=True, help="Take the date that is printed on the map.")
@click.option("--valid-to", metavar="DATE", help="Until when, if the source says; that day is not included.")
@click.option("--zone", help="The zone's identifier, if there is one class.")
@click.option("--kind", help="responsibility, control, claim, agreed area or buffer.")
@click.option("--holder", help="The party that holds the zone, if there is one class.")
@click.option("--publisher", help="Who published it: an identifier of the case, or a name.")
@click.option("--published", metavar="DATE", help="When it was published (EDTF).")
@click.option("--title", help="Its title.")
@click.option("--origin", help="Where it came from, such as its address.")
@click.option("--note", help="What the source says of itself.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="The page of a PDF or a TIFF.")
@click.option("--frame", type=click.IntRange(min=1), default=1, show_default=True, help="The frame of an animation.")
@click.option(
    "--tolerance", type=float, default=10.0, show_default=True, help="How far a given colour may be off (OKLab × 100)."
)
@click.option(
    "--least-px",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="The smallest part or hole, in pixels.",
)
@json_option
@example(
    "groundtruce trace map.png --control auto --class north=at:700,400 --class south=#2b59c3 --valid-from 2020-12-13"
)
def trace(  # noqa: PLR0913 - an option for each thing that is said of a picture
    *,
    image: Path,
    classes: tuple[str, ...],
    control: tuple[str, ...],
    like: Path | None,
    output: Path | None,
    record: Path | None,
    confirmed: bool,
    case: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Trace the zones that a picture map draws: PNG, JPEG, TIFF, GIF, WebP, BMP, or a page of a PDF.

    A class is NAME=at:X,Y (the area around a pixel), NAME=like:X,Y (all that is coloured as there), NAME=legend:X,Y (by
    a swatch of the legend) or NAME=COLOUR (#d62f27 or a name), with :hatched or :outline behind it where it is drawn so.
    X,Y may also be a place, such as 46.75E,39.82N. Classes of one name become one zone. The zones are written as
    GeoJSON, with the georeference and its residuals, the settings, the picture and an overlay to look at.
    """
    tracing = _load_tracing(image)
    if record and list(control) == ["auto"] and not confirmed:
        raise click.UsageError("look at the points first: trace without --record, then add --confirmed")
    options = tracing.TraceOptions(
        parts=tuple(parse_class(text) for text in classes),
        control=control,
        like=like,
        **{name: given[name] for name in _TRACE_OPTIONS},
        map=MapOptions(**{name: given[name] for name in _TRACE_MAP_OPTIONS}),
    )
    with _progress(None) as progress:
        known = tracing.load_case_for_tracing(record=record, case=case)
        traced = tracing.trace_picture(image, options=options, case=known, settings=Settings(), progress=progress)
    folder = output or Path(f"{image.stem}-traced")
    tracing.write_folder(folder, traced.files)
    added = tracing.record_traced(record, image, traced, options=options, settings=Settings()) if record else None
    if as_json:
        _print_json(traced.trace)
    else:
        tables.print_trace(_console(), traced.trace)
        click.echo(f"wrote {folder}", err=True)
        if added:
            click.echo(_say_added(added))


@groundtruce.command()
@click.argument("earlier", type=click.Path(path_type=Path))
@click.argument("later", type=click.Path(path_type=Path))
@click.option("--error-m", type=float, metavar="M", help="Drawing error of both: one standard deviation, metres.")
@click.option("--earlier-error-m", type=float, metavar="M", help="Drawing error of EARLIER, if it differs.")
@click.option("--places", type=click.Path(path_type=Path), help="Settlements to check: a case's folder.")
@click.option("--figure", type=click.Path(path_type=Path), help="Also draw the change: a file ending in .png or .svg.")
@json_option
@example("groundtruce compare monday.geojson tuesday.geojson --error-m 200")
def compare(
    *,
    earlier: Path,
    later: Path,
    error_m: float | None,
    earlier_error_m: float | None,
    places: Path | None,
    figure: Path | None,
    as_json: bool,
) -> None:
    """Compare two shapes without a record: what was gained and lost, and is it more than drawing error."""
    _check_figure_name(figure, "--figure")
    said: dict[str, Any] = {"error_m": error_m, "earlier_error_m": earlier_error_m, "places": places}
    changes = pipeline.compare_files(earlier, later, **said, settings=Settings())
    if figure:
        _write_figure(figure, pipeline.draw_compared(earlier, later, **said, settings=Settings()))
    if as_json:
        _print_json(changes)
    else:
        tables.print_changes(_console(), changes)


@groundtruce.command()
@record_argument
@click.option("--zone", help="Only this zone, by its identifier.")
@click.option("--from", "since", metavar="DATE", help="Only maps that are valid from this day or later.")
@click.option("--to", "until", metavar="DATE", help="Only maps that are valid from this day or earlier.")
@click.option(
    "--min-verdict",
    type=click.Choice(["unchanged", "redrawn", "within error", "moved"]),
    default="unchanged",
    show_default=True,
    help="Only what is at least as sure.",
)
@as_of_option
@json_option
@example("groundtruce changes record.gpkg --zone south --from 2020-12-01 --min-verdict moved")
def changes(
    *,
    record: Path,
    zone: str | None,
    since: str | None,
    until: str | None,
    min_verdict: ChangeVerdict,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Show what changed between the versions of each zone in RECORD, and what reports say changed.

    Corrections, rival maps of one zone, gaps, repeats and jumps where the source changed are shown apart.
    """
    selection = _select(zone, since, until, min_verdict)
    known = _know(record, as_of)
    found = pipeline.find_changes(known, selection=selection)
    if as_json:
        _print_json(found)
    else:
        tables.print_changes(_console(), found, case=known.case)


@groundtruce.command()
@record_argument
@click.argument("points", nargs=-1, type=click.Path(path_type=Path))
@click.option("--zone", required=True, help="The zone whose boundary they mark, by its identifier.")
@click.option("--position-error-m", type=float, metavar="M", help="Position error of markers that state none: metres.")
@click.option("--seen", metavar="DATE", help="When markers were seen that state no day (EDTF).")
@click.option("--seen-by", help="Who saw markers that do not say.")
@click.option("--published", metavar="DATE", help="When POINTS was published (EDTF).")
@click.option("--publisher", help="Who published POINTS: an identifier of the case, or a name.")
@click.option("--title", help="Its title.")
@click.option("--origin", help="Where it came from, such as its address.")
@click.option("--from", "since", metavar="DATE", help="Only markers seen on this day or later.")
@click.option("--to", "until", metavar="DATE", help="Only markers seen on this day or earlier.")
@click.option("--map-by", metavar="PUBLISHER", help="Only this publisher's maps of the zone.")
@as_of_option
@json_option
@example("groundtruce markers record.gpkg posts.csv --zone south --position-error-m 10")
def markers(
    *,
    record: Path,
    points: tuple[Path, ...],
    zone: str,
    since: str | None,
    until: str | None,
    map_by: str | None,
    as_of: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Keep markers on the ground, and show how far they stand from the zone's published boundary and how they moved.

    POINTS are CSV or GeoJSON: each point with `marker`, `seen` (a date), `longitude`, `latitude`, `position_error_m` (one
    standard deviation, metres) and, where known, `seen_by`, `kind`, `note` and `zone`. They are kept like maps are; without
    POINTS, those that RECORD holds are shown.
    """
    selection = _select(zone, since, until)
    if points and as_of:
        raise click.BadParameter("asks about the past, and POINTS would be recorded now", param_hint="--as-of")
    for added in pipeline.add_markers(
        record,
        points,
        zone=zone,
        markers=MarkerOptions(**{name: given[name] for name in ("position_error_m", "seen", "seen_by")}),
        options=pipeline.InputOptions(**{n: given[n] for n in ("published", "publisher", "title", "origin")}),
        settings=Settings(),
        map_by=map_by,
    ):
        click.echo(_say_markers_added(added), err=True)
    known = _know(record, as_of)
    found = pipeline.find_markers(known, selection=selection, map_by=map_by)
    if as_json:
        _print_json(found)
    else:
        print_markers(_console(), found, case=known.case)


@groundtruce.command()
@record_argument
@click.option("--on", metavar="DATE", help="Only what may have happened on this day, and what was published then.")
@as_of_option
@json_option
@example("groundtruce incidents record.gpkg --on 2020-12-12")
def incidents(*, record: Path, on: str | None, as_of: str | None, as_json: bool) -> None:
    """Show the incidents in RECORD with the accounts side by side, and who is reported silent; --json also tells who is observed so."""
    day = _parse_on(on)
    known = _know_of_day(record, day, as_of, provisions=False) if day else _know(record, as_of)
    found = pipeline.find_incidents(known, on=day, observe=as_json)
    if as_json:
        _print_json(found)
    else:
        tables.print_incidents(_console(), found.incidents, case=known.case)
        tables.print_silences(_console(), found.silences, case=known.case)


@groundtruce.command()
@record_argument
@on_option
@as_of_option
@json_option
@example("groundtruce check record.gpkg --on 2020-12-14")
def check(*, record: Path, on: str | None, as_of: str | None, as_json: bool) -> None:
    """Check the agreement's provisions on a day: met, breached, disputed, undetermined, not yet due."""
    day = _parse_on(on)
    findings = pipeline.check_record(_know_of_day(record, day, as_of), on=day)
    if as_json:
        _print_json(findings)
    else:
        tables.print_findings(_console(), findings.findings)


@groundtruce.command()
@record_argument
@on_option
@as_of_option
@click.option(
    "--output", type=click.Path(path_type=Path), help="A file ending in .md, .html or .pdf; else Markdown is printed."
)
@json_option
@example("groundtruce brief record.gpkg --on 2020-12-14 --output brief.html")
def brief(*, record: Path, on: str | None, as_of: str | None, output: Path | None, as_json: bool) -> None:
    """Write the brief of a day. Every sentence carries a reference to the passage it rests on."""
    day = _parse_on(on)
    known = _know_of_day(record, day, as_of)
    composed = pipeline.brief_record(known, on=day)
    if output:
        form = BRIEF_FORMS.get(output.suffix.lower())
        if not form:
            raise click.BadParameter(f"{output} must end in .md, .html or .pdf", param_hint="--output")
        for name, content in pipeline.render_brief(known, composed, form=form, name=output.name).items():
            pipeline.write_file(output.with_name(name), content)
            click.echo(f"wrote {output.with_name(name)}", err=True)
    if as_json:
        _print_json(composed)
    elif not output:
        click.echo(pipeline.print_brief(composed), nl=False)


@groundtruce.command()
@record_argument
@click.option(
    "--format", "format_", type=click.Choice(list(pipeline.EXPORTS)), required=True, help="The format to write."
)
@click.option(
    "--what",
    type=click.Choice(["everything", "zones", "changes", "incidents", "markers", "claims", "findings"]),
    help="What to export; what the format is most used for, if left out.",
)
@on_option
@as_of_option
@click.option("--output", type=click.Path(path_type=Path), help="A file; else standard output.")
@json_option
@example("groundtruce export record.gpkg --format geojson --what zones --output zones.geojson")
def export(
    *,
    record: Path,
    format_: str,
    what: str | None,
    on: str | None,
    as_of: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Export zones, changes, incidents, markers, claims or findings of RECORD.

    What of the record the format could not hold is written beside OUTPUT, as OUTPUT.losses.csv.
    """
    form = pipeline.EXPORTS[format_]
    what = what or form.what[0]
    if what not in form.what:
        raise click.BadParameter(f"{format_} holds {', '.join(form.what)}", param_hint="--what")
    if not output and not form.is_text:
        raise click.BadParameter(f"{format_} is no text, so name a file to write", param_hint="--output")
    exported = pipeline.export_record(_know(record, as_of), form=format_, what=what, on=_parse_on(on))
    if not output:
        click.echo(exported.content, nl=False)
        if exported.losses:
            click.echo(f"{len(exported.losses)} values did not fit; --output writes a report of them", err=True)
        return
    files = {output: exported.content}
    if exported.losses:
        files[output.with_name(f"{output.name}.losses.csv")] = pipeline.loss_report(exported)
    for path, content in files.items():
        pipeline.write_file(path, content)
    if as_json:
        _print_json({"output": str(output), "format": format_, "what": what, "losses": len(exported.losses)})
    else:
        for path in files:
            click.echo(f"wrote {path}", err=True)


@groundtruce.command()
@record_argument
@click.option(
    "--output", required=True, type=click.Path(path_type=Path), help="The picture: a file ending in .png or .svg."
)
@click.option(
    "--what",
    type=click.Choice(["change", "area"]),
    default="change",
    show_default=True,
    help="A change between two maps, or the area over time.",
)
@click.option("--zone", help="The zone, by its identifier; may be left out where there is one.")
@click.option("--from", "since", metavar="DATE", help="The first day.")
@click.option("--to", "until", metavar="DATE", help="The last day.")
@click.option("--map-by", metavar="PUBLISHER", help="Only this publisher's maps.")
@click.option("--close-up", is_flag=True, help="A change: show the ground that changed, not the whole zone.")
@as_of_option
@json_option
@example("groundtruce figure record.gpkg --zone south --output change.png")
def figure(
    *,
    record: Path,
    output: Path,
    what: str,
    close_up: bool,
    as_of: str | None,
    as_json: bool,
    **asked: str | None,
) -> None:
    """Draw a zone of RECORD: what was gained and lost between two maps, or its area over time.

    A change is drawn from the map that held on the first day to the one that held on the last; without days, the latest of
    the surest changes. The band around each boundary holds it with a probability of 95 %.
    """
    _check_figure_name(output, "--output")
    selection = _select(asked["zone"], asked["since"], asked["until"])
    known = _know(record, as_of)
    if what == "change":
        drawn = pipeline.draw_change(known, selection=selection, publisher=asked["map_by"], close_up=close_up)
    else:
        drawn = pipeline.draw_areas(known, selection=selection, publisher=asked["map_by"])
    _write_figure(output, drawn)
    if as_json:
        _print_json({"output": str(output), "what": what})


@groundtruce.command()
@record_argument
@json_option
@example("groundtruce migrate record.gpkg")
def migrate(*, record: Path, as_json: bool) -> None:
    """Bring a RECORD that an earlier release made to this one's schema. Nothing recorded is changed; an entry tells of it."""
    head = pipeline.migrate_record(record)
    if as_json:
        _print_json({"record": str(record), "head": head})
    else:
        click.echo(f"{record} is up to date (entry {head.seq}, {head.hash[:12]})")


@groundtruce.command()
@record_argument
@json_option
@example("groundtruce verify record.gpkg")
def verify(*, record: Path, as_json: bool) -> None:
    """Verify RECORD: every entry, every kept byte, every layer. Exit 4 names the first entry that does not hold."""
    with _progress(None) as progress:
        head = pipeline.verify_record(record, progress=progress)
    if as_json:
        _print_json({"record": str(record), "verified": True, "head": head})
    else:
        click.echo(f"{record} holds: {head.seq} entries, head {head.hash}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; errors become one line on standard error and an exit code."""
    try:
        groundtruce(arguments, standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("groundtruce: cancelled", err=True)
        sys.exit(130)
    except GroundtruceError as error:
        click.echo(f"groundtruce: {error}", err=True)
        sys.exit(EXIT_CODES[type(error)])
    except OSError as error:
        # What the machine refuses, such as room on a disk, wherever it does: nothing was recorded.
        click.echo(f"groundtruce: {error.filename or 'disk'}: {error.strerror}", err=True)
        sys.exit(EXIT_CODES[UnusableInput])


# ---------------------------------------------------------------------------------------------------------------


_TRACE_OPTIONS = (
    "page", "frame", "tolerance", "least_px", "date_from_map", "publisher", "published", "title", "origin",
)  # fmt: skip
_TRACE_MAP_OPTIONS = ("zone", "kind", "holder", "valid_from", "valid_to", "note")


def _know(record: Path, as_of: str | None) -> pipeline.Known:
    pipeline.stop_collecting()
    return pipeline.know_record(record, as_of=_parse_as_of(as_of))


def _know_of_day(record: Path, on: date | None, as_of: str | None, *, provisions: bool = True) -> pipeline.Known:
    pipeline.stop_collecting()
    return pipeline.know_of_day_in(record, on=on, provisions=provisions, as_of=_parse_as_of(as_of))


def _parse_as_of(text: str | None) -> datetime | None:
    try:
        return parse_moment(text) if text else None
    except ValueError as error:
        raise UnusableInput("--as-of", f"{text!r} is not a moment in ISO 8601") from error


def _parse_on(text: str | None, *, option: str = "--on") -> date | None:
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise UnusableInput(option, str(error)) from error


def _select(
    zone: str | None, since: str | None, until: str | None, min_verdict: ChangeVerdict = "unchanged"
) -> pipeline.Selection:
    """The part of a zone's history that options ask for. Both days are meant with all their hours."""
    first, last = _parse_on(since, option="--from"), _parse_on(until, option="--to")
    if first and last and last < first:
        raise UnusableInput("--to", f"{last} lies before --from {first}")
    return pipeline.Selection(zone=zone, since=first, until=last, min_verdict=min_verdict)


def _check_figure_name(path: Path | None, option: str) -> None:
    if path and path.suffix.lower() not in pipeline.FIGURE_SUFFIXES:
        raise click.BadParameter(f"{path} must end in .png or .svg", param_hint=option)


def _write_figure(path: Path, figure: str) -> None:
    pipeline.write_file(path, pipeline.render_figure(figure, name=str(path)))
    click.echo(f"wrote {path}", err=True)


def _describe_added(added: pipeline.Added) -> dict[str, Any]:
    """What became of a file, for programs."""
    document = added.document
    return {
        "file": str(added.file),
        "document": document.sha256,
        "known": added.known,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "published_from": document.published_from,
        "media_type": document.media_type,
        "zone_versions": [
            {
                "id": version.id,
                "zone": version.zone,
                "valid_from": version.valid_from,
                "drawing_error_m": version.drawing_error_m,
                "drawing_error_from": version.drawing_error_from,
                "repairs": version.repairs,
            }
            for version in added.zone_versions
        ],
        "head": added.head,
    }


def _say_added(added: pipeline.Added) -> str:
    """What became of a file, for people: one line, and one more for each zone version."""
    document = added.document
    if added.known:
        return f"known   {added.file}: the same bytes are recorded already (document {document.sha256[:12]})"
    published = f"{document.published} ({document.published_from})" if document.published else "date unknown"
    lines = [f"added   {added.file}: document {document.sha256[:12]}, published {published}"]
    if added.reading:
        counts = {
            "attributions": added.reading.attributions,
            "event mentions": added.reading.event_mentions,
            "silences": added.reading.silences,
        }
        lines[0] += "; " + ", ".join(f"{len(found)} {name}" for name, found in counts.items())
    if document.text and document.language not in {None, "en"} and not added.reading_has_statements:
        lines.append(f"        not read: its language is {document.language}, and only English is read yet")
    for version in added.zone_versions:
        assumed = ", assumed" if version.drawing_error_from == "assumed" else ""
        lines.append(
            f"        zone {version.zone} valid from {version.valid_from}, drawing error {version.drawing_error_m:g} m{assumed}"
        )
        lines += [f"        repaired: {repair}" for repair in version.repairs]
    return "\n".join(lines)


def _say_markers_added(added: pipeline.MarkersAdded) -> str:
    """What became of a file of markers, for people."""
    if not added.new:
        return f"known   {added.file}: the same markers are recorded already (document {added.document.sha256[:12]})"
    return (
        f"added   {added.file}: document {added.document.sha256[:12]}, {added.new} of {added.sightings} sightings new"
    )


def _print_readings(
    results: Iterable[Reading | pipeline.Refused], *, jsonl: bool, as_json: bool, output: Path | None
) -> int:
    """Write readings as they come; gives how many texts were refused, each named on standard error."""
    refused = 0
    whole: list[Reading] = []
    for result in results:
        if isinstance(result, pipeline.Refused):
            refused += 1
            click.echo(f"groundtruce: {result.name}: {result.reason}", err=True)
        elif output:
            pipeline.append_line(output, _encode(result))
        elif jsonl:
            click.echo(_encode(result))
        elif as_json:
            whole.append(result)
        else:
            tables.print_reading(_console(), result)
    if as_json and not jsonl and not output and (whole or not refused):
        _print_json(whole[0] if len(whole) == 1 else whole)
    return refused


def _print_json(answer: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())


def _encode(answer: Any) -> str:
    return msgspec.json.encode(answer).decode()


def _console() -> Console:
    # Without a terminal, tables are as wide as they need to be, within reason.
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=120)


@contextmanager
def _progress(total: int | None) -> Iterator[pipeline.Progress]:
    """Shows what goes on, on standard error: a moving line on a terminal, nothing where nobody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield pipeline.say_nothing
        return
    with console.status("") as status:
        done = 0

        def show(message: str) -> None:
            nonlocal done
            done += 1
            status.update(f"{message}" if total is None or total == 1 else f"{message} ({min(done, total)} of {total})")

        yield show


def _load_tracing(image: Path) -> ModuleType:
    """What traces pictures; nothing else needs the packages that it computes with."""
    try:
        from groundtruce.pipeline import tracing  # noqa: PLC0415 - the extra `pictures`
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("groundtruce"):
            raise
        raise missing_extra(f"{image}", "a picture", extra="pictures") from error
    return tracing


if __name__ == "__main__":
    main()
