"""The command that traces zones off a picture map."""

from pathlib import Path
from types import ModuleType
from typing import Any

import click

from groundtruce.cli.additions import say_added
from groundtruce.cli.options import RecordAddress, example, json_option
from groundtruce.cli.printing import console, print_json, show_progress
from groundtruce.collect.extracts import missing_extra
from groundtruce.collect.maps import MapOptions
from groundtruce.collect.pictures.classes import parse_class
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from groundtruce.show import tables

_TRACE_OPTIONS = (
    "page", "frame", "tolerance", "least_px", "date_from_map", "publisher", "published", "title", "origin",
)  # fmt: skip
_MAP_OPTIONS = ("zone", "kind", "holder", "valid_from", "valid_to", "note")


@click.command()
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
    help="Instead of --control: the folder that tracing an earlier picture of the same layout wrote.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write here; IMAGE's name with -traced if left out.")
@click.option("--record", type=RecordAddress(), help="Add the picture and its zone versions to this record.")
@click.option("--as", "by", metavar="NAME", help="Who adds it to the record, which keeps the name.")
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
    record: Address | None,
    confirmed: bool,
    case: Path | None,
    by: str | None,
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
        map=MapOptions(**{name: given[name] for name in _MAP_OPTIONS}),
    )
    with show_progress(None) as progress:
        known = tracing.load_case_for_tracing(record=record, case=case)
        traced = tracing.trace_picture(image, options=options, case=known, settings=Settings(), progress=progress)
    folder = output or Path(f"{image.stem}-traced")
    tracing.write_folder(folder, traced.files)
    added = (
        tracing.record_traced(record, image, traced, options=options, settings=Settings(), by=by) if record else None
    )
    if as_json:
        print_json(traced.trace)
    else:
        tables.print_trace(console(), traced.trace)
        click.echo(f"wrote {folder}", err=True)
        if added:
            click.echo(say_added(added))


# ---------------------------------------------------------------------------------------------------------------


def _load_tracing(image: Path) -> ModuleType:
    """What traces pictures; nothing else needs the packages that it computes with."""
    try:
        from groundtruce.pipeline import tracing  # noqa: PLC0415 - the extra `pictures`
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("groundtruce"):
            raise
        raise missing_extra(f"{image}", "a picture", extra="pictures") from error
    return tracing
