"""Flat rows: what the tables of incidents, claims, findings, changes, zones and markers hold, and what of these they lose.

GeoJSON, CSV, GeoPackage and GeoParquet have the same columns, so the same is lost in them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from groundtruce.model.agreements import Finding
from groundtruce.model.claims import Claim
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.show.exports.exported import Loss
from groundtruce.show.exports.remainders import list_losses

Cells = Mapping[str, Any]


def name_claim(claim: Claim) -> str:
    """How incidents name a claim's mention."""
    return f"{claim.document}#{claim.mention.id}"


def name_change(change: ZoneChange) -> str:
    """A change by its zone and the two versions."""
    return f"{change.zone}-{change.from_.version}-{change.to.version}"


def list_incident_losses(incident: Incident, row: int, columns: Cells) -> list[Loss]:
    """What each account says, with its passages; why mentions were matched, which documents are copies."""
    return list_losses(incident, row=row, event=incident.id, held=_INCIDENT, columns=columns)


def list_claim_losses(claim: Claim, row: int, columns: Cells) -> list[Loss]:
    """Who acted on whom, with the passages; in whose words it is told."""
    event = name_claim(claim)
    return [
        *list_losses(claim, row=row, event=event, held=_CLAIM, columns=columns),
        *list_losses(claim.mention, row=row, event=event, held=_MENTION, columns=columns),
    ]


def list_finding_losses(finding: Finding, row: int, columns: Cells) -> list[Loss]:
    """Who says what speaks for or against, and where."""
    return list_losses(finding, row=row, event=finding.provision, held=_FINDING, columns=columns)


def list_change_losses(change: ZoneChange, row: int, columns: Cells) -> list[Loss]:
    """Of a row that is a change: its parts, its directions, what maps it is between."""
    return list_losses(change, row=row, event=name_change(change), held=_CHANGE, columns=columns)


def list_all_parts_losses(changes: Iterable[ZoneChange], rows: Sequence[Cells]) -> list[Loss]:
    """Of rows that are the parts of changes: what is said of a whole change, at its first part; all of one without a part."""
    losses, row = [], 0
    for change in changes:
        if change.parts:
            held, columns, reason = _PARTS, rows[row], "a feature is one part of a change"
        else:
            held, columns, reason = frozenset(), {}, "a change without a part has no feature"
        place = row + 1 if change.parts else None
        losses += list_losses(change, row=place, event=name_change(change), held=held, columns=columns, reason=reason)
        row += len(change.parts)
    return losses


def list_zone_losses(version: ZoneVersion, row: int, columns: Cells) -> list[Loss]:
    """The stretches that were drawn better or worse."""
    return list_losses(version, row=row, event=version.id, held=_ZONE, columns=columns)


# ---------------------------------------------------------------------------------------------------------------

# A span of an incident's place is into the text of a mention, which has it too.
_INCIDENT = frozenset(
    {
        *("id", "kind", "date", "sources", "deaths", "injured", "reason", "certainty"),
        *(
            "place.text",
            "place.span",
            "place.gazetteer_id",
            "place.longitude",
            "place.latitude",
            "place.uncertainty_km",
        ),
        *("accounts.party", "accounts.narrator", "contradictions.statement"),
        *("judged.kind", "judged.by", "judged.decision"),
    }
)
_CLAIM = frozenset(
    {
        *("document", "publisher", "published", "claimant", "quote", "mention"),
        *("judged.kind", "judged.by", "judged.decision"),
    }
)
_MENTION = frozenset(
    {
        *("id", "type", "span", "realis", "date", "deaths", "injured"),
        *("place.text", "place.longitude", "place.latitude", "place.uncertainty_km"),
    }
)
_FINDING = frozenset(
    {
        *("provision", "kind", "title", "on", "status", "statement", "margin", "flips"),
        *("evidence.bearing", "evidence.statement"),
    }
)
_CHANGE = frozenset(
    {
        *("zone", "from.valid_from", "to.valid_from", "verdict", "gained_km2", "lost_km2", "net_km2"),
        *("furthest_gain.km", "furthest_gain.bearing_deg", "settlements.name", "settlements.verdict"),
    }
)
_PARTS = frozenset({"zone", "from.valid_from", "to.valid_from", "verdict", "parts"})
_ZONE = frozenset(
    {
        *("id", "zone", "name", "kind", "holder", "valid_from", "valid_to", "publisher", "document", "locator"),
        *("drawing_error_m", "drawing_error_from", "drawing_correlation_m", "repairs", "note", "reason", "wkb"),
    }
)
