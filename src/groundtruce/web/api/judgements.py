"""What people decided of what a machine read, and what is left for somebody to judge."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from msgspec import field
from starlette.requests import Request
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.model.briefs import RecordHead
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, Decision, StatementKind
from groundtruce.model.judgements import CorrectableField, Quality, RecordedJudgement
from groundtruce.model.values import Value
from groundtruce.web.access import Reading, name_author
from groundtruce.web.answering import JSON, Question
from groundtruce.web.limits import read_body
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import LONGEST_NAME, Name
from groundtruce.web.problems import Refusal, refuse
from groundtruce.web.recall import Recall
from groundtruce.web.snapshots import Snapshot
from groundtruce.web.writing import By, ReviewerDependency, Writer

router = APIRouter(tags=["judgements"])

LARGEST_OPINION = 100_000
_MEDIA_TYPE = "application/json"


class ReviewPage(Page):
    """What somebody has not judged yet, document by document, the incidents at the end."""

    by: str
    items: tuple[pipeline.ReviewItem, ...]
    documents: dict[str, pipeline.DocumentHeader]
    """Those that the passages stand in, by their SHA-256."""


class CorrectableFields(Value):
    """What a correction can put right in each kind of statement."""

    kinds: dict[str, tuple[CorrectableField, ...]]


class JudgementPage(Page):
    """Judgements, the latest first, also those withdrawn or superseded."""

    judgements: tuple[RecordedJudgement, ...]


class SentOpinion(Value):
    """What a person says of a statement: the body of a judgement."""

    statement: str
    """As the review names it."""
    decision: Decision
    changes: dict[str, str] = field(default_factory=dict)
    """The fields that a correction puts right."""
    others: tuple[str, ...] = ()
    """A merge: the incidents that are the same one. A split: the mentions that are of another one."""
    note: str = ""


class GivenJudgement(Value):
    """A judgement as it was recorded, and the incidents that it changed, those given up as withdrawn."""

    judgement: RecordedJudgement
    incidents: tuple[Incident, ...]
    head: RecordHead


After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-f]{64}$", description="Refuse if anything was recorded since the entry with this hash."),
]
_REFUSED = {
    408: "The judgement came too slowly",
    409: "Something was recorded since",
    413: "The judgement is too large",
    415: f"The body must be {_MEDIA_TYPE}",
    422: "It does not fit what was read, or there is nothing to withdraw; nothing was recorded",
}


@router.get("/review", responses=answers(ReviewPage))
def list_review(
    question: Question,
    cut: AskedCut,
    visitor: Reading,
    *,
    by: By = None,
    document: Name = None,
    kind: Annotated[StatementKind | None, Query(description="Only statements of this kind.")] = None,
) -> Response:
    """What somebody has not judged yet of what the machine read and matched, with the passages that it stands in."""
    reviewer = name_author(visitor, by)

    def find(snapshot: Snapshot) -> ReviewPage:
        kinds = STATEMENT_KINDS if kind is None else (kind,)
        total, items = snapshot.review_queue.find(cut.part, by=reviewer, kinds=kinds, document=document)
        cited = dict.fromkeys(passage.document for item in items for passage in item.passages)
        documents = {each: snapshot.headers[each] for each in cited}
        return ReviewPage(by=reviewer, items=items, documents=documents, **cut.describe(total))

    return question.answer(find, form=reviewer)


@router.get("/review/fields", responses=answers(CorrectableFields))
def list_fields(question: Question) -> Response:
    """The fields that a correction can put right, and how each is typed."""
    return question.answer(lambda _: CorrectableFields(kinds=pipeline.list_correctable_fields()))


@router.get("/judgements", responses=answers(JudgementPage))
def list_judgements(question: Question, cut: AskedCut, by: Name = None, document: Name = None) -> Response:
    """Every judgement, whose and when; with `document`, those of what was read in it."""

    def find(snapshot: Snapshot) -> JudgementPage:
        given = [
            each
            for each in snapshot.known.judgements[::-1]
            if by in (None, each.judgement.by)
            and (document is None or each.judgement.statement.startswith(f"{document}#"))
        ]
        return JudgementPage(judgements=cut.take(given), **cut.describe(len(given)))

    return question.answer(find)


@router.get("/quality", responses=answers(Quality))
def show_quality(question: Question) -> Response:
    """How often the machine was right in what was judged so far, as `groundtruce quality --json` gives it."""
    return question.answer(lambda snapshot: pipeline.assess_quality(snapshot.known))


@router.post(
    "/judgements",
    status_code=201,
    responses=answers(GivenJudgement, created=True, more=_REFUSED),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{SentOpinion.__name__}"}}},
        },
        "security": [{"token": []}],
    },
)
async def judge(request: Request, writer: ReviewerDependency, after: After = None) -> Response:
    """Record what a person decided, with the incidents that it changes."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise Refusal(415, f"the body must be {_MEDIA_TYPE}")
    content = await read_body(request, seconds=request.app.state.patience.upload_s, most=LARGEST_OPINION)
    opinion = _read_opinion(content)
    recall: Recall = request.app.state.recall

    def write() -> pipeline.Given:
        return pipeline.judge_in(recall.path, opinion, by=writer.name, after=_hold_to(recall, after))

    return await _give(recall, writer, write, f"{opinion.decision} {opinion.statement}")


@router.post(
    "/judgements/withdrawal",
    status_code=201,
    responses=answers(GivenJudgement, created=True, more=_REFUSED),
    openapi_extra={"security": [{"token": []}]},
)
async def withdraw(
    request: Request,
    writer: ReviewerDependency,
    statement: Annotated[str | None, Query(min_length=1, max_length=LONGEST_NAME)] = None,
    after: After = None,
) -> Response:
    """Withdraw one's last judgement: of all, or of those about a statement."""
    recall: Recall = request.app.state.recall

    def write() -> pipeline.Given:
        return pipeline.undo_in(recall.path, by=writer.name, statement=statement, after=_hold_to(recall, after))

    return await _give(recall, writer, write, f"withdraw {statement or 'the last judgement'}")


# ---------------------------------------------------------------------------------------------------------------


def _read_opinion(content: bytes) -> pipeline.Opinion:
    try:
        sent = msgspec.json.decode(content, type=SentOpinion)
    except ValueError as error:
        raise Refusal(400, f"the body is no judgement: {error}") from error
    fields: dict[str, Any] = {name: getattr(sent, name) for name in SentOpinion.__struct_fields__}
    return pipeline.Opinion(**fields)


def _hold_to(recall: Recall, after: str | None) -> pipeline.Head | None:
    """The head that is to be the last one still; refused where it is not."""
    if after is None:
        return None
    head = recall.head()
    if head.hash != after:
        raise Refusal(409, "something was recorded since; nothing was recorded now")
    return head


async def _give(recall: Recall, writer: Writer, write: Callable[[], pipeline.Given], what: str) -> Response:
    """Record it in the writing thread, and answer with what was recorded."""
    before = recall.head()
    try:
        given: pipeline.Given = await writer.writing.run(write)
    except UnusableInput as error:
        # Where somebody else added meanwhile, the same may be recorded now; else it never can.
        raise refuse(error, status=422 if recall.head() == before else 409) from error
    writer.log(f"{what}: entry {given.head.seq}")
    head = RecordHead(entry=given.head.seq, recorded=given.head.recorded, sha256=given.head.hash)
    body = GivenJudgement(judgement=given.judgement, incidents=given.incidents, head=head)
    return Response(msgspec.json.encode(body), 201, {"Cache-Control": "no-store"}, media_type=JSON)
