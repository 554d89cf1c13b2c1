"""What changed on the map."""

from typing import Annotated

from fastapi import APIRouter, Query
from msgspec.structs import replace
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.zones import Changes, ChangeVerdict
from groundtruce.web.answering import Body, Question, encode
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut
from groundtruce.web.parameters import Days, Name
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["zones"])


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
        return encode(replace(found, changes=cut.take(found.changes)), headers=headers)

    return question.answer(find)
