"""A picture map traced: its place on the Earth, the shapes of its classes, and all that shows how they were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace

from groundtruce.collect.cases import load_case
from groundtruce.collect.files import read_file
from groundtruce.collect.formats import GEOJSON, FileFormat
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.georeference.annotations import parse_georeference
from groundtruce.collect.georeference.automatic import find_control
from groundtruce.collect.georeference.choice import choose_georeference
from groundtruce.collect.georeference.control_files import LARGEST_CONTROL_FILE, parse_control_points
from groundtruce.collect.georeference.control_points import ControlPoint, parse_control_point, write_control_point
from groundtruce.collect.georeference.georeferences import ControlResidual, Georeference
from groundtruce.collect.georeference.map_places import ListedPlaces
from groundtruce.collect.georeference.registration import register
from groundtruce.collect.georeference.tesseract import read_words
from groundtruce.collect.maps import MapOptions, parse_map
from groundtruce.collect.pictures.extraction import TracedClass, trace_classes
from groundtruce.collect.pictures.images import Picture, load_picture, media_type_of
from groundtruce.collect.pictures.overlays import draw_overlay
from groundtruce.collect.pictures.printed_dates import find_printed_dates, join_lines
from groundtruce.collect.pictures.traced_maps import write_traced
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import identify
from groundtruce.model.times import format_moment, interval_of
from groundtruce.model.traces import ClassPart, Trace, TracedPlane, TracedPoint, TracedZone, TraceSettings
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.answers import write_file
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.inputs import Collected
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.recording import Added, add_collected
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.settings import Settings
from groundtruce.show.exports.georeferences import write_georeference

ZONES, GEOREFERENCE, SETTINGS, OVERLAY, PICTURE = (
    "zones.geojson", "georeference.json", "settings.json", "overlay.png", "picture",
)  # fmt: skip
"""The files that a traced picture leaves, by their names; `picture` has the picture's own ending."""


@dataclass(frozen=True, kw_only=True)
class TraceOptions:
    """What the user says of a picture map."""

    parts: Sequence[ClassPart]
    control: Sequence[str] = ()
    """`auto`, one file, or points as `X,Y=LON,LAT`."""
    points: Sequence[ControlPoint] = ()
    """Control points that were set by hand, instead of `control`."""
    like: "Path | Layout | None" = None
    """An earlier picture of the same layout, or the folder that tracing it left."""
    page: int = 1
    frame: int = 1
    tolerance: float = 10.0
    least_px: int = 60
    date_from_map: bool = False
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    origin: str | None = None
    map: MapOptions = field(default_factory=MapOptions)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A picture map with its place on the Earth, which the publisher's next one is registered to."""

    picture: Picture
    georeference: Georeference


