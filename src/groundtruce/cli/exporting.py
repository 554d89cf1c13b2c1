"""The command that exports a record in the formats of others."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, on_option, parse_on, record_argument
from groundtruce.cli.printing import print_json
from groundtruce.record.addresses import Address


@click.command()
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
    record: Address,
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
    exported = pipeline.export_record(know(record, as_of), form=format_, what=what, on=parse_on(on))
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
        print_json({"output": str(output), "format": format_, "what": what, "losses": len(exported.losses)})
    else:
        for path in files:
            click.echo(f"wrote {path}", err=True)
