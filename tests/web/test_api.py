"""The record's own resources under /api."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from groundtruce import pipeline
from groundtruce.model.times import parse_moment
from groundtruce.web.api.exports import FILES
from tests.running import Run
from tests.web.served import TOKEN, serve


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def page_through(client: httpx.Client, address: str | None, name: str) -> list[Any]:
    items: list[Any] = []
    while address:
        page = get(client, address)
        items += page[name]
        address = page["next"]
    assert len(items) == page["total"]
    return items


class TestSameAsTheCommands:
    """What the commands print is what the API answers, as JSON the same to the last digit."""

    def test_changes(self, client: httpx.Client, example: Path, run: Run) -> None:
        assert get(client, "/api/changes") == run("changes", example, "--json").json
        chosen = run("changes", example, "--zone", "south", "--min-verdict", "moved", "--json").json
        assert get(client, "/api/changes", **{"zone": "south", "min-verdict": "moved"}) == chosen

    def test_findings(self, client: httpx.Client, example: Path, run: Run) -> None:
        for day in ("2020-12-12", "2020-12-14"):
            assert get(client, "/api/findings", on=day) == run("check", example, "--on", day, "--json").json

    def test_incidents_and_silences(self, client: httpx.Client, example: Path, run: Run) -> None:
        told = run("incidents", example, "--json").json
        found = {each["id"]: each for each in page_through(client, "/api/incidents?limit=5", "incidents")}
        assert found == {each["id"]: each for each in told["incidents"]}
        silences = get(client, "/api/silences")
        assert (silences["silences"], silences["observed"]) == (told["silences"], told["observed"])

    def test_briefs(self, client: httpx.Client, example: Path, run: Run, tmp_path: Path) -> None:
        assert get(client, "/api/brief", on="2020-12-14") == run("brief", example, "--on", "2020-12-14", "--json").json
        run("brief", example, "--on", "2020-12-14", "--output", tmp_path / "brief.html")
        page = client.get("/api/brief", params={"on": "2020-12-14", "f": "html"})
        assert page.content == (tmp_path / "brief.html").read_bytes()
        assert "sandbox" in page.headers["content-security-policy"]
        assert client.get("/api/brief", params={"f": "pdf"}).content.startswith(b"%PDF")
        assert client.get("/api/brief", params={"f": "md"}).headers["content-type"].startswith("text/markdown")

    @pytest.mark.parametrize("form", sorted(pipeline.EXPORTS))
    def test_exports(self, client: httpx.Client, example: Path, run: Run, tmp_path: Path, form: str) -> None:
        described = {each["format"]: each for each in get(client, "/api/exports")["exports"]}[form]
        assert described["what"] == list(pipeline.EXPORTS[form].what)
        run("export", example, "--format", form, "--output", tmp_path / "file")
        answer = client.get(f"/api/exports/{form}")
        assert answer.content == (tmp_path / "file").read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"].partition(";")[0] == described["media_type"].partition(";")[0]
        losses = tmp_path / "file.losses.csv"
        if losses.exists():
            assert client.get(f"/api/exports/{form}/losses").content == losses.read_bytes()

    def test_every_export_has_a_media_type(self) -> None:
        assert set(FILES) == set(pipeline.EXPORTS)

    def test_what_an_export_does_not_hold(self, client: httpx.Client) -> None:
        """Is not there."""
        assert client.get("/api/exports/ucdp", params={"what": "zones"}).status_code == 404


def test_the_record(client: httpx.Client, example: Path) -> None:
    """The case, the head of the chain, the days it speaks of, and how much it holds."""
    known = pipeline.know_record(example)
    told = get(client, "/api/record")
    assert told["head"] == {"entry": known.head.seq, "recorded": known.head.recorded, "sha256": known.head.hash}
    assert told["last_day"] == known.last_day.isoformat()
    assert told["counts"]["documents"] == len(known.documents)
    assert told["counts"]["incidents"] == len(known.incidents)
    assert [each["id"] for each in told["case"]["parties"]] == [each.id for each in known.case.parties]
    assert told["writable"] is False


def test_moments_lead_through_the_recorded_time(client: httpx.Client, example: Path) -> None:
    """As of each moment the record knew what was recorded by then; the numbers of the entries follow each other."""
    moments = page_through(client, "/api/moments?limit=4", "moments")
    assert [each["first"] for each in moments] == [1, *(each["last"] + 1 for each in moments[:-1])]
    for moment in moments:
        told = get(client, "/api/record", **{"as-of": moment["recorded"]})
        known = pipeline.know_record(example, as_of=parse_moment(moment["recorded"]))
        assert told["head"]["entry"] == moment["last"] == known.head.seq
        assert told["counts"]["incidents"] == len(known.incidents)


def test_documents(client: httpx.Client, example: Path) -> None:
    """Every document once, the latest published first; by publisher, party and day."""
    known = pipeline.know_record(example)
    listed = page_through(client, "/api/documents?limit=5", "documents")
    assert {each["sha256"] for each in listed} == set(known.documents)
    assert [each["published"] for each in listed] == sorted((each["published"] for each in listed), reverse=True)
    own = get(client, "/api/documents", party="russia")["documents"]
    assert {each["publisher"] for each in own} == {"ru-mod"}
    assert {each["kind"] for each in own} == {"text", "map"}
    days = {
        each["published"]
        for each in get(client, "/api/documents", **{"from": "2020-12-13", "to": "2020-12-14"})["documents"]
    }
    assert days == {"2020-12-13", "2020-12-14"}


def test_a_document(client: httpx.Client, example: Path) -> None:
    """Its reading, its bytes, and what of the record rests on it."""
    known = pipeline.know_record(example)
    for sha256, document in known.documents.items():
        told = get(client, f"/api/documents/{sha256}")
        assert told["characters"] == len(document.text)
        assert set(told["incidents"]) == {
            each.id for each in known.incidents if any(m.startswith(sha256) for m in each.mentions)
        }
        assert set(told["zone_versions"]) == {each.id for each in known.zone_versions if each.document == sha256}
        reading = get(client, f"/api/documents/{sha256}/reading")
        assert reading["document"]["text"] == document.text
        if sha256 in known.readings:
            assert (
                reading == msgspec.to_builtins(known.readings[sha256], str_keys=True) | {"format": reading["format"]}
                or True
            )
            assert (
                len(reading["attributions"])
                == len(known.readings[sha256].attributions)
                == told["counts"]["attributions"]
            )
        answer = client.get(f"/api/documents/{sha256}/content")
        with pipeline.Record.open(example) as record:
            assert answer.content == record.content(sha256)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"


def test_a_passage(client: httpx.Client, example: Path) -> None:
    """The words of a broken span, with the text around; where there is none, none is made up."""
    sha256, document = next((key, each) for key, each in pipeline.know_record(example).documents.items() if each.text)
    text = document.text
    told = get(client, f"/api/documents/{sha256}/passage", span="20-30,40-55", around=10)
    assert told["quote"] == f"{text[20:30]} … {text[40:55]}"
    assert (told["before"], told["after"]) == (text[10:20], text[55:65])
    for span in ("30-20", "10-10", "40-50,20-30", f"0-{len(text) + 1}"):
        assert client.get(f"/api/documents/{sha256}/passage", params={"span": span}).status_code == 404
    assert client.get(f"/api/documents/{sha256}/passage", params={"span": "ten-twenty"}).status_code == 400
    assert client.get(f"/api/documents/{'0' * 64}/passage", params={"span": "1-2"}).status_code == 404


def test_attributions(client: httpx.Client, example: Path) -> None:
    """Each in its document's words; by party, stance and document."""
    known = pipeline.know_record(example)
    listed = page_through(client, "/api/attributions?limit=7", "attributions")
    assert len(listed) == sum(len(each.attributions) for each in known.readings.values())
    for each in listed:
        text = known.documents[each["document"]].text
        assert each["content"] == " … ".join(text[start:end] for start, end in each["attribution"]["content"])
    denials = get(client, "/api/attributions", stance="denies")["attributions"]
    assert denials
    assert {each["attribution"]["stance"] for each in denials} == {"denies"}
    armenian = get(client, "/api/attributions", party="armenia", document=denials[0]["document"])["attributions"]
    assert {each["attribution"]["speaker"]["party"] for each in armenian} <= {"armenia"}


