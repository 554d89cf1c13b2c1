"""A case is read from its folder whole, or refused in one line that says where and why."""

import contextlib
import json
import re
import tomllib
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundtruce.collect.case_tables import MAX_TABLE_BYTES
from groundtruce.collect.cases import load_case
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import CorridorTerms, DutyTerms, TransferTerms, amend
from groundtruce.model.places import display_name

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "karabakh-2020"

CASE = """\
id = "two-rivers"
title = "Two Rivers 2031 (invented)"
summary = "An invented ceasefire."
default_drawing_error_m = 300
places = "places.toml"
agreement = "agreement.toml"

[[parties]]
id = "arda"
name = "Arda"
kind = "party"
names = ["Ardan", "Tolmen"]
colour = "#0072B2"

[[parties]]
id = "belm"
name = "Belm"
kind = "party"

[[actors]]
name = "River Accord"

[[publishers]]
id = "arda-mod"
name = "Ardan Ministry of Defence"
party = "arda"

[[zones]]
id = "south"
name = "Sector South"
kind = "responsibility"
holder = "belm"

[[areas]]
id = "mill-district"
name = "the mill district"
file = "areas/mill.geojson"
drawing_error_m = 100
"""

PLACES = """\
[[places]]
id = "case:mill-ford"
kind = "settlement"
longitude = 10.05
latitude = 0.05
uncertainty_km = 0.5
names = [{ text = "Mill Ford", usage = "arda" }, { text = "Moln", language = "bl", usage = "belm" }]
"""

AGREEMENT = """\
id = "river-accord"
title = "River Accord"
signed = "2031-03-01"
signatories = ["arda", "belm"]
time_zone = "UTC"
source = "invented"

[[provisions]]
id = "1"
point = "1"
title = "End of all fire"
summary = "All fire ends."
terms = { type = "cessation", from_moment = "2031-03-02T00:00:00+00:00" }

[[provisions]]
id = "2"
point = "2"
title = "Hand-over"
summary = "The mill district is handed over."
terms = { type = "transfer", area = "mill-district", to_party = "belm", due = "2031-03-10" }

[[provisions]]
id = "3"
point = "3"
title = "Corridor"
summary = "A corridor leaves Mill Ford out."
terms = { type = "corridor", area = "mill-district", width_km = 5, excludes = ["case:mill-ford"], controlled_by = "arda" }

[[provisions]]
id = "4"
point = "4"
title = "Term"
summary = "Two years."
terms = { type = "term", start = "2031-03-02", years = 2, renewal_years = 2, notice_months = 3 }
"""

