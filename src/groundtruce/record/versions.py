"""The version of a record's schema, one number for every home: what an entry states, and what this release can use."""

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record import bodies
from groundtruce.record.chain import check_hash, parse_entry
from groundtruce.record.homes.home import Home

VERSION = 6


def read_version(home: Home) -> int:
    """The schema's version from the entry that states it last, if the chain holds for this entry."""
    row = home.row(
        f"SELECT {home.dialect.entry_as_bytes} FROM entries {home.dialect.unindexed} "  # noqa: S608  # our own text
        "WHERE seq = COALESCE((SELECT MAX(seq) FROM entries WHERE kind = 'migration'), 1)"
    )
    if row is None:
        raise BrokenRecord(home.address, "it is missing", entry=1)
    try:
        entry = parse_entry(row)
        check_hash(entry)
        return bodies.decode_schema_version(entry.body)
    except ValueError as error:
        raise BrokenRecord(home.address, str(error), entry=row[0]) from error


def check_version(home: Home) -> None:
    """Raise `UnusableInput` for a record of another version of the schema than this release's."""
    version = read_version(home)
    if version > VERSION:
        reason = f"it was made by a later Groundtruce (schema {version}; this one reads up to {VERSION})"
    elif version < VERSION:
        reason = f"it has schema {version} and must be brought to {VERSION} first: groundtruce migrate {home.address}"
    else:
        return
    raise UnusableInput(home.address, reason)
