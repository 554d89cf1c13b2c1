"""Rows of a table, each cell with where it stands in the text: CSV (RFC 4180) and GeoJSON's features (RFC 7946)."""

import re
from collections.abc import Iterator, Mapping
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Piece

DELIMITERS = ",;\t"


class Cell(NamedTuple):
    """A cell's text as meant, without quotes and escapes, and where it stands, within its quotes."""

    text: str
    piece: Piece


class Row(NamedTuple):
    """One event: the line it begins on, from 1, and its cells by column. A column that is not there has none."""

    line: int
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """The text of a cell; empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""


def find_rows(text: str, *, name: str) -> Iterator[Row]:
    """The rows of a table, whichever of the two forms it has. Raises `UnusableInput` with the line for a broken one."""
    return _feature_rows(text, name) if text.lstrip()[:1] == "{" else _csv_rows(text, name)


def split_header(text: str) -> tuple[str, ...]:
    """The columns that the first line of a CSV file names, in their order."""
    line = text.lstrip("\ufeff").split("\n", 1)[0]
    return tuple(cell.text.strip() for cell in _cells_of(line + "\n", _delimiter(line)))


# ---------------------------------------------------------------------------------------------------------------
# CSV


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    # Possessive, so that a quote that is never closed costs one pass and not many.
    return re.compile(rf'(?:"(?P<quoted>(?:[^"]++|"")*+)"|(?P<plain>[^{delimiter}"\n]*+))(?P<end>[{delimiter}\n]|\Z)')


def _cells_of(line: str, delimiter: str) -> Iterator[Cell]:
    for match in _cell_pattern(delimiter).finditer(line):
        yield _cell(match)
        if match["end"] in ("\n", ""):
            return


def _cell(match: re.Match[str]) -> Cell:
    group = "plain" if match["quoted"] is None else "quoted"
    return Cell(match[group].replace('""', '"') if group == "quoted" else match[group], match.span(group))


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    columns = split_header(text)
    twice = next((column for number, column in enumerate(columns) if column in columns[:number]), None)
    if twice is not None:
        raise UnusableInput(name, f"names the column {twice!r} twice", place="line 1")
    pattern = _cell_pattern(_delimiter(text.split("\n", 1)[0]))
    cells: list[Cell] = []
    position, line, start = text.find("\n") + 1 or len(text), 2, 2
    while position < len(text):
        match = pattern.match(text, position)
        if match is None:
            raise UnusableInput(name, "has a quotation mark that is not closed or not doubled", place=f"line {line}")
        cells.append(_cell(match))
        line += text.count("\n", position, match.end())
        position = match.end()
        if match["end"] in ("\n", "") or position == len(text):
            if match["end"] not in ("\n", ""):
                cells.append(Cell("", (position, position)))
            if [cell.text for cell in cells] != [""]:
                yield _csv_row(columns, cells, name=name, line=start)
            cells, start = [], line


def _csv_row(columns: tuple[str, ...], cells: list[Cell], *, name: str, line: int) -> Row:
    if len(cells) != len(columns):
        reason = f"has {len(cells)} cells, and its header names {len(columns)} columns"
        raise UnusableInput(name, reason, place=f"line {line}")
    return Row(line, dict(zip(columns, cells, strict=True)))


# ---------------------------------------------------------------------------------------------------------------
# GeoJSON

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()


def _feature_rows(text: str, name: str) -> Iterator[Row]:
    """The properties of each feature, and its point as the columns `longitude`, `latitude` and `geom_wkt` where it has none."""
    line, counted = 1, 0
    try:
        members = _members(text, _skip(text, 0))
        features = members.get("features")
        for start, _ in _items(text, features[0]) if features else ():
            line += text.count("\n", counted, start)
            counted = start
            yield Row(line, _feature_cells(text, start))
    except (JSONDecodeError, ValueError, IndexError, KeyError, TypeError, RecursionError) as error:
        reason = "has a feature that is no object with properties and a point"
        raise UnusableInput(name, reason, place=f"line {line}") from error


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    assert match
    return match.end()


def _members(text: str, position: int) -> dict[str, Piece]:
    """Where the value of each member of the object at `position` stands."""
    if text[position] != "{":
        raise ValueError("no object")
    members: dict[str, Piece] = {}
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, position = _DECODER.raw_decode(text, position)
        start = _skip(text, _skip(text, position) + 1)
        _, end = _DECODER.raw_decode(text, start)
        members[key] = (start, end)
        position = _after(text, end)
    return members


def _items(text: str, position: int) -> Iterator[Piece]:
    if text[position] != "[":
        raise ValueError("no list")
    position = _skip(text, position + 1)
    while text[position] != "]":
        _, end = _DECODER.raw_decode(text, position)
        yield position, end
        position = _after(text, end)


def _after(text: str, end: int) -> int:
    position = _skip(text, end)
    return _skip(text, position + 1) if text[position] == "," else position


def _feature_cells(text: str, position: int) -> dict[str, Cell]:
    members = _members(text, position)
    cells = {column: _json_cell(text, piece) for column, piece in _members(text, members["properties"][0]).items()}
    return {**_point_cells(text, members["geometry"]), **cells}


def _json_cell(text: str, piece: Piece) -> Cell:
    start, end = piece
    if text[start] == '"':
        return Cell(_DECODER.decode(text[start:end]), (start + 1, end - 1))
    return Cell("" if text[start:end] == "null" else text[start:end], piece)


def _point_cells(text: str, piece: Piece) -> dict[str, Cell]:
    start, end = piece
    geometry: Any = _DECODER.decode(text[start:end])
    if geometry["type"] != "Point":
        raise ValueError("no point")
    coordinates = _members(text, start)["coordinates"]
    longitude, latitude, *_ = (_json_cell(text, number) for number in _items(text, coordinates[0]))
    well_known = Cell(f"POINT ({longitude.text} {latitude.text})", coordinates)
    return {"latitude": latitude, "longitude": longitude, "geom_wkt": well_known}