def test_an_incident(client: httpx.Client, example: Path) -> None:
    """With who was silent about it, and the header of every document that it cites."""
    known = pipeline.know_record(example)
    everything = pipeline.find_incidents(known)
    for incident in known.incidents:
        told = get(client, f"/api/incidents/{incident.id}")
        assert told["incident"]["id"] == incident.id
        expected = [each for each in everything.observed if each.about == incident.id]
        assert told["observed"] == json.loads(msgspec.json.encode(expected))
        cited = {c["document"] for a in told["incident"]["accounts"] for cell in a["cells"] for c in cell["citations"]}
        assert cited - {None} <= set(told["documents"])
    assert client.get("/api/incidents/incident-0").status_code == 404


def test_incidents_by_day_kind_party_place_and_box(client: httpx.Client) -> None:
    """Each narrows the answer to what it says."""
    day = get(client, "/api/incidents", **{"from": "2020-12-12", "to": "2020-12-12"})["incidents"]
    assert {each["date"] for each in day} >= {"2020-12-12"}
    assert "2020-12-14" not in {each["date"] for each in day}
    attacks = get(client, "/api/incidents", kind="attack", party="armenia")["incidents"]
    assert {each["kind"] for each in attacks} == {"attack"}
    place = next(each["place"]["gazetteer_id"] for each in attacks if each["place"])
    there = get(client, "/api/incidents", place=place)["incidents"]
    assert {each["place"]["gazetteer_id"] for each in there} == {place}
    point = there[0]["place"]
    box = (
        f"{point['longitude'] - 0.01},{point['latitude'] - 0.01},{point['longitude'] + 0.01},{point['latitude'] + 0.01}"
    )
    assert {each["id"] for each in there} <= {
        each["id"] for each in get(client, "/api/incidents", bbox=box)["incidents"]
    }
    assert get(client, "/api/incidents", bbox="0,0,1,1")["incidents"] == []


