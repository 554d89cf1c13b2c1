"""The world gazetteer."""

import time
from pathlib import Path

import pytest

from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.model.places import fold_name


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gazetteer")


@pytest.fixture(scope="module")
def world(directory: Path):
    told: list[str] = []
    gazetteer = WorldGazetteer.open(directory / "cache", progress=told.append)
    assert told == ["preparing the world gazetteer (once)"]
    yield gazetteer
    gazetteer.close()


@pytest.mark.slow
def test_a_country_is_wide_and_comes_first(world: WorldGazetteer) -> None:
    """A country's point lies among its places, within an uncertainty of half its extent, before towns of its name."""
    first, *others = world.find("Georgia")
    assert (first.kind, first.country) == ("country", "GE")
    assert first.longitude == pytest.approx(43, abs=1)
    assert first.latitude == pytest.approx(42, abs=1)
    assert 100 < first.uncertainty_km < 400
    assert all(other.kind == "settlement" for other in others)


@pytest.mark.slow
def test_a_country_on_the_date_line_keeps_its_middle(world: WorldGazetteer) -> None:
    """Fiji lies at 178° E and 179° W; its middle is there, not in Africa."""
    fiji = world.find("Fiji")[0]
    assert abs(fiji.longitude) > 175
    assert fiji.uncertainty_km < 600


@pytest.mark.slow
def test_towns_of_one_name_are_ordered_by_population(world: WorldGazetteer) -> None:
    """Of many places called Paris, the largest is first."""
    found = world.find("Paris")
    assert found[0].country == "FR"
    assert [one.population for one in found] == sorted((one.population for one in found), reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Türkiye", "turkey", "the United States", "U.S.", "Cote dIvoire", "Guinea Bissau"])
def test_spelling_does_not_matter(world: WorldGazetteer, name: str) -> None:
    """Case, accents, hyphens, apostrophes and an article make no difference; usual further names are known."""
    assert world.find(name)[0].kind == "country"


@pytest.mark.slow
def test_a_small_place_is_known_by_all_its_names(world: WorldGazetteer) -> None:
    """Places of a few hundred people are there, under each of their names in Latin letters."""
    ids = {world.find(name)[0].id for name in ("Fladungen", "Fladungen ")}
    assert len(ids) == 1
    assert world.find("Lefkosia")[0].id == world.find("Nicosia")[0].id


@pytest.mark.slow
def test_an_unknown_name_gives_nothing(world: WorldGazetteer) -> None:
    """No place is made up."""
    assert world.find("Qwxzk") == ()
    assert world.find("") == ()


@pytest.mark.slow
def test_the_file_is_made_once_and_opens_at_once(world: WorldGazetteer, directory: Path) -> None:
    """Opened again, it says nothing, leaves one file, and is ready in well under a second."""
    told: list[str] = []
    before = time.perf_counter()
    again = WorldGazetteer.open(directory / "cache", progress=told.append)
    assert again.find("Cyprus") == world.find("Cyprus")
    assert time.perf_counter() - before < 0.5
    again.close()
    assert told == []
    assert len(list((directory / "cache").iterdir())) == 1


@pytest.mark.slow
def test_where_nothing_can_be_written_it_is_kept_in_memory(tmp_path: Path) -> None:
    """A cache directory that cannot be made does not stop the work, and the user is told."""
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    told: list[str] = []
    gazetteer = WorldGazetteer.open(blocked / "cache", progress=told.append)
    assert gazetteer.find("Cyprus")[0].country == "CY"
    assert told[-1].startswith("the world gazetteer is kept in memory: ")
    gazetteer.close()


def test_names_are_folded_alike() -> None:
    """What spellings differ in is left out."""
    assert fold_name("Köhnə  Tağlar") == fold_name("KOHNE-TAGLAR") == "kohne taglar"
    assert fold_name("the Netherlands") == "netherlands"
