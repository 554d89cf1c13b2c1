"""Control points found by the names on a map."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from evaluation.georeference import Score, score_map
from evaluation.label_maps import DESIGNS, draw_label_map, find_font
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.georeference.automatic import find_control
from groundtruce.collect.georeference.map_places import ListedPlaces
from groundtruce.collect.georeference.map_words import MapWord, find_phrases
from groundtruce.collect.georeference.spellings import likeness
from groundtruce.collect.georeference.tesseract import parse_words
from groundtruce.errors import UnusableInput
from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.settings import Settings

needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract") or find_font() is None,
    reason="tesseract or the DejaVu fonts are missing (apt-get install tesseract-ocr tesseract-ocr-rus fonts-dejavu-core)",
)
# tesseract's own table: its first column is the level, 5 is a word.
TSV = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "4\t1\t1\t1\t1\t0\t30\t60\t300\t30\t-1\t\n"
    '5\t1\t1\t1\t1\t1\t30\t60\t90\t30\t96.1\tMill\n5\t1\t1\t1\t1\t2\t135\t63\t120\t27\t91\t"Ford\n'
    "5\t1\t1\t1\t1\t3\t900\t63\t120\t27\t3\tnoise\n"
)


@pytest.fixture(scope="module")
def gazetteer() -> WorldGazetteer:
    return WorldGazetteer.open(Settings().cache_directory)


def test_tesseracts_table() -> None:
    """Words are brought back to the picture's size; what tesseract does not believe itself is left out."""
    words = list(parse_words(TSV, factor=3.0, reading="eng"))
    assert [word.text for word in words] == ["Mill", '"Ford']
    assert (words[0].left, words[0].top, words[0].width, words[0].height) == (10, 20, 30, 10)
    assert words[0].confidence == pytest.approx(0.961)


def test_phrases() -> None:
    """Neighbours on a line join, quotation marks go, and a line joins the one right under it, of one reading only."""
    words = [*parse_words(TSV, factor=3.0, reading="eng")]
    below = MapWord(text="Mlin", left=25, top=33, width=40, height=10, confidence=0.9, reading="eng")
    other = MapWord(text="Млин", left=25, top=33, width=40, height=10, confidence=0.9, reading="rus")
    texts = {phrase.text for phrase in find_phrases([*words, below, other])}
    assert texts == {"Mill", "Ford", "Mill Ford", "Mlin", "Mill Ford Mlin", "Млин"}


@pytest.mark.parametrize(
    ("read", "name", "least", "most"),
    [
        ("Prizren", "prizren", 1, 1),
        ("Şehir-Köy", "sehir koy", 1, 1),
        ("Приштина", "Prishtina", 0.9, 0.96),
        ("Գորիս", "Goris", 0.9, 0.96),
        ("Pr1zren", "Prizren", 0.8, 0.99),
        ("Leskovac", "Vranje", 0, 0.5),
    ],
)
def test_likeness(read: str, name: str, least: float, most: float) -> None:
    """A slip of a letter, another script and another transliteration are alike; other names are not."""
    assert least <= likeness(read, name) <= most


def _read_truly(places: list[GazetteerEntry], pixels: np.ndarray) -> list[MapWord]:
    """A reading without a fault: each place's name, its middle at its pixel."""
    return [
        MapWord(text=place.names[0].text, left=x - 20, top=y - 5, width=40, height=10, confidence=1.0, reading="true")
        for place, (x, y) in zip(places, pixels.tolist(), strict=True)
    ]


def _made_places(count: int) -> list[GazetteerEntry]:
    """Places of invented names around 20° E, 45° N (seed 3)."""
    draw = np.random.default_rng(3)
    return [
        GazetteerEntry(
            id=f"made:{number}",
            names=(PlaceName(text="".join(draw.choice(list("abdefgiklmnoprstuv"), 8)).title()),),
            kind="settlement",
            longitude=float(draw.uniform(19.2, 20.8)),
            latitude=float(draw.uniform(44.5, 45.5)),
            uncertainty_km=1.0,
        )
        for number in range(count)
    ]


def _pixels_of(places: list[GazetteerEntry]) -> np.ndarray:
    """About 140 m a pixel, Mercator."""
    at = np.radians([(place.longitude - 20, place.latitude) for place in places])
    north = np.arcsinh(np.tan(at[:, 1])) - np.arcsinh(1.0)
    return np.column_stack([500 + at[:, 0] * 31_500, 500 - north * 31_500])


