"""What expressions mean that count from publication or from the narrative: "last week", "two days later", "that year".

Types and values follow TIMEX3 (ISO 24617-1, ISO-TimeML), dates for the record follow EDTF (ISO 8601-2:2019).
"""

import re
from datetime import date, timedelta

from groundtruce.read.dates.frames import Frame, Meaning, group_of, make_unanchored, narrative_anchor, published_anchor
from groundtruce.read.dates.lengths import count_units, resolve_duration
from groundtruce.read.dates.units import (
    WEEKDAYS,
    make_day,
    make_year,
    move_by,
    quarter_around,
    shift_months,
    unit_around,
)


def resolve_weekday(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The last such day up to publication, or the first from it on where the clause looks ahead."""
    weekday = WEEKDAYS[match["weekday"].lower()]
    which = (group_of(match, "which") or "").lower().removeprefix("this ")
    near, anchor = frame.published, published_anchor(frame)
    if frame.history and frame.published and frame.told.day:
        near, anchor = frame.told.day, narrative_anchor(frame)
    if near is None:
        return make_unanchored(f"XXXX-WXX-{weekday + 1}")
    back = (near.weekday() - weekday) % 7
    ahead = frame.tense in ("future", "present") or (frame.deadline and back > 1)
    if which == "this":
        day = near + timedelta(days=weekday - near.weekday())
    elif which in ("next", "coming", "following") or (not which and ahead):
        day = near + timedelta(days=(-back) % 7 or (7 if which else 0))
    elif which == "previous":
        day = near - timedelta(days=back + 7)
    else:
        day = near - timedelta(days=back or (7 if which in ("last", "past") else 0))
    return make_day(day, anchor, part=group_of(match, "part"))


def resolve_deictic(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day counted from publication: "yesterday", "tonight"."""
    words = " ".join(match["words"].lower().split())
    if frame.published is None:
        return make_unanchored()
    part = group_of(match, "part")
    for word in ("morning", "afternoon", "evening", "night"):
        part = word if words.endswith(word) else part
    return make_day(frame.published + timedelta(days=_DEICTIC_DAYS[words]), published_anchor(frame), part=part)


def resolve_unit(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A calendar unit counted from publication: "last week", "this year", "next month"."""
    if frame.published is None:
        return make_unanchored()
    unit = match["unit"].lower()
    steps = {"last": -1, "past": -1, "previous": -1, "next": 1}.get(match["which"].lower(), 0)
    if (
        unit == "weekend"
        and match["which"].lower() == "the"
        and frame.tense == "past"
        and frame.published.weekday() < 5
    ):
        steps = -1  # "over the weekend" in a report is the one that has passed
    return unit_around(unit, move_by(frame.published, unit, steps), published_anchor(frame))


def resolve_ago(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A distance back from publication: "three weeks ago". Beside a quarter, "a year ago" means the same quarter."""
    if match["unit"].lower() == "year" and frame.told.quarter and not frame.history:
        return _year_before(match, frame)
    return _resolve_distance(match, day=frame.published, anchor=published_anchor(frame), sign=-1)


def resolve_vague_ago(_: re.Match[str], frame: Frame) -> Meaning | None:
    """An unknown distance back from publication: "months ago"."""
    return Meaning("date", "PAST_REF", f"../{frame.published}" if frame.published else None, None)


def resolve_from_narrative(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A distance from the day at which the narrative stands: "two days later", "a week earlier"."""
    side, unit = match["side"].lower(), match["unit"].lower()
    sign = 1 if side in ("later", "after", "afterward", "afterwards") else -1
    if unit in ("second", "minute", "hour"):
        return resolve_duration(match, frame)
    if sign < 0 and unit == "year" and frame.told.quarter and not frame.history:
        return _year_before(match, frame)
    base, anchor = frame.narrative, narrative_anchor(frame)
    if unit in ("year", "decade", "month", "quarter"):
        base = (frame.told.month if unit == "month" else frame.told.year) or frame.narrative
        anchor = f"narrative {base}"
    if base is None and unit == "year" and sign < 0:
        base, anchor = frame.published, published_anchor(frame)
    return _resolve_distance(match, day=base, anchor=anchor, sign=sign)


def resolve_year_before(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The same time a year before: "the year-earlier quarter", "year-ago"."""
    return _year_before(match, frame)


def resolve_quarter_of_year(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The told quarter of a stated year: "the 1988 period"."""
    if frame.told.quarter is None:
        return Meaning("date", match["year"], match["year"])
    return quarter_around(frame.told.quarter.replace(year=int(match["year"])), narrative_anchor(frame))


def resolve_latest(_: re.Match[str], frame: Frame) -> Meaning | None:
    """The latest quarter: the one that the text has named, or the last whole one before publication."""
    whole = shift_months(frame.published, -3) if frame.published else None
    if frame.told.quarter and (whole is None or frame.told.quarter <= whole):
        return quarter_around(frame.told.quarter, narrative_anchor(frame))
    return quarter_around(whole, published_anchor(frame)) if whole else make_unanchored("XXXX-QX")


def resolve_year_end(_: re.Match[str], frame: Frame) -> Meaning | None:
    """The end of a year, as accounts close with it."""
    if frame.published is None:
        return make_unanchored("XXXX-12-31")
    return make_day(date(frame.published.year - (frame.tense == "past"), 12, 31), published_anchor(frame))


def resolve_the_unit(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A calendar unit that is known from the text, or else publication's: "the quarter", "the end of the month"."""
    unit = match["unit"].lower()
    if unit == "quarter":
        return resolve_latest(match, frame)
    told = {"year": frame.told.year, "month": frame.told.month}.get(unit, frame.narrative or frame.told.day)
    if told and (frame.history or unit in ("month", "day")):
        return unit_around(unit, told, narrative_anchor(frame))
    return unit_around(unit, frame.published, published_anchor(frame)) if frame.published else None


def resolve_adjacent_day(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day beside the narrative's: "the next day", "the same evening", "that night", "the day before"."""
    day = frame.narrative or frame.told.day
    if day is None:
        return make_unanchored()
    which, part = match["which"].lower(), match["part"].lower()
    steps = {"next": 1, "following": 1, "after": 1, "previous": -1, "before": -1, "preceding": -1}.get(which, 0)
    return make_day(day + timedelta(days=steps), f"narrative {day}", part=None if part == "day" else part)


def resolve_beside_event(_: re.Match[str], __: Frame) -> Meaning | None:
    """A day beside that of an event which only the text names: "the day after the ceasefire"."""
    return make_unanchored()


def resolve_adjacent_unit(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A calendar unit beside the one that the text has told of: "the following week", "that year"."""
    unit = match["unit"].lower()
    told = frame.told
    day = {"year": told.year, "decade": told.year, "quarter": told.quarter, "month": told.month}.get(unit)
    day = day or frame.narrative
    if day is None:
        return make_unanchored()
    steps = {"following": 1, "previous": -1, "preceding": -1}.get(match["which"].lower(), 0)
    return unit_around(unit, move_by(day, unit, steps), f"narrative {day}")


def resolve_recent_duration(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A length that ends or starts at publication: "the past two weeks", "the next three days"."""
    which, unit = match["which"].lower().removeprefix("the "), match["unit"].lower()
    forward = which in ("next", "coming")
    if frame.history and frame.told.year and group_of(match, "number") is None and forward:
        return unit_around(unit, move_by(frame.told.year, unit, 1), narrative_anchor(frame))
    meaning = resolve_duration(match, frame)
    number = count_units(group_of(match, "number") or "one")
    if meaning is None or number is None or frame.published is None or frame.history:
        return meaning
    if unit == "hour":
        unit, number = "day", -(-number // 24)  # the days that so many hours touch
    try:
        first, last = sorted((frame.published, move_by(frame.published, unit, number if forward else -number)))
    except (ValueError, OverflowError):
        return meaning
    return meaning._replace(edtf=f"{first}/{last}", anchor=published_anchor(frame))


def resolve_reference(match: re.Match[str], _: Frame) -> Meaning | None:
    """What only points to the present, the past or the future: "now", "recently", "in the future"."""
    groups = match.groupdict()
    name = next(name for name in ("present", "past", "to_come") if groups.get(name))
    return Meaning("date", {"present": "PRESENT_REF", "past": "PAST_REF", "to_come": "FUTURE_REF"}[name], None)


# ---------------------------------------------------------------------------------------------------------------

_DEICTIC_DAYS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
    "tonight": 0, "last night": -1, "this morning": 0, "this afternoon": 0, "this evening": 0,
}  # fmt: skip  # fmt: skip


def _year_before(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The told quarter of the year before, or the year before publication's."""
    number = count_units(group_of(match, "number") or "one")
    if frame.told.quarter and number:
        return quarter_around(shift_months(frame.told.quarter, -12 * number), narrative_anchor(frame))
    if frame.published is None:
        return make_unanchored("XXXX")
    return make_year(shift_months(frame.published, -12), published_anchor(frame))


def _resolve_distance(match: re.Match[str], *, day: date | None, anchor: str, sign: int) -> Meaning | None:
    number, unit = count_units(match["number"]), match["unit"].lower()
    if day is None or number is None:
        return make_unanchored("FUTURE_REF" if sign > 0 else "PAST_REF")
    try:
        moved = move_by(day, unit, sign * number)
    except (ValueError, OverflowError):
        return None
    return unit_around(unit, moved, anchor)