SQUARE = '{"type": "Polygon", "coordinates": [[[10, 0], [10.1, 0], [10.1, 0.1], [10, 0.1], [10, 0]]]}'
FILES = {"case.toml": CASE, "places.toml": PLACES, "agreement.toml": AGREEMENT, "areas/mill.geojson": SQUARE}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small invented case."""
    (tmp_path / "areas").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert content.count(old) >= 1, f"{old!r} is not in {file.name}"
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_a_case_is_read_with_everything_that_its_folder_holds(folder: Path) -> None:
    """Parties, places, areas and the agreement come from the files that `case.toml` names."""
    case = load_case(folder)

    assert case.id == "two-rivers"
    assert [party.names for party in case.parties] == [("Ardan", "Tolmen"), ()]
    assert case.actors[0].party is None
    assert case.zones[0].holder == "belm"
    assert display_name(case.places[0]) == "Mill Ford / Moln"
    assert shapely.from_wkb(case.areas[0].wkb).equals(shapely.box(10, 0, 10.1, 0.1))
    assert case.areas[0].drawing_error_m == 100
    assert case.agreement is not None
    assert case.agreement.provisions[1].terms == TransferTerms(area="mill-district", to_party="belm", due="2031-03-10")


def test_the_folder_and_its_case_file_name_the_same_case(folder: Path) -> None:
    """A user may point at either."""
    assert load_case(folder / "case.toml") == load_case(folder)


def test_a_case_needs_no_agreement_places_or_areas(folder: Path) -> None:
    """Parties alone make a case."""
    bare = CASE.partition("[[areas]]")[0].replace('places = "places.toml"\nagreement = "agreement.toml"\n', "")
    (folder / "case.toml").write_text(bare)

    case = load_case(folder)

    assert (case.agreement, case.places, case.areas) == (None, (), ())


def without_line(place: str) -> str:
    """A place in a file without the line that it begins with; one that is but a line and a column stays."""
    return re.sub(r"^line \d+(?:, (?!column)|$)", "", place)


SLIPS = [
    # broken TOML, keys and types
    ("case.toml", 'kind = "party"', "kind = party", "line 11, column 8", "broken TOML, invalid value"),
    ("case.toml", 'title = "Two', 'titel = "Two', "", "unknown key `titel`"),
    ("case.toml", 'title = "Two Rivers 2031 (invented)"', "", "", "missing key `title`"),
    ("case.toml", "[[zones]]", '[[zones]]\ncolor = "red"', "[[zones]] 1", "unknown key `color`"),
    ("case.toml", '"Tolmen"', "7", "[[parties]] 1, names 2", "expected `str`, got `int`"),
    ("agreement.toml", '"2031-03-01"', "2031-03-01", "signed", "expected `str`, got `date`: write it in quotes"),
    ("agreement.toml", '"transfer"', '"gift"', "[[provisions]] 2, terms, type", "invalid value 'gift'"),
    ("agreement.toml", "width_km = 5, ", "", "[[provisions]] 3, terms", "missing key `width_km`"),
    # references
    ("case.toml", 'party = "arda"', 'party = "adra"', "[[publishers]] 1, party", "there is no party 'adra'"),
    ("case.toml", 'holder = "belm"', 'holder = "blem"', "[[zones]] 1, holder", "there is no party 'blem'"),
    ("case.toml", 'kind = "party"', 'kind = "side"', "[[parties]] 1, kind", "there is no kind of party 'side'"),
    ("places.toml", '"arda"', '"adra"', "[[places]] 1, names 1, usage", "there is no party 'adra'"),
    ("agreement.toml", '"arda", "belm"', '"arda", "x"', "signatories 2", "there is no party 'x'"),
    ("agreement.toml", '"mill-district"', '"hill"', "[[provisions]] 2, terms, area", "there is no area 'hill'"),
    ("agreement.toml", '"case:mill-ford"', '"x"', "[[provisions]] 3, terms, excludes 1", "there is no place 'x'"),
    # identifiers and names
    ("case.toml", 'id = "belm"', 'id = "arda"', "[[parties]] 2, id", "'arda' is the id of [[parties]] 1 already"),
    ("case.toml", 'id = "south"', 'id = "a b"', "[[zones]] 1, id", "'a b' must not be empty nor hold spaces"),
    (
        "case.toml",
        'name = "Belm"',
        'name = "ardan"',
        "[[parties]] 2, names",
        "the party 'arda' is called 'ardan' already",
    ),
    ("agreement.toml", 'id = "2"', 'id = "1"', "[[provisions]] 2, id", "'1' is the id of [[provisions]] 1 already"),
    ("places.toml", '"Mill Ford"', '" "', "[[places]] 1, names", "a place needs a name"),
    # values
    ("case.toml", "#0072B2", "blue", "[[parties]] 1, colour", "'blue' is not a colour written #RRGGBB"),
    ("case.toml", "= 300", "= nan", "default_drawing_error_m", "nan is not a number above 0"),
    ("case.toml", "= 100", "= -1", "[[areas]] 1, drawing_error_m", "-1.0 is not a number above 0"),
    ("places.toml", "10.05", "581230.0", "[[places]] 1, longitude and latitude", "581230, 0.05 are no degrees"),
    (
        "places.toml",
        "uncertainty_km = 0.5",
        "uncertainty_km = 0",
        "[[places]] 1, uncertainty_km",
        "0.0 is not a number",
    ),
    ("agreement.toml", "2031-03-10", "10 March", "[[provisions]] 2, terms, due", "'10 March' is not an EDTF date"),
    ("agreement.toml", "2031-03-10", "2031-02-30", "[[provisions]] 2, terms, due", "day"),
    (
        "agreement.toml",
        "00:00:00+00:00",
        "00:00:00",
        "[[provisions]] 1, terms, from_moment",
        "with its offset from UTC",
    ),
    ("agreement.toml", '"2031-03-02"', '"2031-03"', "[[provisions]] 4, terms, start", "not a date written YYYY-MM-DD"),
    ("agreement.toml", '"UTC"', '"Moscow"', "time_zone", "'Moscow' is no time zone's IANA name"),
    # areas
    ("areas/mill.geojson", "[10.1, 0]", "[10.1, 0", "line 1, column 90", "broken"),
    ("areas/mill.geojson", '"Polygon"', '"LineString"', "", "broken GeoJSON"),
    ("areas/mill.geojson", SQUARE, '{"type": "Point", "coordinates": [10, 0]}', "", "polygons and nothing else"),
    ("areas/mill.geojson", SQUARE, '{"type": "FeatureCollection", "features": []}', "", "polygons and nothing else"),
    ("areas/mill.geojson", "[10.1, 0], [10.1, 0.1]", "[10.1, 0.1], [10.1, 0]", "", "an invalid shape"),
    ("areas/mill.geojson", "[10.1, 0]", "[581230, 0]", "", "no degrees of longitude and latitude"),
]


@pytest.mark.parametrize(("name", "old", "new", "place", "reason"), SLIPS)
def test_a_slip_is_refused_with_its_file_place_and_reason(
    folder: Path, name: str, old: str, new: str, place: str, reason: str
) -> None:
    """Each kind of slip in a file is found before the case is used, in one line."""
    replace(folder / name, old, new)

    with pytest.raises(UnusableInput) as refusal:
        load_case(folder)

    assert refusal.value.file == str(folder / name)
    assert without_line(refusal.value.place) == place
    assert reason in refusal.value.reason
    assert "\n" not in str(refusal.value)


AMENDED = """
[[provisions.amendments]]
agreed = "2033-01-10"
by = ["arda"]
changes = { notice_months = 2 }
source = "invented"

