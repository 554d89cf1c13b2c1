"""Briefs through the commands, from a record whose recorded time passes: what is new, what was known, what differs."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from groundtruce import pipeline
from groundtruce.model.briefs import Brief
from groundtruce.model.documents import quote_span
from groundtruce.model.times import parse_day
from groundtruce.record.records import Record
from groundtruce.settings import Settings
from groundtruce.show.briefs import list_sentences
from tests.running import Run

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "karabakh-2020"
SCHEMAS = ROOT / "src" / "groundtruce" / "model" / "schemas"
EVENING = "2020-12-12T20:00Z"
DAY = ("--on", "2020-12-14")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's record as somebody would have kept it: each input recorded at noon of the day it was published."""
    path = tmp_path_factory.mktemp("kept") / "record.gpkg"
    files = [p for folder in ("reports", "zones") for p in sorted((CASE / folder).iterdir()) if p.suffix != ".toml"]
    dated = sorted((pipeline.published_on(file, settings=Settings()) or "", file) for file in files)
    pipeline.start_record(path, case=CASE, clock=lambda: datetime(2020, 11, 10, 12, tzinfo=UTC))
    reader = pipeline.Reader(case=pipeline.load_case(CASE), settings=Settings())
    for published, file in dated:
        noon = datetime.combine(parse_day(published), time(12), UTC)
        options = pipeline.InputOptions()
        for _ in pipeline.add_files(
            path, [file], options=options, settings=Settings(), reader=reader, clock=lambda noon=noon: noon
        ):
            pass
    return path


def brief_of(record: Path, *, on: str, **options: Any) -> Brief:
    return pipeline.brief_in(record, pipeline.Days(on=parse_day(on)), **options)[1]


def entries(record: Path) -> dict[int, str]:
    """The hash of every entry of a record."""
    with sqlite3.connect(record) as connection:
        return dict(connection.execute("SELECT seq, hash FROM entries"))


def test_every_reference_of_every_sentence_leads_to_what_it_names(record: Path) -> None:
    """Passages stand word for word in the document's text, maps are kept bytes, provisions and entries are there."""
    brief = brief_of(record, on="2020-12-14")
    by_number = {reference.number: reference for reference in brief.references}
    hashes, kinds = entries(record), set()
    provisions = {each.id for each in pipeline.load_case(CASE).agreement.provisions}  # type: ignore[union-attr] # it has one
    with Record.open(record) as kept:
        texts = {document.sha256: document.text for document in kept.documents()}
        for sentence in list_sentences(brief):
            assert sentence.references, sentence.text
            for reference in (by_number[number] for number in sentence.references):
                kinds.add(reference.kind)
                citation = reference.citation
                if reference.kind == "passage":
                    assert citation.document
                    assert citation.span
                    assert quote_span(texts[citation.document], citation.span) == citation.quote
                elif reference.kind == "map":
                    assert hashlib.sha256(kept.content(reference.sha256)).hexdigest() == reference.sha256
                elif reference.kind == "provision":
                    assert citation.locator.rpartition(" ")[2] in provisions
                elif reference.kind == "documents read":
                    assert {each.sha256 for each in reference.listed} <= set(texts)
                else:
                    assert reference.sha256 in hashes.values()
    assert kinds == {"passage", "map", "provision", "documents read", "record"}


def test_quotes_in_cells_are_references_of_the_cell(record: Path) -> None:
    """The matrix of 12 December shows passages of Armenia, Azerbaijan and Russia, each among what its cell cites."""
    brief = brief_of(record, on="2020-12-14")
    incidents = next(section for section in brief.sections if section.id == "incidents")
    part = next(each for each in incidents.sections if each.title.startswith("Attack near Hin Tagher"))
    (table,) = part.tables
    assert {"Armenia", "Azerbaijan", "Russia"} <= set(table.columns)
    what = table.rows[0]
    assert what.heading == "What"
    for cell in what.cells:
        assert cell.quotes
        assert set(cell.quotes) <= set(cell.references)
    assert any("lies newly inside the zone" in sentence.text for sentence in part.sentences)
    assert any("contradict each other on who began" in sentence.text for sentence in part.sentences)


def test_as_of_an_evening_the_brief_knows_nothing_of_the_next_day(record: Path, run: Run) -> None:
    """At 20:00 on 12 December no sentence tells of the 13th or later, and no source is of a later day."""
    ran = run("brief", record, "--on", "2020-12-12", "--as-of", EVENING, "--json")
    assert ran.code == 0
    brief = ran.json
    assert brief["known"]["recorded"] == "2020-12-12T12:00:00.000000Z"
    texts = [sentence["text"] for sentence in find_sentences(brief)]
    assert len(texts) > 20
    assert any("12 Dec 2020" in text for text in texts)
    assert not [text for text in texts if any(f"{day} Dec 2020" in text for day in range(13, 32))]
    documents = [each for reference in brief["references"] for each in [reference["document"], *reference["listed"]]]
    assert max(each["published"] for each in documents if each) == "2020-12-12"
    assert "not observed" not in ran.out


