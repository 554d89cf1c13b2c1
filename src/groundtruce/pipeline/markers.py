"""Markers on the ground: kept in a record, and set against the zone's published boundary."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundtruce.collect.documents import parse_document
from groundtruce.collect.files import detect_format, find_sidecar, parse_sidecar, read_file
from groundtruce.collect.markers import MarkerOptions, choose_marker_format, parse_markers
from groundtruce.compare.markers.answer import locate_markers
from groundtruce.compare.zone_history.history import Selection
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.markers import Markers, Sighting
from groundtruce.model.times import first_day, format_moment, last_day
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.inputs import InputOptions
from groundtruce.pipeline.knowledge import Known, know, know_record
from groundtruce.record.geopackage import Addition, Record
from groundtruce.settings import Settings


@dataclass(frozen=True, kw_only=True)
class MarkersAdded:
    """What became of one file of markers: how many of its sightings are new, of how many."""

    file: Path
    document: Document
    new: int
    sightings: int


def add_markers(
    path: Path,
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
    _check_map_by(know_record(path), zone, map_by)
    collected = [_collect(file, zone=zone, markers=markers, options=options, settings=settings) for file in files]
    added = []
    with Record.open(path, writable=True) as record:
        for file, _, _, sightings in collected:
            _check_zones(know(record), {zone, *(sighting.zone for sighting in sightings)}, file)
        for file, content, document, sightings in collected:
            known = know(record)
            held = {sighting.id for sighting in known.sightings}
            new = tuple(sighting for sighting in sightings if sighting.id not in held)
            is_known = document.sha256 in known.documents
            if new or not is_known:
                addition = Addition(
                    document=None if is_known else document, content=b"" if is_known else content, sightings=new
                )
                record.append(addition, now=now(), after=known.head)
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
    _check_map_by(known, zone, map_by)
    seen = [sighting for sighting in of_zone if _is_asked_for(sighting, selection)]
    return locate_markers(zone, seen, known.zone_versions, map_by=map_by)


# ---------------------------------------------------------------------------------------------------------------


def _collect(
    file: Path, *, zone: str, markers: MarkerOptions, options: InputOptions, settings: Settings
) -> tuple[Path, bytes, Document, tuple[Sighting, ...]]:
    content = read_file(file, limit=settings.max_document_bytes)
    form = choose_marker_format(detect_format(content, name=str(file)), name=str(file))
    beside = find_sidecar(file)
    sidecar = parse_sidecar(read_file(beside, limit=settings.max_sidecar_bytes), name=str(beside)) if beside else None
    document = parse_document(
        content,
        name=str(file),
        format=form,
        retrieved=format_moment(now()),
        origin=options.origin or str(file),
        published=options.published,
        publisher=options.publisher,
        title=options.title,
        sidecar=sidecar,
    )
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


def _check_zones(known: Known, zones: set[str], file: Path) -> None:
    """Refuse markers of zones that the record does not know: what is recorded cannot be taken back."""
    drawn = {zone.id for zone in known.case.zones} | {version.zone for version in known.zone_versions}
    for zone in sorted(zones - drawn):
        held = ", ".join(sorted(drawn)) or "none"
        raise UnusableInput(file, f"marks zone {zone!r}, of which the record knows nothing (it knows: {held})")


def _check_map_by(known: Known, zone: str, publisher: str | None) -> None:
    publishers = {version.publisher for version in known.zone_versions if version.zone == zone}
    if publisher is not None and publisher not in publishers:
        drawn = ", ".join(sorted(filter(None, publishers))) or "nobody named"
        raise UnusableInput("--map-by", f"the record holds no map of {zone} by {publisher!r} (they are by: {drawn})")


def _is_asked_for(sighting: Sighting, selection: Selection) -> bool:
    first = first_day(sighting.seen)
    return first is None or selection.covers(first, last_day(sighting.seen))
