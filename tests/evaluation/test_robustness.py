"""The scorer of hard passages, and the form of their set."""

from typing import Any

from evaluation.robustness import SET, HardPassage, Outcome, judge, load_passages, score_outcomes

TEXT = "DALGA: The army declined to comment."
EMPTY: dict[str, Any] = {
    "dates": [],
    "toponyms": [],
    "attributions": [],
    "silences": [],
    "event_mentions": [],
    "not_attributions": [],
}


def passage(*, nothing: tuple[str, ...] = (), **expected: list[dict[str, Any]]) -> HardPassage:
    """A passage that expects a list or two."""
    return HardPassage(
        kind="capitals",
        about="for the test",
        text=TEXT,
        published="2023-06-15",
        expected={**EMPTY, **expected},
        nothing=nothing,
    )


def reading(**found: list[dict[str, Any]]) -> dict[str, Any]:
    """A reading of the text that found a list or two."""
    return {"document": {"text": TEXT}, **EMPTY, **found}


SILENCE = {"span": [[7, 35]], "parties": ["The army"], "about": ""}
GIVEN = {"text": "The army declined to comment", "parties": ["The army"]}


def test_a_passage_is_right_when_all_it_gives_is_found() -> None:
    """Only what the passage gives is asked for."""
    assert judge(passage(silences=[GIVEN]), reading(silences=[SILENCE])).faults == ()


def test_what_is_missed_is_named() -> None:
    """A silence that is not found is a fault."""
    assert judge(passage(silences=[GIVEN]), reading()).faults == ("silences: The army declined to comment: not found",)


def test_what_must_not_be_there_is_a_fault() -> None:
    """A kind of which there is nothing."""
    outcome = judge(passage(nothing=("silences",)), reading(silences=[SILENCE]))
    assert outcome.faults == ("silences: 'The army declined to comment' is none",)


def test_the_score_is_by_passage_and_by_kind() -> None:
    """One of two is right."""
    outcomes = [Outcome(passage=passage(), faults=()), Outcome(passage=passage(), faults=("dates: one",))]
    assert score_outcomes(outcomes) == {"right": 50, "capitals": 50}


def test_the_set_has_sixty_passages_of_ten_kinds() -> None:
    """At least six of each kind, no text twice."""
    passages = load_passages(SET)
    kinds = [one.kind for one in passages]
    assert len(passages) >= 60
    assert len(set(kinds)) == 10
    assert min(kinds.count(kind) for kind in kinds) >= 6
    assert len({one.text for one in passages}) == len(passages)


def test_the_set_quotes_its_own_text() -> None:
    """Every piece of what a passage gives stands in it."""
    strange = [
        (one.about, piece)
        for one in load_passages(SET)
        for quoted in _quoted(one.expected)
        for piece in quoted.split("…")
        if piece.strip() not in one.text
    ]
    assert strange == []


def _quoted(expected: dict[str, Any]) -> list[str]:
    entries = [entry for name in EMPTY if name != "not_attributions" for entry in expected[name]]
    words = [entry[name] for entry in entries for name in ("text", "source", "cue", "content") if name in entry]
    return [*words, *expected["not_attributions"], *(one for entry in expected["silences"] for one in entry["parties"])]
