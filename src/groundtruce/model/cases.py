"""A case: the parties, the agreement, the places and the publishers of one ceasefire. A case is data."""

from groundtruce.model.agreements import Agreement
from groundtruce.model.documents import Publisher
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneKind


class Party(Value):
    """A side, a force or a mediator."""

    id: str
    name: str
    kind: str
    """`party`, `peacekeeper`, `mediator`, `other`."""
    names: tuple[str, ...] = ()
    """Other names, demonyms and collective sources by which texts mean it: its capital, its people, `the … side`."""
    colour: str | None = None


class Actor(Value):
    """A person, an office, a force or a document that belongs to a party."""

    name: str
    party: str | None = None
    role: str | None = None
    organization: str | None = None
    names: tuple[str, ...] = ()
    """Other names by which texts mean it."""


class ExpectedSpeaker(Value):
    """A party that is expected to speak of what happens, and the publishers that are read for it."""

    party: str
    publishers: tuple[str, ...]
    """Their identifiers in the case; the party's silence is observed in their documents and in no others."""
    within_days: int = 7
    """It is expected to speak within so many days."""


class ZoneDefinition(Value):
    """A zone that the case's maps draw versions of."""

    id: str
    name: str
    kind: ZoneKind
    holder: str | None = None


class Area(Value):
    """A named area that provisions refer to. WGS 84, ISO WKB."""

    id: str
    name: str
    wkb: bytes
    drawing_error_m: float
    note: str = ""
    place: str | None = None
    """The place that it outlines, by its identifier: all of that place's names are its names too."""
    made_of: str = ""
    """In words, where it is made of other areas, lines and places: `within 5 km of the line`."""


class Line(Value):
    """A named line that provisions and areas refer to. WGS 84, ISO WKB of a LineString."""

    id: str
    name: str
    wkb: bytes
    drawing_error_m: float
    note: str = ""


class Case(Value):
    """Everything that a record must know beforehand."""

    id: str
    title: str
    summary: str
    default_drawing_error_m: float
    """Assumed, and marked as assumed, for a map that states none."""
    parties: tuple[Party, ...]
    actors: tuple[Actor, ...] = ()
    publishers: tuple[Publisher, ...] = ()
    speakers: tuple[ExpectedSpeaker, ...] = ()
    """Who is expected to speak; where none is given, each party and peacekeeper, by the publishers that speak for it."""
    zones: tuple[ZoneDefinition, ...] = ()
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    places: tuple[GazetteerEntry, ...] = ()
    agreement: Agreement | None = None
