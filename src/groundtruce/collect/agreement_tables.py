"""The short forms of an agreement's file, put into those of the model."""

from collections.abc import Iterator
from typing import Any


def expand_changes(tables: dict[str, Any]) -> dict[str, Any]:
    """An agreement's tables with `changes = { due = "2020-11-25" }` as a list of keys with their values.

    What is no table stays as it is, and is refused when the value is made.
    """
    for owner, key in (("provisions", "amendments"), ("variants", "differences")):
        for table in _tables_in(tables, owner):
            for changed in _tables_in(table, key):
                if isinstance(changed.get("changes"), dict):
                    changed["changes"] = [{"key": name, "value": value} for name, value in changed["changes"].items()]
    return tables


# ---------------------------------------------------------------------------------------------------------------


def _tables_in(table: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    rows = table.get(key)
    return (row for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict))
