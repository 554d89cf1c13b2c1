"""Which judgements hold: those that nobody withdrew, and of several about one statement the latest."""

from collections.abc import Iterable, Mapping, Sequence

from groundtruce.model.judged import Decision
from groundtruce.model.judgements import RecordedJudgement

_DECIDING: frozenset[Decision] = frozenset({"accept", "correct", "reject"})


def list_standing(judgements: Iterable[RecordedJudgement]) -> tuple[RecordedJudgement, ...]:
    """The judgements that were not withdrawn, in the order of recording; a withdrawal is none of them."""
    given = tuple(judgements)
    withdrawn = {each.judgement.withdraws for each in given}
    return tuple(each for each in given if each.judgement.decision != "withdraw" and each.entry not in withdrawn)


def latest_decisions(standing: Iterable[RecordedJudgement]) -> dict[str, RecordedJudgement]:
    """By statement the latest acceptance, correction or rejection, whoever decided it: what the record goes by."""
    return {each.judgement.statement: each for each in standing if each.judgement.decision in _DECIDING}


def decisions_by_document(standing: Iterable[RecordedJudgement]) -> Mapping[str, Sequence[RecordedJudgement]]:
    """The latest decisions about the statements of each document, by its SHA-256."""
    found: dict[str, list[RecordedJudgement]] = {}
    for each in latest_decisions(standing).values():
        if each.judgement.document is not None:
            found.setdefault(each.judgement.document, []).append(each)
    return found
