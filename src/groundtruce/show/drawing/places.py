"""Settlements on a figure: a ring each, those that changed sides by mark and weight, names as far as there is room."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.zones import SettlementChange
from groundtruce.show.drawing.frame import Frame
from groundtruce.show.drawing.labels import Box, Label, place_label

MarkStyle = Literal["changed", "given-up", "unsure", "place"]

_STYLES: dict[str, MarkStyle] = {"gained": "changed", "lost": "given-up", "uncertain": "unsure"}
_RANKS: dict[MarkStyle, int] = {"changed": 0, "given-up": 0, "unsure": 1, "place": 2}


_RADII: dict[MarkStyle, float] = {"changed": 4.5, "given-up": 4.5, "unsure": 3.6, "place": 2.8}


class Mark(NamedTuple):
    """A settlement's mark in pixels, and the radius within which it lies."""

    style: MarkStyle
    name: str
    x: float
    y: float
    radius: float
    spread: float

    @property
    def strong(self) -> bool:
        """Whether the settlement changed sides."""
        return self.style in ("changed", "given-up")

    @property
    def box(self) -> Box:
        """The room that it takes."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


class PlaceLabel(NamedTuple):
    """A settlement's name, strong if it changed sides."""

    label: Label
    box: Box
    strong: bool


def mark_places(frame: Frame, settlements: Sequence[GazetteerEntry], changed: Sequence[SettlementChange]) -> list[Mark]:
    """A mark for each settlement in the window: those that changed sides first, then the unsure, then by population."""
    styles = {change.gazetteer_id: _STYLES[change.verdict] for change in changed}
    ranked = sorted(
        (place for place in settlements if place.kind == "settlement"),
        key=lambda place: (_RANKS[styles.get(place.id, "place")], -(place.population or 0), place.id),
    )
    marks = [_mark(frame, place, styles.get(place.id, "place")) for place in ranked]
    return [mark for mark in marks if 4 < mark.x < frame.width - 4 and 4 < mark.y < frame.height - 4]


def label_changed(frame: Frame, marks: Sequence[Mark], *, taken: Sequence[Box]) -> list[PlaceLabel]:
    """The names of the settlements that changed sides: clear of everything if that can be, else of each other."""
    labels: list[PlaceLabel] = []
    for mark in marks:
        if mark.strong:
            named = [label.box for label in labels]
            free = [*taken, *named, *_boxes_beside(mark, marks)]
            placed = _place(mark, frame, free) or _place(mark, frame, [*named, mark.box])
            labels += [placed] if placed else []
    return labels


def label_others(frame: Frame, marks: Sequence[Mark], *, taken: Sequence[Box]) -> list[PlaceLabel]:
    """The names of the other settlements, as far as they find room clear of all marks and of what is `taken`."""
    labels: list[PlaceLabel] = []
    for mark in marks:
        if not mark.strong:
            free = [*taken, *(label.box for label in labels), *_boxes_beside(mark, marks)]
            placed = _place(mark, frame, free)
            labels += [placed] if placed else []
    return labels


# ---------------------------------------------------------------------------------------------------------------


def _mark(frame: Frame, place: GazetteerEntry, style: MarkStyle) -> Mark:
    x, y = frame.project_point(place.longitude, place.latitude)
    spread = frame.pixels(place.uncertainty_km * 1000) if style != "place" else 0.0
    return Mark(style, display_name(place), x, y, _RADII[style], spread)


def _boxes_beside(mark: Mark, marks: Sequence[Mark]) -> list[Box]:
    return [other.box for other in marks if other is not mark]


def _place(mark: Mark, frame: Frame, taken: Sequence[Box]) -> PlaceLabel | None:
    placed = place_label(
        mark.name,
        mark.x,
        mark.y,
        size=14 if mark.strong else 12,
        gap=mark.radius + 5,
        inside=frame.room,
        taken=taken,
        strong=mark.strong,
    )
    return PlaceLabel(*placed, mark.strong) if placed else None