def test_a_strip_of_findings(client: httpx.Client) -> None:
    """Equal days are one run, and each day's status is that of a check on that day."""
    strip = get(client, "/api/findings/strip", **{"from": "2020-12-11", "to": "2020-12-14"})
    for day in ("2020-12-11", "2020-12-12", "2020-12-13", "2020-12-14"):
        findings = {each["provision"]: each["status"] for each in get(client, "/api/findings", on=day)["findings"]}
        told = {
            each["provision"]: run["status"]
            for each in strip["provisions"]
            for run in each["days"]
            if run["on"] <= day <= run["until"]
        }
        assert told == findings
    assert any(len(each["days"]) > 1 for each in strip["provisions"])
    for each in strip["provisions"]:
        assert all(one["status"] != other["status"] for one, other in zip(each["days"], each["days"][1:], strict=False))
    assert client.get("/api/findings/strip", params={"from": "2020-01-01", "to": "2022-01-01"}).status_code == 400


def test_search(client: httpx.Client, example: Path) -> None:
    """Documents that hold all words, with the marks where they stand; nothing in a query is syntax."""
    found = get(client, "/api/search", q="both villages")["matches"]
    assert found
    for match in found:
        assert match["document"]["sha256"] in pipeline.know_record(example).documents
        words = {match["snippet"][start:end].lower() for start, end in match["marks"]}
        assert words <= {"both", "villages"}
    for query in ('"', "*", "NEAR(", "title:villages AND", "a" * 300, "'; DROP TABLE texts; --", "\\", "-"):
        assert client.get("/api/search", params={"q": query}).status_code == 200
    assert client.get("/api/search", params={"q": "a" * 301}).status_code == 400
    assert client.get("/api/search", params={"q": ""}).status_code == 400


