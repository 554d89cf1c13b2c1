"""Shapes that were published again: a map that repeats an earlier one says nothing new of the ground on its day."""

from collections.abc import Iterator, Mapping, Sequence

import shapely

from groundtruce.compare.zone_history.series import Series, day_of
from groundtruce.model.ids import digest
from groundtruce.model.times import format_date
from groundtruce.model.zones import ChangeVerdict, Notice, ZoneVersion


def find_repeats(series: Series, verdicts: Mapping[tuple[str, str], ChangeVerdict]) -> Iterator[Notice]:
    """Each shape of a series that was published more than once in a row, or again after another.

    `verdicts` are those of neighbouring versions by their identifiers, as far as they were compared: `unchanged` is the
    same ground, whatever the order of its vertices.
    """
    if series.is_mixed:
        return
    shapes: dict[str, ZoneVersion] = {}
    run: list[ZoneVersion] = []
    original: ZoneVersion | None = None
    before: ZoneVersion | None = None
    for version in series.versions:
        is_same = before is not None and verdicts.get((before.id, version.id)) == "unchanged"
        first = original or before if is_same else shapes.get(_key(version))
        if run and first is not original:
            yield _say_repeat(series, original, run)
            run = []
        original = first
        run += [version] if first else []
        shapes.setdefault(_key(version), first or version)
        before = version
    if run:
        yield _say_repeat(series, original, run)


# ---------------------------------------------------------------------------------------------------------------


def _key(version: ZoneVersion) -> str:
    """The same for shapes of the same vertices, wherever their rings start and whichever part comes first."""
    return digest(shapely.to_wkb(shapely.normalize(shapely.from_wkb(version.wkb))))


def _say_repeat(series: Series, original: ZoneVersion | None, run: Sequence[ZoneVersion]) -> Notice:
    assert original is not None
    days = tuple(day_of(version).isoformat() for version in run)
    what = "bytes" if all(version.document == original.document for version in run) else "shape"
    again = (
        " and ".join(map(format_date, days))
        if len(days) <= 2
        else f"{len(days)} times from {format_date(days[0])} to {format_date(days[-1])}"
    )
    return Notice(
        kind="repeat",
        zone=series.zone,
        zone_kind=series.kind,
        publisher=series.publisher,
        on=days[0],
        until=days[-1],
        days=days,
        versions=(original.id, *(version.id for version in run)),
        statement=f"The {what} of the map from {format_date(day_of(original).isoformat())} "
        f"{'were' if what == 'bytes' else 'was'} published again: {again}.",
    )
