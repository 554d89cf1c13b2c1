"""What a brief of the tiny ceasefire is made of, built by hand: the outputs that the other stages would give."""

from datetime import date
from typing import Any

import shapely

from groundtruce.model.agreements import Evidence, Finding, Margin
from groundtruce.model.briefs import Brief, RecordHead
from groundtruce.model.claims import Count, MentionedPlace, Silence
from groundtruce.model.documents import Citation, Document, Span
from groundtruce.model.ids import digest
from groundtruce.model.incidents import CELL_NAMES, Account, Cell, CellName, CellState, Contradiction, Incident
from groundtruce.model.zones import (
    ChangedPart,
    Estimate,
    ExtentShift,
    Furthest,
    ReportedChange,
    SettlementChange,
    VersionReference,
    ZoneChange,
    ZoneVersion,
)
from groundtruce.show.briefs import compose_brief
from tests import story

ON = date(2031, 3, 14)
HEAD = RecordHead(entry=12, recorded="2031-03-14T09:30:05.000000Z", sha256="ab" * 32)

REPORT = Document(
    sha256=digest(story.REPORT.encode()),
    media_type="text/plain",
    size=len(story.REPORT.encode()),
    origin="reports/river-times-13.txt",
    retrieved="2031-03-14T09:00:00.000000Z",
    title="Map grows after clash at South Ridge",
    publisher="river-times",
    published="2031-03-13",
    published_from="date line",
    language="en",
    text=story.REPORT,
)


def drawn_map(version: ZoneVersion) -> Document:
    """The document that a zone's version was taken from."""
    return Document(
        sha256=version.document,
        media_type="application/geo+json",
        size=900,
        origin=f"maps/south-{version.valid_from}.geojson",
        retrieved="2031-03-14T09:00:00.000000Z",
        title=f"Deployment map, {version.valid_from}",
        publisher="observer-site",
        published=version.valid_from,
        published_from="sidecar",
    )


DOCUMENTS = {each.sha256: each for each in (REPORT, drawn_map(story.BEFORE), drawn_map(story.AFTER))}


def span_of(words: str) -> Span:
    """Where `words` stand in the report."""
    start = story.REPORT.index(words)
    return ((start, start + len(words)),)


def cite(words: str) -> Citation:
    """A citation of `words` in the report."""
    return Citation(document=REPORT.sha256, span=span_of(words), quote=words)


def map_reference(version: ZoneVersion) -> VersionReference:
    """How a change names a version."""
    return VersionReference(
        version=version.id,
        valid_from=version.valid_from,
        publisher=version.publisher,
        document=version.document,
        drawing_error_m=version.drawing_error_m,
        drawing_error_from=version.drawing_error_from,
    )


ZERO = Estimate(measured=0, best=0, low=0, high=0.4)
GAINED = shapely.box(10.0, -0.05, 10.1, 0.0)
CHANGE = ZoneChange(
    zone="south",
    from_=map_reference(story.BEFORE),
    to=map_reference(story.AFTER),
    verdict="moved",
    gained_km2=Estimate(measured=61.55, best=61.5, low=58.4, high=64.6),
    lost_km2=ZERO,
    net_km2=Estimate(measured=61.55, best=61.5, low=58.4, high=64.6),
    furthest_gain=Furthest(
        km=Estimate(measured=5.53, best=5.53, low=5.25, high=5.81), bearing_deg=180, at=(10.05, -0.05)
    ),
    furthest_loss=None,
    extent_shift_km=ExtentShift(north=0, east=0, south=5.53, west=0),
    settlements=(
        SettlementChange(
            name="South Ridge / Zudgrat",
            names=("South Ridge", "Zudgrat"),
            gazetteer_id="case:south-ridge",
            probability_before=0.001,
            probability_after=0.998,
            verdict="gained",
        ),
    ),
    parts=(
        ChangedPart(
            kind="gained",
            km2=Estimate(measured=61.55, best=61.5, low=58.4, high=64.6),
            depth_km=5.53,
            verdict="moved",
            geometry=shapely.geometry.mapping(GAINED),
        ),
    ),
)

REPORTED = ReportedChange(
    date="2031-03-12",
    direction="south",
    magnitude="by several kilometers",
    claimant=None,
    publisher="river-times",
    citation=cite("The next day, the observers' map grew to the south by several kilometers."),
)
SILENCE_WORDS = "There were no official statements from the Joint Observer Force on this matter."
SILENCE = Silence(id="silence-1", span=span_of(SILENCE_WORDS), parties=("observers",), about="this matter")

ATTACK = "On March 11, Ardan forces attacked Belmish posts near South Ridge, the Belmish Press Office said."
DENIAL = "The Ardan Ministry of Defence denied that its forces had opened fire."
KILLED = "Two soldiers were killed and a civilian was wounded."


