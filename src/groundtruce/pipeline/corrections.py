"""Which recorded zone version a correction puts right.

A correction says that the record's drawing was wrong, not that the ground changed. It takes the identifier and the valid
time of the version that it corrects: by the rule that a later entry of a subject supersedes the earlier one, the corrected
shape holds from the moment it was recorded on, and as of any moment before, the earlier one does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec.structs import replace as with_fields

from groundtruce.errors import UnusableInput
from groundtruce.model.times import interval_of
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.inputs import Collected


def place_corrections(items: Iterable[Collected], known: Sequence[ZoneVersion]) -> list[Collected]:
    """The items, each correction in the place of what it corrects: a version that is known, or drawn by an item before.

    Raises `UnusableInput` for one that corrects nothing, or states another end than the version it corrects.
    """
    versions = {version.id: version for version in known}
    placed: list[Collected] = []
    for item in items:
        drawn = tuple(_place(version, versions.values(), item) for version in item.zone_versions)
        versions |= {version.id: version for version in drawn}
        placed.append(replace(item, zone_versions=drawn))
    return placed


def differs(correction: ZoneVersion, held: ZoneVersion) -> bool:
    """Whether a correction says anything that the record's version does not: where and how well the zone was drawn."""
    return any(getattr(correction, field) != getattr(held, field) for field in _SAID)


# ---------------------------------------------------------------------------------------------------------------

_SAID = (
    "wkb", "drawing_error_m", "drawing_error_from", "drawing_correlation_m", "stretches", "holder", "name", "note", "document",
)  # fmt: skip


def _place(version: ZoneVersion, known: Iterable[ZoneVersion], item: Collected) -> ZoneVersion:
    if version.reason != "correction":
        return version
    drawn = [each for each in known if _key(each) == _key(version)]
    corrected = next((each for each in reversed(drawn) if _start(each) == _start(version)), None)
    if corrected is None:
        others = ", ".join(sorted({each.valid_from for each in drawn})[-5:])
        by = f" by {version.publisher}" if version.publisher else ""
        reason = f"corrects nothing: no version of zone {version.zone}{by} is valid from {version.valid_from}"
        raise UnusableInput(item.file, reason + (f" (the latest are from {others})" if others else ""))
    if version.valid_to and version.valid_to != corrected.valid_to:
        reason = f"a correction keeps the valid time, which ends {corrected.valid_to or 'with the next version'}"
        raise UnusableInput(item.file, f"{reason}, not {version.valid_to}", place=version.locator)
    return with_fields(version, id=corrected.id, valid_from=corrected.valid_from, valid_to=corrected.valid_to)


def _key(version: ZoneVersion) -> tuple[str, str, str | None]:
    return version.zone, version.kind, version.publisher


def _start(version: ZoneVersion) -> object:
    return interval_of(version.valid_from).start
