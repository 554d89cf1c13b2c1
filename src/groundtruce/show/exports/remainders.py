"""What of a value a row does not hold: everything but the fields that its writer names as held.

So a field that is new to the model is told as lost until a writer holds it. A lost value stands in the report as JSON, each
item of a list in a row of its own, with every part that is not empty; a quote is left to its span, and an account's silent
cell is one that is not there. Long texts, bytes and shapes, and what no cell of a spreadsheet holds, are told by their
SHA-256.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from groundtruce.model.ids import digest
from groundtruce.model.values import Value
from groundtruce.show.exports.exported import Loss

LONGEST_CELL = 32_000
"""Characters; a spreadsheet's cell takes 32,767."""
_LONGEST_TEXT = 500

NO_COLUMN = "the format has no column for it"


def list_losses(
    value: Value,
    *,
    row: int | None,
    event: str,
    held: Collection[str],
    columns: Mapping[str, Any],
    reason: str = NO_COLUMN,
) -> list[Loss]:
    """A loss for each field of a value of which a part is not held.

    `held` names fields and parts of fields, such as `place.text`; parts of a list's items are named without a number.
    `columns` are the row's cells: a field of which a part stands in the column of its name is told in that column.
    """
    losses = []
    for field, part in find_remainder(value, held).items():
        cell = _say(columns.get(field))
        for item in _list_items(part):
            if not _has_unheld(field, item, held):
                continue
            lost = _write(item)
            losses.append(
                Loss(row, event, field, cell, lost, "the column holds a part of it")
                if cell
                else Loss(row, event, "", "", f"{field}: {lost}", reason)
            )
    return losses


def tell_remainder(value: Value, *, row: int | None, event: str, held: Collection[str], reason: str) -> list[Loss]:
    """The same in one loss, for formats that hold little of a value; none where all is held."""
    remainder = find_remainder(value, held)
    return [Loss(row, event, "", "", _write(remainder), reason)] if remainder else []


def find_remainder(value: Value, held: Collection[str]) -> dict[str, Any]:
    """The fields of which a part is not held, as JSON's values, without what is empty in them."""
    fields = _without_empty(msgspec.to_builtins(value, builtin_types=(bytes,)))
    # The name of the value's own format is no part of it.
    fields.pop(value.__struct_config__.tag_field, None)
    return {field: part for field, part in fields.items() if _has_unheld(field, part, held)}


# ---------------------------------------------------------------------------------------------------------------


def _without_empty(value: Any) -> Any:
    match value:
        case {"type": str(kind), "coordinates": shape}:
            return f"{kind}, SHA-256 {digest(msgspec.json.encode(shape))}"
        case dict():
            quoted = {"quote"} if value.get("span") else set()
            cleaned = {key: _without_empty(part) for key, part in value.items() if key not in quoted}
            return {key: part for key, part in cleaned.items() if not _is_empty(part)}
        case list() | tuple():
            return [_without_empty(part) for part in value if not _is_silent(part)]
        case bytes():
            return f"{len(value)} bytes, SHA-256 {digest(value)}"
        case str() if len(value) > _LONGEST_TEXT:
            return f"{len(value)} characters, SHA-256 {digest(value.encode())}"
    return value


def _is_empty(part: Any) -> bool:
    return part is None or part is False or part in ("", [], {})


def _is_silent(part: Any) -> bool:
    return isinstance(part, dict) and part.get("state") == "silent"


def _list_items(part: Any) -> list[Any]:
    """The items of a list of objects; else the value itself, alone."""
    return part if isinstance(part, list) and any(isinstance(item, dict) for item in part) else [part]


def _has_unheld(path: str, part: Any, held: Collection[str]) -> bool:
    return any(not _is_held(each, held) for each in _list_paths(path, part))


def _list_paths(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _list_paths(f"{path}.{key}", part)
    elif isinstance(value, list):
        for part in value:
            yield from _list_paths(path, part)
    else:
        yield path


def _is_held(path: str, held: Collection[str]) -> bool:
    names = path.split(".")
    return any(".".join(names[:length]) in held for length in range(1, len(names) + 1))


def _say(cell: Any) -> str:
    return "; ".join(map(str, cell)) if isinstance(cell, list) else "" if cell is None else str(cell)


def _write(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_CELL else f"{len(text)} characters, SHA-256 {digest(text.encode())}"
