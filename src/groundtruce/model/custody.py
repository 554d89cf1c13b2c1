"""The chain of custody of one document: what was kept of how it was got, and every entry that rests on it."""

from msgspec import UNSET, UnsetType

from groundtruce.model.values import Value


class CustodyPoint(Value):
    """One thing that must be kept of material from the open Internet, and what the record holds of it."""

    point: str
    held: str | None
    """In words; none where the record does not hold it."""


class CustodyEntry(Value):
    """An entry of the record that brought the document in or rests on it."""

    seq: int
    kind: str
    subject: str
    recorded: str
    """ISO 8601 in UTC."""
    hash: str
    by: str | UnsetType = UNSET
    """Whose entry it is: who judged, or who added it, where somebody said; left out of what was read."""


class Custody(Value, tag_field="format", tag="groundtruce-custody/1"):
    """The format `groundtruce-custody/1`: a document's chain of custody.

    The points are those of the Berkeley Protocol on Digital Open Source Investigations (OHCHR and the Human Rights Center of
    the University of California, 2022), chapter VI, on collection and preservation.
    """

    document: str
    """The SHA-256 of its bytes."""
    title: str
    points: tuple[CustodyPoint, ...]
    entries: tuple[CustodyEntry, ...]
    intact: bool
    """Whether the bytes kept have that hash now. The rest is what `groundtruce verify` says."""
    head: str
    """The hash of the record's last entry: what this was drawn up from."""
