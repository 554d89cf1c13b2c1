"""The scorer of events, on made examples."""

from pathlib import Path

import pytest

from evaluation.events import (
    MarkedSentence,
    count_people,
    find_main_mention,
    incident_types,
    load_muc4,
    load_plover,
    load_plv,
    macro_f1,
    root_of,
    score_casualties,
    score_types,
)


def mention(kind: str, *, actor: str = "", target: str = "", **fields) -> dict:
    """An event mention as a reading prints it."""
    given = {
        "type": kind,
        "actors": [{"text": actor}] if actor else [],
        "targets": [{"text": target}] if target else [],
        "deaths": None,
        "injured": None,
        "realis": "happened",
        "repeats": None,
    }
    return given | fields


def people(number: int, who: str) -> dict:
    return {"low": number, "best": number, "high": number, "who": who}


def test_the_main_mention_is_that_of_the_marked_ones() -> None:
    """Of several mentions the one with the marked source and target counts; without any it is the first."""
    sentence = MarkedSentence("…", source="the Ardan army", target="Belm", root="ASSAULT")
    other, main = mention("consult", actor="the envoy"), mention("shelling", actor="Ardan army", target="Belm")
    assert find_main_mention(sentence, [other, main]) is main
    assert find_main_mention(sentence, [other]) is other
    assert find_main_mention(sentence, []) is None
    assert (root_of(main), root_of(None)) == ("ASSAULT", None)


def test_macro_f1_counts_each_root_type_alike() -> None:
    """Three of four right in one root type, none in another: the mean of 6/7 and 0. What is not found is not right."""
    pairs = [("AID", "AID")] * 3 + [("AID", None), ("YIELD", None)]
    assert macro_f1(pairs) == pytest.approx(100 * (6 / 7) / 2)


def test_casualties_are_told_and_counted() -> None:
    """Numbers are right where they are equal and above none; an unknown gold number counts only as told."""
    scores = score_casualties([(3, 3), (2, 5), (0, 0), (0, 1), (None, 4)])
    assert scores["told"] == pytest.approx(200 * 3 / (3 + 4))
    assert scores["exact"] == pytest.approx(200 * 1 / (2 + 3))


def test_a_group_counts_once() -> None:
    """What a mention repeats, in the same words or by its link, adds nobody."""
    mentions = [
        mention("attack", deaths=people(2, "two men")),
        mention("casualties", deaths=people(2, "Two men")),
        mention("attack", deaths=people(2, "the men"), repeats="event-1"),
        mention("attack", deaths=people(1, "a woman")),
    ]
    assert count_people(mentions, "deaths") == 3


def test_only_what_happened_is_an_incident() -> None:
    """A planned bombing is none, an arrest is no kidnapping."""
    mentions = [mention("bombing", realis="planned"), mention("detention"), mention("abduction"), mention("attack")]
    assert incident_types(mentions) == {"KIDNAPPING", "ATTACK"}
    assert score_types([(frozenset({"ATTACK"}), incident_types(mentions))]) == pytest.approx(200 * 1 / 3)


def test_plv_is_loaded(tmp_path: Path) -> None:
    """A row of PLV gives its sentence, its marks and its root type."""
    path = tmp_path / "plv.tsv"
    path.write_text("\tsentence\tsource\ttarget\tgold_root\n7\tArda met Belm.\tArda\tBelm\tCONSULT\n", "utf-8")
    assert load_plv(path) == [MarkedSentence("Arda met Belm.", "Arda", "Belm", "CONSULT")]


def test_records_without_a_number_in_the_text_are_left_out(tmp_path: Path) -> None:
    """An article is no number; a number word is one."""
    path = tmp_path / "records.json"
    path.write_text('[{"text": "A man was killed.", "dead": "1"}, {"text": "Two men were killed.", "dead": "2"}, {}]')
    assert [one["dead"] for one in load_plover(path)] == ["2"]


KEY = """
0.  MESSAGE: ID                     DEV-X-0001 (A)
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  BOMBING
21. HUM TGT: NUMBER                 1: "JUDGE"
                                    3: "GUARDS" / "MEN"
22. HUM TGT: FOREIGN NATION         -
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "JUDGE"
                                    INJURY: "GUARDS" / "MEN"
24. HUM TGT: TOTAL NUMBER           -

0.  MESSAGE: ID                     DEV-X-0002 (A)
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *

0.  MESSAGE: ID                     DEV-X-0003 (A)
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  ATTACK
21. HUM TGT: NUMBER                 PLURAL: "PEASANTS"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "PEASANTS"
24. HUM TGT: TOTAL NUMBER           -
"""


def test_muc4_keys_are_loaded(tmp_path: Path) -> None:
    """Victims are added up by effect; "plural" is no number; a report of no incident has neither types nor victims."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "key-dev-0001.muc4").write_text(KEY, "utf-8")
    lines = [f'{{"docid": "DEV-X-000{n}", "doctext": "…"}}' for n in (1, 2, 3, 4)]
    (tmp_path / "train.json").write_text("\n".join(lines), "utf-8")
    first, second, third = load_muc4(tmp_path)
    assert (first.types, first.deaths, first.injured) == ({"BOMBING"}, 1, 3)
    assert (second.types, second.deaths, second.injured) == (frozenset(), 0, 0)
    assert (third.types, third.deaths, third.injured) == ({"ATTACK"}, None, 0)
