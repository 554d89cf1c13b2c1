"""Classes: what the user points out on a picture, as `NAME=COLOUR`, `NAME=legend:X,Y`, `NAME=at:X,Y` or `NAME=like:X,Y`."""

import re
from typing import get_args

from groundtruce.errors import UnusableInput
from groundtruce.model.traces import ClassPart, Drawn


def parse_class(text: str, *, option: str = "--class") -> ClassPart:
    """The class of `NAME=COLOUR[:DRAWN]` or `NAME=legend|at|like:PLACE[:DRAWN]`.

    COLOUR is `#d62f27` or a CSS name, PLACE is `X,Y` in pixels or such as `46.75E,39.82N`, DRAWN is `filled` (if left
    out), `hatched` or `outline`. Raises `UnusableInput`, naming the option, for anything else.
    """
    name, equals, how = (part.strip() for part in text.partition("="))
    if not equals or not name or not how:
        raise UnusableInput(option, f"{text!r} is not of the form {_FORM}")
    words = how.split(":")
    drawn: Drawn = "filled"
    if words[-1] in get_args(Drawn):
        drawn = words.pop()  # type: ignore[assignment]
    if len(words) == 2 and words[0] in ("legend", "at", "like"):
        point, on_ground = _parse_place(words[1], text, option)
        return ClassPart(name=name, by=words[0], drawn=drawn, point=point, on_ground=on_ground)  # type: ignore[arg-type]
    if len(words) == 1:
        return ClassPart(name=name, by="colour", drawn=drawn, colour=_parse_colour(words[0], text, option))
    raise UnusableInput(option, f"{text!r} is not of the form {_FORM}")


# ---------------------------------------------------------------------------------------------------------------

_FORM = "NAME=COLOUR, NAME=legend:X,Y, NAME=at:X,Y or NAME=like:X,Y, perhaps with :hatched or :outline behind it"
_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_PIXEL = re.compile(rf"{_NUMBER},{_NUMBER}")
_GROUND = re.compile(r"(\d+(?:\.\d+)?)([EW]),(\d+(?:\.\d+)?)([NS])", re.IGNORECASE)


def _parse_place(text: str, whole: str, option: str) -> tuple[tuple[float, float], bool]:
    pixel = _PIXEL.fullmatch(text)
    if pixel:
        return (float(pixel[1]), float(pixel[2])), False
    ground = _GROUND.fullmatch(text)
    if ground:
        longitude = float(ground[1]) * (-1 if ground[2] in "wW" else 1)
        latitude = float(ground[3]) * (-1 if ground[4] in "sS" else 1)
        return (longitude, latitude), True
    reason = f"{text!r} in {whole!r} is no place: X,Y in pixels, or such as 46.75E,39.82N"
    raise UnusableInput(option, reason)


def _parse_colour(text: str, whole: str, option: str) -> tuple[int, int, int]:
    from PIL import ImageColor  # noqa: PLC0415 - an extra

    try:
        return ImageColor.getrgb(text)[:3]
    except ValueError:
        reason = f"{text!r} in {whole!r} is no colour: #d62f27 or a CSS name; or write legend:, at: or like: before X,Y"
        raise UnusableInput(option, reason) from None
