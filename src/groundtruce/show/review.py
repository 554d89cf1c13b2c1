"""Shows a reviewer one statement: the passage in its surroundings, what the machine read and what stands, who judged it."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from groundtruce.model.cases import Case
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import JudgementReference
from groundtruce.model.judgements import Precision, Quality, ReviewedStatement
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_inert, make_line
from groundtruce.show.printing import Row, print_line, print_table
from groundtruce.show.sections.incidents import title_of
from groundtruce.show.wording import capitalise, publisher_name, say_moment, say_quantity

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
        print_line(console, f"{teller}, {published}: {document.title or document.origin}", "bold")
        console.print(show_passage(text, statement, coloured=console.color_system is not None))
    _print_fields(console, statement)


def print_incident(
    console: Console, statement: ReviewedStatement, *, case: Case, incident: Incident, quotes: Sequence[tuple[str, str]]
) -> None:
    """An incident with its numbered mentions, each with whose text it is and its words."""
    console.print()
    print_line(console, title_of(case, incident), "bold")
    for number, (teller, quote) in enumerate(quotes, 1):
        print_line(console, f"{number}  {teller}: “{quote}”")
    _print_fields(console, statement)


def print_choices(console: Console, incidents: Iterable[Incident], *, case: Case) -> None:
    """Incidents to choose from, numbered."""
    for number, incident in enumerate(incidents, 1):
        print_line(console, f"{number}  {title_of(case, incident)} ({incident.id})")


def print_keys(console: Console) -> None:
    """What each key does."""
    for key, name, meaning in KEYS:
        console.print(Text(f"  {key}  {name:8} {meaning}"))


def print_quality(console: Console, quality: Quality) -> None:
    """The machine's precision by kind with its interval, and how much of what it read was judged."""
    print_table(
        console,
        ("Kind", "Stated", "Judged", "Right", "Corrected", "Rejected", "Precision", "95 % interval"),
        [_precision_cells(each) for each in quality.kinds],
    )
    by = f" by {', '.join(quality.reviewers)}" if quality.reviewers else ""
    print_line(console, f"{say_quantity(quality.judgements, 'judgement')} on record that nobody withdrew{by}.")


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
    said = [each for each in statement.fields if each.read or each.stands]
    if all(each.read == each.stands for each in said):
        headings: Row = (capitalise(statement.kind), "Machine")
        rows: list[Row] = [(each.name, each.read) for each in said]
    else:
        headings = (capitalise(statement.kind), "Machine", "Judged")
        rows = [
            (each.name, each.read or "none", "" if each.stands == each.read else each.stands or "none") for each in said
        ]
    print_table(console, headings, rows)
    for reference in statement.judgements:
        print_line(console, say_reference(reference), "dim")


def _precision_cells(each: Precision) -> Row:
    counts = (each.stated, each.judged, each.right, each.corrected, each.rejected)
    if each.precision is None or each.low is None or each.high is None:
        return (each.kind, *map(str, counts), "not known", "")
    return (each.kind, *map(str, counts), f"{each.precision:.0%}", f"{each.low:.0%} to {each.high:.0%}")
