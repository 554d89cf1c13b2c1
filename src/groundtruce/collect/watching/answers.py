"""What a host answers, or why there is no answer: values both."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of a host, whole and within bounds."""

    address: str
    """The one that answered, behind every redirect."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    """As they came."""
    payload: bytes
    """The body as it came, but for the transfer's own coding."""
    content: bytes
    """The body unpacked."""
    moved_to: str | None = None
    """Where the address has moved for good."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why there is no answer that can be used."""

    reason: str
    """A clause without a full stop."""
    again: bool = False
    """Whether trying again in a while may help."""