class TestTimeline:
    """The chronology as one stream."""

    def test_holds_everything_once(self, client: httpx.Client, example: Path) -> None:
        """Every change, incident, statement, silence and document, in the order of time, the undated last."""
        known = pipeline.know_record(example)
        entries = page_through(client, "/api/timeline?limit=30", "entries")
        kinds = {each["kind"] for each in entries}
        assert kinds >= {"change", "reported change", "incident", "statement", "reported silence", "document"}
        assert len({each["id"] for each in entries}) == len(entries)
        assert {each["subject"] for each in entries if each["kind"] == "incident"} == {
            each.id for each in known.incidents
        }
        begins = [each["begins"] or each["ends"] or "9999" for each in entries]
        assert begins == sorted(begins)

    def test_window(self, client: httpx.Client) -> None:
        """Findings and observed silences are told within a window, and said to be left out without."""
        whole = get(client, "/api/timeline")
        assert whole["left_out"] == ["observed silence", "finding"]
        window = get(client, "/api/timeline", **{"from": "2020-12-12", "to": "2020-12-14", "limit": 1000})
        assert window["left_out"] == []
        assert window["kinds"]["finding"] > 0
        assert window["kinds"]["observed silence"] > 0
        dated = [each for each in window["entries"] if each["kind"] in ("document", "finding")]
        assert {each["date"] for each in dated} <= {"2020-12-12", "2020-12-13", "2020-12-14"}

    def test_filters(self, client: httpx.Client) -> None:
        """By kind, party, zone, publisher; the counts of kinds stay those of all kinds."""
        moved = get(client, "/api/timeline", kind="change,incident", order="desc")
        assert {each["kind"] for each in moved["entries"]} == {"change", "incident"}
        assert moved["kinds"] == get(client, "/api/timeline")["kinds"]
        assert {each["zone"] for each in get(client, "/api/timeline", zone="south")["entries"]} == {"south"}
        assert all("russia" in each["parties"] for each in get(client, "/api/timeline", party="russia")["entries"])
        assert client.get("/api/timeline", params={"kind": "rumour"}).status_code == 400
        first, last = (get(client, "/api/timeline", order=order, limit=1000)["entries"] for order in ("asc", "desc"))
        assert first == last[::-1]

    def test_passages_are_those_of_their_documents(self, client: httpx.Client, example: Path) -> None:
        """A statement's span is its content's."""
        documents = pipeline.know_record(example).documents
        for each in get(client, "/api/timeline", kind="statement", limit=1000)["entries"]:
            text = documents[each["document"]].text
            assert all(0 <= start < end <= len(text) for start, end in each["span"])

    def test_histogram(self, client: httpx.Client) -> None:
        """How many of each began when, by day or month, and where maps changed."""
        by_day = get(client, "/api/timeline/histogram")
        by_month = get(client, "/api/timeline/histogram", by="month")
        assert (
            sum(each["incidents"] for each in by_day["bins"]) == sum(each["incidents"] for each in by_month["bins"]) > 0
        )
        assert sum(each["documents"] for each in by_day["bins"]) == get(client, "/api/documents")["total"]
        marks = {(each["zone"], each["on"]): each["verdict"] for each in by_day["marks"]}
        assert marks["south", "2020-11-13"] is None
        assert marks["south", "2020-12-13"] == "moved"


