"""What people must be told: zones that moved and findings that turned since they were last told."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from groundtruce.model.agreements import Finding
from groundtruce.model.zones import ZoneChange


class Turn(NamedTuple):
    """A finding whose status is another than before."""

    before: str
    finding: Finding


def name_move(change: ZoneChange) -> str:
    """What tells one change from every other: its zone and its two versions."""
    return f"{change.zone} {change.from_.version} {change.to.version}"


def find_moves(changes: Iterable[ZoneChange], *, told: Collection[str]) -> tuple[ZoneChange, ...]:
    """The changes whose verdict is `moved` and whose name is not among those told."""
    return tuple(change for change in changes if change.verdict == "moved" and name_move(change) not in told)


def find_turns(findings: Iterable[Finding], *, before: Mapping[str, str]) -> tuple[Turn, ...]:
    """The findings with another status than before, by the identifiers of their provisions. A new provision has not turned."""
    return tuple(
        Turn(before[finding.provision], finding)
        for finding in findings
        if before.get(finding.provision, finding.status) != finding.status
    )
