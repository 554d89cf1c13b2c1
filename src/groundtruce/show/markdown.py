"""Writes a brief as Markdown: CommonMark with the tables and footnotes of GitHub's dialect."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from groundtruce.model.briefs import Brief, Reference, Section, Sentence, Table, TableCell
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_line
from groundtruce.show.own_templates import OwnTemplates, fill_in, make_sandbox
from groundtruce.show.sources import (
    READ_BY_MACHINE,
    say_cell,
    say_document,
    say_hash,
    say_source,
    shared_references,
    shorten_quote,
    unquoted_references,
)
from groundtruce.show.wording import say_moment


def write_markdown(
    brief: Brief, *, figure_links: Mapping[str, str] | None = None, templates: OwnTemplates | None = None
) -> str:
    """The brief as Markdown, every sentence followed by its footnotes. The same brief gives the same text.

    `figure_links` names the file of each figure by its identifier; without it a figure is its caption. Nothing from a
    document can become a link, a picture, HTML or any other mark: each character that could is escaped. A user's own
    `brief.md.j2` is filled in instead, and raises `UnusableInput` where it is broken.
    """
    ours = (
        "\n".join([*_write_head(brief), *_write_sections(brief, figure_links or {}), *_write_references(brief)]) + "\n"
    )
    if templates is None or "brief.md.j2" not in templates.files:
        return ours
    environment = make_sandbox(templates, escape=escape)
    environment.filters.update(date=format_date, moment=say_moment, document=say_document, source=say_source)
    environment.globals.update(notes=lambda said: Markup(_notes(said.references)))  # noqa: S704 — numbers of ours
    values = {"brief": brief, "ours": Markup(ours), "figure_links": figure_links or {}}  # noqa: S704 — escaped above
    return fill_in(environment, "brief.md.j2", templates, values)


@lru_cache(maxsize=1 << 14)
def escape(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    line = _MARKS.sub(r"\\\g<0>", make_line(text))
    line = _ADDRESSES.sub(r"\g<1>\\\g<2>", line)
    return _LINE_STARTS.sub(lambda match: f"{match[1] or match[3] or ''}\\{match[2] or match[4]}", line)


# ---------------------------------------------------------------------------------------------------------------

_MARKS = re.compile(r"[\\`*_\[\]<>&|~#!$@^]")
# GitHub's dialect makes links of bare addresses.
_ADDRESSES = re.compile(r"(https?|ftp|mailto|xmpp|www)([:.])", re.IGNORECASE)
_LINE_STARTS = re.compile(r"^()([-+=:])|^(\d{1,9})([.)])(?=\s|$)")


def _write_head(brief: Brief) -> Iterator[str]:
    known = brief.known
    yield f"# {escape(brief.title)}: {format_date(brief.on)}"
    yield ""
    yield (
        f"Covers {format_date(f'{brief.since}/{brief.on}')}."
        if brief.since != brief.on
        else f"Covers {format_date(brief.on)}."
    )
    yield f"Known as of entry {known.entry}, recorded at {say_moment(known.recorded)}, SHA-256 `{escape(known.sha256)}`."
    if brief.new_since:
        yield f"What came or changed since {say_moment(brief.new_since)} is marked."
    yield ""
    yield from map(_item, brief.headline)


def _write_sections(brief: Brief, figure_links: Mapping[str, str]) -> Iterator[str]:
    quotes = {reference.number: reference.citation.quote for reference in brief.references}
    for section in brief.sections:
        yield from _write_section(section, figure_links, quotes, level=2)


def _write_section(
    section: Section, figure_links: Mapping[str, str], quotes: Mapping[int, str], *, level: int
) -> Iterator[str]:
    yield from ["", f"{'#' * level} {escape(section.title)}{_tag(section.news)}"]
    yield from [""] if section.figure or section.sentences else []
    if section.figure:
        link = figure_links.get(section.figure.id)
        yield from [f"![{escape(section.figure.title)}](<{link}>)", ""] if link else []
        yield from [f"*Figure.* {' '.join(map(_sentence, section.figure.caption))}", ""]
    yield from map(_item, section.sentences)
    for table in section.tables:
        yield from _write_table(table, quotes)
    for part in section.sections:
        yield from _write_section(part, figure_links, quotes, level=min(level + 1, 6))


def _write_table(table: Table, quotes: Mapping[int, str]) -> Iterator[str]:
    yield ""
    yield f"{escape(table.caption)}:"
    yield ""
    yield _row(map(escape, table.columns))
    yield _row("---" for _ in table.columns)
    for row in table.rows:
        shared = shared_references(row)
        heading = f"**{escape(row.heading)}**{_tag(row.news)}{_notes(shared)}"
        cells = (_say_quoted(cell, quotes, shared) for cell in row.cells)
        yield _row([heading, *cells])
    if table.left_out:
        yield from ["", _sentence(table.left_out)]


def _write_references(brief: Brief) -> Iterator[str]:
    yield ""
    yield "## Sources"
    yield ""
    yield READ_BY_MACHINE
    for reference in brief.references:
        yield ""
        yield f"[^{reference.number}]: {_reference(reference)}"


def _reference(reference: Reference) -> str:
    quote = f"“{escape(reference.citation.quote)}” — " if reference.kind == "passage" else ""
    listed = "".join(f" {escape(say_document(each))} (`{escape(each.sha256)}`);" for each in reference.listed)
    return f"{quote}{escape(say_source(reference))}.{listed} {escape(say_hash(reference))}".replace("..", ".")


def _say_quoted(cell: TableCell, quotes: Mapping[int, str], shared: tuple[int, ...]) -> str:
    """A cell's words with their footnotes, and the passages that it shows with theirs."""
    quoted = [f"“{escape(shorten_quote(quotes[number]))}”{_notes([number])}" for number in cell.quotes]
    own = "" if cell.references == shared else _notes(unquoted_references(cell))
    return " ".join([f"{escape(say_cell(cell))}{own}", *quoted])


def _tag(news: str | None) -> str:
    return f" ({news})" if news else ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _item(sentence: Sentence) -> str:
    return f"- {_sentence(sentence)}"


def _sentence(sentence: Sentence) -> str:
    return f"{escape(sentence.text)}{_notes(sentence.references)}"


def _notes(references: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in references)
