"""Which texts are copies, and whose words a copy carries."""

import pytest

from groundtruce.compare.incidents.copies import choose_probes, find_copied, find_sources, is_copy
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.model.claims import EventMention
from groundtruce.model.documents import Document
from groundtruce.model.readings import ReadDocument, Reading
from tests.compare.claims import document
from tests.story import CASE

REPORT = (
    "Two soldiers were killed on Wednesday when Belmish forces shelled the village of South Ridge, the Ardan Ministry of"
    " Defence said.\n\nA civilian was wounded. The ministry said that fourteen mortar rounds fell on the village before"
    " dawn.\n\nThe Belmish Press Office denied that its forces had shelled South Ridge."
)
DAILY = (
    "The observers kept patrols at nine of their eleven posts. No violation of the accord was observed on {day} March."
    " The observers will go on watching and remind both sides of what they signed."
)


def published(text: str, *, day: str = "2031-03-12", publisher: str = "river-times", sha256: str = "b") -> Document:
    return document(sha256, published=day, publisher=publisher, text=text)


@pytest.mark.parametrize(
    "text",
    [
        f"KORVATH (Wire) - {REPORT}",
        f"{REPORT}\n\nSource: Wire",
        REPORT.rpartition("\n\n")[0],
        REPORT.replace(" before dawn", ""),
    ],
)
def test_a_report_passed_on_is_a_copy(text):
    """A dateline, a byline, a last paragraph or two words less make no other text."""
    assert is_copy(published(text), published(REPORT, sha256="a"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REPORT, REPORT.replace("Two soldiers", "Three soldiers")),
        (REPORT, REPORT.replace("South Ridge", "East Well")),
        (DAILY.format(day=13), DAILY.format(day=14)),
        ("No shot was fired.", "No shot was fired."),
    ],
)
def test_another_number_name_or_day_is_another_report(first, second):
    """A toll that rose, another village, the next daily report; and a sentence too short to compare."""
    assert not is_copy(published(second), published(first, sha256="a"))


def test_a_long_report_that_quotes_a_statement_is_no_copy():
    """Whoever writes three times as much has written a report of their own; whoever cuts the long one has not."""
    statement = REPORT.split("\n\n", maxsplit=1)[0]
    long = f"{REPORT}\n\n" + "\n\n".join(
        f"Witness {number} told the River Times of what was seen from the mill that night, and of the dog that barked."
        for number in range(4)
    )
    assert not is_copy(published(long, day="2031-03-13"), published(statement, sha256="a"))
    assert is_copy(published(REPORT, day="2031-03-14"), published(long, day="2031-03-13", sha256="a"))


def test_a_copy_is_found_by_its_phrases():
    """Its probes stand in the text that it was taken from, and the first recorded of a group names it."""
    words = " ".join(REPORT.casefold().replace(",", "").replace(".", "").split())
    assert all(probe in words for probe in choose_probes(f"KORVATH (Wire) - {REPORT}"))
    assert choose_probes("Too short.") == ()
    first = published(REPORT, sha256="a")
    second = published(f"{REPORT}\n\nSource: Wire", sha256="b")
    assert find_copied(second, [first]) == "a"
    assert find_copied(published(REPORT + " ", sha256="c"), []) is None


def test_the_source_is_the_first_published_and_of_a_day_the_party_s_own():
    """A newsroom prints the press office's text on the same day: the words are the office's, whichever came in first."""
    newsroom = published(REPORT, sha256="a")
    office = Document(
        **{
            name: getattr(published(REPORT, publisher="belm-press", sha256="b"), name)
            for name in Document.__struct_fields__
        }
        | {"copy_of": "a"}
    )
    sources = find_sources([newsroom, office], case=CASE)
    assert {copy: source.sha256 for copy, source in sources.items()} == {"a": "b"}
    reading = Reading(
        document=ReadDocument(
            sha256="a", title="", published=None, published_from="unknown", language="en", text=REPORT
        ),
        event_mentions=(EventMention(id="e", type="shelling", span=((0, 3),)),),
    )
    (claim,) = gather_claims([newsroom, office], {"a": reading}, case=CASE)
    assert (claim.claimant, claim.source, claim.copied_from, claim.publisher) == (
        "belm",
        "belm-press",
        "b",
        "river-times",
    )
