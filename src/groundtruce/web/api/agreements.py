"""What the agreement says to it: findings of a day, and of many days."""

import itertools
from datetime import date, timedelta

from fastapi import APIRouter
from msgspec import field
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.agreements import Findings, FindingStatus, Margin
from groundtruce.model.provision_history import ProvisionHistory, Provisions
from groundtruce.model.times import parse_day
from groundtruce.model.values import Value
from groundtruce.web.answering import Question
from groundtruce.web.openapi import answers
from groundtruce.web.parameters import Day, Name, RequiredSince, RequiredUntil, read_day
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["agreement"])


class StatusRun(Value):
    """Days one after the other on which a provision's status was the same."""

    on: str
    """The first."""
    until: str
    """The last, included."""
    status: FindingStatus
    margin: Margin | None
    """As on the first."""


class ProvisionStrip(Value):
    """What became of a provision over time."""

    provision: str
    title: str
    kind: str
    days: tuple[StatusRun, ...]


class Strip(Value):
    """The status of each provision on each day of a span of time, both ends included."""

    from_: str = field(name="from")
    to: str
    provisions: tuple[ProvisionStrip, ...]


@router.get("/findings", responses=answers(Findings))
def list_findings(question: Question, on: Day = None) -> Response:
    """A finding for each provision on a day, as `groundtruce check --json` gives it."""
    day = read_day(on)
    return question.answer(lambda snapshot: snapshot.findings(day))


@router.get("/findings/strip", responses=answers(Strip))
def show_strip(question: Question, since: RequiredSince, until: RequiredUntil, provision: Name = None) -> Response:
    """How each provision stood on each day, days of equal status in one run."""
    first, last = read_span_of_days(since, until)

    def find(snapshot: Snapshot) -> Strip:
        followed = pipeline.check_days(snapshot.known, since=first, until=last, provision=provision)
        return Strip(from_=since, to=until, provisions=tuple(map(_draw_strip, followed.provisions)))

    return question.answer(find)


@router.get("/provisions", responses=answers(Provisions))
def list_provisions(question: Question, since: RequiredSince, until: RequiredUntil, provision: Name = None) -> Response:
    """The history of each provision with its evidence, as `groundtruce check --from --to --json` gives it."""
    first, last = read_span_of_days(since, until)
    return question.answer(
        lambda snapshot: pipeline.check_days(snapshot.known, since=first, until=last, provision=provision)
    )


def read_span_of_days(since: str, until: str) -> tuple[date, date]:
    """The days from `from` to `to`, as many as may be asked for at once."""
    first, last = read_day(since, name="from"), read_day(until, name="to")
    if first is None or last is None or not 0 <= (last - first).days < pipeline.MAX_DAYS:
        raise Refusal(400, f"from and to must enclose 1 to {pipeline.MAX_DAYS} days")
    return first, last


# ---------------------------------------------------------------------------------------------------------------


def _draw_strip(history: ProvisionHistory) -> ProvisionStrip:
    runs = [list(run) for _, run in itertools.groupby(history.spells, key=lambda spell: spell.status)]
    return ProvisionStrip(
        provision=history.provision,
        title=history.title,
        kind=history.kind,
        days=tuple(
            StatusRun(on=run[0].from_, until=_day_before(run[-1].to), status=run[0].status, margin=run[0].margin)
            for run in runs
        ),
    )


def _day_before(day: str) -> str:
    return (parse_day(day) - timedelta(days=1)).isoformat()
