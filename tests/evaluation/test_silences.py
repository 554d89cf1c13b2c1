"""The scorer of reported silences, its set, and the floor that the reading of the set may not fall under."""

from typing import Any

from evaluation.silences import SET, GivenSilence, Judgement, Passage, evaluate, judge, load_passages, score_judgements

TEXT = "The army declined to comment on the raid."
GIVEN = GivenSilence(words="declined to comment", whose=("The army",), about="the raid")


def reading(*silences: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    """A reading of `text` with nothing but `silences`."""
    return {"document": {"text": text}, "silences": list(silences)}


def silence(start: int, end: int, *, parties: list[str], about: str) -> dict[str, Any]:
    """A silence as `groundtruce read` prints it."""
    return {"span": [[start, end]], "parties": parties, "about": about}


def judge_one(passage: Passage, *silences: dict[str, Any]) -> Judgement:
    """The only judgement on a passage."""
    (judgement,) = judge(passage, reading(*silences, text=passage.text))
    return judgement


def test_a_silence_is_right_by_its_words_party_and_topic() -> None:
    """An article more or less makes no difference."""
    one = judge_one(Passage(text=TEXT, silent=(GIVEN,)), silence(0, 40, parties=["army"], about="raid"))
    assert one.faults == ()


def test_another_party_and_another_topic_are_faults() -> None:
    """It is found, but neither its party nor its topic is right."""
    one = judge_one(Passage(text=TEXT, silent=(GIVEN,)), silence(0, 40, parties=["the rebels"], about="a ford"))
    assert (one.right_parties, one.right_topic) == (False, False)
    assert one.faults == ("of ['the rebels'] for ['The army']", "about 'a ford' for 'the raid'")


def test_words_elsewhere_are_another_silence() -> None:
    """What shares less than half of the words given is missed, and what was found instead is none."""
    found = silence(0, 8, parties=["The army"], about="the raid")
    judgements = judge(Passage(text=TEXT, silent=(GIVEN,)), reading(found))
    assert [one.faults for one in judgements] == [("not found",), ("is no silence",)]


def test_a_near_miss_that_is_found_costs_precision() -> None:
    """One right silence and one that is none: every given one is found, half of those found are right."""
    right = judge_one(Passage(text=TEXT, silent=(GIVEN,)), silence(0, 40, parties=["The army"], about="the raid"))
    wrong = judge_one(Passage(text=TEXT, why="for the test"), silence(0, 40, parties=[], about=""))
    part = right.passage.part
    scores = score_judgements([right, wrong])
    assert (scores[f"{part} precision"], scores[f"{part} recall"]) == (50, 100)
    assert round(scores[f"{part} F1"], 1) == 66.7


def test_the_set_is_large_and_half_of_it_near_misses() -> None:
    """At least 150 passages, about as many silences as near misses, each told why it is none, no text twice."""
    passages = load_passages(SET)
    near = [one for one in passages if not one.silent]
    assert len(passages) >= 150
    assert 0.45 <= len(near) / len(passages) <= 0.55
    assert all(one.why for one in near)
    assert len({one.text for one in passages}) == len(passages)


def test_the_set_quotes_its_own_text() -> None:
    """The words, the parties and the topic of every silence stand in its passage."""
    strange = [
        words
        for passage in load_passages(SET)
        for given in passage.silent
        for words in (given.words, *given.whose, given.about)
        if words not in passage.text
    ]
    assert strange == []


def test_a_third_of_the_set_is_kept() -> None:
    """The digest cuts what was written before the rules about in half; what was looked at later is open."""
    kept = sum(one.part == "kept" for one in load_passages(SET))
    assert 1 / 3 <= kept / len(load_passages(SET)) <= 1 / 2


def test_silences_are_found_in_both_parts() -> None:
    """F1 of detection is at least 90 in the open part and in the kept one."""
    scores = evaluate(SET)
    assert (scores["open F1"] >= 90, scores["kept F1"] >= 90) == (True, True), scores