[[variants]]
id = "draft"
title = "The draft"
source = "invented"

[[variants.differences]]
provision = "2"
says = "Due a week earlier."
changes = { due = "2031-03-03" }
"""


def test_amendments_and_variants_are_read(folder: Path) -> None:
    """`changes` is a table of keys; the terms stay as they were signed."""
    (folder / "agreement.toml").write_text(AGREEMENT + AMENDED)
    agreement = load_case(folder).agreement
    assert agreement is not None
    provision = agreement.provisions[3]
    assert [(each.key, each.value) for each in provision.amendments[0].changes] == [("notice_months", 2)]
    assert (provision.terms.notice_months, amend(provision.terms, provision.amendments).notice_months) == (3, 2)
    assert agreement.variants[0].differences[0].changes[0].value == "2031-03-03"


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("2033-01-10", "10 Jan", "line 37, [[provisions]] 4, amendments 1, agreed", "'10 Jan' is not an EDTF date"),
        ('["arda"]', '["adra"]', "line 38, [[provisions]] 4, amendments 1, by 1", "there is no party 'adra'"),
        ("{ notice_months = 2 }", "{}", "line 39, [[provisions]] 4, amendments 1, changes", "changes something"),
        (
            "notice_months = 2",
            "due = 2",
            "line 39, [[provisions]] 4, amendments 1, changes, due",
            "terms of the kind 'term' have no key 'due'",
        ),
        (
            "notice_months = 2",
            'notice_months = "x"',
            "line 39, [[provisions]] 4, amendments 1, changes, notice_months",
            "expected `int`, got `str`",
        ),
        (
            "notice_months = 2",
            "notice_months = -2",
            "line 39, [[provisions]] 4, amendments 1, changes, notice_months",
            "-2 is not a number above 0",
        ),
        ('provision = "2"', 'provision = "9"', "line 48, [[variants]] 1, differences 1, provision", "no provision '9'"),
        ("2031-03-03", "soon", "line 50, [[variants]] 1, differences 1, changes, due", "'soon' is not an EDTF date"),
        ("years = 2, renewal_years", "years = 9999, renewal_years", "line 34, [[provisions]] 4, terms, years", "999"),
        ("notice_months = 3", "notice_months = 30", "line 34, [[provisions]] 4, terms, notice_months", "than a term"),
    ],
)
def test_a_provision_that_cannot_be_evaluated_is_refused_with_its_line(
    folder: Path, old: str, new: str, place: str, reason: str
) -> None:
    """The line of the key, the place of the table, the reason."""
    (folder / "agreement.toml").write_text(AGREEMENT + AMENDED)
    replace(folder / "agreement.toml", old, new)
    with pytest.raises(UnusableInput) as refusal:
        load_case(folder)
    assert (refusal.value.file, refusal.value.place) == (str(folder / "agreement.toml"), place)
    assert reason in refusal.value.reason


@pytest.mark.parametrize("name", ["../outside.geojson", "/etc/hostname", "areas/link.geojson", "a\\u0000b"])
def test_a_case_reaches_no_file_outside_its_folder(folder: Path, name: str) -> None:
    """Neither by `..`, nor by an absolute path, nor by a link: a case from elsewhere must not read the disk."""
    (folder.parent / "outside.geojson").write_text(SQUARE)
    (folder / "areas" / "link.geojson").symlink_to(folder.parent / "outside.geojson")
    replace(folder / "case.toml", "areas/mill.geojson", name)

    with pytest.raises(UnusableInput, match="lies outside the case's folder") as refusal:
        load_case(folder)

    assert without_line(refusal.value.place) == "[[areas]] 1, file"


def test_a_named_file_that_is_missing_is_refused_where_it_is_named(folder: Path) -> None:
    """The slip is in `case.toml`, so the message points there."""
    (folder / "places.toml").unlink()

    with pytest.raises(UnusableInput) as refusal:
        load_case(folder)

    assert (refusal.value.file, refusal.value.place) == (str(folder / "case.toml"), "line 5, places")


def test_a_folder_without_a_case_and_a_path_to_nothing_are_refused(tmp_path: Path) -> None:
    """The message names the `case.toml` that is not there."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UnusableInput, match="there is no such file"):
            load_case(path)


