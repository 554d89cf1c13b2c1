"""An agreement's file: its short forms put into those of the model."""

from collections.abc import Iterator
from typing import Any

from groundtruce.collect.case_tables import CaseTable
from groundtruce.model.agreements import Agreement


def expand_changes(table: CaseTable) -> CaseTable:
    """An agreement's tables with `changes = { due = "2020-11-25" }` as a list of keys with their values.

    What is no table stays as it is, and is refused when the value is made.
    """
    for owner, key in (("provisions", "amendments"), ("variants", "differences")):
        for row in tables_in(table.tables, owner):
            for changed in tables_in(row, key):
                if isinstance(changed.get("changes"), dict):
                    changed["changes"] = [{"key": name, "value": value} for name, value in changed["changes"].items()]
    return table


def convert_agreement(table: CaseTable) -> Agreement:
    """The agreement, each area that is made where it is used by the name that it gets."""
    tables = {key: value for key, value in table.tables.items() if key != "areas"}
    provisions = tables.get("provisions")
    if isinstance(provisions, list):
        tables["provisions"] = [_name_area(each) for each in provisions]
    return table._replace(tables=tables).convert(Agreement)


def area_name(provision: object) -> str:
    """The identifier of an area that is made in a provision's own terms."""
    return f"area-of-{provision}"


def tables_in(table: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """The tables of an array of tables; none where it is something else."""
    rows = table.get(key)
    return (row for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict))


# ---------------------------------------------------------------------------------------------------------------


def _name_area(provision: Any) -> Any:
    terms = provision.get("terms") if isinstance(provision, dict) else None
    if not isinstance(terms, dict) or not isinstance(terms.get("area"), dict):
        return provision
    return {**provision, "terms": {**terms, "area": area_name(provision.get("id"))}}
