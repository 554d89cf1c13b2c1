"""What changed on the map."""

from typing import Annotated

from fastapi import APIRouter, Query
from msgspec.structs import replace
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.values import Value
from groundtruce.model.zones import Changes, ChangeVerdict, ZoneChange
from groundtruce.web.answering import Body, Question, encode
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut
from groundtruce.web.parameters import Days, Identifier, Name
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["zones"])


class OneChange(Value):
    """What changed between two neighbouring versions."""

    change: ZoneChange


@router.get("/changes", responses=answers(Changes))
def list_changes(
    question: Question,
    days: Days,
    cut: AskedCut,
    *,
    zone: Name = None,
    min_verdict: Annotated[
        ChangeVerdict, Query(alias="min-verdict", description="Only what is at least as sure.")
    ] = "unchanged",
    parts: Annotated[bool, Query(description="Whether each change tells its parts, with their shapes.")] = True,
) -> Response:
    """The history of the zones, as `groundtruce changes --json` gives it. Pages cut its `changes`; `Link` leads on."""
    first, last = days
    selection = pipeline.Selection(zone=zone, since=first, until=last, min_verdict=min_verdict)

    def find(snapshot: Snapshot) -> Body:
        whole = selection == pipeline.Selection()
        found = snapshot.changes if whole else pipeline.find_changes(snapshot.known, selection=selection)
        page = cut.describe(len(found.changes))
        links = [f'<{page[rel]}>; rel="{rel}"' for rel in ("next", "prev") if page[rel]]
        headers = {"Link": ", ".join(links)} if links else {}
        told = replace(found, changes=cut.take(found.changes))
        return encode(told if parts else _leave_out_parts(told), headers=headers)

    return question.answer(find)


@router.get("/changes/{earlier}..{later}", responses=answers(OneChange))
def show_change(question: Question, earlier: Identifier, later: Identifier) -> Response:
    """The change from one version of a zone to the next, or from a drawing to its correction."""

    def find(snapshot: Snapshot) -> Body:
        known = (*snapshot.changes.changes, *(each.change for each in snapshot.changes.corrections))
        for change in known:
            if (change.from_.version, change.to.version) == (earlier, later):
                return encode(OneChange(change=change))
        raise Refusal(404, f"no change leads from {earlier!r} to {later!r}")

    return question.answer(find)


# ---------------------------------------------------------------------------------------------------------------


def _leave_out_parts(changes: Changes) -> Changes:
    """The same without what weighs most: the shapes of the parts that each change consists of."""
    return replace(
        changes,
        changes=tuple(replace(each, parts=()) for each in changes.changes),
        corrections=tuple(replace(each, change=replace(each.change, parts=())) for each in changes.corrections),
        rivals=tuple(replace(each, difference=replace(each.difference, parts=())) for each in changes.rivals),
    )
