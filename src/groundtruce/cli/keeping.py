"""The commands that make a record, add to it, and hold it to its own chain."""

import sys
from pathlib import Path
from typing import Any

import click

from groundtruce import pipeline
from groundtruce.cli.additions import describe_added, say_added
from groundtruce.cli.options import RecordAddress, example, json_option, record_argument
from groundtruce.cli.printing import console, encode, print_json, show_progress
from groundtruce.collect.maps import MapOptions
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from groundtruce.show.custody_tables import print_custody
from groundtruce.show.inert import make_line

_MAP_OPTIONS = (
    "zone", "kind", "holder", "valid_from", "valid_to", "drawing_error_m", "drawing_correlation_m", "note",
)  # fmt: skip


@click.command()
@record_argument
@click.option("--case", required=True, type=click.Path(path_type=Path), help="The folder of the case.")
@json_option
@example("groundtruce init record.gpkg --case my-case/")
def init(*, record: Address, case: Path, as_json: bool) -> None:
    """Make a new RECORD for a case."""
    head = pipeline.start_record(record, case=case)
    if as_json:
        print_json({"record": str(record), "head": head})
    else:
        click.echo(f"made {record} (entry {head.seq}, {head.hash[:12]})")


@click.command()
@record_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When it was published (EDTF); else the sidecar or the file says.")
@click.option("--publisher", help="Who published it: an identifier of the case, or a name.")
@click.option("--title", help="Its title.")
@click.option("--origin", help="Where it came from, such as its address.")
@click.option("--as", "by", metavar="NAME", help="Who adds it: the record keeps the name.")
@click.option("--zone", help="Maps: the zone's identifier.")
@click.option("--kind", help="Maps: responsibility, control, claim, agreed area or buffer.")
@click.option("--holder", help="Maps: the party that holds the zone.")
@click.option("--valid-from", metavar="DATE", help="Maps: since when the shape holds.")
@click.option("--valid-to", metavar="DATE", help="Maps: until when, if the source says; that day is not included.")
@click.option(
    "--drawing-error-m", type=float, metavar="M", help="Maps: one standard deviation of the boundary, metres."
)
@click.option(
    "--drawing-correlation-m",
    type=float,
    metavar="M",
    help="Maps: over what length along the boundary its drawing strays as one piece, metres, where the source says so.",
)
@click.option("--note", help="Maps: what the source says of itself.")
@click.option(
    "--reason",
    type=click.Choice(["change", "correction", "redraw"]),
    help="Maps: why it was published. A correction puts right the version that is valid from the same day.",
)
@json_option
@example("groundtruce add record.gpkg report.txt map.geojson --published 2020-12-14")
def add(*, record: Address, files: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Add reports and maps to RECORD.

    What a file is, is told by its content: text, HTML or PDF; GeoJSON, GeoPackage, Shapefile or KML; a table of
    events in the columns of UCDP GED or ACLED. Each file is recorded in one transaction and said as soon as it is
    safely there. If one file cannot be used, none is recorded.
    """
    map_options = MapOptions(**{name: given[name] for name in _MAP_OPTIONS})
    options = pipeline.InputOptions(
        published=given["published"],
        publisher=given["publisher"],
        title=given["title"],
        origin=given["origin"],
        reason=given["reason"],
        map=map_options,
    )
    with show_progress(len(files)) as progress:
        for added in pipeline.add_files(
            record, files, options=options, settings=Settings(), progress=progress, by=given["by"]
        ):
            click.echo(encode(describe_added(added)) if as_json else say_added(added))
            sys.stdout.flush()


@click.command()
@click.argument("source", metavar="FROM", type=RecordAddress())
@click.argument("target", metavar="TO", type=RecordAddress())
@json_option
@example("groundtruce copy record.gpkg postgresql://keeper@example.org/record")
def copy(*, source: Address, target: Address, as_json: bool) -> None:
    """Copy the record FROM to TO: a file to a database, a database to a file, or to another of the same kind.

    The copy has the same entries under the same hashes and is verified at the end. Where it was interrupted, or FROM has
    grown since, the same command goes on.
    """
    with show_progress(None) as progress:
        head = pipeline.copy_record(source, target, progress=progress)
    if as_json:
        print_json({"from": str(source), "to": str(target), "head": head})
    else:
        click.echo(f"{target} holds all of {source}: {head.seq} entries, head {head.hash}")


@click.command()
@record_argument
@json_option
@example("groundtruce migrate record.gpkg")
def migrate(*, record: Address, as_json: bool) -> None:
    """Bring a RECORD that an earlier release made to this one's schema. Nothing recorded is changed; an entry tells of it."""
    head = pipeline.migrate_record(record)
    if as_json:
        print_json({"record": str(record), "head": head})
    else:
        click.echo(f"{record} is up to date (entry {head.seq}, {head.hash[:12]})")


@click.command()
@record_argument
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Also hold it to a signed checkpoint, with FILE.sig beside it. Repeat it.",
)
@click.option(
    "--signers", type=click.Path(path_type=Path), help="Whose signatures count: an OpenSSH file of allowed signers."
)
@click.option(
    "--authorities",
    type=click.Path(path_type=Path),
    help="Also check each checkpoint's time stamp, FILE.tsr: the certificates (PEM) that it must lead to.",
)
@json_option
@example("groundtruce verify record.gpkg --checkpoint record-57.checkpoint --signers keepers.txt")
def verify(
    *, record: Address, checkpoints: tuple[Path, ...], signers: Path | None, authorities: Path | None, as_json: bool
) -> None:
    """Verify RECORD: every entry, every kept byte, every layer. Exit 4 names the first entry that does not hold.

    With a checkpoint that its keeper signed, a history that was rewritten whole is found too.
    """
    if checkpoints and not signers:
        raise click.UsageError("--checkpoint needs --signers, the file that says whose signatures count")
    with show_progress(None) as progress:
        head = pipeline.verify_record(record, progress=progress)
    held = {
        str(each): pipeline.hold_to_checkpoint(record, each, signers=signers, authorities=authorities)
        for each in checkpoints
        if signers
    }
    if as_json:
        print_json({"record": str(record), "verified": True, "head": head, "checkpoints": held})
        return
    click.echo(f"{record} holds: {head.seq} entries, head {head.hash}")
    for checkpoint, each in held.items():
        stamped = f", stamped {make_line(each.stamped)}" if each.stamped else ""
        click.echo(f"and as {checkpoint} has it, signed by {make_line(each.signer)}{stamped}")


