"""Tables of events told from other files, by the columns that they name."""

import re

from groundtruce.collect.event_tables.rows import DELIMITERS, split_header
from groundtruce.collect.formats import ACLED_CSV, UCDP_CSV, UCDP_GEOJSON, FileFormat
from groundtruce.model.acled import ACLED_COLUMNS
from groundtruce.model.ucdp import UCDP_COLUMNS


def detect_event_table(head: str) -> FileFormat | None:
    """What table of events a file begins like; none for any other file.

    `head` is its beginning. It is taken for one where it names more than half of the data set's columns; what is
    missing then is said when it is read.
    """
    if head.lstrip()[:1] == "{":
        columns = set(re.findall(r'"(\w{1,40})"\s*:', head))
        return UCDP_GEOJSON if _names_most(columns, UCDP_COLUMNS) else None
    line = head.split("\n", 1)[0]
    if not any(delimiter in line for delimiter in DELIMITERS):
        return None
    columns = set(split_header(head))
    if _names_most(columns, UCDP_COLUMNS):
        return UCDP_CSV
    return ACLED_CSV if _names_most(columns, ACLED_COLUMNS) else None


# ---------------------------------------------------------------------------------------------------------------


def _names_most(columns: set[str], expected: tuple[str, ...]) -> bool:
    return 2 * len(columns & set(expected)) > len(expected)
