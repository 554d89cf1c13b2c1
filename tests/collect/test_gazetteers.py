"""The world gazetteer."""

import time
import zipfile
from pathlib import Path

import pytest

from groundtruce.collect.gazetteer_files import read_gazetteer
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.errors import UnusableInput
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
    """A country's point lies among its places, within an uncertainty of half its extent, before others of its name."""
    first, *others = world.find("Georgia")
    assert (first.kind, first.country) == ("country", "GE")
    assert first.longitude == pytest.approx(43, abs=1)
    assert first.latitude == pytest.approx(42, abs=1)
    assert 100 < first.uncertainty_km < 400
    assert others[0].kind == "region"
    assert all(other.kind != "country" for other in others)


@pytest.mark.slow
def test_a_country_on_the_date_line_keeps_its_middle(world: WorldGazetteer) -> None:
    """Fiji lies at 178° E and 179° W; its middle is there, not in Africa."""
    fiji = world.find("Fiji")[0]
    assert abs(fiji.longitude) >= 175
    assert fiji.uncertainty_km < 800


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
def test_divisions_contain_their_places(world: WorldGazetteer) -> None:
    """A state, its county and its town are there, each knowing what it lies in, the smallest first."""
    texas, county = world.find("Tex.")[0], world.find("Lamar County")
    town = next(one for one in world.find("Paris") if texas.id in one.within)
    assert (texas.kind, texas.names[0].text, texas.within) == ("region", "Texas", (world.find("U.S.")[0].id,))
    assert texas.id in {one.within[0] for one in county}
    assert town.within == (texas.id, *texas.within)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "place"),
    [("Russian", "Russia"), ("Afghans", "Afghanistan"), ("European", "Europe"), ("Kurdish", "Kurdistan")],
)
def test_a_people_is_found_by_its_names(world: WorldGazetteer, people: str, place: str) -> None:
    """An adjective or a people's name leads to its place, and says that it is one."""
    found = next(one for one in world.find(people) if one.kind == "demonym")
    assert found.names[0].text == place


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Middle East", "the Sahel", "Black Sea", "Horn of Africa", "Golan"])
def test_regions_and_seas_have_their_extent(world: WorldGazetteer, name: str) -> None:
    """What is no country and no town is there too, and how far it reaches."""
    found = world.find(name)[0]
    assert found.kind in ("area", "feature")
    assert found.uncertainty_km >= 20


@pytest.mark.slow
def test_names_in_other_scripts_are_known(world: WorldGazetteer) -> None:
    """A city is found by its Cyrillic and its Armenian name."""
    yerevan = next(one for one in world.find("Yerevan") if one.kind == "settlement")
    assert all(yerevan in world.find(name) for name in ("Ереван", "Երևան", "Erevan"))


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


DUMP_LINE = "1\tStara Kula\tStara Kula\tOld Tower,Стара Кула\t0.25\t10.5\tP\tPPL\tXX\t\t02\t\t\t\t310\t\t7\tEtc/UTC\t2020-01-01\n"
CSV = "name,longitude,latitude,names,kind,uncertainty_km\nMill Ford,10.1,0.2,Moln|Mlyn,settlement,1.5\n"
GEOJSON = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "node/7", "geometry": {"type": "Point", "coordinates": [10.2, 0.3]},
   "properties": {"place": "village", "name": "East Well", "name:az": "Gunbatan", "population": "120"}},
  {"type": "Feature", "geometry": null, "properties": {"name": "Nowhere"}}]}"""


@pytest.mark.slow
def test_a_users_gazetteers_are_looked_up_too(world: WorldGazetteer, directory: Path, tmp_path: Path) -> None:
    """A GeoNames dump, a CSV and a GeoJSON of OpenStreetMap join the world, each prepared once."""
    files = [tmp_path / name for name in ("XX.txt", "case.csv", "osm.geojson")]
    for file, content in zip(files, (DUMP_LINE, CSV, GEOJSON), strict=True):
        file.write_text(content, encoding="utf-8")
    told: list[str] = []
    joined = WorldGazetteer.open(directory / "cache", files=files, progress=told.append)
    assert told == [f"preparing {name} (once)" for name in ("XX.txt", "case.csv", "osm.geojson")]
    tower, ford, well = (joined.find(name)[-1] for name in ("Стара Кула", "Moln", "Gunbatan"))
    assert (tower.id, tower.kind, tower.longitude, tower.population) == ("geonames:1", "settlement", 10.5, 310)
    assert (ford.id, ford.uncertainty_km, ford.source) == ("case:Mill Ford", 1.5, "case.csv")
    assert (well.id, well.kind, well.latitude, well.population) == ("node/7", "settlement", 0.3, 120)
    assert joined.find("Cyprus") == world.find("Cyprus")
    joined.close()
    WorldGazetteer.open(directory / "cache", files=files, progress=told.append).close()
    assert len(told) == 3
    for file in (directory / "cache").glob("added-*"):
        file.unlink()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("name,lon,lat\nX,1,2\n", "line 1: its heading lacks one of name, longitude, latitude"),
        ("name,longitude,latitude\nX,1,95\n", "line 2: latitude 95 is not on the Earth"),
        ("name,longitude,latitude\nX,east,5\n", "line 2: longitude is no number: 'east'"),
        ("name,longitude,latitude\n,1,5\n", "line 2: a place without a name"),
        ("{}", "it is no GeoJSON FeatureCollection: Object missing required field `features`"),
        (DUMP_LINE + "2\tShort\n", "line 2: 2 columns instead of 19"),
    ],
)
def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    """One line says which file, where in it, and why."""
    path = tmp_path / "places.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_gazetteer(path)
    assert str(refused.value) == f"{path}: {complaint}"


@pytest.mark.parametrize(
    ("member", "content", "complaint"),
    [
        ("XX.txt", b" " * 1_000_000, "XX.txt: would unpack to 1 MB from 0.0 MB"),
        ("readme.txt", b"", "there is no table in the archive"),
    ],
)
def test_a_packed_gazetteer_is_bounded(tmp_path: Path, member: str, content: bytes, complaint: str) -> None:
    """A bomb is told by what its heading states, beyond which nothing is unpacked; a table as GeoNames packs it is read."""
    path = tmp_path / "XX.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    with pytest.raises(UnusableInput) as refused:
        read_gazetteer(path)
    assert str(refused.value).startswith(f"{path}: {complaint}")


def test_a_packed_gazetteer_is_read(tmp_path: Path) -> None:
    """Behind its readme; one whose heading states too little is damaged."""
    path = tmp_path / "XX.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "read me")
        archive.writestr("XX.txt", DUMP_LINE * 20)
    assert len(read_gazetteer(path)) == 20
    size = len(DUMP_LINE.encode() * 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (5).to_bytes(4, "little")))
    with pytest.raises(UnusableInput, match="it cannot be read"):
        read_gazetteer(path)


def test_names_are_folded_alike() -> None:
    """What spellings differ in is left out."""
    assert fold_name("Köhnə  Tağlar") == fold_name("KOHNE-TAGLAR") == "kohne taglar"
    assert fold_name("the Netherlands") == "netherlands"
