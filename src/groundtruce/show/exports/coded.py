"""Events that a data set coded itself, written again as it coded them."""

from collections.abc import Mapping, Sequence

from groundtruce.model.incidents import Incident
from groundtruce.show.exports.exported import Loss
from groundtruce.show.exports.occurrences import list_row_losses
from groundtruce.show.exports.tables import Cell, Number, is_number


def take_coded_rows(
    coded: Mapping[str, Mapping[str, str]], *, incidents: Sequence[Incident], columns: Sequence[str]
) -> tuple[list[Sequence[Cell]], list[Loss], list[Incident]]:
    """The coded rows in the order given, their losses, and the incidents that hold none of them.

    `coded` is by `sha256#mention`. Where a later edition codes an event again, only its later row is taken: that which
    comes later in `coded`.
    """
    latest = {row[columns[0]]: key for key, row in coded.items()}
    homes = {key: incident for incident in incidents for key in incident.mentions if key in coded}
    rows: list[Sequence[Cell]] = []
    losses: list[Loss] = []
    for event, key in latest.items():
        row, home = coded[key], homes.get(key)
        rows.append([_as_written(row.get(column, "")) for column in columns])
        others = sum(mention not in coded for mention in home.mentions) if home else 0
        losses += list_row_losses(row, number=len(rows), event=event, columns=columns, others=others)
    held = {incident.id for incident in homes.values()}
    return rows, losses, [incident for incident in incidents if incident.id not in held]


# ---------------------------------------------------------------------------------------------------------------


def _as_written(text: str) -> Cell:
    return Number(text) if is_number(text) else text
