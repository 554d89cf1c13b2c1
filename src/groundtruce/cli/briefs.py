"""The command that writes a brief, or tells what differs between two."""

from datetime import date
from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import (
    as_of_option,
    example,
    json_option,
    on_option,
    parse_as_of,
    parse_on,
    record_argument,
)
from groundtruce.cli.printing import console, print_json
from groundtruce.show.brief_difference_text import print_brief_differences

BRIEF_FORMS: dict[str, pipeline.BriefForm] = {".md": "md", ".html": "html", ".pdf": "pdf"}


@click.command()
@record_argument
@on_option
@click.option("--from", "first", metavar="DATE", help="The first day covered, with --to as the last.")
@click.option("--to", "last", metavar="DATE", help="The last day covered; the newest day of the record if left out.")
@click.option("--days", type=click.IntRange(1, 3660), help="Cover so many days up to --on; 7 if left out.")
@click.option(
    "--since",
    metavar="MOMENT",
    help="Tell and mark what came to the record after this moment; or `day-before`: since the day --on began (UTC).",
)
@as_of_option
@click.option(
    "--diff",
    nargs=2,
    metavar="EARLIER LATER",
    help="Show what differs between two briefs instead: of two days, or of --on as of two moments.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="A file ending in .md, .html or .pdf; else Markdown is printed."
)
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="FOLDER", help="Own templates and styles: docs/briefs.md."
)
@json_option
@example(
    "groundtruce brief record.gpkg --on 2020-12-14 --output brief.html\n"
    "      groundtruce brief record.gpkg --diff 2020-12-13 2020-12-14"
)
def brief(  # noqa: PLR0913 - an option for each thing that is asked of a brief
    *,
    record: Path,
    on: str | None,
    first: str | None,
    last: str | None,
    days: int | None,
    since: str | None,
    as_of: str | None,
    diff: tuple[str, str] | None,
    output: Path | None,
    template: Path | None,
    as_json: bool,
) -> None:
    """Write the brief of a day or a period. Every sentence carries a reference to the passage it rests on."""
    pipeline.stop_collecting()
    if diff:
        if first or last or since or output or template:
            raise click.UsageError("--diff goes with --on, --days, --as-of and --json alone")
        _tell_difference(record, diff, on=on, days=days, as_of=as_of, as_json=as_json)
        return
    form = _find_form(output)
    asked = _read_days(on, first, last, days)
    known, composed = pipeline.brief_in(record, asked, as_of=parse_as_of(as_of), new_since=_read_since(since))
    if output and form:
        files = pipeline.render_brief(known, composed, form=form, name=output.name, template=template)
        for name, content in files.items():
            pipeline.write_file(output.with_name(name), content)
            click.echo(f"wrote {output.with_name(name)}", err=True)
    if as_json:
        print_json(composed)
    elif not output:
        click.echo(pipeline.print_brief(composed, template=template), nl=False)


# ---------------------------------------------------------------------------------------------------------------


def _find_form(output: Path | None) -> pipeline.BriefForm | None:
    form = BRIEF_FORMS.get(output.suffix.lower()) if output else None
    if output and not form:
        raise click.BadParameter(f"{output} must end in .md, .html or .pdf", param_hint="--output")
    return form


def _read_days(on: str | None, first: str | None, last: str | None, days: int | None) -> pipeline.Days:
    if (first or last) and (on or days):
        raise click.UsageError("name the days by --from and --to, or by --on and --days")
    if last and not first:
        raise click.UsageError("--to needs --from")
    day = parse_on(last, option="--to") if first else parse_on(on)
    return pipeline.Days(on=day, since=parse_on(first, option="--from"), days=days or pipeline.DAYS_COVERED)


def _read_since(since: str | None) -> pipeline.NewSince:
    return "day-before" if since == "day-before" else parse_as_of(since, option="--since")


def _tell_difference(
    record: Path, diff: tuple[str, str], *, on: str | None, days: int | None, as_of: str | None, as_json: bool
) -> None:
    """Two days are those of two briefs that know the same; two moments are what one day's brief knew then and later."""
    number = days or pipeline.DAYS_COVERED
    both = [_read_day(text) for text in diff]
    if all(both):
        if on:
            raise click.UsageError("--on goes with --diff of two moments: two days say themselves which they are")
        moment = parse_as_of(as_of)
        found = pipeline.compare_briefs(
            record, *(pipeline.Days(on=day, days=number) for day in both), earlier_as_of=moment, later_as_of=moment
        )
    elif any(both) or as_of:
        raise click.UsageError("--diff takes two days (YYYY-MM-DD), or two moments with their time and no --as-of")
    else:
        asked = pipeline.Days(on=parse_on(on), days=number)
        earlier, later = (parse_as_of(text, option="--diff") for text in diff)
        found = pipeline.compare_briefs(record, asked, asked, earlier_as_of=earlier, later_as_of=later)
    if as_json:
        print_json(found)
    else:
        print_brief_differences(console(), found)


def _read_day(text: str) -> date | None:
    """The day that a text names; none for a moment with its time."""
    return parse_on(text, option="--diff") if "T" not in text and " " not in text else None
