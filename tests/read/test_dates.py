"""Dates in words."""

import pytest
from spacy.language import Language

from groundtruce.model.readings import DateMention
from groundtruce.model.times import interval_of
from groundtruce.read.dates import find_dates, follow_narrative
from groundtruce.read.metadata import blank_metadata, find_metadata

PUBLISHED = "2031-03-13"  # a Thursday


@pytest.fixture
def read(language_model: Language):
    def find(text: str, *, published: str | None = PUBLISHED) -> tuple[DateMention, ...]:
        return find_dates(language_model(text), published=published)

    return find


@pytest.mark.parametrize(
    ("words", "value", "edtf"),
    [
        ("on 12 March 2031", "2031-03-12", "2031-03-12"),
        ("on March 12, 2031", "2031-03-12", "2031-03-12"),
        ("on Wednesday, 12th of March 2031", "2031-03-12", "2031-03-12"),
        ("on 2031-03-12", "2031-03-12", "2031-03-12"),
        ("on 12.03.2031", "2031-03-12", "2031-03-12"),
        ("on 3/25/2030", "2030-03-25", "2030-03-25"),
        ("on Feb. 20", "2031-02-20", "2031-02-20"),
        ("on December 12", "2030-12-12", "2030-12-12"),
        ("on the night of 12 March", "2031-03-12TNI", "2031-03-12"),
        ("on March 11-12", "2031-03-11/2031-03-12", "2031-03-11/2031-03-12"),
        ("on 11 and 12 March", "2031-03-11/2031-03-12", "2031-03-11/2031-03-12"),
        ("from 27 September to 10 November 2030", "2030-09-27/2030-11-10", "2030-09-27/2030-11-10"),
        ("between 1992 and 1994", "1992/1994", "1992/1994"),
        ("in November", "2030-11", "2030-11"),
        ("in May 1994", "1994-05", "1994-05"),
        ("in 2016", "2016", "2016"),
        ("in the late 1990s", "199", "199X"),
        ("in the third quarter of 2030", "2030-Q3", "2030-07/2030-09"),
        ("in spring 2030", "2030-SP", "2030-21"),
        ("since November", "2030-11", "2030-11/.."),
        ("until 1 March", "2031-03-01", "../2031-03-01"),
        ("on Tuesday", "2031-03-11", "2031-03-11"),
        ("on Thursday", "2031-03-13", "2031-03-13"),
        ("last Thursday", "2031-03-06", "2031-03-06"),
        ("yesterday", "2031-03-12", "2031-03-12"),
        ("yesterday evening", "2031-03-12TEV", "2031-03-12"),
        ("the day before yesterday", "2031-03-11", "2031-03-11"),
        ("last week", "2031-W10", "2031-03-03/2031-03-09"),
        ("last month", "2031-02", "2031-02"),
        ("last year", "2030", "2030"),
        ("last winter", "2030-WI", "2030-24"),
        ("two days ago", "2031-03-11", "2031-03-11"),
        ("three weeks ago", "2031-W08", "2031-02-17/2031-02-23"),
    ],
)
def test_a_past_report_means_the_last_such_date(read, words: str, value: str, edtf: str) -> None:
    """A date in a past clause has its TIMEX3 value and its EDTF date, the last one not after publication."""
    (mention,) = read(f"The units fought {words}.")
    assert (mention.value, mention.edtf) == (value, edtf)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Tuesday", "2031-03-18"),
        ("on January 5", "2032-01-05"),
        ("in January", "2032-01"),
        ("next month", "2031-04"),
    ],
)
def test_a_clause_about_what_is_to_come_means_the_next_such_date(read, words: str, value: str) -> None:
    """The same words in a future clause mean the first such date from publication on."""
    assert [mention.value for mention in read(f"The units will return {words}.")] == [value]


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("The mandate runs for five years.", "duration", "P5Y"),
        ("It was a 44-day war.", "duration", "P44D"),
        ("They waited for half an hour.", "duration", "PT30M"),
        ("They waited for several weeks.", "duration", "PXW"),
        ("They patrol every day.", "set", "P1D"),
        ("They meet every two weeks.", "set", "P2W"),
        ("They meet each Monday.", "set", "XXXX-WXX-1"),
        ("They report weekly.", "set", "P1W"),
    ],
)
def test_lengths_and_repetitions_have_a_value_and_no_date(read, words: str, kind: str, value: str) -> None:
    """A duration or a set has a TIMEX3 value, but is no EDTF date."""
    assert [(one.type, one.value, one.edtf) for one in read(words)] == [(kind, value, None)]


