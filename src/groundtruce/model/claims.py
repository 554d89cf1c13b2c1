"""What a text says: who says what, what happened, and who said nothing."""

from typing import Literal

from groundtruce.model.documents import Span
from groundtruce.model.judged import JudgementReference
from groundtruce.model.values import Value

Mode = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserts", "denies", "demands", "questions", "declines to say"]
Realis = Literal["happened", "planned", "conditional", "denied"]
EventType = Literal[
    "attack",
    "shelling",
    "armed operation",
    "ceasefire violation",
    "incursion",
    "zone expansion",
    "zone withdrawal",
    "deployment",
    "withdrawal",
    "hand-over",
    "detention",
    "exchange",
    "obstruction",
    "sanction",
    "agreement",
    "casualties",
    "small-arms fire",
    "air strike",
    "drone strike",
    "bombing",
    "arson",
    "abduction",
    "statement",
    "agree",
    "consult",
    "support",
    "cooperate",
    "aid",
    "yield",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "mobilize",
    "coerce",
    "assault",
]

HOSTILE_EVENT_TYPES: frozenset[EventType] = frozenset(
    {
        "attack",
        "small-arms fire",
        "shelling",
        "air strike",
        "drone strike",
        "bombing",
        "arson",
        "armed operation",
        "ceasefire violation",
        "incursion",
        "casualties",
    }
)
"""The event types that speak against a cessation of hostilities."""

MAP_EVENT_TYPES: frozenset[EventType] = frozenset({"zone expansion", "zone withdrawal"})
"""The event types that say that a zone's boundary moved."""

POLITICAL_EVENT_TYPES: frozenset[EventType] = frozenset(
    {
        "statement",
        "agree",
        "consult",
        "support",
        "cooperate",
        "aid",
        "yield",
        "request",
        "accuse",
        "reject",
        "threaten",
        "protest",
        "mobilize",
        "coerce",
        "assault",
    }
)
"""PLOVER's root types for what no type of a ceasefire names: deeds of politics, which found no incident on the ground."""


class Speaker(Value):
    """Whom a source resolves to. Each field is none where the text and the case do not say."""

    name: str | None = None
    role: str | None = None
    organization: str | None = None
    party: str | None = None


class Attribution(Value):
    """Who says it (source), the words that say so (cue), what is said (content).

    The terms and their extent follow PolNeAR's guidelines (Newell, Margolin and Ruths, LREC 2018).
    """

    id: str
    source: Span | None
    cue: Span | None
    content: Span
    mode: Mode
    stance: Stance
    speaker: Speaker | None
    within: str | None = None
    """The identifier of the attribution that this one stands inside."""


class Count(Value):
    """A number of people as a text gives it: `low` to `high`, its `best` value, and who they are."""

    low: int
    best: int | None
    high: int | None
    """None where the text sets no upper bound ("at least three")."""
    who: str = ""


class Participant(Value):
    """An actor or a target of an event, in the text's own words."""

    text: str
    span: Span
    party: str | None = None


class MentionedPlace(Value):
    """Where an event is said to have happened: the text's own words, and the point if they resolve to one."""

    text: str
    span: Span
    gazetteer_id: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_km: float | None = None


class EventMention(Value):
    """An event as one passage tells it."""

    id: str
    type: EventType
    span: Span
    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    place: MentionedPlace | None = None
    date: str | None = None
    """An EDTF date; none where the text does not say."""
    deaths: Count | None = None
    injured: Count | None = None
    attribution: str | None = None
    """The identifier of the innermost attribution it stands in; none where the narrator tells it."""
    realis: Realis = "happened"
    repeats: str | None = None
    """The identifier of the first mention in the text that tells the same event; none for one told the first time."""
    weapon: str | None = None
    """What was used, in the text's own words; none where the clause names nothing."""
    direction: str | None = None
    """For a moved boundary: the compass direction that the text names."""
    magnitude: str | None = None
    """For a moved boundary: how far, in the text's own words."""
    coded: str | None = None
    """The identifier under which a data set codes it as an event of its own, such as `36210`; none for one read in a text."""


class Silence(Value):
    """A passage that says that somebody said nothing (a reported silence)."""

    id: str
    span: Span
    parties: tuple[str, ...]
    """The parties' identifiers in the case, or the text's own words where the case knows none."""
    about: str
    """What they are silent about, in the text's own words; empty where it does not say."""


class Claim(Value):
    """An event mention together with whose claim it is: the input of matching and checking."""

    document: str
    """The document's SHA-256."""
    publisher: str | None
    published: str | None
    mention: EventMention
    quote: str
    """The mention's words."""
    attribution: Attribution | None = None
    claimant: str | None = None
    """The party that claims it, by its identifier: the speaker's, or the publisher's own; none for an independent narrator."""
    source: str | None = None
    """The publisher that a copied document's text comes from; none where the document is no copy."""
    copied_from: str | None = None
    """The SHA-256 of the document that this one is a copy of."""
    judged: tuple[JudgementReference, ...] = ()
    """The judgements that hold for it: of the mention, its attributions, its place and its date."""
