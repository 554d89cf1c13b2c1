"""Writes map sheets as STAC items (SpatioTemporal Asset Catalog 1.1.0), in one ItemCollection."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import shapely

from groundtruce.model.documents import Document
from groundtruce.model.times import interval_of
from groundtruce.model.zones import ZoneVersion
from groundtruce.show.exports.addresses import choose_address
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.remainders import tell_remainder

FILE_EXTENSION = "https://stac-extensions.github.io/file/v2.1.0/schema.json"


def write_stac(zone_versions: Sequence[ZoneVersion], *, documents: Mapping[str, Document]) -> Exported:
    """One item for each map that zone versions were taken from, in the order of its first one.

    An item's extent is that of the shapes on it; its time runs from the first of their valid times to the last end that
    is known. `documents` are by their SHA-256; a version whose map is not among them is passed over.
    """
    sheets: dict[str, list[ZoneVersion]] = {}
    for version in zone_versions:
        if version.document in documents:
            sheets.setdefault(version.document, []).append(version)
    items = [_item(documents[sha256], versions) for sha256, versions in sheets.items()]
    collection = {"type": "FeatureCollection", "features": items}
    losses = [
        loss
        for number, (sha256, versions) in enumerate(sheets.items(), 1)
        for loss in _losses(documents[sha256], versions, row=number)
    ]
    left_out = (version for version in zone_versions if version.document not in documents)
    losses += [
        loss
        for version in left_out
        for loss in tell_remainder(version, row=None, event=version.id, held=(), reason="its map is not on record")
    ]
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return Exported(text.encode(), tuple(losses))


# ---------------------------------------------------------------------------------------------------------------

_DECIMALS = 7


_DOCUMENT = frozenset({"sha256", "title", "origin", "media_type", "size", "retrieved", "publisher"})
_ZONE = frozenset({"id", "zone", "kind", "valid_from", "valid_to", "document", "drawing_error_m", "drawing_error_from"})


def _losses(document: Document, versions: Sequence[ZoneVersion], *, row: int) -> list[Loss]:
    of_document = tell_remainder(
        document, row=row, event=document.sha256, held=_DOCUMENT, reason="an item describes a file, and has it not"
    )
    of_versions = (
        tell_remainder(version, row=row, event=version.id, held=_ZONE, reason="an item has the extent of its shapes")
        for version in versions
    )
    return [*of_document, *(loss for losses in of_versions for loss in losses)]


def _item(document: Document, versions: Sequence[ZoneVersion]) -> dict[str, Any]:
    west, south, east, north = (
        round(float(bound), _DECIMALS) for bound in shapely.total_bounds([shapely.from_wkb(v.wkb) for v in versions])
    )
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [FILE_EXTENSION],
        "id": document.sha256,
        "geometry": {"type": "Polygon", "coordinates": [corners]},
        "bbox": [west, south, east, north],
        "properties": {
            "title": document.title,
            **_times(document, versions),
            "created": document.retrieved,
            "providers": _providers(document),
            "groundtruce:zones": [
                {
                    "zone": version.zone,
                    "version": version.id,
                    "kind": version.kind,
                    "valid_from": version.valid_from,
                    "valid_to": version.valid_to,
                    "drawing_error_m": version.drawing_error_m,
                    "drawing_error_from": version.drawing_error_from,
                }
                for version in versions
            ],
        },
        "links": [],
        "assets": {"map": _asset(document)},
    }


def _times(document: Document, versions: Sequence[ZoneVersion]) -> dict[str, str | None]:
    """A moment, or a range with no moment, as STAC has it; when the map was got where no shape says since when it holds."""
    starts = [start for version in versions if (start := interval_of(version.valid_from).start)]
    ends = [end for version in versions if version.valid_to and (end := interval_of(version.valid_to).start)]
    if not starts:
        return {"datetime": f"{document.retrieved[:19]}Z"}
    if not ends:
        return {"datetime": _write(min(starts))}
    return {"datetime": None, "start_datetime": _write(min(starts)), "end_datetime": _write(max(ends))}


def _write(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _providers(document: Document) -> list[dict[str, Any]]:
    return [{"name": document.publisher, "roles": ["producer"]}] if document.publisher else []


def _asset(document: Document) -> dict[str, Any]:
    """The file itself, by its hash where its origin is no address; `1220` says SHA-256 of 32 bytes (multihash)."""
    return {
        "href": choose_address(document),
        "title": PurePath(document.origin).name,
        "type": document.media_type,
        "roles": ["data"],
        "file:size": document.size,
        "file:checksum": f"1220{document.sha256}",
    }
