"""What times of day mean: "20:00 GMT", "noon", "in the morning", "overnight"."""

import re
from datetime import timedelta

from groundtruce.read.dates.frames import Frame, Meaning, group_of, narrative_anchor, published_anchor
from groundtruce.read.dates.units import make_day


def resolve_clock(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A time of day, on the day that the sentence names, else the narrative's, else the publication's."""
    hour, minute = int(match["hour"]), int(group_of(match, "minute") or 0)
    half = (group_of(match, "half") or "").lower()
    if half and hour > 12:
        return None
    afternoon = half.startswith("p") or half in ("afternoon", "evening")
    hour = hour % 12 + (12 if afternoon else 0) if half else hour
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    zone = "Z" if (group_of(match, "zone") or "").upper() in ("GMT", "UTC") else ""
    return _time_of_day(f"T{hour:02}:{minute:02}", zone, frame)


def resolve_named_hour(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A named hour. Midnight belongs to two days and dawn has no hour: the record keeps their day."""
    value = {"midnight": "T24:00", "noon": "T12:00", "midday": "T12:00", "dawn": "TMO", "dusk": "TEV"}
    word = match["word"].lower()
    meaning = _time_of_day(value[word], "", frame)
    exact = word in ("noon", "midday")
    return meaning if exact or meaning.edtf is None else meaning._replace(edtf=meaning.value[:10])


def resolve_part(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A part of the narrative's day: "in the morning"."""
    day = frame.narrative or frame.told.day or frame.published
    return make_day(day, narrative_anchor(frame), part=match["part"]) if day else None


def resolve_overnight(_: re.Match[str], frame: Frame) -> Meaning | None:
    """The night that leads to the narrative's day or to publication's."""
    day = (frame.told.day if frame.history else None) or frame.published
    if day is None:
        return Meaning("time", "XXXX-XX-XXTNI", None)
    before = day - timedelta(days=1)
    return Meaning("time", f"{before}TNI", f"{before}/{day}", f"published {day}")


def resolve_any_night(match: re.Match[str], _: Frame) -> Meaning | None:
    """The nights or days of no day in particular: "at night"."""
    return Meaning("time", f"XXXX-XX-XXT{'DT' if match.group().lower().startswith('day') else 'NI'}", None)


# ---------------------------------------------------------------------------------------------------------------


def _time_of_day(time: str, zone: str, frame: Frame) -> Meaning:
    day = frame.day or frame.narrative or frame.published
    if day is None:
        return Meaning("time", f"XXXX-XX-XX{time}{zone}", None)
    anchor = None if frame.day else narrative_anchor(frame) if frame.narrative else published_anchor(frame)
    if time == "T24:00":
        # EDTF writes the end of a day as the start of the next; `value` keeps the text's hour.
        return Meaning("time", f"{day}{time}{zone}", f"{day + timedelta(days=1)}T00:00{zone}", anchor)
    return Meaning("time", f"{day}{time}{zone}", f"{day}{time}{zone}", anchor)
