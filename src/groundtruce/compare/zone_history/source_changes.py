"""Jumps of a boundary where its source changed: they may be the source's, and not the ground's."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from groundtruce.compare.zone_history.series import Series, day_of, start_of
from groundtruce.model.documents import Document
from groundtruce.model.zones import Notice, ZoneChange, ZoneVersion

Compare = Callable[[ZoneVersion, ZoneVersion], ZoneChange]


def find_source_changes(
    series: Sequence[Series],
    changes: Mapping[tuple[str, str], ZoneChange],
    *,
    documents: Mapping[str, Document],
    compare: Compare,
) -> Iterator[Notice]:
    """A notice for each move between neighbours that come from different sources.

    A source differs by its publisher, by the kind of file it is, by the site it was got from, and by whether its drawing
    error comes from a georeference. Where one publisher's series ends before another's of the same zone begins, the last
    and the first are compared with `compare`.
    """
    for each in series:
        for earlier, later in each.pairs:
            change = changes.get((earlier.id, later.id))
            differences = _list_differences(earlier, later, documents)
            if change and change.verdict == "moved" and differences:
                yield _say_jump(each, earlier, later, differences)
    for ended, begun in _find_successions(series):
        earlier, later = ended.versions[-1], begun.versions[0]
        if compare(earlier, later).verdict == "moved":
            yield _say_jump(begun, earlier, later, _list_differences(earlier, later, documents))


# ---------------------------------------------------------------------------------------------------------------


def _find_successions(series: Sequence[Series]) -> Iterator[tuple[Series, Series]]:
    """Each series with the one of the same zone and kind that ended last before it began."""
    for begun in series:
        start = start_of(begun.versions[0])
        ended = [
            each
            for each in series
            if (each.zone, each.kind) == (begun.zone, begun.kind) and start_of(each.versions[-1]) < start
        ]
        if ended:
            yield max(ended, key=lambda each: start_of(each.versions[-1])), begun


def _list_differences(earlier: ZoneVersion, later: ZoneVersion, documents: Mapping[str, Document]) -> list[str]:
    before, after = documents.get(earlier.document), documents.get(later.document)
    pairs = [
        ("publisher", earlier.publisher, later.publisher),
        ("kind of file", before and before.media_type, after and after.media_type),
        ("site", before and _site_of(before), after and _site_of(after)),
    ]
    traced = [version.drawing_error_from == "georeference" for version in (earlier, later)]
    pairs.append(("way of drawing", *("a traced picture" if each else "drawn shapes" for each in traced)))  # type: ignore[arg-type]  # two of them
    return [f"{name} {old} before, {new} after" for name, old, new in pairs if old and new and old != new]


def _site_of(document: Document) -> str:
    """The host of a document's address, without `www.`; empty for a path."""
    found = re.match(r"[a-z][a-z0-9+.-]*://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)", document.origin, re.IGNORECASE)
    return found[1].lower() if found else ""


def _say_jump(series: Series, earlier: ZoneVersion, later: ZoneVersion, differences: Sequence[str]) -> Notice:
    day = day_of(later).isoformat()
    return Notice(
        kind="source changed",
        zone=series.zone,
        zone_kind=series.kind,
        publisher=later.publisher,
        on=day,
        until=day,
        versions=(earlier.id, later.id),
        statement=f"The boundary jumps where its source changes ({'; '.join(differences)}): the ground need not have changed.",
    )
