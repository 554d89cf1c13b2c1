"""What each event type is called in other schemes of event data.

PLOVER's root types as PLV uses them (Open Event Data Alliance 2021; `YIELD` holds what later versions part into CONCEDE
and RETREAT), CAMEO's codes (Schrodt 2012) by the table CAMEO2PLOVER-2021, ACLED's sub-event types (codebook of 2023), and
UCDP GED's types of violence (1 state-based, 2 non-state, 3 one-sided), which depend on who acts: none where the type of
event alone cannot say.
"""

from typing import NamedTuple

from groundtruce.model.claims import EventType


class EventCodes(NamedTuple):
    """The counterparts of an event type; none where a scheme has no such event."""

    plover: str | None
    cameo: str | None
    acled: str | None
    violent: bool = False
    """Whether UCDP could count it: armed force was used, and somebody may have died."""


EVENT_CODES: dict[EventType, EventCodes] = {
    "attack": EventCodes("ASSAULT", "190", "Armed clash", violent=True),
    "small-arms fire": EventCodes("ASSAULT", "193", "Armed clash", violent=True),
    "shelling": EventCodes("ASSAULT", "194", "Shelling/artillery/missile attack", violent=True),
    "air strike": EventCodes("ASSAULT", "195", "Air/drone strike", violent=True),
    "drone strike": EventCodes("ASSAULT", "195", "Air/drone strike", violent=True),
    "bombing": EventCodes("ASSAULT", "183", "Remote explosive/landmine/IED", violent=True),
    "armed operation": EventCodes("ASSAULT", "190", "Armed clash", violent=True),
    "ceasefire violation": EventCodes("ASSAULT", "196", None, violent=True),
    "incursion": EventCodes("ASSAULT", "190", "Non-state actor overtakes territory", violent=True),
    "casualties": EventCodes("ASSAULT", "190", "Attack", violent=True),
    "arson": EventCodes("ASSAULT", "1712", "Looting/property destruction"),
    "abduction": EventCodes("ASSAULT", "181", "Abduction/forced disappearance"),
    "zone expansion": EventCodes("MOBILIZE", "154", "Change to group/activity"),
    "zone withdrawal": EventCodes("YIELD", "0874", "Change to group/activity"),
    "deployment": EventCodes("MOBILIZE", "154", "Headquarters or base established"),
    "withdrawal": EventCodes("YIELD", "0874", "Non-violent transfer of territory"),
    "hand-over": EventCodes("YIELD", "0842", "Non-violent transfer of territory"),
    "detention": EventCodes("COERCE", "173", "Arrests"),
    "exchange": EventCodes("YIELD", "0841", "Other"),
    "obstruction": EventCodes("COERCE", "191", "Other"),
    "sanction": EventCodes("SANCTION", "160", None),
    "agreement": EventCodes("SUPPORT", "057", "Agreement"),
    "statement": EventCodes(None, "010", None),
    "agree": EventCodes("AGREE", "030", None),
    "consult": EventCodes("CONSULT", "040", "Other"),
    "support": EventCodes("SUPPORT", "050", None),
    "cooperate": EventCodes("COOPERATE", "060", None),
    "aid": EventCodes("AID", "070", None),
    "yield": EventCodes("YIELD", "080", None),
    "request": EventCodes("REQUEST", "100", None),
    "accuse": EventCodes("ACCUSE", "112", None),
    "reject": EventCodes("REJECT", "120", None),
    "threaten": EventCodes("THREATEN", "130", None),
    "protest": EventCodes("PROTEST", "140", "Peaceful protest"),
    "mobilize": EventCodes("MOBILIZE", "150", None),
    "coerce": EventCodes("COERCE", "170", None),
    "assault": EventCodes("ASSAULT", "180", "Attack", violent=True),
}
"""Every event type, once."""
