"""Tables of events in a data set's columns: first the events that it coded itself, then the record's incidents."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.show.exports.coded import take_coded_rows
from groundtruce.show.exports.exported import Exported, Loss, list_guarded, sort_losses
from groundtruce.show.exports.occurrences import (
    Occurrence,
    gather_occurrences,
    left_out,
    list_common_losses,
    list_source_losses,
)
from groundtruce.show.exports.tables import Cell, write_table


class EventTable(NamedTuple):
    """How a data set sees an occurrence."""

    columns: tuple[str, ...]
    reason_to_leave_out: Callable[[Occurrence], str]
    """Empty for one that it takes."""
    row_of: Callable[[Occurrence], Mapping[str, Cell]]
    losses_of: Callable[[Occurrence, Mapping[str, Cell]], list[tuple[str, str, str]]]
    """What its columns hold less exactly: column, what is lost, why."""
    held: frozenset[str] = frozenset()
    """Fields of an incident that it holds, beside those that every data set does."""


def write_events(
    table: EventTable,
    incidents: Sequence[Incident],
    *,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    case: Case,
    coded: Mapping[str, Mapping[str, str]],
) -> Exported:
    """The events as CSV, with the losses.

    `claims` and `coded`, the rows that the data set coded itself, are by `sha256#mention`; `documents` by their SHA-256.
    """
    rows, losses, remaining = take_coded_rows(coded, incidents=incidents, columns=table.columns)
    written: dict[int, Occurrence] = {}
    for occurrence in gather_occurrences(remaining, claims=claims, documents=documents, case=case):
        reason = table.reason_to_leave_out(occurrence)
        if reason:
            losses.append(left_out(occurrence.incident, reason))
            continue
        row = table.row_of(occurrence)
        rows.append([row.get(column) for column in table.columns])
        written[len(rows)] = occurrence
        losses += _name_losses(occurrence, row, table, number=len(rows))
        losses += list_common_losses(occurrence, row=len(rows), held=table.held)
    losses += [*list_source_losses(written), *list_guarded(table.columns, rows)]
    return Exported(write_table(table.columns, rows).encode(), sort_losses(losses))


# ---------------------------------------------------------------------------------------------------------------


def _name_losses(occurrence: Occurrence, row: Mapping[str, Cell], table: EventTable, *, number: int) -> list[Loss]:
    return [
        Loss(number, occurrence.incident.id, column, "" if row.get(column) is None else str(row[column]), lost, reason)
        for column, lost, reason in table.losses_of(occurrence, row)
    ]
