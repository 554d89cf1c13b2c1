"""The record in the formats of others."""

from typing import Annotated, Literal, NamedTuple, TypeAlias

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.values import Value
from groundtruce.web.answering import Body, Question
from groundtruce.web.openapi import answers
from groundtruce.web.parameters import Day, read_day
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["exports"])


class _File(NamedTuple):
    """How a format travels: its media type and the ending of its files."""

    media_type: str
    extension: str


FILES: dict[str, _File] = {
    "geojson": _File("application/geo+json", "geojson"),
    "csv": _File("text/csv; charset=utf-8", "csv"),
    "geopackage": _File("application/geopackage+sqlite3", "gpkg"),
    "geoparquet": _File("application/vnd.apache.parquet", "parquet"),
    "ucdp": _File("text/csv; charset=utf-8", "csv"),
    "acled": _File("text/csv; charset=utf-8", "csv"),
    "followthemoney": _File("application/x-ndjson", "ftm.jsonl"),
    "annotations": _File("application/ld+json", "jsonld"),
    "provenance": _File("application/ld+json", "jsonld"),
    "atom": _File("application/atom+xml; charset=utf-8", "atom"),
    "stac": _File("application/geo+json", "stac.json"),
    "iiif": _File("application/ld+json", "iiif.jsonld"),
}


class DescribedExport(Value):
    """A format, what of the record it can be asked for (the first by itself), and how it travels."""

    format: str
    what: tuple[str, ...]
    media_type: str
    extension: str


class Exports(Value):
    """Every format that the record is exported in."""

    exports: tuple[DescribedExport, ...]


Format: TypeAlias = Annotated[
    Literal[
        "geojson",
        "csv",
        "geopackage",
        "geoparquet",
        "ucdp",
        "acled",
        "followthemoney",
        "annotations",
        "provenance",
        "atom",
        "stac",
        "iiif",
    ],
    Path(description="A format."),
]
What: TypeAlias = Annotated[
    Literal["everything", "zones", "changes", "incidents", "markers", "claims", "findings"] | None,
    Query(description="What to export; what the format is most used for if left out."),
]


@router.get("/exports", responses=answers(Exports))
def list_exports(question: Question) -> Response:
    """The formats, and what each can be asked for."""
    described = tuple(
        DescribedExport(format=name, what=form.what, media_type=FILES[name].media_type, extension=FILES[name].extension)
        for name, form in pipeline.EXPORTS.items()
    )
    return question.answer(lambda _: Exports(exports=described))


@router.get("/exports/{format}", responses=answers(None, *sorted({each.media_type for each in FILES.values()})))
def export(question: Question, format: Format, what: What = None, on: Day = None) -> Response:  # noqa: A002 - the path's own name
    """The record, or what of it is asked for, as a file of a format."""
    asked, day = _choose(format, what), read_day(on)

    def write(snapshot: Snapshot) -> Body:
        exported = pipeline.export_record(snapshot.known, form=format, what=asked, on=day)
        name = f"{snapshot.known.case.id}-{asked}.{FILES[format].extension}"
        return Body(exported.content, FILES[format].media_type, _attach(name))

    return question.answer(write)


@router.get("/exports/{format}/losses", responses=answers(None, "text/csv"))
def list_losses(question: Question, format: Format, what: What = None, on: Day = None) -> Response:  # noqa: A002 - the path's own name
    """What of the record the format could not hold, as a table."""
    asked, day = _choose(format, what), read_day(on)

    def write(snapshot: Snapshot) -> Body:
        exported = pipeline.export_record(snapshot.known, form=format, what=asked, on=day)
        name = f"{snapshot.known.case.id}-{asked}.{FILES[format].extension}.losses.csv"
        return Body(pipeline.loss_report(exported), "text/csv; charset=utf-8", _attach(name))

    return question.answer(write)


# ---------------------------------------------------------------------------------------------------------------


def _choose(format_: str, what: str | None) -> str:
    held = pipeline.EXPORTS[format_].what
    if what is not None and what not in held:
        raise Refusal(404, f"{format_} holds {', '.join(held)}")
    return what or held[0]


def _attach(name: str) -> dict[str, str]:
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._") else "_" for letter in name)
    return {"Content-Disposition": f'attachment; filename="{safe}"'}
