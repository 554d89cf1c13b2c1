"""What a temporal expression means in a frame of reference, given the match of its pattern.

Types and values follow TIMEX3 (ISO 24617-1, ISO-TimeML), dates for the record follow EDTF (ISO 8601-2:2019).
`date_grammar` says which pattern each of these functions reads; the groups they ask for are those patterns'.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from groundtruce.read.numerals import parse_number

DateType = Literal["date", "time", "duration", "set"]


class Frame(NamedTuple):
    """What an expression is resolved against."""

    published: date | None
    narrative: date | None
    """The day at which the narrative stands."""
    future: bool = False
    """Whether its clause speaks of what is to come."""
    past: bool = False
    """Whether its clause speaks of what has been."""
    year: int | None = None
    """A year that the sentence states, or for an undated text the narrative's."""
    day: date | None = None
    """A day that the sentence names beside a time of day."""


class Meaning(NamedTuple):
    """What an expression means. `anchor` is what it was resolved against."""

    type: DateType
    value: str
    edtf: str | None
    anchor: str | None = None


Resolver = Callable[[re.Match[str], Frame], Meaning | None]


def resolve_day(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day of a month, with or without its year, with or without the part of the day."""
    month, number = _month_number(match), int(match["day"])
    stated = _group(match, "year")
    year, anchor = (int(stated), None) if stated else _year_of_day(month, number, frame)
    if year is None:
        return _unanchored(f"XXXX-{month:02}-{number:02}")
    if number > calendar.monthrange(year, month)[1]:
        return None
    return _day(date(year, month, number), anchor, part=_group(match, "part"))


def resolve_days(match: re.Match[str], frame: Frame) -> Meaning | None:
    """Two days of one month: "December 12-13", "11 and 12 December 2020"."""
    month, first, last = _month_number(match), int(match["day"]), int(match["day2"])
    stated = _group(match, "year")
    year, anchor = (int(stated), None) if stated else _year_of_day(month, first, frame)
    if year is None or not first < last <= calendar.monthrange(year, month)[1]:
        return None
    return _days(date(year, month, first), date(year, month, last))._replace(anchor=anchor)


def resolve_numeric(match: re.Match[str], _: Frame) -> Meaning | None:
    """A day in digits."""
    year, month, day = int(match["year"]), int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return _day(date(year, month, day))


def resolve_month(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A month, with or without its year: "November 2020", "last May", "mid-June"."""
    month = _month_number(match)
    stated = _group(match, "year")
    if stated:
        return _month(date(int(stated), month, 1))
    if frame.year is not None:
        return _month(date(frame.year, month, 1))
    published = frame.published
    if published is None:
        return _unanchored(f"XXXX-{month:02}")
    year = published.year
    which = (_group(match, "which") or "").lower()
    if (which == "last" and month >= published.month) or (not which and not frame.future and month > published.month):
        year -= 1
    if (which == "next" and month <= published.month) or (not which and frame.future and month < published.month):
        year += 1
    return _month(date(year, month, 1), _published(frame))


def resolve_year(match: re.Match[str], _: Frame) -> Meaning | None:
    """A year."""
    return Meaning("date", match["year"], match["year"])


def resolve_decade(match: re.Match[str], _: Frame) -> Meaning | None:
    """A decade: "the 1990s", "the nineties" (of the twentieth century)."""
    word = (_group(match, "word") or "").lower()
    decade = f"19{_DECADES[word]}" if word else match["decade"][:-1]
    return Meaning("date", decade, f"{decade}X")


def resolve_season(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A season of a stated year, or counted from publication."""
    number, letters = _SEASONS[match["season"].lower()]
    stated, steps = _group(match, "year"), {"last": -1, "next": 1}.get((_group(match, "which") or "").lower(), 0)
    if stated:
        return Meaning("date", f"{stated}-{letters}", f"{stated}-{number}")
    if frame.published is None:
        return _unanchored(f"XXXX-{letters}")
    # The season that publication falls in; winter belongs to the year in which it starts.
    months_in = (frame.published.month - 3 * (number - 20)) % 12
    start = _shift_months(frame.published, -months_in)
    if steps == 0 or months_in < 3:
        year = start.year + steps if months_in < 3 else frame.published.year
    else:
        year = start.year if steps < 0 else start.year + 1
    return Meaning("date", f"{year}-{letters}", f"{year}-{number}", _published(frame))


def resolve_quarter(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A quarter of a year."""
    digit, ordinal = _group(match, "digit"), _group(match, "ordinal")
    number = int(digit) if digit else _ORDINALS[(ordinal or "").lower()]
    stated, anchor = _group(match, "year"), None
    year = int(stated) if stated else frame.year
    if year is None:
        if frame.published is None:
            return _unanchored(f"XXXX-Q{number}")
        ahead = number > (frame.published.month + 2) // 3
        year = frame.published.year - (1 if ahead and not frame.future else 0)
        anchor = _published(frame)
    return _quarter(year, number, anchor)


def resolve_weekday(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The last such day up to publication, or the first from it on where the clause looks ahead."""
    weekday, which = _WEEKDAYS[match["weekday"].lower()], (_group(match, "which") or "").lower()
    if frame.published is None:
        return _unanchored(f"XXXX-WXX-{weekday + 1}")
    back = (frame.published.weekday() - weekday) % 7
    if which == "this":
        day = frame.published + timedelta(days=weekday - frame.published.weekday())
    elif which in ("next", "coming") or (not which and frame.future):
        day = frame.published + timedelta(days=(-back) % 7 or (7 if which else 0))
    else:
        day = frame.published - timedelta(days=back or (7 if which in ("last", "past") else 0))
    return _day(day, _published(frame), part=_group(match, "part"))


def resolve_deictic(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day counted from publication: "yesterday", "tonight"."""
    words = " ".join(match["words"].lower().split())
    if frame.published is None:
        return _unanchored()
    part = _group(match, "part")
    for word in ("morning", "afternoon", "evening", "night"):
        part = word if words.endswith(word) else part
    return _day(frame.published + timedelta(days=_DEICTIC_DAYS[words]), _published(frame), part=part)


def resolve_unit(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A calendar unit counted from publication: "last week", "this year", "next month"."""
    if frame.published is None:
        return _unanchored()
    unit = match["unit"].lower()
    steps = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "the": 0}.get(match["which"].lower(), 1)
    if unit == "weekend" and steps == 0 and not frame.future and frame.published.weekday() < 5:
        steps = -1  # "over the weekend" in a report is the one that has passed
    return _span_of(unit, _move(frame.published, unit, steps), _published(frame))


def resolve_ago(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A distance back from publication: "three weeks ago"."""
    return _resolve_distance(match, day=frame.published, anchor=_published(frame), sign=-1)


def resolve_from_narrative(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A distance from the day at which the narrative stands: "two days later", "a week earlier"."""
    sign = 1 if match["side"].lower() in ("later", "after", "afterward", "afterwards") else -1
    return _resolve_distance(match, day=frame.narrative, anchor=_narrative(frame), sign=sign)


def resolve_adjacent_day(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day beside the narrative's: "the next day", "the same evening", "that night", "the day before"."""
    if frame.narrative is None:
        return _unanchored()
    which, part = match["which"].lower(), match["part"].lower()
    steps = {"next": 1, "following": 1, "after": 1, "previous": -1, "before": -1, "preceding": -1}.get(which, 0)
    day = frame.narrative + timedelta(days=steps)
    return _day(day, _narrative(frame), part=None if part == "day" else part)


def resolve_adjacent_unit(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A calendar unit beside the narrative's day: "the following week", "that year"."""
    if frame.narrative is None:
        return _unanchored()
    unit = match["unit"].lower()
    steps = {"following": 1, "previous": -1, "preceding": -1}.get(match["which"].lower(), 0)
    return _span_of(unit, _move(frame.narrative, unit, steps), _narrative(frame))


def resolve_recent_duration(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A length that ends or starts at publication: "the past two weeks", "the next three days"."""
    meaning = resolve_duration(match, frame)
    number = _count(_group(match, "number") or "one")
    if meaning is None or number is None or frame.published is None:
        return meaning
    sign = -1 if match["which"].lower() in ("past", "last", "previous") else 1
    first, last = sorted((frame.published, _move(frame.published, match["unit"].lower(), sign * number)))
    return meaning._replace(edtf=f"{first}/{last}", anchor=_published(frame))


def resolve_duration(match: re.Match[str], _: Frame) -> Meaning | None:
    """A length: "five years", "several days"."""
    words = _group(match, "number") or "one"
    number = _count(words)
    return Meaning("duration", _length("X" if number is None else number, match["unit"].lower()), None)


def resolve_plural(match: re.Match[str], _: Frame) -> Meaning | None:
    """A length without a number: "for decades"."""
    return Meaning("duration", _length("X", match["unit"].lower()), None)


def resolve_half(match: re.Match[str], _: Frame) -> Meaning | None:
    """Half of a unit."""
    length = {"hour": "PT30M", "day": "PT12H", "month": "P15D", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
    return Meaning("duration", length[match["unit"].lower()], None)


def resolve_set(match: re.Match[str], _: Frame) -> Meaning | None:
    """What comes again and again: "every day", "every other week", "each Monday"."""
    number = _count(_group(match, "number") or "one") or 1
    if _group(match, "other"):
        number = 2
    weekday, part = _group(match, "weekday"), _group(match, "part")
    if weekday:
        return Meaning("set", f"XXXX-WXX-{_WEEKDAYS[weekday.lower()] + 1}", None)
    if part:
        return Meaning("set", f"XXXX-XX-XXT{_PARTS_OF_DAY[part.lower()]}", None)
    return Meaning("set", _length(number, match["unit"].lower()), None)


def resolve_adverb(match: re.Match[str], _: Frame) -> Meaning | None:
    """What comes again and again, in one word: "daily"."""
    return Meaning("set", _UNIT_OF_ADVERB[match["adverb"].lower()], None)


def resolve_clock(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A time of day, on the day that the sentence names, else the narrative's, else the publication's."""
    hour, minute = int(match["hour"]), int(_group(match, "minute") or 0)
    half = (_group(match, "half") or "").lower()[:1]
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    zone = "Z" if (_group(match, "zone") or "").upper() in ("GMT", "UTC") else ""
    return _time_of_day(f"T{hour:02}:{minute:02}", zone, frame)


def resolve_named_hour(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A named hour. Midnight belongs to two days and dawn has no hour: the record keeps their day."""
    value = {"midnight": "T24:00", "noon": "T12:00", "midday": "T12:00", "dawn": "TMO", "dusk": "TEV"}
    word = match["word"].lower()
    meaning = _time_of_day(value[word], "", frame)
    exact = word in ("noon", "midday")
    return meaning if exact or meaning.edtf is None else meaning._replace(edtf=meaning.value[:10])


# ---------------------------------------------------------------------------------------------------------------

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_SEASONS = {"spring": (21, "SP"), "summer": (22, "SU"), "autumn": (23, "FA"), "fall": (23, "FA"), "winter": (24, "WI")}
_PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI"}
_DECADES = {
    word: decade
    for decade, word in enumerate(
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], 2
    )
}
_UNIT_LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M",
    "year": "Y", "decade": "DE", "century": "CE", "quarter": "Q", "weekend": "WE",
}  # fmt: skip
_UNIT_OF_ADVERB = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q",
    "annually": "P1Y", "yearly": "P1Y", "annual": "P1Y",
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_DEICTIC_DAYS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
    "tonight": 0, "last night": -1, "this morning": 0, "this afternoon": 0, "this evening": 0,
}  # fmt: skip


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(day: date, anchor: str | None = None, *, part: str | None = None) -> Meaning:
    """A day, or a part of one, which the record keeps as its day."""
    iso = day.isoformat()
    if part:
        return Meaning("time", f"{iso}T{_PARTS_OF_DAY[part.lower()]}", iso, anchor)
    return Meaning("date", iso, iso, anchor)


def _days(first: date, last: date) -> Meaning:
    interval = f"{first.isoformat()}/{last.isoformat()}"
    return Meaning("date", interval, interval)


def _week(day: date, anchor: str | None) -> Meaning:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Meaning("date", f"{year}-W{week:02}", f"{monday}/{monday + timedelta(days=6)}", anchor)


def _weekend(day: date, anchor: str | None) -> Meaning:
    year, week, weekday = day.isocalendar()
    saturday = day + timedelta(days=6 - weekday)
    return Meaning("date", f"{year}-W{week:02}-WE", f"{saturday}/{saturday + timedelta(days=1)}", anchor)


def _month(day: date, anchor: str | None = None) -> Meaning:
    return Meaning("date", f"{day:%Y-%m}", f"{day:%Y-%m}", anchor)


def _quarter(year: int, number: int, anchor: str | None = None) -> Meaning:
    edtf = f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
    return Meaning("date", f"{year}-Q{number}", edtf, anchor)


def _span_of(unit: str, day: date, anchor: str | None) -> Meaning:
    """The calendar unit around a day."""
    make = {"week": _week, "weekend": _weekend, "month": _month, "quarter": _quarter_around, "year": _year}
    if unit == "decade":
        return Meaning("date", f"{day.year // 10}", f"{day.year // 10}X", anchor)
    return make.get(unit, _day)(day, anchor)


def _year(day: date, anchor: str | None) -> Meaning:
    return Meaning("date", f"{day.year}", f"{day.year}", anchor)


def _quarter_around(day: date, anchor: str | None) -> Meaning:
    return _quarter(day.year, (day.month + 2) // 3, anchor)


def _move(day: date, unit: str, steps: int) -> date:
    """The day so many units away; one of less than a day is the same day."""
    match unit:
        case "week" | "weekend":
            return day + timedelta(weeks=steps)
        case "month" | "quarter":
            return _shift_months(day, steps * (3 if unit == "quarter" else 1))
        case "year" | "decade":
            return _shift_months(day, steps * (120 if unit == "decade" else 12))
        case "day" | "night":
            return day + timedelta(days=steps)
        case _:
            return day


def _published(frame: Frame) -> str:
    return f"published {frame.published}"


def _narrative(frame: Frame) -> str:
    return f"narrative {frame.narrative}"


def _unanchored(kind: str = "XXXX-XX-XX") -> Meaning:
    return Meaning("date", kind, None)


def _month_number(match: re.Match[str], group: str = "month") -> int:
    return _MONTHS[match[group].lower().rstrip(".")]


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _year_of_day(month: int, day: int, frame: Frame) -> tuple[int | None, str | None]:
    """The year of a day that is named without one, and what it was resolved against.

    A past clause means the last such day up to publication, a future one the first from it on, any other the nearest.
    """
    if frame.year is not None or frame.published is None:
        return frame.year, None
    published = frame.published
    days = [
        (year, _distance_in_days(year, month, day, published)) for year in range(published.year - 1, published.year + 2)
    ]
    if frame.future:
        days = [(year, distance) for year, distance in days if distance >= 0]
    elif frame.past:
        days = [(year, distance) for year, distance in days if distance <= 0]
    return min(days, key=lambda candidate: abs(candidate[1]))[0], _published(frame)


def _distance_in_days(year: int, month: int, day: int, other: date) -> int:
    """How many days the named day lies after the other one; a day that its month lacks counts as the month's last."""
    return (date(year, month, min(day, calendar.monthrange(year, month)[1])) - other).days


def _length(number: int | str, unit: str) -> str:
    letter = _UNIT_LETTERS[unit]
    return f"PT{number}{letter[1:]}" if letter.startswith("T") else f"P{number}{letter}"


def _count(words: str) -> int | None:
    """The number of units, or none where the words leave it open ("several")."""
    return 1 if words.lower() in ("a", "an") else parse_number(words)


def _time_of_day(time: str, zone: str, frame: Frame) -> Meaning:
    day = frame.day or frame.narrative or frame.published
    if day is None:
        return Meaning("time", f"XXXX-XX-XX{time}{zone}", None)
    anchor = None if frame.day else _narrative(frame) if frame.narrative else _published(frame)
    if time == "T24:00":
        # EDTF writes the end of a day as the start of the next; `value` keeps the text's hour.
        return Meaning("time", f"{day}{time}{zone}", f"{day + timedelta(days=1)}T00:00{zone}", anchor)
    return Meaning("time", f"{day}{time}{zone}", f"{day}{time}{zone}", anchor)


def _resolve_distance(match: re.Match[str], *, day: date | None, anchor: str, sign: int) -> Meaning | None:
    number, unit = _count(match["number"]), match["unit"].lower()
    if day is None or number is None:
        return _unanchored("FUTURE_REF" if sign > 0 else "PAST_REF")
    try:
        moved = _move(day, unit, sign * number)
    except (ValueError, OverflowError):
        return None
    return _span_of(unit, moved, anchor)
