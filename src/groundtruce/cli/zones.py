"""The commands that compare drawn zones and draw what changed."""

from pathlib import Path
from typing import Any

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, record_argument, select
from groundtruce.cli.printing import console, print_json
from groundtruce.model.zones import ChangeVerdict
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from groundtruce.show import tables

_profile_option = click.option(
    "--profile",
    type=click.Path(path_type=Path),
    help="Also write how far each later boundary lies from the earlier, point by point along itself: a CSV file.",
)
_step_option = click.option(
    "--profile-step-km",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="KM",
    help="How far apart the points of a profile lie.",
)


@click.command()
@click.argument("earlier", type=click.Path(path_type=Path))
@click.argument("later", type=click.Path(path_type=Path))
@click.option("--error-m", type=float, metavar="M", help="Drawing error of both: one standard deviation, metres.")
@click.option("--earlier-error-m", type=float, metavar="M", help="Drawing error of EARLIER, if it differs.")
@click.option("--places", type=click.Path(path_type=Path), help="Settlements to check: a case's folder.")
@click.option("--figure", type=click.Path(path_type=Path), help="Also draw the change: a file ending in .png or .svg.")
@_profile_option
@_step_option
@json_option
@example("groundtruce compare monday.geojson tuesday.geojson --error-m 200")
def compare(
    *,
    earlier: Path,
    later: Path,
    places: Path | None,
    figure: Path | None,
    profile: Path | None,
    profile_step_km: float,
    as_json: bool,
    **errors: float | None,
) -> None:
    """Compare two shapes without a record: what was gained and lost, and is it more than drawing error."""
    _check_figure_name(figure, "--figure")
    said: dict[str, Any] = errors
    maps = pipeline.read_maps(earlier, later, **said, places=places, settings=Settings())
    changes = pipeline.compare_maps(maps)
    if figure:
        _write_figure(figure, pipeline.draw_compared(maps))
    if profile:
        _write(profile, pipeline.profile_compared(maps, step_km=profile_step_km))
    if as_json:
        print_json(changes)
    else:
        tables.print_changes(console(), changes)


@click.command()
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
@_profile_option
@_step_option
@as_of_option
@json_option
@example("groundtruce changes record.gpkg --zone south --from 2020-12-01 --min-verdict moved")
def changes(
    *,
    record: Address,
    min_verdict: ChangeVerdict,
    profile: Path | None,
    profile_step_km: float,
    as_of: str | None,
    as_json: bool,
    **asked: str | None,
) -> None:
    """Show what changed between the versions of each zone in RECORD, and what reports say changed.

    Corrections, rival maps of one zone, gaps, repeats and jumps where the source changed are shown apart.
    """
    selection = select(asked["zone"], asked["since"], asked["until"], min_verdict)
    known = know(record, as_of)
    found = pipeline.find_changes(known, selection=selection)
    if profile:
        _write(profile, pipeline.profile_changes(known, selection=selection, step_km=profile_step_km))
    if as_json:
        print_json(found)
    else:
        tables.print_changes(console(), found, case=known.case)


@click.command()
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
    record: Address,
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
    selection = select(asked["zone"], asked["since"], asked["until"])
    known = know(record, as_of)
    if what == "change":
        drawn = pipeline.draw_change(known, selection=selection, publisher=asked["map_by"], close_up=close_up)
    else:
        drawn = pipeline.draw_areas(known, selection=selection, publisher=asked["map_by"])
    _write_figure(output, drawn)
    if as_json:
        print_json({"output": str(output), "what": what})


# ---------------------------------------------------------------------------------------------------------------


def _check_figure_name(path: Path | None, option: str) -> None:
    if path and path.suffix.lower() not in pipeline.FIGURE_SUFFIXES:
        raise click.BadParameter(f"{path} must end in .png or .svg", param_hint=option)


def _write_figure(path: Path, figure: str) -> None:
    _write(path, pipeline.render_figure(figure, name=str(path)))


def _write(path: Path, content: bytes) -> None:
    pipeline.write_file(path, content)
    click.echo(f"wrote {path}", err=True)
