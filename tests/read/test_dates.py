"""Dates in words."""

import time

import pytest
from spacy.language import Language
from spacy.tokens import Doc

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
        ("in November", "2030-11", "2030-11"),
        ("in May 1994", "1994-05", "1994-05"),
        ("in 2016", "2016", "2016"),
        ("in the late 1990s", "199", "199X"),
        ("in the '80s", "198", "198X"),
        ("in the 19th century", "18", "18XX"),
        ("in the third quarter of 2030", "2030-Q3", "2030-07/2030-09"),
        ("in last year's third quarter", "2030-Q3", "2030-07/2030-09"),
        ("in the second half of 2030", "2030-H2", "2030-07/2030-12"),
        ("at Christmas", "2030-12-25", "2030-12-25"),
        ("on Thanksgiving Day", "2030-11-28", "2030-11-28"),
        ("at about 10 p.m. Wednesday", "2031-03-12T22:00", "2031-03-12T22:00"),
        ("overnight", "2031-03-12TNI", "2031-03-12/2031-03-13"),
        ("in around 1994", "1994", "1994~"),
        ("in 490 BC", "BC0490", None),
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
    ("words", "values", "edtf"),
    [
        ("on March 11-12", ["2031-03-11", "2031-03-12"], ["2031-03-11/2031-03-12"] * 2),
        ("on 11 and 12 March", ["2031-03-11", "2031-03-12"], ["2031-03-11", "2031-03-12"]),
        ("from 27 September to 10 November 2030", ["2030-09-27", "2030-11-10"], ["2030-09-27/2030-11-10"] * 2),
        ("between 1992 and 1994", ["1992", "1994"], ["1992/1994"] * 2),
        ("in 1994-95", ["1994", "1995"], ["1994/1995"] * 2),
        ("on 5 June and on 7 June", ["2030-06-05", "2030-06-07"], ["2030-06-05", "2030-06-07"]),
    ],
)
def test_the_ends_of_a_range_are_two_expressions_of_one_interval(
    read, words: str, values: list[str], edtf: list[str]
) -> None:
    """As TimeML marks them, each end has its own value; for the record both have the interval, not so a mere list."""
    mentions = read(f"The units fought {words}.")
    assert [one.value for one in mentions] == values
    assert [one.edtf for one in mentions] == edtf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They came early last month.", "early last month"),
        ("They came at the end of the month.", "the end of the month"),
        ("They left nearly two years ago.", "nearly two years ago"),
        ("It lasted more than four hours.", "more than four hours"),
        ("It lasted two and a half years.", "two and a half years"),
        ("They fought for the first nine months.", "the first nine months"),
        ("They came in August of that year.", "August of that year"),
        ("They met in the 14-day truce.", "14-day"),
        ("They met over the past two weeks.", "the past two weeks"),
    ],
)
def test_the_words_that_say_which_part_or_how_much_belong_to_the_expression(read, text: str, words: str) -> None:
    """The span takes in modifiers and leaves out prepositions, as TimeML's guidelines say."""
    assert [one.text for one in read(text)] == [words]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The bridge is now open.", "PRESENT_REF"),
        ("They currently hold the hill.", "PRESENT_REF"),
        ("They recently left.", "PAST_REF"),
        ("They could return in the near future.", "FUTURE_REF"),
        ("They left months ago.", "PAST_REF"),
    ],
)
def test_a_word_that_only_points_to_a_time_has_a_value_and_no_day(read, text: str, value: str) -> None:
    """The present, the past and the future have TIMEX3's reference values."""
    assert [one.value for one in read(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They extended the truce until Nov. 9.", "2030-11-09"),
        ("They extended the truce until May 9.", "2031-05-09"),
        ("The 14 June deadline is strict.", "2031-06-14"),
        ("They scheduled a meeting on Saturday.", "2031-03-15"),
        ("He said that they would return on Saturday.", "2031-03-15"),
        ("They may return on Saturday.", "2031-03-15"),
        ("They could have returned on Saturday.", "2031-03-08"),
    ],
)
def test_deadlines_plans_and_what_would_be_look_ahead(read, text: str, value: str) -> None:
    """A deadline is the nearest such day; what is planned, or would or may happen, is ahead."""
    assert [one.value for one in read(text)] == [value]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a year earlier", "2029-Q3"),
        ("a year ago", "2029-Q3"),
        ("in the year-earlier period", "2029-Q3"),
        ("in the 1988 period", "1988-Q3"),
        ("in the latest quarter", "2030-Q3"),
    ],
)
def test_beside_a_quarter_a_year_before_means_the_same_quarter(read, words: str, value: str) -> None:
    """What is compared with a quarter is a quarter, and the comparison does not move what is told."""
    mentions = read(f"Losses rose in the third quarter of 2030. They were lower {words}. They fell in the quarter.")
    assert [one.value for one in mentions] == ["2030-Q3", value, "2030-Q3"]