def test_the_next_day_is_the_narratives(read) -> None:
    """The words "the next day" follow the day that the narrator told last, not publication; the anchor says so."""
    mentions = read("On March 4, the units attacked. Shots were heard. The next day, the map grew.")
    assert [(one.value, one.anchor) for one in mentions] == [
        ("2031-03-04", "published 2031-03-13"),
        ("2031-03-05", "narrative 2031-03-04"),
    ]


def test_the_narrative_runs_on_from_day_to_day(read) -> None:
    """Each resolved day moves the narrative: "two days later" counts from the one before."""
    mentions = read(
        "On March 4 they came. The following day they fired. Two days later they left. That night it rained."
    )
    assert [one.edtf for one in mentions] == ["2031-03-04", "2031-03-05", "2031-03-07", "2031-03-07"]


def test_a_quotation_and_a_date_of_a_noun_leave_the_narrative_where_it_is(read) -> None:
    """What somebody utters, and a date that only tells one agreement from another, do not move the narrative."""
    mentions = read(
        "On March 4, the units attacked. “We warned them on March 1 and will do so again,” the spokesman said."
        " The agreement of 2 February 2031 forbids it. The next day, they left."
    )
    assert mentions[-1].edtf == "2031-03-05"


def test_a_deadline_does_not_move_the_narrative(language_model: Language) -> None:
    """A day by which or after which something holds is no day at which the narrative stands."""
    doc = language_model("The units fought on March 4. They held the hill until March 8. The peacekeepers came.")
    narrative = follow_narrative(doc, find_dates(doc, published=PUBLISHED))
    assert str(narrative.day_at(len(doc.text) - 1)) == "2031-03-04"
    assert narrative.day_at(0) is None


def test_a_time_of_day_belongs_to_the_day_that_its_sentence_names(read) -> None:
    """A clock time takes its sentence's day, wherever that stands; only UTC or GMT gives it an offset."""
    clock, day, other = read("At 20:00 local time on March 4, shots were heard. It ended at 10 p.m. GMT.")
    assert (clock.type, clock.value, clock.edtf) == ("time", "2031-03-04T20:00", "2031-03-04T20:00")
    assert day.edtf == "2031-03-04"
    assert other.edtf == "2031-03-04T22:00Z"


def test_midnight_leaves_open_which_end_of_the_day_is_meant(read) -> None:
    """Midnight keeps its TIMEX3 hour, and for the record the day."""
    (midnight,) = [one for one in read("On March 4 they met. At midnight the fire ended.") if one.type == "time"]
    assert (midnight.value, midnight.edtf) == ("2031-03-04T24:00", "2031-03-04")


def test_without_a_publication_date_nothing_is_guessed(read) -> None:
    """A relative date of an undated text has no EDTF date; a month and day take the year that the narrative is in."""
    mentions = read(
        "On 4 March 2029 they met. On 6 March they parted. On Tuesday it rained. Yesterday too.", published=None
    )
    assert [one.edtf for one in mentions] == ["2029-03-04", "2029-03-06", None, None]


@pytest.mark.parametrize(
    "text",
    [
        "He may march there with 2000 soldiers.",
        "The 50 years old bridge cost $1999.",
        "On 03/04/2031 somebody wrote ambiguously.",
        "The score was 2:1.",
        "On 31 February nothing happened.",
    ],
)
def test_other_numbers_and_words_are_no_dates(read, text: str) -> None:
    """A verb, a count, an age, a price, a date that can be read two ways or that does not exist is passed over."""
    assert read(text) == ()


def test_every_edtf_date_is_one(read) -> None:
    """Whatever is found, its EDTF date has bounds."""
    mentions = read(
        "Last spring, next summer, this weekend, over the past two weeks, in early 2031, in Q1 2031, a year earlier,"
        " the following month, three months ago, in the 1980s, at dawn, at noon, this quarter."
    )
    assert len(mentions) >= 12
    assert all(interval_of(one.edtf) for one in mentions if one.edtf)


def test_leading_metadata_is_not_read(read) -> None:
    """A leading date line is no date mention, and the first sentence is read as if it were not there."""
    text = " date 2031-03-13 On March 11, the units attacked."
    assert find_metadata(text) == ((0, 17),)
    assert blank_metadata(text) == " " * 17 + "On March 11, the units attacked."
    assert [one.text for one in read(text)] == ["March 11"]


def test_a_text_without_metadata_stays_as_it_is() -> None:
    """Only what stands at the beginning and says what it is counts as metadata."""
    text = "On 2031-03-13 they met. Date: 2031-03-14."
    assert blank_metadata(text) == text
    assert blank_metadata("Title: Talks\nDate: 2031-03-14\n\nThey met.").strip() == "They met."