def test_a_file_that_is_too_large_or_no_text_or_nested_without_end_is_refused(folder: Path) -> None:
    """Bounded sizes keep a wrong path from filling the memory."""
    for content, reason in (
        (b"#" * (MAX_TABLE_BYTES + 1), "is larger than"),
        (b'id = "\xff"', "is not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
    ):
        (folder / "places.toml").write_bytes(content)
        with pytest.raises(UnusableInput, match=reason):
            load_case(folder)


def test_several_polygons_make_one_area_and_heights_are_dropped(folder: Path) -> None:
    """A collection of features, one of them a multipolygon, with heights: one two-dimensional multipolygon."""
    (folder / "areas/mill.geojson").write_text(
        '{"type": "FeatureCollection", "features": ['
        '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates":'
        " [[[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 0, 5]]]}},"
        '{"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates":'
        " [[[[2, 0], [3, 0], [3, 1], [2, 0]]]]}}]}"
    )

    shape = shapely.from_wkb(load_case(folder).areas[0].wkb)

    assert shape.geom_type == "MultiPolygon"
    assert not shape.has_z
    assert shape.area == pytest.approx(1.0)


@given(position=st.integers(0, len(CASE) - 1), character=st.characters(codec="utf-8", exclude_characters="\r"))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_character_gives_a_case_or_a_refusal(folder: Path, position: int, character: str) -> None:
    """Nothing but `UnusableInput` ever comes out of a broken `case.toml`."""
    changed = CASE[:position] + character + CASE[position + 1 :]
    (folder / "case.toml").write_text(changed, encoding="utf-8")

    with contextlib.suppress(UnusableInput):
        assert len(load_case(folder).parties) == 2


# The example case ------------------------------------------------------------------------------------------------


def test_the_example_names_places_as_each_side_does() -> None:
    """Both names are shown where the parties differ, one where they do not."""
    shown = {entry.id: display_name(entry) for entry in load_case(EXAMPLE).places}

    assert shown["case:stepanakert"] == "Stepanakert / Khankendi"
    assert shown["case:hin-tagher"] == "Hin Tagher / Köhnə Tağlar"
    assert shown["case:nagorno-karabakh"] == "Nagorno-Karabakh"
    assert len(shown) >= 60


def test_the_example_says_what_is_illustrative_and_what_is_not_verified() -> None:
    """Every area says that it is illustrative; a place whose coordinate nobody checked is vaguer than a checked one."""
    case = load_case(EXAMPLE)

    assert all("illustrative, digitised by this project" in area.note for area in case.areas)
    assert all(entry.source for entry in case.places)
    assert all(entry.uncertainty_km >= 5 for entry in case.places if entry.source.startswith("unverified: coordinate"))


def test_the_example_holds_every_obligation_of_the_nine_points() -> None:
    """Nine points, the corridor without the city, and the Kalbajar date with the one it replaced."""
    agreement = load_case(EXAMPLE).agreement
    assert agreement is not None
    terms = {provision.id: provision.terms for provision in agreement.provisions}

    assert {provision.point for provision in agreement.provisions} == set("123456789")
    kalbajar, corridor = terms["6a"], terms["6c"]
    assert isinstance(kalbajar, TransferTerms)
    (amendment,) = next(each for each in agreement.provisions if each.id == "6a").amendments
    assert (kalbajar.due, amendment.agreed, amend(kalbajar, [amendment]).due) == (
        "2020-11-15",
        "2020-11-15",
        "2020-11-25",
    )
    assert isinstance(corridor, CorridorTerms)
    assert (corridor.width_km, corridor.excludes) == (5, ("case:shushi",))
    assert isinstance(terms["7"], DutyTerms)


def test_the_example_maps_keep_the_first_version_inside_and_let_the_second_reach_the_village() -> None:
    """The first southern zone lies in the agreed area within its error; the second holds Hin Tagher, 18 km outside it."""
    case = load_case(EXAMPLE)
    agreed = next(shapely.from_wkb(area.wkb) for area in case.areas if area.id == "deployment-area")
    village = next(shapely.Point(e.longitude, e.latitude) for e in case.places if e.id == "case:hin-tagher")
    first, second = (_southern_zone(day) for day in ("2020-11-13", "2020-12-13"))

    # A thousandth of a degree is 86 to 111 m here.
    assert max(shapely.distance(agreed, shapely.points(shapely.get_coordinates(first)))) < 0.008
    assert second.contains(village)
    assert shapely.distance(first, village) > 0.15
    assert first.is_valid
    assert second.is_valid


def test_the_example_reports_say_that_nobody_published_them_and_name_publishers_of_the_case() -> None:
    """Each text ends by saying who wrote it, and its sidecar says so too: nobody may take it for the office's own."""
    publishers = {publisher.id for publisher in load_case(EXAMPLE).publishers}
    sidecars = sorted((EXAMPLE / "reports").glob("*.toml"))

    for sidecar in sidecars:
        said = tomllib.loads(sidecar.read_text(encoding="utf-8"))
        assert said["publisher"] in publishers
        assert "not a publication of" in said["note"]
        assert "no office or newsroom published this text" in sidecar.with_suffix("").read_text(encoding="utf-8")
    assert len(sidecars) >= 8


def test_the_example_maps_speak_of_zones_parties_and_publishers_of_the_case() -> None:
    """What a map's features say of themselves refers to the case, and each states its drawing error."""
    case = load_case(EXAMPLE)
    zones = {zone.id: zone for zone in case.zones}

    for file in (EXAMPLE / "zones").glob("*.geojson"):
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            said = feature["properties"]
            zone = zones[said["zone"]]
            assert (said["name"], said["kind"], said["holder"]) == (zone.name, zone.kind, zone.holder)
            assert said["publisher"] in {publisher.id for publisher in case.publishers}
            assert said["valid_from"] == file.stem
            assert 500 <= said["drawing_error_m"] <= 1000
            assert "illustrative" in said["note"]


def _southern_zone(day: str) -> shapely.Polygon:
    collection = shapely.from_geojson((EXAMPLE / "zones" / f"{day}.geojson").read_bytes())
    return min(shapely.get_parts(collection), key=lambda zone: zone.bounds[1])
