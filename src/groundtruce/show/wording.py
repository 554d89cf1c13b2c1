"""Numbers, directions and names in words: the same everywhere."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import UnsetType

from groundtruce.model.agreements import Evidence, Margin, VariantReading
from groundtruce.model.cases import Case
from groundtruce.model.claims import Count
from groundtruce.model.judged import Decision, JudgementReference
from groundtruce.model.times import format_date
from groundtruce.model.zones import Estimate, Furthest, VersionReference, ZoneChange

_DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
# A middle that lies off the best value by less than a twentieth of the half width is no skew worth words.
_SYMMETRIC_SHARE = 0.05


def say_estimate(estimate: Estimate, unit: str) -> str:
    """`61 ± 4 km²`, or `61 km² (55 to 72)` where the interval is skewed. The interval is that of 95 %."""
    return say_interval(estimate.best, estimate.low, estimate.high, unit)


def say_interval(best: float, low: float | None, high: float | None, unit: str) -> str:
    """A number with its 95 % interval, rounded to the digits that the interval leaves; one without says so."""
    if low is None or high is None or low == high:
        return f"{say_number(best, 0 if abs(best) >= 100 or float(best).is_integer() else 1)} {unit}"
    half = (high - low) / 2
    if round(best, _digits_left(half)) == 0 == low:
        return f"none (at most {say_number(high, _digits_left(high))} {unit})"
    digits = _digits_left(half)
    if abs(best - (low + high) / 2) <= _SYMMETRIC_SHARE * half:
        return f"{say_number(best, digits)} ± {say_number(half, digits)} {unit}"
    return f"{say_number(best, digits)} {unit} ({say_number(low, digits)} to {say_number(high, digits)})"


def say_number(value: float, digits: int) -> str:
    """A number with `digits` decimals, thousands parted by commas and a true minus sign; never a minus zero."""
    rounded = round(value, digits) + 0.0
    return f"{rounded:,.{digits}f}".replace("-", "−")


def say_margin(margin: Margin) -> str:
    """`34 ± 2 % of the zone lies outside the agreed area`."""
    interval = say_interval(margin.value, margin.low, margin.high, margin.unit)
    return f"{interval.strip()} {margin.meaning}".strip()


def say_evidence_counts(evidence: Iterable[Evidence]) -> str:
    """`3 against, 1 for and 2 context`, with how many of them people judged; `none` without any."""
    given = tuple(evidence)
    bearings = Counter(each.bearing for each in given)
    judged = sum(1 for each in given if each.citation.judged)
    counted = say_list([f"{count} {bearing}" for bearing, count in bearings.items()]) or "none"
    return f"{counted} ({judged} judged)" if judged else counted


def say_variant(variant: VariantReading) -> str:
    """What a text that circulated says otherwise, and the status by it."""
    circulated = f", which circulated on {format_date(variant.circulated)}," if variant.circulated else ""
    follows = f" By it: {variant.status}." if variant.status else ""
    return f"{variant.variant}{circulated} says otherwise: {end_sentence(variant.says)}{follows}"


def say_probability(probability: float) -> str:
    """`under 1 %`, `73 %`, `over 99 %`: never a certainty that no map has."""
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{probability * 100:.0f} %"


def say_direction(bearing_deg: float) -> str:
    """The compass direction, of eight, that a bearing clockwise from north lies nearest to."""
    return _DIRECTIONS[round(bearing_deg / 45) % 8]


def say_count(count: Count) -> str:
    """`2`, `1 to 3`, `at least 3`, with who they were."""
    if count.high is None:
        number = f"at least {count.low}"
    elif count.low == count.high:
        number = f"{count.low}"
    else:
        number = f"{count.low} to {count.high}"
    return f"{number} ({count.who})" if count.who else number


def say_error(version: VersionReference) -> str:
    """`100 m, stated`: a map's drawing error and where it comes from."""
    return f"{say_number(version.drawing_error_m, 0)} m, {_ERROR_ORIGINS[version.drawing_error_from]}"


def say_list(items: Sequence[str], word: str = "and") -> str:
    """`a, b and c`."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def say_quantity(number: int, noun: str, plural: str | None = None) -> str:
    """`1 incident`, `2 incidents`, `no incidents`."""
    return f"{number or 'no'} {noun if number == 1 else plural or noun + 's'}"


def say_window(since: date, on: date) -> str:
    """`on 13 Dec 2020` or `from 7 to 13 Dec 2020`."""
    if since == on:
        return f"on {format_date(on.isoformat())}"
    return f"from {format_date(f'{since}/{on}')}"


def say_moment(moment: str) -> str:
    """A recorded moment to the second: `14 Dec 2020, 09:30:05 UTC`."""
    return f"{format_date(moment[:10])}, {moment[11:19]} UTC"


def capitalise(text: str) -> str:
    """The text with a capital at its start and the rest as it was."""
    return text[:1].upper() + text[1:]


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it ends with a mark already."""
    return text if text.endswith((".", "!", "?", ".”", "…")) else f"{text}."


def party_name(case: Case, party: str) -> str:
    """A party's name as the case has it; its identifier where the case does not know it."""
    return next((known.name for known in case.parties if known.id == party), party)


def say_silent(case: Case, party: str) -> str:
    """Who is silent: a party's name, or the text's own words in quotation marks where the case knows no such party."""
    known = party_name(case, party)
    return known if known != party else f"“{party}”"


def publisher_name(case: Case, publisher: str | None) -> str:
    """A publisher's name as the case has it; as given where the case does not know it, empty where none is known."""
    return next((known.name for known in case.publishers if known.id == publisher), publisher or "")


def say_judged(judged: Iterable[JudgementReference] | UnsetType) -> str:
    """`event accepted by Ann; toponym corrected by Ben`: whose judgement counts; empty where it is the machine's reading."""
    if isinstance(judged, UnsetType):
        return ""
    return "; ".join(dict.fromkeys(f"{each.kind} {_DECIDED[each.decision]} by {each.by}" for each in judged))


def choose_furthest(change: ZoneChange) -> Furthest | None:
    """The furthest ground gained or lost, whichever lies further from the other version's boundary."""
    both = [each for each in (change.furthest_gain, change.furthest_loss) if each]
    return max(both, key=lambda each: each.km.best, default=None)


# ---------------------------------------------------------------------------------------------------------------

_DECIDED: dict[Decision, str] = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "merge": "merged",
    "split": "split",
    "note": "noted",
    "withdraw": "withdrawn",
}
_ERROR_ORIGINS = {
    "source": "given by the source",
    "georeference": "from the georeference",
    "stated": "stated",
    "assumed": "assumed",
}


def _digits_left(half: float) -> int:
    """How many decimals an interval's half width leaves: one digit of it, two where it starts with a 1."""
    if half <= 0:
        return 1
    power = math.floor(math.log10(half))
    return min(3, max(0, -power + (half < 2 * 10.0**power)))
