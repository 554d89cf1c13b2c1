"""Places labels on a figure without letting them run into each other."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]

_NARROW, _WIDE = frozenset("iljtfrI.,:;'’|!()[]/ "), frozenset("mwMW—%@")


class Label(NamedTuple):
    """A text at a baseline point, in pixels."""

    text: str
    x: float
    y: float
    anchor: Anchor


class Box(NamedTuple):
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share ground."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        """Whether all of it lies in `other`."""
        return (
            other.left <= self.left
            and other.top <= self.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """About how wide a humanist sans sets `text`, in pixels: rather too wide than too narrow."""
    ems = sum(0.32 if sign in _NARROW else 0.9 if sign in _WIDE else 0.64 if sign.isupper() else 0.57 for sign in text)
    return ems * size * (1.07 if strong else 1.0)


def wrap_text(text: str, width: float, size: float) -> list[str]:
    """The text in lines that `width` pixels hold, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def place_label(
    text: str, x: float, y: float, *, size: float, gap: float, inside: Box, taken: Sequence[Box], strong: bool = False
) -> tuple[Label, Box] | None:
    """The first free place for a label beside, above or below its mark, with the room it takes; none if all are taken."""
    width = text_width(text, size, strong=strong)
    places: tuple[tuple[float, float, Anchor], ...] = (
        (x + gap, y + size * 0.35, "start"),
        (x - gap, y + size * 0.35, "end"),
        (x, y - gap, "middle"),
        (x, y + gap + size * 0.75, "middle"),
        (x + gap * 0.7, y - gap * 0.7, "start"),
        (x - gap * 0.7, y - gap * 0.7, "end"),
        (x + gap * 0.7, y + gap * 0.7 + size * 0.6, "start"),
        (x - gap * 0.7, y + gap * 0.7 + size * 0.6, "end"),
    )
    for left, baseline, anchor in places:
        box = text_box(left, baseline, width, size, anchor)
        if box.lies_in(inside) and not any(box.meets(other) for other in taken):
            return Label(text, left, baseline, anchor), box
    return None


def text_box(x: float, baseline: float, width: float, size: float, anchor: Anchor) -> Box:
    """The room that a line of text takes."""
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, baseline - 0.85 * size, left + width, baseline + 0.3 * size)
