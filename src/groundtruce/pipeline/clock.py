"""The clock: nothing else in Groundtruce asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
