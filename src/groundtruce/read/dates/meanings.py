"""What the calendar's own dates mean: days, months, years, seasons, quarters, decades, holidays.

Types and values follow TIMEX3 (ISO 24617-1, ISO-TimeML), dates for the record follow EDTF (ISO 8601-2:2019).
`date_grammar` says which pattern each of these functions reads; the groups they ask for are those patterns'.
"""

import calendar
import re
from datetime import date

from groundtruce.model.numerals import parse_number
from groundtruce.read.dates.frames import Frame, Meaning, group_of, make_unanchored, narrative_anchor, published_anchor
from groundtruce.read.dates.units import make_day, make_month, make_quarter, unit_around
from groundtruce.read.dates.years import stated_year, year_of_day, year_of_month, year_of_season, year_of_which


def resolve_day(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A day of a month, with or without its year, with or without the part of the day."""
    month, number = _month_of(match), int(match["day"])
    year, anchor = year_of_day(month, number, frame, stated=stated_year(match, frame))
    if year is None:
        return make_unanchored(f"XXXX-{month:02}-{number:02}")
    if number > calendar.monthrange(year, month)[1]:
        return None
    return make_day(date(year, month, number), anchor, part=group_of(match, "part"))


def resolve_week(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The week around a day of a month: "the week of 7 December"."""
    day = resolve_day(match, frame)
    return unit_around("week", date.fromisoformat(day.value), day.anchor) if day and day.edtf else None


def resolve_numeric(match: re.Match[str], _: Frame) -> Meaning | None:
    """A day in digits."""
    year, month, day = int(match["year"]), int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return make_day(date(year, month, day))


def resolve_month(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A month, with or without its year: "November 2020", "last May", "mid-June"."""
    month, which = _month_of(match), (group_of(match, "which") or "").lower()
    year, anchor = stated_year(match, frame), None
    if year is None and which and frame.published:
        year, anchor = year_of_which(month, which, frame.published), published_anchor(frame)
    if year is None:
        year, anchor = year_of_month(month, frame)
    if year is None:
        return make_unanchored(f"XXXX-{month:02}")
    return make_month(date(year, month, 1), anchor)


def resolve_each_month(match: re.Match[str], _: Frame) -> Meaning | None:
    """A month of every year: "each July"."""
    return Meaning("set", f"XXXX-{_month_of(match):02}", None)


def resolve_year(match: re.Match[str], _: Frame) -> Meaning | None:
    """A year."""
    return Meaning("date", match["year"], match["year"])


def resolve_short_year(match: re.Match[str], frame: Frame) -> Meaning | None:
    """The last two digits of a year: "1994-95", "in '89"."""
    stated, short = group_of(match, "year"), int(match["short"])
    if stated is None:
        near = frame.told.year or frame.published
        if near is None:
            return None
        year = min((near.year // 100 * 100 + short + step for step in (-100, 0, 100)), key=lambda y: abs(y - near.year))
        return Meaning("date", f"{year}", f"{year}")
    year = int(stated) // 100 * 100 + short
    return Meaning("date", f"{year}", f"{year}") if int(stated) < year <= int(stated) + 30 else None


def resolve_spoken_year(match: re.Match[str], _: Frame) -> Meaning | None:
    """A year as it is spoken: "nineteen ninety-four"."""
    century = {"nineteen": 1900, "eighteen": 1800}.get(match["century"].lower(), 2000)
    spoken = group_of(match, "spoken")
    rest = parse_number(spoken) if spoken else None
    if (century != 2000 and rest is None) or not 0 <= (rest or 0) < 100 or (century != 2000 and (rest or 0) < 10):
        return None
    if century == 2000 and not match.group().lower().startswith("the year"):
        return None  # a bare "two thousand" is a number
    year = century + (rest or 0)
    return Meaning("date", f"{year}", f"{year}")


def resolve_half_year(match: re.Match[str], _: Frame) -> Meaning | None:
    """Half of a year."""
    year, first = match["year"], match["half"].lower() == "first"
    months = ("01", "06") if first else ("07", "12")
    return Meaning("date", f"{year}-H{1 if first else 2}", f"{year}-{months[0]}/{year}-{months[1]}")


def resolve_decade(match: re.Match[str], _: Frame) -> Meaning | None:
    """A decade: "the 1990s", "the nineties", "the '90s" (of the twentieth century)."""
    word, digit = (group_of(match, "word") or "").lower(), group_of(match, "digit")
    short = digit or (_DECADES[word] if word else None)
    decade = f"19{short}" if short else match["decade"][:-1]
    return Meaning("date", decade, f"{decade}X")


def resolve_century(match: re.Match[str], _: Frame) -> Meaning | None:
    """A century: "the 19th century"."""
    number = int(match["ordinal"])
    return Meaning("date", f"{number - 1:02}", f"{number - 1:02}XX") if 1 < number < 23 else None


def resolve_era(match: re.Match[str], _: Frame) -> Meaning | None:
    """A time before our era, as TIMEX3 writes it; the record's dates begin with the year 1."""
    number, month, season = int(match["bc"]), group_of(match, "month"), group_of(match, "season")
    if group_of(match, "century"):
        return Meaning("date", f"BC{number - 1:02}", None)
    if group_of(match, "decade"):
        return Meaning("date", f"BC{number // 10:03}", None)
    itself = group_of(match, "itself")
    year = f"BC{int(itself.split()[-1]) if itself else number:04}"
    if month:
        return Meaning("date", f"{year}-{_month_of(match):02}", None)
    return Meaning("date", f"{year}-{_SEASONS[season.lower()][1]}" if season else year, None)


def resolve_season(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A season of a stated year, of the year that the text tells of, or counted from publication."""
    number, letters = _SEASONS[match["season"].lower()]
    which = " ".join((group_of(match, "which") or "").lower().split())
    year, anchor = stated_year(match, frame), None
    if year is None and not which and not frame.history:
        year = frame.year
    if year is None and frame.told.year and (frame.history or which.startswith("that") or frame.published is None):
        steps = {"next": 1, "the following": 1, "last": -1, "the previous": -1}.get(which, 0)
        year, anchor = frame.told.year.year + steps, narrative_anchor(frame)
    if year is None and frame.published:
        which = "next" if which in ("", "the") and frame.tense == "future" else which
        year, anchor = year_of_season(number, which, frame.published), published_anchor(frame)
    if year is None:
        return make_unanchored(f"XXXX-{letters}")
    return Meaning("date", f"{year}-{letters}", f"{year}-{number}", anchor)


def resolve_quarter(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A quarter of a year: by its number, or the same quarter a year before."""
    digit, ordinal = group_of(match, "digit"), group_of(match, "ordinal")
    number = int(digit) if digit else _ORDINALS[(ordinal or "").lower()]
    year, anchor = stated_year(match, frame) or frame.year, None
    if year is None and frame.published:
        ahead = number > (frame.published.month + 2) // 3
        year = frame.published.year - (1 if ahead and frame.tense != "future" else 0)
        anchor = published_anchor(frame)
    if year is None:
        return make_unanchored(f"XXXX-Q{number}")
    return make_quarter(year - (1 if group_of(match, "before") else 0), number, anchor)


def resolve_holiday(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A holiday with a name that reports use as a date: Christmas, New Year, the American Thanksgiving."""
    name = " ".join(match["holiday"].lower().replace("’", "'").removesuffix(" day").split())
    month, day = _HOLIDAYS.get(name, (11, 25))
    which, anchor = (group_of(match, "which") or "").lower(), None
    year = stated_year(match, frame)
    if year is None and which and frame.published:
        year, anchor = year_of_which(month, which, frame.published), published_anchor(frame)
    if year is None:
        year, anchor = year_of_day(month, day, frame, stated=None)
    if year is None:
        return make_unanchored(f"XXXX-{month:02}-{day:02}")
    if name == "thanksgiving":  # the fourth Thursday of November
        day = 22 + (3 - date(year, 11, 22).weekday()) % 7
    return make_day(date(year, month, day), anchor)


# ---------------------------------------------------------------------------------------------------------------

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_HOLIDAYS = {"christmas": (12, 25), "christmas eve": (12, 24), "new year's": (1, 1), "new year's eve": (12, 31)}
_SEASONS = {"spring": (21, "SP"), "summer": (22, "SU"), "autumn": (23, "FA"), "fall": (23, "FA"), "winter": (24, "WI")}
_DECADES = {
    word: decade
    for decade, word in enumerate(
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], 2
    )
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def _month_of(match: re.Match[str], group: str = "month") -> int:
    return _MONTHS[match[group].lower().rstrip(".")]