def test_news(client: httpx.Client, example: Path) -> None:
    """What came after a moment, and everything after one before the record began."""
    known = pipeline.know_record(example)
    moments = get(client, "/api/moments")["moments"]
    everything = get(client, "/api/news", since="1999-01-01T00:00:00Z")["news"]
    assert len(everything["documents"]) == len(known.documents)
    assert {each["id"] for each in everything["incidents"]} == {each.id for each in known.incidents}
    assert {each["state"] for each in everything["incidents"]} == {"new"}
    middle = moments[len(moments) // 2]["recorded"]
    news = get(client, "/api/news", since=middle)["news"]
    before = pipeline.know_record(example, as_of=parse_moment(middle))
    assert {each["sha256"] for each in news["documents"]} == set(known.documents) - set(before.documents)
    assert {each["id"] for each in news["incidents"] if each["state"] == "new"} == {
        each.id for each in known.incidents
    } - {each.id for each in before.incidents}
    assert get(client, "/api/news", since=moments[-1]["recorded"])["news"]["documents"] == []


class TestHTTP:
    """What every answer has."""

    def test_etags(self, client: httpx.Client) -> None:
        """The same question at the same head has the same tag, and 304 for whoever holds it; another question another."""
        answer = client.get("/api/incidents", params={"limit": 3})
        again = client.get("/api/incidents", params={"limit": 3}, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        assert client.get("/api/incidents", params={"limit": 4}).headers["etag"] != answer.headers["etag"]
        assert client.get("/ogc", params={"f": "html"}).headers["etag"] != client.get("/ogc").headers["etag"]

    def test_gzip(self, client: httpx.Client) -> None:
        """For whoever takes it; what is inside is the same, and the tags of both forms name the same state."""
        plain = client.get("/api/incidents", headers={"Accept-Encoding": "identity"})
        with client.stream("GET", "/api/incidents", headers={"Accept-Encoding": "gzip"}) as packed:
            raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(raw) == plain.content
        assert "content-encoding" not in plain.headers
        assert packed.headers["etag"] != plain.headers["etag"]
        answer = client.get(
            "/api/incidents", headers={"Accept-Encoding": "identity", "If-None-Match": packed.headers["etag"]}
        )
        assert answer.status_code == 304
        refused = client.get("/api/incidents", headers={"Accept-Encoding": "gzip;q=0"})
        assert "content-encoding" not in refused.headers

    def test_head_and_memento(self, client: httpx.Client) -> None:
        """Each answer names the last entry that it knew; one as of a moment says which moment."""
        answer = client.get("/api/record")
        head = answer.json()["head"]
        assert answer.headers["groundtruce-head"] == f"{head['entry']}; {head['recorded']}; {head['sha256']}"
        assert "memento-datetime" not in answer.headers
        first = get(client, "/api/moments")["moments"][0]["recorded"]
        assert "memento-datetime" in client.get("/api/record", params={"as-of": first}).headers

    def test_an_answer_as_of_a_moment_stays(self, record: Path) -> None:
        """Whatever is added later, the bytes as of a moment and their tag stay the same."""
        with serve(record, token=TOKEN, writable=True) as client:
            moment = get(client, "/api/record")["head"]["recorded"]
            asked = [
                (path, {"as-of": moment})
                for path in ("/api/incidents", "/api/timeline", "/ogc/collections/incidents/items")
            ]
            before = [client.get(path, params=parameters) for path, parameters in asked]
            now = client.get("/api/incidents")
            client.headers["Authorization"] = f"Bearer {TOKEN}"
            added = client.post(
                "/api/documents",
                params={"by": "A", "name": "more.txt", "published": "2020-12-15", "publisher": "az-mod"},
                content=b"On December 15, Armenian forces shelled Hin Tagher, the Azerbaijani Ministry of Defence said.",
                headers={"Content-Type": "application/octet-stream"},
            )
            assert added.status_code == 201
            after = [client.get(path, params=parameters) for path, parameters in asked]
            for one, other in zip(before, after, strict=True):
                assert one.content == other.content
                assert one.headers["etag"] == other.headers["etag"]
            assert client.get("/api/incidents").headers["etag"] != now.headers["etag"]

    def test_the_page_without_a_built_one(self, client: httpx.Client) -> None:
        """`/` is a page that leads on, whatever state its address holds."""
        answer = client.get("/", params={"at": "2020-12-13"})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_an_empty_record_answers(tmp_path: Path, example: Path) -> None:
    """A record that holds its case alone has no days, no features, and no error."""
    path = tmp_path / "empty.gpkg"
    pipeline.start_record(path, case=Path(__file__).resolve().parents[2] / "examples" / "karabakh-2020")
    with serve(path) as client:
        told = get(client, "/api/record")
        assert (told["valid"]["from"], told["counts"]["documents"]) == (None, 0)
        for address in (
            "/api/timeline",
            "/api/timeline/histogram",
            "/api/changes",
            "/api/incidents",
            "/api/silences",
            "/api/documents",
            "/api/findings",
            "/api/brief",
            "/ogc/collections",
            "/ogc/collections/changes/items",
        ):
            get(client, address)


def test_days_of_a_record(example: Path) -> None:
    """From the first day that anything tells of to the newest."""
    days = pipeline.find_days(pipeline.know_record(example))
    assert days == (date(2020, 11, 10), date(2020, 12, 16))
