"""The command that writes a brief."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import (
    as_of_option,
    example,
    json_option,
    know_of_day,
    on_option,
    parse_on,
    record_argument,
)
from groundtruce.cli.printing import print_json

BRIEF_FORMS: dict[str, pipeline.BriefForm] = {".md": "md", ".html": "html", ".pdf": "pdf"}


@click.command()
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
    day = parse_on(on)
    known = know_of_day(record, day, as_of)
    composed = pipeline.brief_record(known, on=day)
    if output:
        form = BRIEF_FORMS.get(output.suffix.lower())
        if not form:
            raise click.BadParameter(f"{output} must end in .md, .html or .pdf", param_hint="--output")
        for name, content in pipeline.render_brief(known, composed, form=form, name=output.name).items():
            pipeline.write_file(output.with_name(name), content)
            click.echo(f"wrote {output.with_name(name)}", err=True)
    if as_json:
        print_json(composed)
    elif not output:
        click.echo(pipeline.print_brief(composed), nl=False)
