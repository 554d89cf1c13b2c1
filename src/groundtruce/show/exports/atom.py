"""Writes changes of zones and findings as an Atom feed (RFC 4287), the newest first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from groundtruce.model.agreements import Finding
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.times import format_date
from groundtruce.model.zones import Estimate, ZoneChange
from groundtruce.show.exports.addresses import name_thing
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.remainders import tell_remainder
from groundtruce.show.inert import make_line

ATOM = "http://www.w3.org/2005/Atom"


def write_atom(
    *,
    case: Case,
    changes: Sequence[ZoneChange],
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    recorded: str,
    program: str,
) -> Exported:
    """The feed in UTF-8. `recorded` (ISO 8601) is when the record last learned something; `program` what made it.

    A change is as new as the later of its two maps, by when it was got; a finding as the record. An entry keeps its
    identifier as long as it says the same: a finding whose status is another is another entry.
    """
    entries = [
        *(_change_entry(change, case=case, documents=documents, recorded=recorded) for change in changes),
        *(_finding_entry(finding, case=case, recorded=recorded) for finding in findings),
    ]
    feed = Element("feed", xmlns=ATOM)
    add_child(feed, "id", name_thing("feed", case.id))
    add_child(feed, "title", case.title)
    add_child(feed, "subtitle", "Changes of zones, and findings of the agreement's provisions")
    add_child(feed, "updated", _moment(recorded))
    add_child(add_child(feed, "author"), "name", program)
    add_child(feed, "generator", program)
    losses: list[Loss] = []
    # The newest first; of the same moment, in the order given.
    for row, entry in enumerate(sorted(entries, key=lambda entry: entry.updated, reverse=True), 1):
        _add_entry(feed, entry)
        losses += tell_remainder(
            entry.told, row=row, event=entry.id, held=entry.held, reason="an entry is a title and a sentence"
        )
    indent(feed, space=" ")
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return Exported(content + b"\n", tuple(losses))


def title_change(change: ZoneChange, *, case: Case) -> str:
    """What a change is called: its zone, its verdict, and since when the later map holds."""
    name = next((zone.name for zone in case.zones if zone.id == change.zone), change.zone)
    since = f" of {format_date(change.to.valid_from)}" if change.to.valid_from else ""
    return f"{name}: {change.verdict} in the map{since}"


def sum_up_change(change: ZoneChange) -> str:
    """A change in one sentence: ground and settlements gained and lost."""
    gained = ", ".join(each.name for each in change.settlements if each.verdict == "gained")
    lost = ", ".join(each.name for each in change.settlements if each.verdict == "lost")
    parts = [
        f"gained {_say(change.gained_km2)}",
        f"lost {_say(change.lost_km2)}",
        f"settlements gained: {gained}" if gained else "",
        f"settlements lost: {lost}" if lost else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def add_child(parent: Element, name: str, text: str | None = None) -> Element:
    """A new element in `parent`, its text on one line and harmless."""
    child = SubElement(parent, name)
    child.text = None if text is None else make_line(text)
    return child


# ---------------------------------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    id: str
    title: str
    updated: str
    category: str
    summary: str
    told: ZoneChange | Finding
    """What it tells of, and which parts of that it holds."""
    held: frozenset[str]


_CHANGE = frozenset(
    {
        *("zone", "to.valid_from", "verdict", "gained_km2.best", "gained_km2.low", "gained_km2.high"),
        *("lost_km2.best", "lost_km2.low", "lost_km2.high"),
    }
)
_FINDING = frozenset({"provision", "title", "on", "status", "statement"})


def _add_entry(feed: Element, entry: _Entry) -> None:
    element = add_child(feed, "entry")
    add_child(element, "id", entry.id)
    add_child(element, "title", entry.title)
    add_child(element, "updated", entry.updated)
    add_child(element, "category").set("term", entry.category)
    add_child(element, "summary", entry.summary)


def _moment(recorded: str) -> str:
    """RFC 3339, to the second."""
    return f"{recorded[:19]}Z"


def _change_entry(change: ZoneChange, *, case: Case, documents: Mapping[str, Document], recorded: str) -> _Entry:
    got = [documents[side.document].retrieved for side in (change.from_, change.to) if side.document in documents]
    return _Entry(
        id=name_thing("change", case.id, change.zone, change.from_.version, change.to.version),
        title=title_change(change, case=case),
        updated=_moment(max(got, default=recorded)),
        category="change",
        summary=sum_up_change(change),
        told=change,
        held=_CHANGE,
    )


def _say(km2: Estimate) -> str:
    return f"{km2.best:.1f} km² ({km2.low:.1f} to {km2.high:.1f})"


def _finding_entry(finding: Finding, *, case: Case, recorded: str) -> _Entry:
    return _Entry(
        id=name_thing("finding", case.id, finding.provision, finding.on, finding.status),
        title=f"{finding.provision}. {finding.title}: {finding.status} on {format_date(finding.on)}",
        updated=_moment(recorded),
        category="finding",
        summary=finding.statement,
        told=finding,
        held=_FINDING,
    )
