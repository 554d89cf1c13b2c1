"""Markers on the ground: kept in a record, and set against the zone's published boundary."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundtruce.collect.files import detect_format, read_file
from groundtruce.collect.markers import MarkerOptions, choose_marker_format, parse_markers
from groundtruce.compare.markers.answer import locate_markers
from groundtruce.compare.zone_history.history import Selection
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.markers import Markers, Sighting
from groundtruce.model.times import first_day, last_day
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.inputs import InputOptions, describe_document
from groundtruce.pipeline.knowledge import Known
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from groundtruce.settings import Settings


@dataclass(frozen=True, kw_only=True)
class MarkersAdded:
    """What became of one file of markers: how many of its sightings are new, of how many."""

    file: Path
    document: Document
    new: int
    sightings: int


def add_markers(
    path: Address,
    files: Sequence[Path],
    *,
    zone: str,
    markers: MarkerOptions,
    options: InputOptions,
    settings: Settings,
    map_by: str | None = None,
) -> list[MarkersAdded]:
    """Keep the markers in files, each file with its bytes and its sightings in one transaction.

    Every file is read before the first is recorded, so an unusable one leaves nothing behind. Raises `UnusableInput` for a
    zone that neither the case nor a map of the record knows, and as `find_markers` does for `map_by`.
    """
    if not files:
        return []
    with Record.open(path) as record:
        _check_map_by(record.zone_versions(), zone, map_by)
    collected = [_collect(file, zone=zone, markers=markers, options=options, settings=settings) for file in files]
    added = []
    with Record.open(path, writable=True) as record:
        drawn = {each.id for each in record.case().zones} | {version.zone for version in record.zone_versions()}
        for file, _, _, sightings in collected:
            _check_zones({zone, *(sighting.zone for sighting in sightings)}, file, drawn=drawn)
        for file, content, document, sightings in collected:
            head = record.head()
            held = {sighting.id for sighting in record.sightings()}
            new = tuple(sighting for sighting in sightings if sighting.id not in held)
            is_known = record.has_document(document.sha256)
            if new or not is_known:
                addition = Addition(
                    document=None if is_known else document, content=b"" if is_known else content, sightings=new
                )
                record.append(addition, now=now(), after=head)
            added.append(MarkersAdded(file=file, document=document, new=len(new), sightings=len(sightings)))
    return added


def find_markers(known: Known, *, selection: Selection, map_by: str | None = None) -> Markers:
    """Where the markers of a zone stand against its boundary, and how they moved, of those seen on the days asked for.

    Raises `UnusableInput` where the record holds no marker of the zone, or no map of it by the publisher asked for.
    """
    zone = selection.zone or ""
    of_zone = [sighting for sighting in known.sightings if sighting.zone == zone]
    if not of_zone:
        zones = ", ".join(sorted({sighting.zone for sighting in known.sightings}))
        held = f" (it holds those of: {zones})" if zones else ""
        raise UnusableInput("--zone", f"the record holds no marker of zone {zone!r}{held}")
    _check_map_by(known.zone_versions, zone, map_by)
    seen = [sighting for sighting in of_zone if _is_asked_for(sighting, selection)]
    return locate_markers(zone, seen, known.zone_versions, map_by=map_by)


# ---------------------------------------------------------------------------------------------------------------


def _collect(
    file: Path, *, zone: str, markers: MarkerOptions, options: InputOptions, settings: Settings
) -> tuple[Path, bytes, Document, tuple[Sighting, ...]]:
    content = read_file(file, limit=settings.max_document_bytes)
    form = choose_marker_format(detect_format(content, name=str(file)), name=str(file))
    document, _ = describe_document(file, content, form=form, options=options, settings=settings)
    sightings = parse_markers(
        content,
        name=str(file),
        document=digest(content),
        media_type=form.media_type,
        zone=zone,
        options=markers,
        collected_on=now().date(),
    )
    return file, content, document, sightings


def _check_zones(zones: set[str], file: Path, *, drawn: set[str]) -> None:
    """Refuse markers of zones that the record does not know: what is recorded cannot be taken back."""
    for zone in sorted(zones - drawn):
        held = ", ".join(sorted(drawn)) or "none"
        raise UnusableInput(file, f"marks zone {zone!r}, of which the record knows nothing (it knows: {held})")


def _check_map_by(versions: Sequence[ZoneVersion], zone: str, publisher: str | None) -> None:
    publishers = {version.publisher for version in versions if version.zone == zone}
    if publisher is not None and publisher not in publishers:
        drawn = ", ".join(sorted(filter(None, publishers))) or "nobody named"
        raise UnusableInput("--map-by", f"the record holds no map of {zone} by {publisher!r} (they are by: {drawn})")


def _is_asked_for(sighting: Sighting, selection: Selection) -> bool:
    first = first_day(sighting.seen)
    return first is None or selection.covers(first, last_day(sighting.seen))
