"""Reviewing over HTTP: what is left to judge, a judgement given and withdrawn, and what it changes."""

from pathlib import Path
from typing import Any

import httpx

from groundtruce import pipeline
from tests.running import Run

BY = {"by": "Ada Reviewer"}


def left(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/api/review", params={**BY, "limit": 1000, **asked})
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return [each["statement"] for each in answer.json()["items"]]


def test_what_is_left_is_what_the_command_lists(client: httpx.Client, example: Path, run: Run) -> None:
    """The same statements in the same order, whole and of a document and a kind."""
    listed = run("review", example, "--as", "Ada Reviewer", "--json").json
    assert left(client) == listed["statements"]
    document = listed["statements"][0]["document"]
    some = run("review", example, "--as", "Ada Reviewer", "--document", document, "--kind", "event", "--json").json
    assert left(client, document=document, kind="event") == some["statements"]


def test_a_judgement_counts_and_is_withdrawn(writer: httpx.Client, record: Path) -> None:
    """It is recorded under the reviewer's name, is asked no more, stands in the answers, and is gone once it is withdrawn."""
    event = next(each for each in left(writer, kind="event") if each["incident"])
    head = writer.get("/api/record").json()["head"]
    sent = {"statement": event["statement"], "decision": "reject", "note": "not in the text"}
    answer = writer.post("/api/judgements", params={**BY, "after": head["sha256"]}, json=sent)
    assert answer.status_code == 201, answer.text
    given = answer.json()
    assert given["judgement"]["judgement"]["by"] == "Ada Reviewer"
    assert given["judgement"]["judgement"]["decision"] == "reject"
    assert given["incidents"]
    assert event["statement"] not in {each["statement"] for each in left(writer, kind="event")}
    (told,) = writer.get("/api/judgements", params=BY).json()["judgements"]
    assert told == given["judgement"]
    assert writer.get("/api/quality").json()["judgements"] == 1
    mentions = {mention for each in writer.get("/api/incidents").json()["incidents"] for mention in each["mentions"]}
    assert event["statement"] not in mentions
    withdrawn = writer.post("/api/judgements/withdrawal", params=BY)
    assert withdrawn.status_code == 201
    assert event["statement"] in {each["statement"] for each in left(writer, kind="event")}
    mentions = {mention for each in writer.get("/api/incidents").json()["incidents"] for mention in each["mentions"]}
    assert event["statement"] in mentions
    with pipeline.Record.open(record) as opened:
        opened.verify()
    before = writer.get("/api/incidents", params={"as-of": head["recorded"]}).json()["incidents"]
    assert any(event["statement"] in each["mentions"] for each in before)


def test_pages_are_parts_of_the_whole_queue(writer: httpx.Client) -> None:
    """Whatever was judged in between: pages of three, put together, are what is left, and each says how much that is."""
    event = left(writer, kind="event")[1]["statement"]
    sent = {"statement": event, "decision": "accept"}
    assert writer.post("/api/judgements", params=BY, json=sent).status_code == 201
    whole = left(writer, kind="event") + left(writer, kind="incident")
    pages: list[dict[str, Any]] = []
    for kind in ("event", "incident"):
        address: str | None = f"/api/review?by=Ada+Reviewer&kind={kind}&limit=3"
        while address:
            page = writer.get(address).json()
            assert page["total"] == len(left(writer, kind=kind))
            pages += page["items"]
            address = page["next"]
    assert [each["statement"] for each in pages] == whole
    assert event not in {each["statement"] for each in whole}
    everything = left(writer)
    later = writer.get("/api/review", params={**BY, "offset": len(everything) - 5, "limit": 2}).json()
    assert [each["statement"] for each in later["items"]] == everything[-5:-3]
    assert writer.get("/api/review", params={**BY, "offset": len(everything)}).json()["items"] == []


def test_a_statement_comes_with_its_passage(client: httpx.Client) -> None:
    """Its span counts from the document's beginning, and `start` leads to it in the text; an incident brings one for each mention."""
    page = client.get("/api/review", params={**BY, "limit": 1000}).json()
    events, incidents = 0, 0
    for item in page["items"]:
        statement, passages = item["statement"], item["passages"]
        if statement["kind"] == "incident":
            incidents += 1
            assert [each["span"] for each in passages] == [each["span"] for each in statement["mentions"]]
        else:
            assert [each["span"] for each in passages] == [statement["span"]]
        for passage in passages:
            assert passage["document"] in page["documents"]
        if statement["kind"] == "event":
            events += 1
            (passage,) = passages
            (first, last), shift = passage["span"][0], passage["start"]
            whole = client.get(f"/api/documents/{passage['document']}/reading").json()["document"]["text"]
            assert passage["text"][first - shift : last - shift] == whole[first:last] != ""
            assert passage["more_before"] == (shift > 0)
    assert events > 3
    assert incidents > 3


def test_a_correction_is_typed_as_the_fields_say(client: httpx.Client) -> None:
    """Every field that a statement shows can be put right, and is described once; choices are named."""
    kinds = client.get("/api/review/fields").json()["kinds"]
    for statement in left(client):
        assert [each["name"] for each in statement["fields"]] == [
            each["name"] for each in kinds[statement["kind"]]
        ] or (statement["kind"] == "incident" and kinds["incident"] == [])
    (stance,) = [each for each in kinds["attribution"] if each["name"] == "stance"]
    assert stance["form"] == "choice"
    assert "denies" in stance["choices"]
    assert {each["form"] for each in kinds["date"]} == {"edtf"}


def test_incidents_are_merged_with_neighbours_and_split_again(writer: httpx.Client, record: Path) -> None:
    """A neighbour is an incident of the days around; merged, the two are one that tells of all mentions, and split, they part."""
    for incident in writer.get("/api/incidents").json()["incidents"]:
        near = writer.get(f"/api/incidents/{incident['id']}/neighbours").json()["incidents"]
        if near:
            break
    assert len(near) <= 9
    assert incident["id"] not in {each["id"] for each in near}
    assert near[0]["quote"]["text"]
    other = next(each for each in writer.get("/api/incidents").json()["incidents"] if each["id"] == near[0]["id"])
    merging = {"statement": incident["id"], "decision": "merge", "others": [other["id"]]}
    merged = writer.post("/api/judgements", params=BY, json=merging)
    assert merged.status_code == 201, merged.text
    (one,) = [each for each in merged.json()["incidents"] if not each.get("withdrawn")]
    assert set(one["mentions"]) == {*incident["mentions"], *other["mentions"]}
    splitting = {"statement": one["id"], "decision": "split", "others": other["mentions"]}
    split = writer.post("/api/judgements", params=BY, json=splitting)
    assert split.status_code == 201, split.text
    now = {tuple(sorted(each["mentions"])) for each in writer.get("/api/incidents").json()["incidents"]}
    assert {tuple(sorted(incident["mentions"])), tuple(sorted(other["mentions"]))} <= now
    note = {"statement": one["id"], "decision": "note", "note": "looked at twice"}
    assert writer.post("/api/judgements", params=BY, json=note).status_code == 201
    with pipeline.Record.open(record) as opened:
        opened.verify()


def test_judgements_that_are_refused(writer: httpx.Client, record: Path) -> None:
    """With the reason, and nothing is recorded."""
    before = pipeline.know_record(record).head
    event = left(writer, kind="event")[0]["statement"]
    accepted = {"statement": event, "decision": "accept"}
    for parameters, body, status in (
        (BY, {"statement": "0" * 64 + "#event-1", "decision": "accept"}, 422),
        (BY, {**accepted, "decision": "merge", "others": ["x"]}, 422),
        (BY, {**accepted, "decision": "correct", "changes": {"date": "soon"}}, 422),
        (BY, {**accepted, "decision": "praise"}, 400),
        (BY, {**accepted, "mood": "good"}, 400),
        ({"by": " "}, accepted, 400),
        ({}, accepted, 400),
        ({**BY, "after": "0" * 64}, accepted, 409),
        ({**BY, "after": "not a hash"}, accepted, 400),
    ):
        answer = writer.post("/api/judgements", params=parameters, json=body)
        assert answer.status_code == status, answer.text
    assert writer.post("/api/judgements/withdrawal", params=BY).status_code == 422
    assert writer.post("/api/judgements", params=BY, content=b"{}").status_code == 415
    big = {**accepted, "note": "a" * 200_000}
    assert writer.post("/api/judgements", params=BY, json=big).status_code == 413
    assert pipeline.know_record(record).head == before


def test_nobody_judges_without_the_token(client: httpx.Client, writer: httpx.Client) -> None:
    """Neither where writing is off nor with a wrong token."""
    body = {"statement": left(client)[0]["statement"], "decision": "accept"}
    assert client.post("/api/judgements", params=BY, json=body).status_code == 403
    writer.headers["Authorization"] = "Bearer wrong"
    assert writer.post("/api/judgements", params=BY, json=body).status_code == 401
    assert writer.post("/api/judgements/withdrawal", params=BY).status_code == 401