BLANK = np.full((1000, 1000, 3), 250, np.uint8)


def test_names_alone_find_the_region() -> None:
    """Twenty names from a user's own list give the map's place within a fifth of a pixel."""
    places = _made_places(20)
    words = _read_truly(places, _pixels_of(places))
    found = find_control(BLANK, finder=ListedPlaces(places), name="map.png", read=lambda _: [words])
    assert found.placement == "middle"
    assert len(found.georeference.points) == 20
    assert found.georeference.cross_validated_rms_m < 30
    assert found.log10_false_alarms < -20


def test_names_at_random_are_no_map() -> None:
    """The same names written anywhere (seeds 0 to 9) are refused: no agreement is better than chance."""
    places = _made_places(20)
    for seed in range(10):
        pixels = np.random.default_rng(seed).uniform(50, 950, (20, 2))
        with pytest.raises(UnusableInput, match=r"map\.png: no region fits the names on it"):
            find_control(
                BLANK,
                finder=ListedPlaces(places),
                name="map.png",
                read=lambda _, at=pixels: [_read_truly(places, at)],
            )


def test_wrong_names_are_left_out() -> None:
    """Eight of twenty labels that carry other places' names are no control points."""
    places = _made_places(20)
    pixels = _pixels_of(places)
    pixels[:8] = pixels[[1, 2, 3, 4, 5, 6, 7, 0]]
    words = _read_truly(places, pixels)
    found = find_control(BLANK, finder=ListedPlaces(places), name="map.png", read=lambda _: [words])
    names = {point.name for point in found.georeference.control_points}
    assert names == {place.names[0].text for place in places[8:]}


def test_a_picture_without_names_is_refused() -> None:
    """No words, no map."""
    with pytest.raises(UnusableInput, match=r"map\.png: no region fits the names on it \(0 of"):
        find_control(BLANK, finder=ListedPlaces([]), name="map.png", read=lambda _: [[]])


def _design(title: str) -> int:
    return next(number for number, design in enumerate(DESIGNS, 1) if design.title == title)


def _score(title: str, gazetteer: WorldGazetteer) -> Score:
    number = _design(title)
    return score_map(DESIGNS[number - 1], gazetteer, seed=number)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    ["Kosovo, dots, names anywhere around", "Georgia, scan turned 3°", "Kivu, a fifth of the names wrong"],
)
def test_made_maps(title: str, gazetteer: WorldGazetteer) -> None:
    """On made maps at least eight points are right, none wrong, and pixels are put within one pixel of their place."""
    score = _score(title, gazetteer)
    assert score.right >= 8
    assert score.wrong == 0
    assert score.error_px < 1


@needs_tesseract
@pytest.mark.slow
def test_cyrillic(gazetteer: WorldGazetteer) -> None:
    """Names in Cyrillic are matched with places of the world gazetteer, where tesseract has the language."""
    number = _design("Moldova, Cyrillic")
    drawn = draw_label_map(DESIGNS[number - 1], gazetteer, seed=number)
    from groundtruce.collect.georeference.tesseract import read_words  # noqa: PLC0415

    try:
        words = [*read_words(drawn.picture, languages=("rus",))]
    except UnusableInput as refused:
        pytest.skip(f"tesseract has no Russian: {refused}")
    found = find_control(drawn.picture, finder=gazetteer, name="map.png", read=lambda _: words)
    right = [point for point in found.georeference.control_points if point.source.rpartition(", ")[2] in drawn.labels]
    assert len(right) >= 20
    assert len(right) == len(found.georeference.points)


@needs_tesseract
@pytest.mark.slow
def test_the_real_frame(shared: Path, gazetteer: WorldGazetteer) -> None:
    """A published frame gets at least eight points by itself, every one within 2 km."""
    from PIL import Image  # noqa: PLC0415

    frame = sorted((shared / "data" / "maps").glob("*.png"))
    if not frame:
        pytest.skip("the published frames are not here (../shared/data/maps)")
    picture = np.asarray(Image.open(frame[0]).convert("RGB"))
    found = find_control(picture, finder=gazetteer, name=frame[0].name)
    assert len([each for each in found.georeference.points if each.residual_m < 2000]) >= 8
    assert max(each.residual_m for each in found.georeference.points) < 2000
