"""Reviewing over HTTP: what is left to judge, a judgement given and withdrawn, and what it changes."""

from pathlib import Path
from typing import Any

import httpx

from groundtruce import pipeline
from tests.running import Run

BY = {"by": "Ada Reviewer"}


def left(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/api/statements", params={**BY, "limit": 1000, **asked})
    assert answer.status_code == 200, answer.text
    statements: list[dict[str, Any]] = answer.json()["statements"]
    return statements


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