def account(*, party: str | None = None, narrator: str | None = None, **cells: tuple[CellState, str, str]) -> Account:
    """An account whose cells are silent unless given as state, value and the words cited; `_` stands for a space."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    return Account(party=party, narrator=narrator, cells=tuple(cell(name, given.get(name)) for name in CELL_NAMES))


def cell(name: CellName, given: tuple[CellState, str, str] | None) -> Cell:
    """A cell that says something, or a silent one."""
    if given is None:
        return Cell(name=name, state="silent")
    state, value, words = given
    return Cell(name=name, state=state, value=value, citations=(cite(words),))


INCIDENT = Incident(
    id="incident-1",
    kind="attack",
    date="2031-03-11",
    place=MentionedPlace(
        text="South Ridge",
        span=span_of("South Ridge"),
        gazetteer_id="case:south-ridge",
        longitude=10.05,
        latitude=-0.02,
        uncertainty_km=0.5,
    ),
    mentions=(f"{REPORT.sha256}#event-1", f"{REPORT.sha256}#event-2"),
    sources=1,
    deaths=Count(low=2, best=2, high=2, who="soldiers"),
    injured=Count(low=1, best=1, high=1, who="a civilian"),
    accounts=(
        account(
            party="belm",
            what=("stated", "attack on Belmish posts", ATTACK),
            who_began=("stated", "Ardan forces", ATTACK),
            where=("stated", "near South Ridge", ATTACK),
            when=("stated", "2031-03-11", ATTACK),
        ),
        account(
            party="arda",
            what=("denies", "its forces had opened fire", DENIAL),
            who_began=("denies", "its forces", DENIAL),
        ),
        account(
            narrator="river-times",
            deaths=("stated", "2 soldiers", KILLED),
            injured=("stated", "a civilian", KILLED),
        ),
    ),
    contradictions=(
        Contradiction(
            kind="who began",
            between=("belm", "arda"),
            statement="Belm says that Ardan forces attacked, Arda denies that its forces opened fire",
            citations=(cite(ATTACK), cite(DENIAL)),
        ),
    ),
    reason="Both tell of fire near South Ridge on 11 Mar 2031",
)

MAP_CITATION = Citation(document=story.AFTER.document, locator="Sector South, feature 1, valid from 12 Mar 2031")
FINDINGS = (
    Finding(
        provision="1",
        kind="cessation",
        title="End of all fire",
        on="2031-03-14",
        status="disputed",
        statement="Belm reports an attack on 11 Mar 2031, and Arda denies it.",
        margin=None,
        evidence=(
            Evidence(
                bearing="against", claimant="belm", statement="Ardan forces attacked its posts", citation=cite(ATTACK)
            ),
            Evidence(bearing="for", claimant="arda", statement="Its forces did not open fire", citation=cite(DENIAL)),
        ),
        flips="The Ardan side confirming the attack would make it breached",
    ),
    Finding(
        provision="2",
        kind="transfer",
        title="Hand-over of the mill district",
        on="2031-03-14",
        status="undetermined",
        statement="No passage or map on record tells of the hand-over.",
        margin=None,
        evidence=(),
        flips="A report of the hand-over would make it met",
    ),
    Finding(
        provision="3a",
        kind="deployment area",
        title="Deployment area",
        on="2031-03-14",
        status="breached",
        statement="The zone as drawn on 12 Mar 2031 reaches beyond the agreed area.",
        margin=Margin(value=33.3, unit="%", low=31.8, high=34.8, meaning="of the zone lies outside the agreed area"),
        evidence=(
            Evidence(
                bearing="against", claimant="observers", statement="The map of 12 Mar 2031", citation=MAP_CITATION
            ),
        ),
        flips="A zone 5.5 km shorter in the south would make it met",
    ),
    Finding(
        provision="5",
        kind="term",
        title="Term",
        on="2031-03-14",
        status="met",
        statement="The mandate runs until 2 Mar 2033.",
        margin=Margin(value=719, unit="days", low=None, high=None, meaning="remain"),
        evidence=(),
        flips="Notice given by a side would end it",
    ),
    Finding(
        provision="6",
        kind="duty",
        title="Return of the displaced",
        on="2031-03-14",
        status="not checkable",
        statement="No data of the record can check this duty.",
        margin=None,
        evidence=(),
        flips="Nothing that the record holds",
    ),
)


def compose(**replaced: Any) -> Brief:
    """The brief of 14 March 2031, with some of its material replaced."""
    material: dict[str, Any] = {
        "case": story.CASE,
        "on": ON,
        "head": HEAD,
        "documents": DOCUMENTS,
        "changes": (CHANGE,),
        "zone_versions": (story.BEFORE, story.AFTER),
        "reported": (REPORTED,),
        "incidents": (INCIDENT,),
        "silences": ((REPORT.sha256, SILENCE),),
        "findings": FINDINGS,
    }
    return compose_brief(**{**material, **replaced})
