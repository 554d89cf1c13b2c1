"""The legend below a figure: what its lines, fills and marks mean, and only those that it shows."""

from collections.abc import Sequence
from typing import NamedTuple

from groundtruce.model.times import format_date, interval_of
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.show.drawing.labels import text_width
from groundtruce.show.wording import say_estimate

SWATCH = 26
"""The width of a swatch in pixels."""
_ROW, _GAP, _SIZE = 24, 22, 13


class LegendItem(NamedTuple):
    """A swatch by its kind, its words, and where it stands: pixels from the legend's own corner."""

    swatch: str
    text: str
    x: float
    y: float


def compose_legend(
    earlier: ZoneVersion,
    later: ZoneVersion,
    change: ZoneChange,
    *,
    agreed: bool,
    spread: bool,
    width: float,
) -> tuple[list[LegendItem], float]:
    """The items set in rows of `width` pixels, and the height that they take."""
    verdicts = {each.verdict for each in change.settlements}
    entries = [
        ("after", f"{_drawn(later, 'The later map')}{_assumed(later)}"),
        ("before", f"{_drawn(earlier, 'The earlier map')}{_assumed(earlier)}"),
        *([("gained", f"Gained: {say_estimate(change.gained_km2, 'km²')}")] if change.gained_km2.measured > 0 else []),
        *([("lost", f"Lost: {say_estimate(change.lost_km2, 'km²')}")] if change.lost_km2.measured > 0 else []),
        *([("agreed", "Agreed area")] if agreed else []),
        *([("changed", "Settlement now inside")] if "gained" in verdicts else []),
        *([("given-up", "Settlement now outside")] if "lost" in verdicts else []),
        *([("unsure", "Settlement too near a boundary to tell")] if "uncertain" in verdicts else []),
        *([("spread", "Where the settlement may lie")] if spread else []),
    ]
    return _set_in_rows(entries, width)


# ---------------------------------------------------------------------------------------------------------------


def _drawn(version: ZoneVersion, undated: str) -> str:
    return undated if interval_of(version.valid_from).start is None else f"Drawn from {format_date(version.valid_from)}"


def _assumed(version: ZoneVersion) -> str:
    return ", error assumed" if version.drawing_error_from == "assumed" else ""


def _set_in_rows(entries: Sequence[tuple[str, str]], width: float) -> tuple[list[LegendItem], float]:
    items, x, y = [], 0.0, 10.0
    for swatch, text in entries:
        takes = SWATCH + 8 + text_width(text, _SIZE)
        if x and x + takes > width:
            x, y = 0.0, y + _ROW
        items.append(LegendItem(swatch, text, x, y))
        x += takes + _GAP
    return items, y + _ROW
