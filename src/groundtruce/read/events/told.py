"""An event as a sentence tells it, before its place, date and attribution are known."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from groundtruce.model.claims import EventType
from groundtruce.read.events.casualties import Casualties
from groundtruce.read.events.roles import Roles


@dataclass
class Told:
    """What a trigger tells of an event. Casualties are added, and roles mended, as their sentence is read."""

    type: EventType
    trigger: Token
    clause: Token
    """The verb of the clause: the trigger itself, or the verb that a noun hangs on."""
    roles: Roles
    framed: bool = False
    """Whether its words alone make it what it is: a verb or noun with the thing that it acts on, as goods that are banned."""
    casualties: list[Casualties] = field(default_factory=list)
