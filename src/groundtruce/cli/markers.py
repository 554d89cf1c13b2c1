"""The command that sets markers on the ground against a zone's published boundary."""

from pathlib import Path
from typing import Any

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, record_argument, select
from groundtruce.cli.printing import console, print_json
from groundtruce.collect.markers import MarkerOptions
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from groundtruce.show.marker_tables import print_markers


@click.command()
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
    record: Address,
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
    selection = select(zone, since, until)
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
    known = know(record, as_of)
    found = pipeline.find_markers(known, selection=selection, map_by=map_by)
    if as_json:
        print_json(found)
    else:
        print_markers(console(), found, case=known.case)


# ---------------------------------------------------------------------------------------------------------------


def _say_markers_added(added: pipeline.MarkersAdded) -> str:
    """What became of a file of markers, for people."""
    if not added.new:
        return f"known   {added.file}: the same markers are recorded already (document {added.document.sha256[:12]})"
    return (
        f"added   {added.file}: document {added.document.sha256[:12]}, {added.new} of {added.sightings} sightings new"
    )
