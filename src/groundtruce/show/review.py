"""Shows a reviewer one statement: the passage in its surroundings, what the machine read and what stands, who judged it."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundtruce.model.cases import Case
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import JudgementReference
from groundtruce.model.judgements import Quality, ReviewedStatement
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_inert, make_line
from groundtruce.show.sections.incidents import title_of
from groundtruce.show.wording import capitalise, publisher_name, say_moment

KEYS = (
    ("a", "accept", "it is right as it stands"),
    (
        "c",
        "correct",
        "put fields right: date=2031-03-12 place='South Ridge' deaths=2-4; nothing behind = takes a value away",
    ),
    ("r", "reject", "the text does not say this; it counts no more"),
    ("m", "merge", "this incident, or this event's, and another one are the same"),
    ("s", "split", "some mentions, or this event, are of another incident"),
    ("n", "note", "write a note beside it"),
    ("k", "skip", "leave it for another time"),
    ("u", "undo", "withdraw your last judgement"),
    ("q", "quit", "stop; everything judged is recorded, and the review goes on from here"),
    ("?", "help", "show these keys"),
)
"""What a key does."""

_SURROUNDINGS = 400
_STYLES = {"passage": "black on yellow", "source": "bold cyan", "cue": "bold magenta"}
_STYLE_OF_OTHERS = "bold green"


def print_statement(
    console: Console,
    statement: ReviewedStatement,
    *,
    case: Case,
    document: Document | None,
    text: str,
) -> None:
    """A statement of a document in its passage, its fields side by side, the judgements so far."""
    if document:
        teller = publisher_name(case, document.publisher) or "publisher unknown"
        published = format_date(document.published) if document.published else "date unknown"
        console.print()
        console.print(Text(make_line(f"{teller}, {published}: {document.title or document.origin}"), style="bold"))
        console.print(show_passage(text, statement, coloured=console.color_system is not None))
    _print_fields(console, statement)


def print_incident(
    console: Console, statement: ReviewedStatement, *, case: Case, incident: Incident, quotes: Sequence[tuple[str, str]]
) -> None:
    """An incident with its numbered mentions, each with whose text it is and its words."""
    console.print()
    console.print(Text(make_line(title_of(case, incident)), style="bold"))
    for number, (teller, quote) in enumerate(quotes, 1):
        console.print(Text(make_line(f"  {number}  {teller}: “{quote}”")))
    _print_fields(console, statement)


def print_choices(console: Console, incidents: Iterable[Incident], *, case: Case) -> None:
    """Incidents to choose from, numbered."""
    for number, incident in enumerate(incidents, 1):
        console.print(Text(make_line(f"  {number}  {title_of(case, incident)} ({incident.id})")))


def print_keys(console: Console) -> None:
    """What each key does."""
    for key, name, meaning in KEYS:
        console.print(Text(f"  {key}  {name:8} {meaning}"))


def print_quality(console: Console, quality: Quality) -> None:
    """The machine's precision by kind with its interval, and how much of what it read was judged."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for heading in ("Kind", "Stated", "Judged", "Right", "Corrected", "Rejected", "Precision", "95 % interval"):
        table.add_column(heading)
    for each in quality.kinds:
        told = each.precision is not None and each.low is not None and each.high is not None
        table.add_row(
            each.kind,
            *map(str, (each.stated, each.judged, each.right, each.corrected, each.rejected)),
            f"{each.precision:.0%}" if each.precision is not None else "not known",
            f"{each.low:.0%} to {each.high:.0%}" if told else "",
        )
    console.print(table)
    by = f" by {', '.join(quality.reviewers)}" if quality.reviewers else ""
    console.print(Text(make_line(f"{quality.judgements} judgements stand{by}.")))


def show_passage(text: str, statement: ReviewedStatement, *, coloured: bool) -> Text:
    """The passage in its surroundings; without colours it stands in double brackets."""
    start, end = statement.span[0][0], statement.span[-1][1]
    first, last = _surround(text, start, end)
    shown = Text("… " if first else "")
    position = first
    for begin, stop in statement.span:
        shown.append(_make_harmless(text[position:begin]))
        words = _make_harmless(text[begin:stop])
        shown.append(words if coloured else f"[[{words}]]", style=_STYLES["passage"])
        position = stop
    shown.append(_make_harmless(text[position:last]))
    shown.append(" …" if last < len(text) else "")
    if coloured:
        for part in statement.parts:
            _colour(shown, part.span, style=_STYLES.get(part.name, _STYLE_OF_OTHERS), first=first)
    return shown


def say_reference(reference: JudgementReference) -> str:
    """`Ann, 14 Dec 2020, 09:30:05 UTC: correct (date)`, with the note."""
    fields = f" ({', '.join(each.name for each in reference.changed)})" if reference.changed else ""
    note = f": {reference.note}" if reference.note else ""
    return f"{reference.by}, {say_moment(reference.recorded)}: {reference.decision}{fields}{note}"


def quote(text: str, span: Span) -> str:
    """A mention's words, as far as a line holds them."""
    words = make_line(quote_span(text, span))
    return words if len(words) <= _SURROUNDINGS else f"{words[:_SURROUNDINGS]}…"


# ---------------------------------------------------------------------------------------------------------------


def _make_harmless(text: str) -> str:
    """The text with as many characters, none of which steers a terminal: a carriage return would write over its line."""
    return make_inert(text.replace("\r", " "))


def _surround(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph of a passage, cut at a word where it is long."""
    before = text.rfind("\n\n", 0, start)
    first = max(0 if before < 0 else before + 2, start - _SURROUNDINGS)
    after = text.find("\n\n", end)
    last = min(len(text) if after < 0 else after, end + _SURROUNDINGS)
    if first and not text[first - 1].isspace():
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text) and not text[last].isspace():
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else last
    return first, last


def _colour(shown: Text, span: Span, *, style: str, first: int) -> None:
    lead = 2 if first else 0
    for begin, stop in span:
        if first <= begin:
            shown.stylize(style, begin - first + lead, stop - first + lead)


def _print_fields(console: Console, statement: ReviewedStatement) -> None:
    corrected = any(each.read != each.stands for each in statement.fields)
    table = Table(box=None, padding=(0, 2, 0, 2), header_style="dim", show_edge=False)
    table.add_column(capitalise(statement.kind))
    table.add_column("Machine")
    if corrected:
        table.add_column("Judged")
    for each in statement.fields:
        if each.read or each.stands:
            judged = [each.stands or "none"] if each.stands != each.read else [""]
            cells = (each.name, each.read or "none", *(judged if corrected else []))
            table.add_row(*(Text(make_line(cell)) for cell in cells))
    console.print(table)
    for reference in statement.judgements:
        console.print(Text(make_line(f"  {say_reference(reference)}"), style="dim"))