class Outlined(NamedTuple):
    """A picture's classes and its place on the Earth, before anything is said of them."""

    georeference: Georeference
    registered: str
    """How it was registered to an earlier picture, in words; empty where it was not."""
    classes: tuple[TracedClass, ...]
    """None where none was pointed out."""


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A picture traced, and the files that show it."""

    content: bytes
    outlined: Outlined
    trace: Trace
    versions: tuple[ZoneVersion, ...]
    files: dict[str, bytes]


def trace_picture(
    image: Path, *, options: TraceOptions, case: Case | None, settings: Settings, progress: Progress = say_nothing
) -> Traced:
    """Trace a picture map. The same picture and options give the same bytes.

    Raises `UnusableInput` where the picture, the control or a class cannot be used, and where no valid time is given:
    then its reason names the date that the map itself says.
    """
    content = read_file(image, limit=settings.max_map_bytes)
    return trace_content(content, name=str(image), options=options, case=case, settings=settings, progress=progress)


def trace_content(
    content: bytes,
    *,
    name: str,
    options: TraceOptions,
    case: Case | None,
    settings: Settings,
    progress: Progress = say_nothing,
) -> Traced:
    """The same for bytes; `name` is what messages call them."""
    picture = load_picture(content, name=name, page=options.page, frame=options.frame)
    valid_from = _choose_valid_from(picture, options, progress)
    outlined = outline(picture, options=options, case=case, settings=settings, progress=progress)
    georeference, registered, classes = outlined
    said = _describe_classes(classes, replace(options.map, valid_from=valid_from), options.publisher, case)
    zones = write_traced(classes, georeference, name=name, properties=said)
    versions = _make_versions(zones, picture, classes, case)
    trace = Trace(
        id=identify("trace", picture.sha256, options.page, options.frame, [version.id for version in versions]),
        picture=picture.sha256,
        media_type=media_type_of(content),
        width=picture.width,
        height=picture.height,
        valid_from=valid_from,
        valid_from_read=options.map.valid_from is None,
        transformation=georeference.kind,
        plane=TracedPlane(**msgspec.structs.asdict(georeference.plane)),
        pixel_m=round(georeference.pixel_m(), 2),
        control_rms_m=georeference.cross_validated_rms_m,
        added_error_m=georeference.added_error_m,
        registered=registered,
        control=tuple(_describe_point(each) for each in georeference.points),
        zones=tuple(_describe_zone(*pair) for pair in zip(classes, versions, strict=True)),
        settings=_list_settings(options),
    )
    files = {ZONES: zones, SETTINGS: _describe_settings(trace), **_keep_evidence(trace, picture, content, classes)}
    return Traced(content=content, outlined=outlined, trace=trace, versions=versions, files=files)


def outline(
    picture: Picture, *, options: TraceOptions, case: Case | None, settings: Settings, progress: Progress = say_nothing
) -> Outlined:
    """Where a picture lies, and the shapes of its classes in its pixels. Raises `UnusableInput` as `trace_picture` does."""
    progress("placing the picture on the Earth")
    georeference, registered = _georeference(picture, options, case, settings, progress)
    progress("tracing its classes")
    parts = [_in_pixels(part, georeference) for part in options.parts]
    classes = trace_classes(picture, parts, tolerance=options.tolerance, least_px=options.least_px) if parts else ()
    return Outlined(georeference, registered, classes)


def read_layout(folder: Path, *, settings: Settings) -> Layout:
    """The layout of the picture whose tracing left a folder. Raises `UnusableInput` where none did."""
    file = folder / GEOREFERENCE
    if not file.is_file():
        missing = f"holds no {GEOREFERENCE}" if folder.is_dir() else "is no folder"
        raise UnusableInput(folder, f"{missing}: --like takes the folder that tracing an earlier picture wrote")
    earlier = parse_georeference(read_file(file, limit=LARGEST_CONTROL_FILE), name=str(file))
    reference = next(iter(sorted(folder.glob(f"{PICTURE}.*"))), folder / PICTURE)
    content = read_file(reference, limit=settings.max_map_bytes)
    turned = _page_of(folder)
    picture = load_picture(content, name=str(reference), page=turned["page"], frame=turned["frame"])
    return Layout(picture=picture, georeference=earlier)


def recall_layout(trace: Trace, content: bytes) -> Layout:
    """The layout of a picture that a record holds with its trace."""
    name = f"document {trace.picture[:12]}"
    picture = load_picture(content, name=name, page=trace.settings.page, frame=trace.settings.frame)
    return Layout(picture=picture, georeference=recall_georeference(trace))


def recall_georeference(trace: Trace) -> Georeference:
    """Where a picture lies by its trace."""
    return parse_georeference(write_georeference(trace), name=f"document {trace.picture[:12]}")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInput(folder, f"cannot be made: {error.strerror}") from error
    for name, content in files.items():
        write_file(folder / name, content)


def load_case_for_tracing(*, record: Address | None, case: Path | None) -> Case | None:
    """The case of the record, or of a folder; none where neither is given."""
    if record is not None:
        with Record.open(record) as opened:
            return opened.case()
    return load_case(case) if case else None


def record_traced(
    record: Address, image: Path, traced: Traced, *, options: TraceOptions, settings: Settings, by: str | None = None
) -> Added:
    """Add the picture as a document and its zone versions to a record; their entries keep who adds them, where `by` is given."""
    media_type = traced.trace.media_type
    document = Document(
        sha256=traced.trace.picture,
        media_type=media_type,
        size=len(traced.content),
        origin=options.origin or str(image),
        retrieved=format_moment(now()),
        title=options.title or image.name,
        publisher=options.publisher,
        published=options.published,
        published_from="option" if options.published else "unknown",
    )
    item = Collected(
        file=image,
        content=traced.content,
        format=FileFormat(kind="picture", media_type=media_type, label="a picture"),
        document=document,
        zone_versions=traced.versions,
        trace=traced.trace,
    )
    (added,) = add_collected(record, [item], settings=settings, by=by)
    return added


# ---------------------------------------------------------------------------------------------------------------


def _choose_valid_from(picture: Picture, options: TraceOptions, progress: Progress) -> str:
    """What was stated; or the date on the map, where the user said that it counts."""
    stated = options.map.valid_from
    if stated is not None:
        try:
            interval_of(stated)
        except (ValueError, OverflowError):
            raise UnusableInput("--valid-from", f"{stated!r} is no date") from None
        return stated
    progress("reading the date on the map")
    dates = _read_dates(picture)
    if len(dates) == 1 and options.date_from_map:
        return dates[0]
    raise UnusableInput("--valid-from", _offer(dates))


def _offer(dates: Sequence[str]) -> str:
    if not dates:
        return "since when the map holds is not stated, and no date could be read on it"
    read = " and ".join(dates)
    accept = ", or --date-from-map to accept it" if len(dates) == 1 else ""
    return f"since when the map holds is not stated; on it {read} is read: pass --valid-from {dates[0]}{accept}"


def _read_dates(picture: Picture) -> tuple[str, ...]:
    for words in read_words(picture.rgb, languages=("eng",)):
        dates = find_printed_dates(join_lines(words))
        if dates:
            return dates
    return ()


def _georeference(
    picture: Picture, options: TraceOptions, case: Case | None, settings: Settings, progress: Progress
) -> tuple[Georeference, str]:
    if options.like is not None:
        if options.control:
            raise UnusableInput(
                "--control", "is not needed with --like, which takes the earlier picture's place: give one"
            )
        layout = options.like if isinstance(options.like, Layout) else read_layout(options.like, settings=settings)
        return _register_to(picture, layout)
    if list(options.control) == ["auto"]:
        world = WorldGazetteer.open(settings.cache_directory, progress=progress)
        try:
            finder = ListedPlaces(case.places if case else (), world)
            return find_control(picture.rgb, finder=finder, name=picture.name).georeference, ""
        finally:
            world.close()
    if not options.control and not options.points:
        raise UnusableInput("--control", "where the picture lies is not stated: a file, X,Y=LON,LAT, auto, or --like")
    if options.points:
        points = tuple(options.points)
    elif len(options.control) == 1 and "=" not in options.control[0]:
        file = Path(options.control[0])
        points = parse_control_points(read_file(file, limit=LARGEST_CONTROL_FILE), name=str(file))
    else:
        points = tuple(parse_control_point(text) for text in options.control)
    return choose_georeference(points, width=picture.width, height=picture.height, name=picture.name), ""


def _register_to(picture: Picture, layout: Layout) -> tuple[Georeference, str]:
    found = register(picture.rgb, layout.picture.rgb, layout.georeference, name=picture.name)
    across, down = found.shift_px
    words = (
        f"registered to {layout.picture.sha256[:12]} by {found.agreeing} of {found.tiles} parts, {found.rms_px:g} pixels off;"
        f" moved by {across:g}, {down:g} pixels, turned by {found.rotation_deg:g} degrees, scaled by {found.scale:g}"
    )
    return found.georeference, words


def _page_of(folder: Path) -> dict[str, int]:
    file = folder / SETTINGS
    try:
        said = msgspec.json.decode(read_file(file, limit=LARGEST_CONTROL_FILE), type=dict[str, Any])
        return {key: msgspec.convert(said[key], int) for key in ("page", "frame")}
    except (msgspec.MsgspecError, KeyError) as error:
        raise UnusableInput(file, "holds no settings that Groundtruce wrote") from error


def _in_pixels(part: ClassPart, georeference: Georeference) -> ClassPart:
    if not part.on_ground or part.point is None:
        return part
    x, y = georeference.to_picture(np.array([part.point]))[0]
    return replace(part, point=(round(float(x), 2), round(float(y), 2)), on_ground=False)


def _describe_classes(
    classes: Sequence[TracedClass], said: MapOptions, publisher: str | None, case: Case | None
) -> dict[str, dict[str, str]]:
    """What is said of each class, as the properties of its feature."""
    if len(classes) > 1 and (said.zone or said.holder):
        option = "--zone" if said.zone else "--holder"
        raise UnusableInput(option, "says something of one class, and there are several: name them as the case's zones")
    known = {zone.id for zone in case.zones} if case else set()
    common = {
        "kind": said.kind,
        "holder": said.holder,
        "valid_from": said.valid_from,
        "valid_to": said.valid_to,
        "publisher": publisher,
        "note": said.note,
    }
    given = {key: value for key, value in common.items() if value is not None}
    zones = {each.name: said.zone or (each.name if each.name in known else None) for each in classes}
    return {
        name: {**({"zone": zone} if zone else {}), **({} if zone in known else {"name": name}), **given}
        for name, zone in zones.items()
    }


def _make_versions(
    zones: bytes, picture: Picture, classes: Sequence[TracedClass], case: Case | None
) -> tuple[ZoneVersion, ...]:
    """The zone versions that the GeoJSON holds, bound to the picture."""
    versions = parse_map(
        zones,
        name=picture.name,
        document=picture.sha256,
        media_type=GEOJSON.media_type,
        case=case,
        require_dates=case is not None,
        collected_on=now().date(),
    )
    return tuple(
        replace(version, drawing_error_from="georeference", locator=f"class {each.name}")
        for version, each in zip(versions, classes, strict=True)
    )


def _describe_point(each: ControlResidual) -> TracedPoint:
    point = each.point
    return TracedPoint(
        name=point.name,
        x=point.x,
        y=point.y,
        longitude=point.longitude,
        latitude=point.latitude,
        residual_m=each.residual_m,
        left_out_m=each.left_out_m,
        source=point.source,
    )


def _describe_zone(traced: TracedClass, version: ZoneVersion) -> TracedZone:
    return TracedZone(
        name=traced.name,
        zone=version.zone,
        version=version.id,
        edge_error_px=round(traced.edge_error_px, 3),
        drawing_error_m=version.drawing_error_m,
        parts=len(traced.shape.geoms),
        notes=traced.notes,
    )


def _list_settings(options: TraceOptions) -> TraceSettings:
    return TraceSettings(
        page=options.page,
        frame=options.frame,
        classes=tuple(options.parts),
        control=tuple(options.control) or tuple(write_control_point(point) for point in options.points),
        tolerance=options.tolerance,
        least_px=options.least_px,
    )


def _keep_evidence(trace: Trace, picture: Picture, content: bytes, classes: Sequence[TracedClass]) -> dict[str, bytes]:
    """The picture, where it lies, and what was traced drawn over it."""
    points = [(point.x, point.y) for point in trace.control]
    return {
        GEOREFERENCE: write_georeference(trace),
        OVERLAY: draw_overlay(picture, [each.shape for each in classes], points=points),
        f"{PICTURE}.{trace.media_type.partition('/')[2]}": content,
    }


def _describe_settings(trace: Trace) -> bytes:
    """Everything that the shapes were made with."""
    settings = {
        "picture": {"sha256": trace.picture, "media_type": trace.media_type},
        **msgspec.to_builtins(trace.settings),
        "registered": trace.registered,
        "valid_from": trace.valid_from,
        "valid_from_read": trace.valid_from_read,
    }
    return msgspec.json.format(msgspec.json.encode(settings), indent=1) + b"\n"