HISTORY = (
    "On 1 September 1939, the war began. In October they met. By the end of the year they parted. On 10 June 1940 the"
    " capital fell; twelve days later the war ended there. That year was hard. In July 1941 they met again."
    " In August 1941 they signed. "
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In November they fought.", "1941-11"),
        ("In January they fought.", "1941-01"),
        ("On 3 December they fought.", "1941-12-03"),
        ("On 5 December they came. In January they fought.", "1942-01"),
        ("That winter they fought.", "1941-WI"),
        ("In the summer they fought.", "1941-SU"),
        ("The following year they fought.", "1942"),
        ("They had come two years earlier.", "1939"),
    ],
)
def test_the_dates_of_a_history_follow_one_another(read, text: str, value: str) -> None:
    """Where a text tells of times long before its publication, a date without a year takes it from the one before."""
    assert read(HISTORY + text)[-1].value == value


def test_a_history_resolves_each_date_against_the_one_before(read) -> None:
    """Months, ends of the year, "twelve days later" and "that year" follow what is told."""
    values = [one.value for one in read(HISTORY)]
    assert values == ["1939-09-01", "1939-10", "1939", "1940-06-10", "1940-06-22", "1940", "1941-07", "1941-08"]


def test_a_report_with_an_old_date_stays_a_report(read) -> None:
    """One look back at an old year leaves the other dates near publication."""
    mentions = read("They fled in 1994 and came back in February. On Tuesday they met.")
    assert [one.value for one in mentions] == ["1994", "2031-02", "2031-03-11"]


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
        ("They lost ten men per month.", "set", "P1M"),
        ("They march each July.", "set", "XXXX-07"),
        ("It lasted a minute and a half.", "duration", "PT1M30S"),
        ("They waited two to three weeks.", "duration", "P2W"),
        ("They have fought for decades.", "duration", "PXDE"),
        ("They have fought in recent weeks.", "duration", "PXW"),
        ("They met in a day-long session.", "duration", "P1D"),
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
        "He watched 60 Minutes.",
        "The index fell to 1462.93 points.",
        "The fall of the town was near.",
        "Now that they left, it rained.",
        "About three-quarters left.",
        "At 25:61 and at 99 p.m. nothing happened.",
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


def test_the_time_to_read_grows_with_the_length_of_the_text(language_model: Language) -> None:
    """A text of 140 kB takes about forty times as long as one of 3.5 kB, not its square."""
    text = "On March 4, the units attacked. “They came two days later,” he said. In May 2029 they left. " * 40
    short = language_model(text)
    long = Doc.from_docs([short] * 40)
    find_dates(short, published=PUBLISHED)
    seconds = [_measure(short), _measure(long)]
    assert len(long.text) > 140_000
    assert seconds[1] < 40 * 4 * seconds[0]


# ---------------------------------------------------------------------------------------------------------------


def _measure(doc: Doc) -> float:
    start = time.perf_counter()
    assert len(find_dates(doc, published=PUBLISHED)) >= 120
    return time.perf_counter() - start
