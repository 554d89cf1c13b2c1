"""What the agreement says to it: findings of a day, and of many days."""

import itertools

from fastapi import APIRouter
from msgspec import field
from starlette.responses import Response

from groundtruce.model.agreements import Finding, Findings, FindingStatus, Margin
from groundtruce.model.values import Value
from groundtruce.web.answering import Question
from groundtruce.web.days import list_days
from groundtruce.web.openapi import answers
from groundtruce.web.parameters import Day, Name, RequiredSince, RequiredUntil, read_day
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["agreement"])

MOST_DAYS = 400
PATIENCE_S = 20.0
"""A strip that takes longer is refused: each of its days is a check of the whole agreement."""


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
    """How each provision stood on each of at most 400 days, equal days in one run."""
    first, last = read_day(since, name="from"), read_day(until, name="to")
    if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
        raise Refusal(400, f"from and to must enclose 1 to {MOST_DAYS} days")

    def find(snapshot: Snapshot) -> Strip:
        checked = [snapshot.findings(day).findings for day in list_days(first, last, patience_s=PATIENCE_S)]
        strips = [_draw_strip(each) for each in zip(*checked, strict=True)]
        wanted = tuple(strip for strip in strips if provision in (None, strip.provision))
        return Strip(from_=since, to=until, provisions=wanted)

    return question.answer(find)


# ---------------------------------------------------------------------------------------------------------------


def _draw_strip(findings: tuple[Finding, ...]) -> ProvisionStrip:
    runs = [list(run) for _, run in itertools.groupby(findings, key=lambda finding: finding.status)]
    return ProvisionStrip(
        provision=findings[0].provision,
        title=findings[0].title,
        kind=findings[0].kind,
        days=tuple(
            StatusRun(on=run[0].on, until=run[-1].on, status=run[0].status, margin=run[0].margin) for run in runs
        ),
    )
