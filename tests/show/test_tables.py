"""Tables for people at a terminal."""

import io
from collections.abc import Callable

import msgspec
import pytest
from rich.console import Console

from groundtruce.model.claims import Attribution
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.model.zones import Changes, Estimate
from groundtruce.show.incident_tables import print_incidents
from groundtruce.show.tables import (
    print_changes,
    print_documents,
    print_findings,
    print_reading,
)
from tests import story
from tests.show import desk


def printed(show: Callable[[Console], None], *, width: int = 140, terminal: bool = False) -> str:
    output = io.StringIO()
    show(Console(file=output, width=width, force_terminal=terminal, color_system="standard" if terminal else None))
    return output.getvalue()


def test_accounts_stand_side_by_side_with_their_silences() -> None:
    """A column for each who speaks, a hollow ring where nothing was said."""
    text = printed(
        lambda console: print_incidents(console, (desk.INCIDENT,), case=story.CASE, documents=desk.DOCUMENTS)
    )
    heading = next(line for line in text.splitlines() if "Belm" in line and "Arda" in line)
    assert "River Times (narrator)" in heading
    assert "○ nothing said" in text
    assert "denies: its forces" in text
    assert "1 incident on record." in text


def test_changes_are_printed_with_their_intervals_and_what_texts_say() -> None:
    """Numbers with their error; the reported change under its teller's name."""
    changes = Changes(changes=(desk.CHANGE,), reported=(desk.REPORTED,))
    text = printed(lambda console: print_changes(console, changes, case=story.CASE))
    assert "62 ± 3 km²" in text
    assert "River Times says that a boundary moved to the south, 12 Mar 2031" in text


def test_the_furthest_ground_is_named_whether_gained_or_lost() -> None:
    """The further of both, and the lost one is called lost."""
    gain = desk.CHANGE.furthest_gain
    assert gain is not None
    loss = msgspec.structs.replace(gain, km=Estimate(measured=20.0, best=20.0, low=19.0, high=21.0), bearing_deg=90.0)
    change = msgspec.structs.replace(desk.CHANGE, furthest_loss=loss)
    text = printed(lambda console: print_changes(console, Changes(changes=(change,)), case=story.CASE), width=240)
    assert "20.0 ± 1.0 km east, lost" in text
    assert "5.5 ± 0.3 km south" in printed(
        lambda console: print_changes(console, Changes(changes=(desk.CHANGE,))), width=240
    )


def test_settlements_too_near_to_tell_are_counted() -> None:
    """Gained and lost ones are named, uncertain ones are a number."""
    (gained,) = desk.CHANGE.settlements
    unsure = tuple(
        msgspec.structs.replace(gained, verdict="uncertain", name=f"Village {number}") for number in range(8)
    )
    change = msgspec.structs.replace(desk.CHANGE, settlements=(gained, *unsure))
    text = printed(lambda console: print_changes(console, Changes(changes=(change,)), case=story.CASE), width=240)
    assert "South Ridge / Zudgrat (gained); 8 uncertain" in text
    assert "Village" not in text


def test_findings_and_documents_are_printed() -> None:
    """Status, margin and evidence; date, publisher and hash."""
    text = printed(lambda console: print_findings(console, desk.FINDINGS))
    assert "breached" in text
    assert "1 against and 1 for" in text
    text = printed(lambda console: print_documents(console, tuple(desk.DOCUMENTS.values()), case=story.CASE))
    assert "River Times" in text
    assert desk.REPORT.sha256[:12] in text


def test_a_reading_is_printed_by_kind() -> None:
    """Who says what, and who said nothing, in the text's own words."""
    attribution = Attribution(
        id="a1",
        source=desk.span_of("the Belmish Press Office"),
        cue=desk.span_of("said"),
        content=desk.span_of("Ardan forces attacked Belmish posts near South Ridge"),
        mode="indirect",
        stance="asserts",
        speaker=None,
    )
    document = ReadDocument(
        sha256=desk.REPORT.sha256,
        title=desk.REPORT.title,
        published="2031-03-13",
        published_from="date line",
        language="en",
        text=story.REPORT,
    )
    reading = Reading(document=document, attributions=(attribution,), silences=(desk.SILENCE,))
    text = printed(lambda console: print_reading(console, reading), width=200)
    assert "the Belmish Press Office" in text
    assert "There were no official statements" in text


@pytest.mark.parametrize("terminal", [False, True])
def test_a_text_steers_no_terminal(terminal: bool) -> None:
    """Neither an escape sequence nor markup of a title does anything."""
    document = msgspec.structs.replace(desk.REPORT, title="\x1b[2Jgone [bold red]loud[/]")
    text = printed(lambda console: print_documents(console, (document,)), width=200, terminal=terminal)
    assert "\x1b[2J" not in text
    assert "[bold red]loud[/]" in text


def test_what_is_no_terminal_gets_no_escape_sequence() -> None:
    """Piped into a file, tables are plain."""
    text = printed(lambda console: print_findings(console, desk.FINDINGS))
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [60, 100])
def test_tables_fit_the_width(width: int) -> None:
    """No line runs over."""
    text = printed(
        lambda console: print_incidents(console, (desk.INCIDENT,), case=story.CASE, documents=desk.DOCUMENTS),
        width=width,
    )
    assert max(map(len, text.splitlines())) <= width