@click.command()
@record_argument
@click.argument("document")
@json_option
@example("groundtruce custody record.gpkg 3b0c41d29f5a")
def custody(*, record: Address, document: str, as_json: bool) -> None:
    """Show the chain of custody of a DOCUMENT of RECORD, named by its SHA-256 or the beginning of it.

    What was kept of how it was got, by the points of the Berkeley Protocol, and every entry that rests on it.
    """
    found = pipeline.trace_custody(record, document)
    if as_json:
        print_json(found)
    else:
        print_custody(console(), found)


@click.command()
@record_argument
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    help="Your SSH key: the private one, or the public one of an agent's.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write here; RECORD-ENTRY.checkpoint if left out.")
@click.option(
    "--time-server", metavar="URL", help="Also have a server of RFC 3161 stamp it, of which only a hash is sent."
)
@json_option
@example("groundtruce checkpoint record.gpkg --key ~/.ssh/id_ed25519")
def checkpoint(*, record: Address, key: Path, output: Path | None, time_server: str | None, as_json: bool) -> None:
    """Write down the last entry of RECORD and sign it, for others to keep: who has it can show that nothing before was changed."""
    files, head = pipeline.make_checkpoint(record, key=key, output=output, time_server=time_server)
    if as_json:
        print_json({"checkpoint": str(files[0]), "files": [str(file) for file in files], "head": head})
    else:
        names = ", ".join(file.name for file in files)
        click.echo(f"wrote {names} (entry {head.seq}, {head.hash[:12]}) into {files[0].parent}: give them away")
