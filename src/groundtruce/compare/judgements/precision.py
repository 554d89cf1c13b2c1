"""How often the machine was right, from what people judged."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from groundtruce.compare.judgements.standing import latest_decisions
from groundtruce.model.claims import EventMention
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, StatementKind
from groundtruce.model.judgements import (
    JudgedIncident,
    Precision,
    Quality,
    RecordedJudgement,
    kind_of,
    list_statements,
)
from groundtruce.model.readings import Reading

_Z = 1.959963984540054
"""The normal distribution's quantile for an interval of 95 %."""


def measure_quality(
    standing: Iterable[RecordedJudgement], readings: Mapping[str, Reading], incidents: Iterable[Incident]
) -> Quality:
    """The precision of each kind of statement, by the latest decision about each.

    An acceptance of the machine's own value counts as right; a value that was accepted as somebody corrected it does not. An
    incident that was merged or split was wrong, whoever accepted what became of it. What a data set coded was not read.
    """
    given = tuple(standing)
    verdicts: dict[StatementKind, Counter[str]] = {kind: Counter() for kind in STATEMENT_KINDS}
    for kind, verdict in (*_judge_readings(given), *_judge_incidents(given)):
        verdicts[kind][verdict] += 1
    stated: Counter[StatementKind] = Counter(
        kind_of(each)
        for reading in readings.values()
        for each in list_statements(reading)
        if not (isinstance(each, EventMention) and each.coded is not None)
    )
    stated["incident"] = sum(1 for _ in incidents)
    return Quality(
        judgements=len(given),
        reviewers=tuple(sorted({each.judgement.by for each in given})),
        kinds=tuple(_measure(kind, stated[kind], verdicts[kind]) for kind in STATEMENT_KINDS),
    )


def wilson_interval(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a proportion of `right` out of `of` (Wilson 1927, without continuity correction)."""
    share, spread = right / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


# ---------------------------------------------------------------------------------------------------------------


def _judge_readings(standing: Iterable[RecordedJudgement]) -> list[tuple[StatementKind, str]]:
    verdicts: list[tuple[StatementKind, str]] = []
    for each in latest_decisions(standing).values():
        about = each.judgement.about
        if isinstance(about, JudgedIncident) or (isinstance(about.read, EventMention) and about.read.coded is not None):
            continue
        as_read = about.corrected is None or about.corrected == about.read
        verdict = "rejected" if each.judgement.decision == "reject" else "right" if as_read else "corrected"
        verdicts.append((kind_of(about.read), verdict))
    return verdicts


def _judge_incidents(standing: Iterable[RecordedJudgement]) -> list[tuple[StatementKind, str]]:
    decisions: dict[str, set[str]] = {}
    for each in standing:
        if isinstance(each.judgement.about, JudgedIncident) and each.judgement.decision != "note":
            decisions.setdefault(each.judgement.statement, set()).add(each.judgement.decision)
    return [("incident", "right" if said == {"accept"} else "corrected") for said in decisions.values()]


def _measure(kind: StatementKind, stated: int, verdicts: Counter[str]) -> Precision:
    judged = verdicts.total()
    low, high = wilson_interval(verdicts["right"], judged) if judged else (None, None)
    return Precision(
        kind=kind,
        stated=stated,
        judged=judged,
        right=verdicts["right"],
        corrected=verdicts["corrected"],
        rejected=verdicts["rejected"],
        precision=verdicts["right"] / judged if judged else None,
        low=low,
        high=high,
    )
