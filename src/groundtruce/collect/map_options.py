"""What is said of a map outside its shapes: by options, by a sidecar beside it, by the properties of its features."""

import math
from typing import Any

from groundtruce.collect import files
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value


class MapOptions(Value):
    """What is known of a map. Each is none where nobody said it."""

    zone: str | None = None
    """The zone's identifier."""
    name: str | None = None
    kind: str | None = None
    holder: str | None = None
    valid_from: str | None = None
    """EDTF."""
    valid_to: str | None = None
    """EDTF; the zone had this shape until before it."""
    publisher: str | None = None
    drawing_error_m: float | None = None
    drawing_correlation_m: float | None = None
    note: str | None = None

    @property
    def names_zone(self) -> bool:
        """Whether it says which zone it speaks of."""
        return self.zone is not None or self.name is not None


def parse_sidecar(content: bytes, name: str) -> MapOptions:
    """What the sidecar `NAME.toml` of a map says of it. Raises `UnusableInput` as `collect.files.parse_sidecar` does."""
    return options_of_sidecar(files.parse_sidecar(content, name=name))


def options_of_sidecar(sidecar: files.Sidecar) -> MapOptions:
    """The part of a sidecar that speaks of a map's zone."""
    shared = (field for field in MapOptions.__struct_fields__ if field in files.Sidecar.__struct_fields__)
    return MapOptions(**{field: getattr(sidecar, field) for field in shared})


def overlay_options(*layers: MapOptions) -> MapOptions:
    """One for all: of each field the first layer's word that is one."""
    fields = MapOptions.__struct_fields__
    said = ((field, [getattr(layer, field) for layer in layers]) for field in fields)
    return MapOptions(**{field: next((each for each in values if each is not None), None) for field, values in said})


def read_properties(properties: dict[str, Any], name: str, place: str) -> MapOptions:
    """What a feature's own properties say, their names in any case; `source` is another name of `publisher`.

    Raises `UnusableInput` for a drawing error that is no number.
    """
    known = _fold_names(properties)
    known.setdefault("publisher", known.get("source"))
    known.setdefault("drawing_error_m", known.get("drawing_er"))  # a Shapefile's names end after ten letters
    said: dict[str, Any] = {field: _text_of(known.get(field)) for field in MapOptions.__struct_fields__}
    said |= {field: _read_metres(field, said[field], name, place) for field in _METRES}
    return MapOptions(**said)


def read_stretch_error(properties: dict[str, Any], name: str, place: str) -> float | None:
    """The drawing error that a feature states of the boundary within it; none where it is no such feature."""
    known = _fold_names(properties)
    return _read_metres("stretch_error_m", _text_of(known.get("stretch_error_m", known.get("stretch_er"))), name, place)


def check_metres(field: str, metres: float, file: str, place: str) -> None:
    """Refuses an error or a length, in metres, that no boundary has, with `UnusableInput`."""
    if not 0 < metres <= _LARGEST_METRES:
        raise UnusableInput(file, f"{field} {metres:g} is not between 0 and {_LARGEST_METRES} m", place=place)


# ---------------------------------------------------------------------------------------------------------------


_LARGEST_METRES = 100_000
_METRES = ("drawing_error_m", "drawing_correlation_m")


def _fold_names(properties: dict[str, Any]) -> dict[str, Any]:
    return {key.casefold(): value for key, value in properties.items() if not _is_blank(value)}


def _read_metres(field: str, text: str | None, name: str, place: str) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        raise UnusableInput(name, f"{field} {text!r} is not a number of metres", place=place) from None


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value).strip() in ("", "NaT")


def _text_of(value: Any) -> str | None:
    return None if value is None else str(value).strip()
