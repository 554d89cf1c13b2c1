"""Figures of a zone: a change between two of its maps, and its area over time."""

from datetime import UTC, datetime, time
from pathlib import PurePath

from groundtruce.compare.zone_history.history import VERDICTS, Selection, ZoneHistory
from groundtruce.compare.zone_history.series import Series, find_publisher_series, find_version
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.pipeline.comparing import ComparedMaps, compare_maps
from groundtruce.pipeline.knowledge import Known, check_zone
from groundtruce.show.area_plot import draw_area_plot
from groundtruce.show.figures import draw_zone_change
from groundtruce.show.inert import make_line
from groundtruce.show.pictures import write_png, write_svg

FIGURE_SUFFIXES = (".png", ".svg")


def draw_change(known: Known, *, selection: Selection, publisher: str | None = None, close_up: bool = False) -> str:
    """The figure of what changed in a zone between two days, by one publisher's maps.

    The maps are those that held on the first and the last day asked for; without days, the latest two neighbours of which
    no others differ more surely. Raises `UnusableInput` where zone or publisher must be named, or no two maps are there.
    """
    series = _choose_series(known, selection, publisher)
    earlier, later = _choose_pair(series, selection)
    change = compare_versions(earlier, later, settlements=known.settlements)
    return _draw_pair(earlier, later, change, known.case, close_up=close_up)


def draw_compared(maps: ComparedMaps) -> str:
    """The figure of what changed between two maps without a record. Raises `UnusableInput` where they share several zones."""
    if len(maps.pairs) > 1:
        shared = ", ".join(version.zone for version, _ in maps.pairs)
        raise UnusableInput("--figure", f"shows one zone, and the maps share {shared}")
    (change,) = compare_maps(maps).changes
    return _draw_pair(*maps.pairs[0], change, maps.case)


def draw_areas(known: Known, *, selection: Selection, publisher: str | None = None) -> str:
    """The plot of a zone's area over time, each publisher's maps apart, with the gaps between them."""
    series = _find_series(known, selection, publisher)
    kinds = sorted({each.kind for each in series})
    if len({(each.zone, each.kind) for each in series}) > 1:
        zones = ", ".join(sorted({each.zone for each in series}))
        raise UnusableInput("--zone", f"name one: the record holds maps of {zones} ({', '.join(kinds)})")
    versions = [version for each in series for version in each.versions]
    history = ZoneHistory(versions, selection=selection)
    colours = {party.id: party.colour for party in known.case.parties}
    return draw_area_plot(
        history.areas,
        title=f"Area of {versions[-1].name}",
        gaps=[notice for notice in history.notices if notice.kind == "gap"],
        moved={change.to.version for change in history.changes if change.verdict == "moved"},
        names={each.id: each.name for each in known.case.publishers},
        colour=colours.get(versions[-1].holder or ""),
    )


def render_figure(figure: str, *, name: str) -> bytes:
    """A figure as the picture that the name's ending asks for. Raises `UnusableInput` for another one."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in FIGURE_SUFFIXES:
        raise UnusableInput(name, "a figure's name must end in .png or .svg")
    return write_png(figure) if suffix == ".png" else write_svg(figure).encode()


# ---------------------------------------------------------------------------------------------------------------


def _draw_pair(
    earlier: ZoneVersion, later: ZoneVersion, change: ZoneChange, case: Case | None, *, close_up: bool = False
) -> str:
    days = [format_date(each.valid_from) if each.valid_from else "" for each in (change.from_, change.to)]
    title = f"{later.name}, {days[0]} to {days[1]}" if all(days) else later.name
    colours = {party.id: party.colour for party in case.parties} if case else {}
    return draw_zone_change(
        earlier,
        later,
        change,
        settlements=case.places if case else (),
        title=make_line(title),
        colour=colours.get(later.holder or ""),
        close_up=close_up,
    )


def _find_series(known: Known, selection: Selection, publisher: str | None) -> list[Series]:
    check_zone(known, selection.zone)
    versions = [version for version in known.zone_versions if selection.zone in (None, version.zone)]
    series = find_publisher_series([each for each in versions if publisher in (None, each.publisher)])
    if not series:
        drawn = ", ".join(sorted({version.publisher or "" for version in versions} - {""})) or "nobody named"
        raise UnusableInput("--map-by", f"the record holds no map by {publisher!r} (they are by: {drawn})")
    return series


def _choose_series(known: Known, selection: Selection, publisher: str | None) -> Series:
    """The one series that is meant. Raises `UnusableInput` where there are several."""
    series = _find_series(known, selection, publisher)
    if len(series) > 1:
        zones = sorted({each.zone for each in series})
        if len(zones) > 1:
            raise UnusableInput("--zone", f"name one: the record holds maps of {', '.join(zones)}")
        publishers = ", ".join(each.publisher or "nobody named" for each in series)
        raise UnusableInput("--map-by", f"name one: {zones[0]} is drawn by {publishers}")
    return series[0]


def _choose_pair(series: Series, selection: Selection) -> tuple[ZoneVersion, ZoneVersion]:
    if selection.since is None and selection.until is None:
        return _choose_surest(series)
    last = datetime.combine(selection.until, time.max, UTC) if selection.until else datetime.max.replace(tzinfo=UTC)
    first = datetime.combine(selection.since, time.max, UTC) if selection.since else None
    later = find_version(series, last)
    earlier = find_version(series, first) if first else _before(series, later)
    if earlier is None or later is None or earlier.id == later.id:
        days = " and ".join(str(day) for day in (selection.since, selection.until) if day)
        raise UnusableInput("figure", f"no two maps of {series.zone} hold on {days}")
    return earlier, later


def _choose_surest(series: Series) -> tuple[ZoneVersion, ZoneVersion]:
    pairs = list(series.pairs)
    if not pairs:
        raise UnusableInput("figure", f"a change needs two maps of a zone, and {series.zone} has one")
    verdicts = [VERDICTS.index(compare_versions(*pair).verdict) for pair in pairs]
    return max(zip(verdicts, range(len(pairs)), pairs, strict=True))[2]


def _before(series: Series, later: ZoneVersion | None) -> ZoneVersion | None:
    """The version before another one of its series."""
    return next((a for a, b in series.pairs if later and b.id == later.id), None)
