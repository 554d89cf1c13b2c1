"""Exports: what a record knew in the formats that other programs take, each by its writer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from groundtruce import __version__
from groundtruce.collect.event_tables import read_coded_rows
from groundtruce.compare.judgements.marks import refer_to
from groundtruce.compare.judgements.standing import latest_decisions
from groundtruce.model.acled import ACLED_COLUMNS
from groundtruce.model.claims import Claim
from groundtruce.model.times import parse_moment
from groundtruce.model.ucdp import UCDP_COLUMNS
from groundtruce.pipeline.answers import check_record
from groundtruce.pipeline.knowledge import Known
from groundtruce.show.exports.acled import write_acled
from groundtruce.show.exports.annotations import write_annotations
from groundtruce.show.exports.atom import write_atom
from groundtruce.show.exports.csv import (
    write_changes_csv,
    write_claims_csv,
    write_findings_csv,
    write_incidents_csv,
    write_sightings_csv,
)
from groundtruce.show.exports.exported import Exported, write_losses
from groundtruce.show.exports.followthemoney import write_followthemoney
from groundtruce.show.exports.geojson import write_geojson
from groundtruce.show.exports.geopackage import write_geopackage
from groundtruce.show.exports.geoparquet import write_geoparquet
from groundtruce.show.exports.georeferences import write_georeferences
from groundtruce.show.exports.layers import (
    Layer,
    change_layer,
    claim_layer,
    finding_layer,
    incident_layer,
    zone_layer,
)
from groundtruce.show.exports.provenance import write_provenance
from groundtruce.show.exports.stac import write_stac
from groundtruce.show.exports.ucdp import write_ucdp

Writer: TypeAlias = Callable[[Known, str, date | None], Exported]
"""Writes what is asked for of what was known, findings on a day."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """A format: what of a record it can be asked for, the first by itself; and whether it is text that can be printed."""

    what: tuple[str, ...]
    write: Writer
    is_text: bool = True


def export_record(known: Known, *, form: str, what: str, on: date | None) -> Exported:
    """What a record knew in a format, and what the format could not hold. `form` is one of `EXPORTS`, `what` one of its own."""
    return EXPORTS[form].write(known, what, on)


def loss_report(exported: Exported) -> bytes:
    """What the format could not hold, as CSV."""
    return write_losses(exported.losses).encode()


# ---------------------------------------------------------------------------------------------------------------

_PROGRAM = f"groundtruce {__version__}"


def _geojson(known: Known, what: str, on: date | None) -> Exported:
    del on
    return write_geojson(
        zone_versions=known.zone_versions if what == "zones" else (),
        changes=known.history.changes if what == "changes" else (),
        incidents=known.judged_incidents if what == "incidents" else (),
        sightings=known.sightings if what == "markers" else (),
    )


def _csv(known: Known, what: str, on: date | None) -> Exported:
    writers: dict[str, Callable[[], Exported]] = {
        "incidents": lambda: write_incidents_csv(known.judged_incidents),
        "claims": lambda: write_claims_csv(known.claims),
        "findings": lambda: write_findings_csv(check_record(known, on=on).findings),
        "markers": lambda: write_sightings_csv(known.sightings),
        "changes": lambda: write_changes_csv(known.history.changes),
    }
    return writers[what]()


_LAYERS: dict[str, Callable[[Known, date | None], Layer]] = {
    "zones": lambda known, _: zone_layer(known.zone_versions),
    "changes": lambda known, _: change_layer(known.history.changes),
    "incidents": lambda known, _: incident_layer(known.judged_incidents),
    "claims": lambda known, _: claim_layer(known.claims),
    "findings": lambda known, on: finding_layer(check_record(known, on=on).findings),
}
_SHAPES = ("incidents", "zones", "changes", "claims")


def _geopackage(known: Known, what: str, on: date | None) -> Exported:
    names = tuple(_LAYERS) if what == "everything" else (what,)
    layers = [_LAYERS[name](known, on) for name in names]
    return write_geopackage(layers, recorded=parse_moment(known.head.recorded))


def _geoparquet(known: Known, what: str, on: date | None) -> Exported:
    return write_geoparquet(_LAYERS[what](known, on))


def _ucdp(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_ucdp(
        known.judged_incidents,
        claims=_claims_by_key(known),
        documents=known.documents,
        case=known.case,
        coded=_coded_rows(known, UCDP_COLUMNS),
    )


def _acled(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_acled(
        known.judged_incidents,
        claims=_claims_by_key(known),
        documents=known.documents,
        case=known.case,
        coded=_coded_rows(known, ACLED_COLUMNS),
        recorded=parse_moment(known.head.recorded),
    )


def _followthemoney(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_followthemoney(
        known.judged_incidents, claims=_claims_by_key(known), documents=known.documents, case=known.case
    )


def _annotations(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_annotations(
        known.readings,
        documents=known.documents,
        recorded=known.head.recorded,
        judged={name: refer_to(each) for name, each in latest_decisions(known.standing).items()},
    )


def _provenance(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_provenance(
        case=known.case,
        documents=known.documents,
        readings=known.readings,
        incidents=known.judged_incidents,
        zone_versions=known.zone_versions,
        traces=known.traces,
        program=_PROGRAM,
    )


def _atom(known: Known, what: str, on: date | None) -> Exported:
    return write_atom(
        case=known.case,
        changes=known.history.changes if what in ("everything", "changes") else (),
        findings=check_record(known, on=on).findings if what in ("everything", "findings") else (),
        documents=known.documents,
        recorded=known.head.recorded,
        program=_PROGRAM,
    )


def _iiif(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_georeferences(known.traces, documents=known.documents, recorded=known.head.recorded)


def _stac(known: Known, what: str, on: date | None) -> Exported:
    del what, on
    return write_stac(known.zone_versions, documents=known.documents)


EXPORTS: Mapping[str, Export] = {
    "geojson": Export(what=("incidents", "zones", "changes", "markers"), write=_geojson),
    "csv": Export(what=("incidents", "claims", "findings", "changes", "markers"), write=_csv),
    "geopackage": Export(what=("everything", *_SHAPES, "findings"), write=_geopackage, is_text=False),
    "geoparquet": Export(what=_SHAPES, write=_geoparquet, is_text=False),
    "ucdp": Export(what=("incidents",), write=_ucdp),
    "acled": Export(what=("incidents",), write=_acled),
    "followthemoney": Export(what=("incidents",), write=_followthemoney),
    "annotations": Export(what=("claims",), write=_annotations),
    "provenance": Export(what=("everything",), write=_provenance),
    "atom": Export(what=("everything", "changes", "findings"), write=_atom),
    "iiif": Export(what=("zones",), write=_iiif),
    "stac": Export(what=("zones",), write=_stac),
}
"""Every format that a record is exported in, by its name on the command line."""


def _claims_by_key(known: Known) -> dict[str, Claim]:
    """Claims by how incidents name their mentions."""
    return {f"{claim.document}#{claim.mention.id}": claim for claim in known.claims}


def _coded_rows(known: Known, columns: tuple[str, ...]) -> dict[str, Mapping[str, str]]:
    """The rows that a data set coded itself, by the mentions made of them, in the order of recording."""
    coded: dict[str, Mapping[str, str]] = {}
    for sha256, reading in known.readings.items():
        events = {each.coded: f"{sha256}#{each.id}" for each in reading.event_mentions if each.coded is not None}
        rows = read_coded_rows(known.documents[sha256], columns=columns) if events else {}
        coded |= {key: rows[event] for event, key in events.items() if event in rows}
    return coded