def find_sentences(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a brief that has text and references."""
    if isinstance(value, dict):
        if "text" in value and "references" in value:
            yield value
        for inner in value.values():
            yield from find_sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_sentences(inner)


def test_what_is_new_since_a_moment_is_told_and_marked(record: Path, run: Run) -> None:
    """Since the evening of 12 December: the new map, the changed incident, the findings that turned; older things unmarked."""
    brief = run("brief", record, *DAY, "--since", EVENING, "--json").json
    assert brief["new_since"] == "2020-12-12T20:00:00.000000Z"
    news = brief["sections"][0]
    assert (news["id"], news["title"]) == ("news", "New since 12 Dec 2020, 20:00:00 UTC")
    said = [sentence["text"] for sentence in news["sentences"]]
    assert said[0].startswith("Since 12 Dec 2020, 20:00:00 UTC, 8 documents and 2 zone versions came to the record")
    assert any("valid from 13 Dec 2020 was recorded" in text for text in said)
    assert any("told for the first time" in text for text in said)
    assert any(
        text.startswith("3a Where the peacekeepers deploy on 14 Dec 2020: breached; undetermined") for text in said
    )
    marked = {
        row["heading"]: row["news"]
        for section in brief["sections"]
        for table in section["tables"]
        for row in table["rows"]
    }
    assert marked["Bulletin of 12 December 2020"] is None
    assert marked["The mission's map changes in the south"] == "new"
    page = run("brief", record, *DAY, "--since", EVENING).out
    assert "**The mission's map changes in the south** (new)" in page


def test_since_the_day_before_begins_at_midnight_and_may_be_empty(record: Path, run: Run) -> None:
    """`--since day-before` of the 14th counts from its midnight; as of an hour without anything new it says so with a source."""
    brief = run("brief", record, *DAY, "--since", "day-before", "--json").json
    assert brief["new_since"] == "2020-12-14T00:00:00.000000Z"
    quiet = run("brief", record, *DAY, "--since", "2020-12-13T13:00Z", "--as-of", "2020-12-13T14:00Z", "--json").json
    (only,) = quiet["sections"][0]["sentences"]
    assert "no documents came to the record" in only["text"]
    assert only["references"]


def test_a_moment_before_the_record_began_is_refused(record: Path, run: Run) -> None:
    """One line and exit 3: nothing can be new since then."""
    ran = run("brief", record, *DAY, "--since", "2020-01-01")
    assert ran.code == 3
    assert "the record had not begun" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_brief_covers_a_period(record: Path, run: Run) -> None:
    """From 10 November on, the hand-over of Kalbajar turns on its amended day and every day has its status."""
    brief = run("brief", record, "--from", "2020-11-10", "--to", "2020-12-14", "--json").json
    assert (brief["since"], brief["on"]) == ("2020-11-10", "2020-12-14")
    agreement = next(section for section in brief["sections"] if section["id"] == "agreement")
    days = next(part for part in agreement["sections"] if part["id"] == "provisions-by-day")
    (row,) = [row for row in days["tables"][0]["rows"] if row["heading"].startswith("6a")]
    assert "25 Nov 2020" in row["cells"][0]["text"]
    assert agreement["figure"]["kind"] == "strip"
    one = run("brief", record, *DAY, "--days", "1", "--json").json
    assert (one["since"], one["on"]) == ("2020-12-14", "2020-12-14")
    assert next(section for section in one["sections"] if section["id"] == "agreement")["figure"] is None


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--from", "2020-12-14", "--to", "2020-12-01"), 3, "lies before"),
        (("--from", "2020-12-14", "--on", "2020-12-14"), 2, "by --from and --to, or by --on and --days"),
        (("--to", "2020-12-14"), 2, "--to needs --from"),
        (("--from", "1990-01-01", "--to", "2020-12-14"), 3, "more than 3660 days"),
        (("--since", "yesterday"), 3, "--since: 'yesterday' is not a moment"),
        (("--diff", "2020-12-13", "2020-12-14T10:00Z"), 2, "--diff takes two days"),
        (("--diff", "2020-12-13", "2020-12-14", "--output", "x.html"), 2, "--diff goes with"),
    ],
)
def test_days_and_moments_that_make_no_sense_are_refused(
    options: tuple[str, ...], code: int, words: str, record: Path, run: Run
) -> None:
    """Exit 3 or 2 and one clear line."""
    ran = run("brief", record, *options)
    assert ran.code == code
    assert words in ran.err


def test_two_runs_give_the_same_bytes_in_every_form_and_the_pdf_is_tagged(
    record: Path, tmp_path: Path, run: Run
) -> None:
    """Markdown, HTML and PDF, with news, written twice to two folders; the PDF's tags name headings, tables and figures."""
    pypdf = pytest.importorskip("pypdf")
    for form in ("md", "html", "pdf"):
        written = []
        for folder in (tmp_path / "a", tmp_path / "b"):
            folder.mkdir(exist_ok=True)
            path = folder / f"brief.{form}"
            assert run("brief", record, *DAY, "--since", EVENING, "--output", path).code == 0
            written.append(path.read_bytes())
        assert written[0] == written[1]
    reader = pypdf.PdfReader(BytesIO(written[0]))
    root = reader.trailer["/Root"]
    tags = list(walk_tags(root["/StructTreeRoot"]))
    names = {tag["/S"] for tag in tags if "/S" in tag}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= names
    assert all(tag.get("/Alt") for tag in tags if tag.get("/S") == "/Figure")
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Karabakh 2020: 14 Dec 2020"
    assert "/CreationDate" not in reader.metadata


def walk_tags(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        element = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(element, "get"):
            yield element
            yield from walk_tags(element)


def test_two_days_differ_by_what_each_covers(record: Path, run: Run) -> None:
    """From the 12th to the 14th the change of the map is added; the answer for programs follows its schema."""
    ran = run("brief", record, "--diff", "2020-12-12", "2020-12-14", "--json")
    assert ran.code == 0
    jsonschema.validate(ran.json, json.loads((SCHEMAS / "brief-diff-1.json").read_text("utf-8")))
    assert (ran.json["earlier"]["on"], ran.json["later"]["on"]) == ("2020-12-12", "2020-12-14")
    added = [section["titles"][-1] for section in ran.json["sections"] if section["kind"] == "added"]
    assert "Southern zone of responsibility, 13 Nov 2020 to 13 Dec 2020" in added
    for section in ran.json["sections"]:
        for said in section["sentences"]:
            for side in ("earlier", "later"):
                numbers = {reference["number"] for reference in ran.json[side]["references"]}
                assert said[side] is None or set(said[side]["references"]) <= numbers


def test_two_moments_differ_by_what_was_learned(record: Path, run: Run) -> None:
    """Between the evening of the 12th and that of the 14th the finding on 3a turned; the text says from what to what."""
    ran = run("brief", record, *DAY, "--diff", EVENING, "2020-12-14T20:00Z")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert "~ - 3a Where the peacekeepers deploy, Status: Undetermined" in lines
    assert "~ + 3a Where the peacekeepers deploy, Status: Breached" in lines
    same = run("brief", record, *DAY, "--diff", EVENING, EVENING)
    assert same.out.splitlines()[-1] == "no sentences differ."


def test_an_own_template_extends_ours_and_styles_follow(record: Path, tmp_path: Path, run: Run) -> None:
    """A folder with a masthead, a Markdown page and a style sheet: all else stays as it is."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "brief.html.j2").write_text(
        '{% extends "groundtruce/brief.html.j2" %}{% block masthead %}<h1>Desk: {{ brief.title }}</h1>{% endblock %}'
    )
    (folder / "brief.md.j2").write_text("Desk: {{ brief.title }}\n\n{{ ours }}")
    (folder / "own.css").write_text("h1 { color: navy; }\n")
    page = tmp_path / "brief.html"
    assert run("brief", record, *DAY, "--template", folder, "--output", page).code == 0
    content = page.read_text("utf-8")
    assert "<h1>Desk: Karabakh 2020</h1>" in content
    assert "h1 { color: navy; }" in content
    assert '<section class="section" id="incidents"' in content
    printed = run("brief", record, *DAY, "--template", folder).out
    assert printed.startswith("Desk: Karabakh 2020\n\n# Karabakh 2020")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (None, "own: there is no such folder"),
        ({"notes.txt": "x"}, "own: holds no template"),
        ({"brief.html.j2": "<p>\n{% if %}"}, "brief.html.j2: line 2: "),
        ({"brief.html.j2": "<p>\n\n{{ brief.nothing }}"}, "brief.html.j2: line 3: "),
        (
            {"brief.html.j2": "\n{% include 'head.html.j2' %}"},
            "brief.html.j2: line 2: there is no template head.html.j2",
        ),
        ({"brief.html.j2": "{{ brief.title|safe }}"}, "brief.html.j2: line 1: No filter named 'safe'"),
        ({"brief.html.j2": "{{ brief.__class__.__mro__ }}"}, "brief.html.j2: line 1: access to attribute '__class__'"),
        ({"brief.html.j2": "{{ 1 // 0 }}"}, "brief.html.j2: line 1: "),
        ({"brief.html.j2": b"\xff\xfe"}, "brief.html.j2: line 1: is not UTF-8"),
    ],
)
def test_a_missing_or_broken_template_is_one_line_with_its_place(
    files: dict[str, str | bytes] | None, words: str, record: Path, tmp_path: Path, run: Run
) -> None:
    """Exit 3, the file, the line and the reason; nothing is written."""
    folder = tmp_path / "own"
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = run("brief", record, *DAY, "--template", folder, "--output", tmp_path / "brief.html")
    assert ran.code == 3
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "brief.html").exists()
