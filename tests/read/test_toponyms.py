"""Place names."""

from collections.abc import Sequence

import pytest
from msgspec import structs
from spacy.language import Language

from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.read.toponyms import find_toponyms
from tests.story import CASE, settlement


class SmallGazetteer:
    """A gazetteer of the places it is given."""

    def __init__(self, *entries: GazetteerEntry) -> None:
        self.entries = entries

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        return [entry for entry in self.entries if any(one.text == name for one in entry.names)]


def place(
    number: int,
    name: str,
    longitude: float,
    latitude: float,
    *,
    population: int,
    kind: str = "settlement",
    within: tuple[int, ...] = (),
):
    return GazetteerEntry(
        id=f"geonames:{number}",
        names=(PlaceName(text=name),),
        kind=kind,
        longitude=longitude,
        latitude=latitude,
        uncertainty_km=300 if kind in ("country", "demonym", "region") else 2,
        country={5: "FR", 6: "US", 12: "GE"}.get((within or (number,))[-1]),
        population=population,
        within=tuple(f"geonames:{one}" for one in within),
    )


WORLD = SmallGazetteer(
    place(1, "Paris", 2.35, 48.85, population=2_100_000),
    place(2, "Paris", 10.5, 0.3, population=4_000),
    place(3, "Springfield", 10.3, 0.1, population=3_000),
    place(4, "Springfield", -89.6, 39.8, population=115_000),
    place(5, "France", 2.5, 46.6, population=67_000_000, kind="country"),
    place(5, "French", 2.5, 46.6, population=67_000_000, kind="demonym"),
    place(6, "United States", -98.5, 39.8, population=330_000_000, kind="country"),
    place(7, "Texas", -99.3, 31.3, population=29_000_000, kind="region", within=(6,)),
    place(8, "Paris", -95.56, 33.66, population=25_000, within=(7, 6)),
    place(9, "Lamar County", -95.57, 33.67, population=50_000, kind="district", within=(7, 6)),
    place(10, "Georgia", -83.5, 32.75, population=10_700_000, kind="region", within=(6,)),
    place(11, "Atlanta", -84.4, 33.75, population=420_000, within=(10, 6)),
    place(12, "Georgia", 43.5, 42.0, population=3_700_000, kind="country"),
    place(13, "Tbilisi", 44.8, 41.7, population=1_050_000, within=(12,)),
    place(14, "Boston", -71.06, 42.36, population=660_000, within=(6,)),
)


@pytest.fixture
def find(language_model: Language):
    def read(text: str, *, case=CASE):
        return find_toponyms(language_model(text), case=case, gazetteer=WORLD)

    return read


def test_a_place_of_the_case_is_found_by_any_of_its_names(find) -> None:
    """Either party's name means the one place, and both names are shown, whichever the text uses."""
    found = find("Shots were heard in South Ridge and near Moln. They spoke of Zudgrat / South Ridge.")
    assert [one.text for one in found] == ["South Ridge", "Moln", "Zudgrat", "South Ridge"]
    assert {one.name for one in found} == {"South Ridge / Zudgrat", "Mill Ford / Moln"}
    assert [one.gazetteer_id for one in found][2:] == ["case:south-ridge"] * 2


def test_spelling_may_differ_in_case_accents_and_hyphens(find) -> None:
    """A name is found in capitals, with a hyphen or with accents, and its words and offsets stay the text's own."""
    text = "SOUTH RIDGE was hit. In Zúdgrat and East-Well it was quiet."
    found = find(text)
    assert [one.text for one in found] == ["SOUTH RIDGE", "Zúdgrat", "East-Well"]
    assert all(text[slice(*one.span[0])] == one.text for one in found)


def test_common_words_that_make_up_a_name_are_no_name(find) -> None:
    """Without its capitals a name is not one: the south ridge of a hill."""
    assert find("They climbed the south ridge to an east well.") == ()


def test_an_area_called_after_a_settlement_is_no_sharp_point(find) -> None:
    """With "region" behind it, a settlement's name means the area around it: wider, and the words belong to it."""
    (region,) = find("There was an incident in the Zudgrat region.")
    assert region.text == "Zudgrat region"
    assert region.uncertainty_km >= 20


