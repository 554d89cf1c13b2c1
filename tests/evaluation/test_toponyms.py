"""The scorer of place names."""

from pathlib import Path

import pytest

from evaluation.toponyms import GoldName, GoldText, Pair, pair_names, read_geowebnews, read_lgl, score_pairs

GOLD = GoldText(
    id="1",
    text="Rivers rose in North Moln and Zud, says the Ardan radio.",
    names=(
        GoldName(start=15, end=25, text="North Moln", longitude=10.0, latitude=0.0),
        GoldName(start=30, end=33, text="Zud", longitude=20.0, latitude=0.0),
        GoldName(start=44, end=49, text="Ardan", counts=False),
    ),
)


def found(start: int, end: int, longitude: float | None = None, latitude: float | None = None):
    return {"span": [[start, end]], "longitude": longitude, "latitude": latitude}


def pairs(*toponyms) -> list[Pair]:
    return pair_names(GOLD, {"toponyms": list(toponyms)})


def test_a_name_is_right_within_161_km() -> None:
    """An overlapping name a degree of longitude away is right, one two degrees away is wrong."""
    figures = score_pairs(pairs(found(21, 25, 11.0, 0.0), found(30, 33, 22.0, 0.0)))
    assert figures["accuracy within 161 km"] == 50
    assert figures["mean error km"] == pytest.approx(1.5 * 111.2, rel=0.01)
    assert figures["recognition F1"] == 100
    assert figures["recognition F1, same span"] == 50


def test_a_name_that_is_not_found_or_not_placed_is_wrong() -> None:
    """Both count against the accuracy over all gold names; only what has a point has an error."""
    figures = score_pairs(pairs(found(15, 25)))
    assert figures["accuracy within 161 km"] == 0
    assert figures["recognition recall"] == 50
    figures = score_pairs(pairs(found(15, 25, 10.0, 0.0)))
    assert figures["accuracy within 161 km"] == 50
    assert figures["accuracy within 161 km of those placed"] == 100
    assert figures["area under the error curve"] == 0
    assert figures["area under the error curve, all"] == 0.5


def test_what_the_corpus_leaves_open_counts_neither_way() -> None:
    """A name that overlaps a gold name which does not count is no false one; another is."""
    exact = (found(15, 25, 10.0, 0.0), found(30, 33, 20.0, 0.0))
    assert score_pairs(pairs(*exact, found(44, 49, 1.0, 1.0)))["end-to-end F1"] == 100
    assert score_pairs(pairs(*exact, found(50, 55, 1.0, 1.0)))["end-to-end F1"] == 80


def test_one_name_finds_one_gold_name() -> None:
    """A span over two gold names is found once."""
    figures = score_pairs(pairs(found(15, 33, 10.0, 0.0)))
    assert figures["recognition recall"] == 50


def test_the_corpora_are_read(tmp_path: Path) -> None:
    """LGL keeps names without coordinates; GeoWebNews leaves common nouns out."""
    lgl = tmp_path / "lgl.xml"
    lgl.write_text(
        "<articles><article docid='7'><text>Zud and Moln</text><toponyms><toponym><start>8</start><end>12</end>"
        "<phrase>Moln</phrase><gaztag geonameid='1'><lat>1.5</lat><lon>10</lon></gaztag></toponym><toponym><start>0</start>"
        "<end>3</end><phrase>Zud</phrase></toponym></toponyms></article></articles>"
    )
    (text,) = read_lgl(lgl)
    assert [(name.text, name.longitude, name.counts) for name in text.names] == [
        ("Zud", None, True),
        ("Moln", 10, True),
    ]
    news = tmp_path / "GWN.xml"
    news.write_text(
        "<articles><article file='3'><text>A town, Moln, speaks Ardan</text><toponyms>"
        "<toponym><extractedName>Moln</extractedName><type>Literal</type><start>8</start><end>12</end>"
        "<latitude>1.5</latitude><longitude>10</longitude></toponym>"
        "<toponym><extractedName>Ardan</extractedName><type>Language</type><start>21</start><end>26</end></toponym>"
        "<toponym><extractedName>town</extractedName><type>Literal_Expression</type><start>2</start><end>6</end></toponym>"
        "</toponyms></article></articles>"
    )
    (text,) = read_geowebnews(news)
    assert [(name.text, name.latitude, name.counts) for name in text.names] == [
        ("Moln", 1.5, True),
        ("Ardan", None, False),
    ]
