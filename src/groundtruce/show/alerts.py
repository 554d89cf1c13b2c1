"""Alerts: word of a zone that moved or a finding that turned, for a feed, a program or a person."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, indent, tostring

from groundtruce.model.agreements import Finding
from groundtruce.model.captures import Alert
from groundtruce.model.cases import Case
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneChange
from groundtruce.show.exports.addresses import name_thing
from groundtruce.show.exports.atom import ATOM, add_child, sum_up_change, title_change
from groundtruce.show.inert import make_line


def describe_move(change: ZoneChange, *, case: Case, raised: str) -> Alert:
    """The alert of a zone that moved. `raised` is ISO 8601 in UTC."""
    return Alert(
        id=name_thing("alert", case.id, change.zone, change.from_.version, change.to.version),
        category="change",
        title=title_change(change, case=case),
        summary=sum_up_change(change),
        raised=raised,
    )


def describe_turn(finding: Finding, before: str, *, case: Case, raised: str, head: str) -> Alert:
    """The alert of a finding that was `before`. `head` is the hash of the record's last entry when it turned."""
    return Alert(
        id=name_thing("alert", case.id, finding.provision, finding.on, before, finding.status, head),
        category="finding",
        title=f"{finding.provision}. {finding.title}: {finding.status} on {format_date(finding.on)}, {before} before",
        summary=finding.statement,
        raised=raised,
    )


def say_alert(alert: Alert) -> str:
    """The alert on one line."""
    return make_line(f"{alert.title}. {alert.summary}")


def write_alert_feed(alerts: Sequence[Alert], *, case: Case, updated: str, program: str) -> bytes:
    """The alerts as an Atom feed (RFC 4287) in UTF-8, the newest first. `updated` is ISO 8601 in UTC."""
    feed = Element("feed", xmlns=ATOM)
    add_child(feed, "id", name_thing("alerts", case.id))
    add_child(feed, "title", f"{case.title}: alerts")
    add_child(feed, "updated", _moment(max([alert.raised for alert in alerts], default=updated)))
    add_child(add_child(feed, "author"), "name", program)
    for alert in sorted(alerts, key=lambda alert: (alert.raised, alert.id), reverse=True):
        entry = add_child(feed, "entry")
        add_child(entry, "id", alert.id)
        add_child(entry, "title", alert.title)
        add_child(entry, "updated", _moment(alert.raised))
        add_child(entry, "category").set("term", alert.category)
        add_child(entry, "summary", alert.summary)
    indent(feed, space=" ")
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


# ---------------------------------------------------------------------------------------------------------------


def _moment(iso: str) -> str:
    """RFC 3339, to the second."""
    return f"{iso[:19]}Z"