def test_an_area_of_the_case_comes_before_the_settlement_of_its_name(find) -> None:
    """If the case has both, the word behind the name decides."""
    district = GazetteerEntry(
        id="case:zudgrat-district",
        names=(PlaceName(text="Zudgrat district"),),
        kind="district",
        longitude=10.06,
        latitude=-0.1,
        uncertainty_km=12,
    )
    case = structs.replace(CASE, places=(*CASE.places, district))
    found = find("He drove to Zudgrat, then through the Zudgrat region and the Zudgrat district.", case=case)
    assert [one.gazetteer_id for one in found] == ["case:south-ridge", "case:zudgrat-district", "case:zudgrat-district"]


def test_of_several_places_the_near_and_the_large_are_likelier(find) -> None:
    """Near the case's places a hamlet there outweighs a far town, but not a metropolis; the others are alternatives."""
    spring, paris = find("Villagers fled to Springfield. The ministers met in Paris.")
    assert (spring.gazetteer_id, spring.alternatives) == ("geonames:3", ("geonames:4",))
    assert find("They fled to Springfield.", case=None)[0].gazetteer_id == "geonames:4"
    assert {paris.gazetteer_id, *paris.alternatives} == {"geonames:1", "geonames:2", "geonames:8"}


def test_a_country_has_its_extent_as_uncertainty(find) -> None:
    """A country stands for its whole ground, not for its middle."""
    (france,) = find("The talks were held in France.")
    assert (france.kind, france.uncertainty_km) == ("country", 300)


def test_a_people_is_told_from_its_country(find) -> None:
    """The name of a people has the kind `demonym` and its country's place; a people that nobody lists is no place."""
    (officers,) = find("Ardan forces met French officers.")
    assert (officers.text, officers.kind, officers.gazetteer_id) == ("French", "demonym", "geonames:5")


def test_a_person_called_like_a_place_is_none(find) -> None:
    """A man called Paris is not where something happened, however often he is named."""
    assert find("John Paris spoke first. Then Mr. Paris left.") == ()


def test_a_place_inside_the_one_named_behind_it(find) -> None:
    """In "Paris, Texas" the smaller place is meant, there and wherever else the text says Paris."""
    found = find("A fire broke out in Paris, Texas, on Monday. Paris has one fire station.")
    assert [(one.text, one.gazetteer_id) for one in found] == [
        ("Paris", "geonames:8"),
        ("Texas", "geonames:7"),
        ("Paris", "geonames:8"),
    ]


def test_the_other_places_of_a_text_tell_which_is_meant(find) -> None:
    """Beside the county that it lies in, the small town is meant; alone, the capital."""
    near = find("A Paris man was arrested on Monday. He was taken to the jail of Lamar County from his home in Paris.")
    assert {one.gazetteer_id for one in near if one.text == "Paris"} == {"geonames:8"}
    assert {one.gazetteer_id for one in find("He travelled to Paris.", case=None)} == {"geonames:1"}


def test_a_country_and_a_state_of_one_name(find) -> None:
    """Which Georgia is meant follows from the other names."""
    assert find("He flew from Tbilisi to Georgia's coast.", case=None)[1].gazetteer_id == "geonames:12"
    state = find("From Boston she moved to Atlanta, in the United States, then through Georgia to Texas.", case=None)
    assert {one.gazetteer_id for one in state if one.text == "Georgia"} == {"geonames:10"}


def test_what_no_gazetteer_knows_is_somewhere_around_the_others(find) -> None:
    """A street has no entry: it is placed where the text speaks of, with an uncertainty that says how vaguely."""
    city, street = find("Firemen in Atlanta were called to Harlow Street.", case=None)
    assert (street.text, street.gazetteer_id, street.kind) == ("Harlow Street", None, "feature")
    assert (street.longitude, street.latitude) == (city.longitude, city.latitude)
    assert street.uncertainty_km > 50 > city.uncertainty_km


def test_two_names_of_one_place_are_joined_where_one_of_them_is_known(find) -> None:
    """In "X / Y" an unknown name means the known one's place."""
    found = find("The envoys arrived in Springfield / Ostrel.")
    assert [(one.text, one.gazetteer_id) for one in found] == [("Springfield", "geonames:3"), ("Ostrel", "geonames:3")]


def test_an_unknown_place_is_kept_without_a_point(find) -> None:
    """A name that stands where a place stands is reported, though no gazetteer knows it."""
    (unknown,) = find("The ceasefire was violated near Magavuz.")
    assert (unknown.text, unknown.name, unknown.gazetteer_id, unknown.longitude) == ("Magavuz", "Magavuz", None, None)


def test_a_settlement_stays_sharp(find) -> None:
    """A village of the case keeps its own uncertainty."""
    assert settlement("x", 1, 2, ("X", None)).uncertainty_km == find("It burned in East Well.")[0].uncertainty_km
