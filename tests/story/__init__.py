"""One tiny, invented ceasefire: the Arda and the Belm, and the Joint Observer Force between them.

The land lies on the equator at 10° E, so that a hundredth of a degree is about 1.11 km both ways.
"""

import shapely

from groundtruce.model.agreements import (
    Agreement,
    CeilingTerms,
    CessationTerms,
    CorridorTerms,
    DeploymentAreaTerms,
    DutyTerms,
    Provision,
    RenewalTerms,
    TransferTerms,
)
from groundtruce.model.cases import Actor, Area, Case, Party, ZoneDefinition
from groundtruce.model.documents import Publisher
from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.model.zones import ZoneVersion

ARDA = Party(id="arda", name="Arda", kind="party", names=("Ardan", "the Ardan side", "Tolmen"), colour="#0072B2")
BELM = Party(id="belm", name="Belm", kind="party", names=("Belmish", "the Belmish side", "Korvath"), colour="#E69F00")
OBSERVERS = Party(
    id="observers",
    name="Joint Observer Force",
    kind="peacekeeper",
    names=("the observers", "the peacekeepers", "peacekeeping force"),
    colour="#009E73",
)


def settlement(place_id: str, longitude: float, latitude: float, *names: tuple[str, str | None]) -> GazetteerEntry:
    """A village known within 500 m; each name with the party that uses it."""
    return GazetteerEntry(
        id=f"case:{place_id}",
        names=tuple(PlaceName(text=text, usage=usage) for text, usage in names),
        kind="settlement",
        longitude=longitude,
        latitude=latitude,
        uncertainty_km=0.5,
        source="invented",
    )


PLACES = (
    settlement("mill-ford", 10.05, 0.05, ("Mill Ford", "arda"), ("Moln", "belm")),
    settlement("south-ridge", 10.05, -0.02, ("South Ridge", "arda"), ("Zudgrat", "belm")),
    settlement("east-well", 10.2, 0.05, ("East Well", None)),
)

AGREED_AREA = Area(
    id="agreed-area",
    name="the agreed deployment area",
    wkb=shapely.to_wkb(shapely.box(10.0, 0.0, 10.1, 0.1)),
    drawing_error_m=100,
    note="invented",
)

AGREEMENT = Agreement(
    id="river-accord",
    title="River Accord",
    signed="2031-03-01",
    signatories=("arda", "belm"),
    time_zone="UTC",
    source="invented",
    provisions=(
        Provision(
            id="1",
            point="1",
            title="End of all fire",
            summary="All fire and movement ends at midnight of 2 March 2031.",
            terms=CessationTerms(from_moment="2031-03-02T00:00:00+00:00"),
        ),
        Provision(
            id="2",
            point="2",
            title="Hand-over of the mill district",
            summary="The mill district is handed to Belm by 10 March 2031.",
            terms=TransferTerms(area="agreed-area", to_party="belm", due="2031-03-10"),
        ),
        Provision(
            id="3a",
            point="3",
            title="Deployment area",
            summary="The observers deploy in the agreed area.",
            terms=DeploymentAreaTerms(zone_kind="responsibility", holder="observers", area="agreed-area"),
        ),
        Provision(
            id="3b",
            point="3",
            title="Ceiling",
            summary="At most 200 observers with 40 vehicles.",
            terms=CeilingTerms(holder="observers", personnel=200, vehicles=40),
        ),
        Provision(
            id="4",
            point="4",
            title="Corridor",
            summary="A corridor 5 km wide leaves East Well out.",
            terms=CorridorTerms(area="agreed-area", width_km=5, excludes=("case:east-well",)),
        ),
        Provision(
            id="5",
            point="5",
            title="Term",
            summary="Two years, renewed unless a side gives notice three months before.",
            terms=RenewalTerms(start="2031-03-02", years=2, renewal_years=2, notice_months=3),
        ),
        Provision(
            id="6",
            point="6",
            title="Return of the displaced",
            summary="The displaced return.",
            terms=DutyTerms(),
        ),
    ),
)

CASE = Case(
    id="two-rivers",
    title="Two Rivers 2031 (invented)",
    summary="An invented ceasefire for tests.",
    default_drawing_error_m=300,
    parties=(ARDA, BELM, OBSERVERS),
    actors=(
        Actor(name="Ardan Ministry of Defence", party="arda", names=("the Ministry of Defence of Arda",)),
        Actor(name="Ilse Varn", party="belm", role="deputy", organization="Belmish Assembly"),
    ),
    publishers=(
        Publisher(id="arda-mod", name="Ardan Ministry of Defence", party="arda", kind="office"),
        Publisher(id="belm-press", name="Belmish Press Office", party="belm", kind="office"),
        Publisher(id="observer-site", name="Joint Observer Force", party="observers", kind="mission"),
        Publisher(id="river-times", name="River Times", kind="media"),
    ),
    zones=(ZoneDefinition(id="south", name="Sector South", kind="responsibility", holder="observers"),),
    areas=(AGREED_AREA,),
    places=PLACES,
    agreement=AGREEMENT,
)


def zone_version(
    shape: shapely.Geometry, *, valid_from: str, error_m: float = 100, document: str = "0" * 64, zone: str = "south"
) -> ZoneVersion:
    """A version of Sector South as the observers drew it."""
    return ZoneVersion(
        id=f"zone-{zone}-{valid_from}",
        zone=zone,
        name="Sector South",
        kind="responsibility",
        holder="observers",
        valid_from=valid_from,
        valid_to=None,
        publisher="observer-site",
        document=document,
        locator="feature 1",
        drawing_error_m=error_m,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )


BEFORE = zone_version(shapely.box(10.0, 0.0, 10.1, 0.1), valid_from="2031-03-05")
AFTER = zone_version(shapely.box(10.0, -0.05, 10.1, 0.1), valid_from="2031-03-12", document="1" * 64)
"""Sector South grew by 0.05° (5.53 km) to the south and now holds South Ridge / Zudgrat."""

REPORT = """date 2031-03-13 On March 11, Ardan forces attacked Belmish posts near South Ridge, the Belmish Press Office said. Two soldiers were killed and a civilian was wounded.

The Ardan Ministry of Defence denied that its forces had opened fire. "Our units did not leave their positions," it said in a statement.

The next day, the observers' map grew to the south by several kilometers. There were no official statements from the Joint Observer Force on this matter.
"""
