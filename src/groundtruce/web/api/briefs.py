"""The brief of a day, in every form that it has."""

import threading
from collections.abc import Callable
from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Query
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.model.briefs import Brief
from groundtruce.web.answering import JSON, Body, Question, encode
from groundtruce.web.openapi import answers
from groundtruce.web.parameters import Day, describe_day, read_day, read_moment
from groundtruce.web.problems import Refusal, refuse
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["briefs"])

BriefForm: TypeAlias = Literal["json", "html", "md", "pdf"]
MEDIA_TYPES: dict[str, str] = {
    "json": JSON,
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""For a brief as a page. It narrows its styles further itself, to the one sheet that it holds."""


@router.get(
    "/brief",
    responses=answers(Brief, *list(MEDIA_TYPES.values())[1:], more={501: "The extra for PDF is not installed"}),
)
def show_brief(
    question: Question,
    on: Day = None,
    first: Annotated[str | None, describe_day("The first day covered.", alias="from")] = None,
    since: Annotated[
        str | None,
        Query(
            description="Tell and mark what came to the record after this moment.",
            json_schema_extra={"format": "date-time"},
        ),
    ] = None,
    f: Annotated[BriefForm, Query(description="The form: JSON, a page, Markdown or PDF.")] = "json",
) -> Response:
    """The brief of a day, or of all from one to it, as the record knew it; a week where no first day is given."""
    day, begin = read_day(on), read_day(first, name="from")
    moment = None if since is None else read_moment(since, name="since")

    def write(snapshot: Snapshot) -> Body:
        try:
            if moment is None:
                brief = pipeline.brief_record(snapshot.known, on=day, since=begin)
            else:
                as_of = snapshot.remembered.moment
                _, brief = pipeline.brief_in(
                    question.recall.path, pipeline.Days(on=day, since=begin), as_of=as_of, new_since=moment
                )
        except UnusableInput as error:
            raise refuse(error, status=400) from error
        return _WRITERS[f](snapshot, brief)

    return question.answer(write)


# ---------------------------------------------------------------------------------------------------------------


def _write_json(snapshot: Snapshot, brief: Brief) -> Body:
    del snapshot
    return encode(brief)


def _write_markdown(snapshot: Snapshot, brief: Brief) -> Body:
    del snapshot
    return Body(pipeline.print_brief(brief).encode(), MEDIA_TYPES["md"])


def _write_html(snapshot: Snapshot, brief: Brief) -> Body:
    (content,) = pipeline.render_brief(snapshot.known, brief, form="html", name="brief.html").values()
    return Body(content, MEDIA_TYPES["html"], {"Content-Security-Policy": _POLICY})


def _write_pdf(snapshot: Snapshot, brief: Brief) -> Body:
    try:
        with _SETTING:
            (content,) = pipeline.render_brief(snapshot.known, brief, form="pdf", name="brief.pdf").values()
    except UnusableInput as error:
        raise Refusal(501, error.reason) from error
    return Body(content, MEDIA_TYPES["pdf"], {"Content-Disposition": f'inline; filename="brief-{brief.on}.pdf"'})


_SETTING = threading.Lock()
"""Pages are set one after the other: the library that sets them does not say that threads may share it."""

_WRITERS: dict[BriefForm, Callable[[Snapshot, Brief], Body]] = {
    "json": _write_json,
    "html": _write_html,
    "md": _write_markdown,
    "pdf": _write_pdf,
}
