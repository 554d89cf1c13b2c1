"""Judging a record: every judgement holds from then on, everywhere, and nothing before it changes."""

import json
import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from groundtruce import pipeline
from groundtruce.cli import groundtruce
from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.model.incidents import Incident
from groundtruce.model.times import parse_moment
from groundtruce.pipeline import Opinion
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from tests.behind import change_rows
from tests.judging import CLASH, FORD, add, add_clash, event, find_names, read_document, reading_of, start
from tests.record import START
from tests.running import PROGRAM, Run, run_program, spell

SCHEMAS = Path(__file__).resolve().parents[1] / "src" / "groundtruce" / "model" / "schemas"
AGAIN = "Shells hit Belmish posts at Zudgrat on March 11, witnesses said."
ELSEWHERE = "Shells hit a farm at Moln on March 20, witnesses said."
LATER = "On March 11 the posts at Zudgrat came under shelling, a doctor said."


@pytest.fixture
def record(new_home: Address) -> Address:
    """A record of the invented ceasefire with nothing in it yet, in each home in turn."""
    return start(new_home)


def incidents(record: Address, *, as_of: str | None = None) -> list[Incident]:
    known = pipeline.know_record(record, as_of=parse_moment(as_of) if as_of else None)
    return list(pipeline.find_incidents(known).incidents)


def statements(run: Run, record: Address, *options: str, by: str = "Ann") -> list[dict[str, Any]]:
    ran = run("review", record, "--as", by, "--json", *options)
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = ran.json["statements"]
    return found


def name_of(run: Run, record: Address, kind: str) -> str:
    (name,) = find_names(statements(run, record), kind)
    return name


def answers(run: Run, record: Address, *options: str) -> list[str]:
    """Everything that the record answers, as people and as programs see it."""
    questions = (
        *(("incidents",), ("incidents", "--on", "2031-03-11"), ("changes",), ("check", "--on", "2031-03-13")),
        *(("brief", "--on", "2031-03-13"), ("export", "--format", "csv"), ("export", "--format", "ucdp")),
    )
    said = []
    for command, *rest in questions:
        for form in ((), ("--json",)):
            ran = run(command, record, *rest, *form, *options)
            assert ran.code == 0, ran.err
            said.append(ran.out)
    return said


def test_a_rejected_statement_counts_no_more_and_did_before(record: Address, run: Run) -> None:
    """The incident is given up, the finding has nothing against it, and as of before all answers are the same bytes."""
    add_clash(record)
    before, head = answers(run, record), pipeline.know_record(record).head
    assert len(incidents(record)) == 1
    ran = run("judge", record, "--as", "Ann", "--statement", name_of(run, record, "event"), "--decision", "reject")
    assert (ran.code, ran.err) == (0, "")
    assert "given up" in ran.out
    assert incidents(record) == []
    after = answers(run, record)
    assert after != before
    assert "shelling" in "".join(before)
    assert "shelling" not in "".join(after)
    assert answers(run, record, "--as-of", head.recorded) == before
    assert run("verify", record).code == 0


def test_a_corrected_value_stands_in_every_answer_and_each_says_who(record: Address, run: Run) -> None:
    """Date, deaths and party are the person's in the incident; cells, findings, brief and tables name the judgement."""
    add_clash(record)
    shelling, said = name_of(run, record, "event"), name_of(run, record, "attribution")
    change = (
        "--decision",
        "correct",
        "--set",
        "date=2031-03-10",
        "--set",
        "deaths=3 soldiers",
        "--note",
        "by the original",
    )
    assert run("judge", record, "--as", "Ann", "--statement", shelling, *change).code == 0
    party = ("--decision", "correct", "--set", "party=arda")
    assert run("judge", record, "--as", "Ben", "--statement", said, *party).code == 0
    (incident,) = incidents(record)
    assert incident.deaths
    assert (incident.date, incident.deaths.best) == ("2031-03-10", 3)
    assert [account.party for account in incident.accounts if account.cells[0].state == "stated"] == ["arda"]
    answer = run("incidents", record, "--json").json
    jsonschema.validate(answer, json.loads((SCHEMAS / "incidents-1.json").read_text("utf-8")))
    cells = [cell for account in answer["incidents"][0]["accounts"] for cell in account["cells"] if cell["citations"]]
    judged = cells[0]["citations"][0]["judged"]
    assert [(each["kind"], each["by"], each["decision"]) for each in judged] == [
        ("event", "Ann", "correct"),
        ("attribution", "Ben", "correct"),
    ]
    assert {"name": "date", "read": "2031-03-11", "judged": "2031-03-10"} in judged[0]["changed"]
    assert "✓ a person judged" in run("incidents", record).out
    assert "event corrected by Ann" in run("brief", record, "--on", "2031-03-11").out
    findings = run("check", record, "--on", "2031-03-11", "--json").json["findings"]
    evidence = [each for finding in findings for each in finding["evidence"] if each["citation"].get("judged")]
    assert evidence
    claims = run("export", record, "--format", "csv", "--what", "claims").out
    assert "event corrected by Ann; attribution corrected by Ben" in claims
    annotations = {each["id"]: each for each in run("export", record, "--format", "annotations").json["items"]}
    assert sorted(each["creator"]["name"] for each in annotations.values() if "creator" in each) == ["Ann", "Ben"]


def test_what_nobody_judged_says_nothing_of_judgements(record: Address, run: Run) -> None:
    """A record without judgements answers as it did before there were any."""
    add_clash(record)
    assert "judged" not in run("incidents", record, "--json").out
    assert "✓" not in run("incidents", record).out


def test_a_merge_holds_when_another_document_is_added(record: Address, run: Run) -> None:
    """Two acts of two places become one; a further report of the first place joins it and parts nothing."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    add(
        record,
        ELSEWHERE,
        event(ELSEWHERE, "Shells hit", place=("Moln", FORD), date="2031-03-20"),
        published="2031-03-20",
    )
    one, other = incidents(record)
    apart = answers(run, record)
    head = pipeline.know_record(record).head
    merge = ("--statement", one.id, "--decision", "merge", "--with", other.id)
    assert "1 changed, 1 given up" in run("judge", record, "--as", "Ann", *merge).out
    (merged,) = incidents(record)
    assert set(merged.mentions) == {*one.mentions, *other.mentions}
    assert merged.certainty == "high"
    add(record, LATER, event(LATER, "came under shelling"), publisher="b")
    (grown,) = incidents(record)
    assert (grown.id, len(grown.mentions)) == (merged.id, 3)
    assert "incident merged by Ann" in run("incidents", record).out
    assert answers(run, record, "--as-of", head.recorded) == apart
    assert "2 changed" in run("judge", record, "--as", "Ann", "--undo").out
    assert sorted(len(each.mentions) for each in incidents(record)) == [1, 2]
    assert {one.id, other.id} == {each.id for each in incidents(record)}
    assert run("verify", record).code == 0


def test_a_split_holds_when_another_document_is_added(record: Address, run: Run) -> None:
    """Two reports of one day and place are two acts; a third joins one of them, never both."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    add_clash(record)
    (whole,) = incidents(record)
    assert len(whole.mentions) == 2
    split = ("--statement", whole.id, "--decision", "split", "--with", whole.mentions[0])
    assert run("judge", record, "--as", "Ann", *split).code == 0
    assert sorted(each.mentions for each in incidents(record)) == sorted((mention,) for mention in whole.mentions)
    add(record, LATER, event(LATER, "came under shelling"), publisher="b")
    assert sorted(len(each.mentions) for each in incidents(record)) == [1, 2]
    homes = {mention: each.id for each in incidents(record) for mention in each.mentions}
    assert homes[whole.mentions[0]] != homes[whole.mentions[1]]


def test_an_accepted_incident_stays_together(record: Address, run: Run) -> None:
    """That its mentions are one occurrence is judged; correcting one of their dates away does not part them."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    add_clash(record)
    (whole,) = incidents(record)
    assert run("judge", record, "--as", "Ann", "--statement", whole.id, "--decision", "accept").code == 0
    (name,) = find_names(statements(run, record, "--document", whole.mentions[0][:64]), "event")[:1]
    far = ("--decision", "correct", "--set", "date=2031-03-02")
    assert run("judge", record, "--as", "Ann", "--statement", name, *far).code == 0
    (still,) = incidents(record)
    assert set(still.mentions) == set(whole.mentions)


def test_a_corrected_date_moves_a_mention_to_another_incident(record: Address, run: Run) -> None:
    """The incident it is in no more is given up, the one it tells of now has it."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    add(record, LATER, event(LATER, "came under shelling", date="2031-03-05"), publisher="b")
    assert len(incidents(record)) == 2
    (name,) = find_names(statements(run, record, "--document", incidents(record)[1].mentions[0][:64]), "event")
    assert (
        run(
            "judge", record, "--as", "Ann", "--statement", name, "--decision", "correct", "--set", "date=2031-03-11"
        ).code
        == 0
    )
    (one,) = incidents(record)
    assert len(one.mentions) == 2


def test_undo_withdraws_and_the_judgement_before_stands_again(record: Address, run: Run) -> None:
    """Ann rejects, Ben accepts, Ben withdraws, Ann withdraws: the machine's reading is back, nothing was deleted."""
    add_clash(record)
    name = name_of(run, record, "event")
    judge = ("judge", record, "--statement", name)
    run(*judge, "--as", "Ann", "--decision", "reject")
    run(*judge, "--as", "Ben", "--decision", "accept")
    assert len(incidents(record)) == 1
    run("judge", record, "--as", "Ben", "--undo")
    assert incidents(record) == []
    assert run("judge", record, "--as", "Ben", "--undo").code == 3
    run("judge", record, "--as", "Ann", "--undo", "--statement", name)
    (incident,) = incidents(record)
    assert incident.date == "2031-03-11"
    with Record.open(record) as opened:
        decisions = [each.judgement.decision for each in opened.judgements()]
    assert decisions == ["reject", "accept", "withdraw", "withdraw"]
    assert run("verify", record).code == 0


def test_a_day_asks_for_what_was_corrected_to_its_kinds(record: Address, run: Run) -> None:
    """A report long before the day, in which a person found a hand-over: a day's check and the whole record's agree."""
    text = "Belmish troops took over the mill district, a resident said."
    add(record, text, event(text, "took over", "incursion", date="2031-01-10", place=None), published="2031-01-11")
    add_clash(record)
    name = find_names(statements(run, record), "event")[0]
    assert (
        run(
            "judge", record, "--as", "Ann", "--statement", name, "--decision", "correct", "--set", "type=hand-over"
        ).code
        == 0
    )
    with Record.open(record) as opened:
        day = pipeline.know_of_day(opened, on=parse_moment("2031-03-13").date())
    whole = pipeline.know_record(record)
    assert "hand-over" in {claim.mention.type for claim in day.claims}
    on = parse_moment("2031-03-13").date()
    assert pipeline.check_record(day, on=on) == pipeline.check_record(whole, on=on)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--statement", "ffff#event-1", "--decision", "accept"), "no document has the SHA-256 ffff"),
        (("--statement", "incident-none", "--decision", "accept"), "the record holds no incident incident-none"),
        (("--statement", "{name}0", "--decision", "accept"), "the document has no statement with this identifier"),
        (("--statement", "{sha}#", "--decision", "accept"), "a statement is named DOCUMENT#IDENTIFIER"),
        (("--statement", "{name}", "--decision", "correct"), "a correction says which fields it puts right"),
        (("--statement", "{name}", "--decision", "correct", "--set", "date=soon"), "'soon' is not an EDTF date"),
        (("--statement", "{name}", "--decision", "correct", "--set", "date"), "'date' is not written FIELD=VALUE"),
        (("--statement", "{name}", "--decision", "merge", "--with", "x"), "only incidents are merged and split"),
        (("--statement", "{name}", "--decision", "note"), "a note says something"),
        (("--statement", "{name}", "--decision", "accept", "--as", " "), "a name has 1 to 100 characters"),
        (("--statement", "{incident}", "--decision", "reject"), "an incident can be accepted, merged and split"),
        (("--statement", "{incident}", "--decision", "split", "--with", "x#y"), "x#y is no mention of"),
        (("--statement", "{incident}", "--decision", "merge", "--with", "incident-x"), "no incident incident-x"),
        (("--statement", "{name}", "--decision", "accept", "--after", "00ff"), "its last entry has another hash"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_line(
    arguments: tuple[str, ...], reason: str, record: Address, run: Run
) -> None:
    """Exit 3, the reason, nothing recorded."""
    sha256 = add_clash(record)
    (incident,) = incidents(record)
    names = {"name": name_of(run, record, "event"), "sha": sha256, "incident": incident.id}
    head = pipeline.know_record(record).head
    ran = run("judge", record, "--as", "Ann", *(each.format(**names) for each in arguments))
    assert ran.code == 3
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert pipeline.know_record(record).head == head


def test_a_judgement_with_an_expected_head_is_refused_where_something_was_recorded_since(
    record: Address, run: Run
) -> None:
    """The head before serves once."""
    add_clash(record)
    with Record.open(record, writable=True) as opened:
        head = opened.head()
        opinion = Opinion(statement=name_of(run, record, "event"), decision="accept")
        given = pipeline.judge(opened, opinion, by="Ann", after=head)
        assert given.head.seq == head.seq + 1
        with pytest.raises(UnusableInput, match="something was recorded since"):
            pipeline.judge(opened, opinion, by="Ben", after=head)
        assert opened.head() == given.head


def test_verification_finds_a_changed_byte_in_a_judgement(record: Address, run: Run) -> None:
    """The entry is named; so is one whose hashes were made to fit, but which withdraws nothing."""
    add_clash(record)
    run("judge", record, "--as", "Ann", "--statement", name_of(run, record, "event"), "--decision", "accept")
    change_rows(
        record,
        "entries",
        "UPDATE entries SET body = replace(body, '\"accept\"', '\"reject\"') WHERE kind = 'judgement'",
    )
    ran = run("verify", record)
    assert ran.code == 4
    assert "entry 5: its content does not match its hash" in ran.err


def test_a_judgement_of_a_document_that_is_not_there_is_not_recorded(record: Address, run: Run) -> None:
    """The record itself refuses it, and verification would."""
    add_clash(record)
    with Record.open(record, writable=True) as opened:
        opinion = Opinion(statement=name_of(run, record, "event"), decision="accept")
        judgement = pipeline.judge(opened, opinion, by="Ann").judgement.judgement
        strange = type(judgement)(statement=f"{'0' * 64}#event-1", by="Ann", decision="accept", about=judgement.about)
        with pytest.raises(ValueError, match="a document that is not recorded"):
            opened.append(Addition(judgements=(strange,)), now=START)


def test_the_review_goes_through_a_document_and_goes_on_where_it_was(record: Address, run: Run) -> None:
    """Lines of input judge one statement after another; what was judged is not asked again, what was skipped is."""
    add_clash(record)
    lines = "a\nc place=Moln\n?\nn who is this\nk\nx\na\nq\n"
    ran = run_program("review", record, "--as", "Ann", input=lines)
    assert (ran.code, ran.err) == (0, "")
    assert "[[March 11]]" in ran.out
    assert "'x' is no key" in ran.out
    assert "4 judged; the review goes on from here" in ran.out
    left = statements(run, record)
    # The date and the place are judged, the attribution has a note and was left, the event is accepted.
    assert [each["kind"] for each in left] == ["attribution", "silence", "incident"]
    assert [(each["by"], each["note"]) for each in left[0]["judgements"]] == [("Ann", "who is this")]
    assert len(statements(run, record, by="Ben")) == 6
    assert [each["kind"] for each in statements(run, record, "--kind", "silence")] == ["silence"]
    assert len(statements(run, record, "--limit", "2")) == 2
    assert "nothing is left to judge for Ann" in talk(record, "Ann", "r\nr nobody was asked\na\n")
    assert statements(run, record) == []
    assert "0 judged" in talk(record, "Ann", "")


def test_the_review_splits_merges_and_undoes(record: Address, run: Run) -> None:
    """Numbers name the mentions and the incidents that are listed; what is wrong is said and asked again."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    add_clash(record)
    said = talk(record, "Ann", "s 7\ns 1\n", "--kind", "incident")
    assert "not recorded: there is no number 7" in said
    assert "nothing is left to judge for Ann" in said
    assert len(incidents(record)) == 2
    assert "withdraw" in talk(record, "Ann", "a\nu\nu\nq\n", "--kind", "event")
    assert len(incidents(record)) == 1
    talk(record, "Ben", "s\nq\n", "--kind", "event")
    assert len(incidents(record)) == 2
    said = talk(record, "Cem", "m\n1\n", "--kind", "incident", "--limit", "1")
    assert all(f"({incident.id})" in said or incident.id in said for incident in incidents(record))
    assert len(incidents(record)) == 1


def test_a_review_goes_on_when_somebody_else_adds_a_document(record: Address) -> None:
    """A mention of a document that the review had not seen stands among its incident's."""
    add(record, AGAIN, event(AGAIN, "Shells hit Belmish posts"), publisher="a")
    with pipeline.open_session(record, by="Ann", kinds=["event", "incident"], writable=True) as session:
        (asked,) = [each for each in session.list_open().statements if each.kind == "event"]
        sha256 = add(record, LATER, event(LATER, "came under shelling"), publisher="b")
        session.judge(Opinion(statement=asked.statement, decision="correct", changes={"date": "2031-03-10/2031-03-11"}))
        (incident,) = [each for each in session.list_open().statements if each.kind == "incident"]
        assert len(incident.mentions) == 2
        assert session.document(sha256).publisher == "b"
        assert session.text_of(sha256) == LATER


def test_a_key_decides_on_a_terminal_and_a_stopped_review_loses_nothing(record: Address, run: Run) -> None:
    """In a terminal of its own: a key accepts, the passage is coloured, and after Ctrl-C what was judged is there."""
    add_clash(record)
    controller, terminal = pty.openpty()
    # The shell opens the terminal itself, so that it is the one that its processes are stopped from.
    command = ["sh", "-c", 'tty=$1; shift; exec "$@" <"$tty" >"$tty" 2>&1', "sh", os.ttyname(terminal)]
    process = subprocess.Popen(
        [*command, *PROGRAM, "review", spell(record), "--as", "Ann"],
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
        start_new_session=True,
    )
    try:
        assert "\x1b[30;43mMarch 11" in read_until(controller, "[a c r")
        press(controller, "a")
        assert "accept" in read_until(controller, "[a c r")
        press(controller, "c")
        read_until(controller, "field=value")
        os.write(controller, b"place=Moln\n")
        assert "correct" in read_until(controller, "[a c r")
        press(controller, "\x03")
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.wait()
        os.close(controller)
        os.close(terminal)
    assert [each["kind"] for each in statements(run, record)] == ["attribution", "event", "silence", "incident"]
    assert run("verify", record).code == 0


def press(controller: int, key: str) -> None:
    """Press a key once the program listens for one: what was typed before is thrown away."""
    deadline = time.monotonic() + 30
    while termios.tcgetattr(controller)[3] & termios.ICANON:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.write(controller, key.encode())


def talk(record: Address, name: str, lines: str, *options: str) -> str:
    """What a review says to lines of input."""
    result = CliRunner().invoke(groundtruce, ["review", spell(record), "--as", name, *options], input=lines)
    assert result.exit_code == 0, result.output
    return result.output


def read_until(descriptor: int, words: str) -> str:
    """What a terminal shows until it shows some words."""
    seen, deadline = "", time.monotonic() + 60
    while words not in seen:
        ready, _, _ = select.select([descriptor], [], [], deadline - time.monotonic())
        assert ready, f"{words!r} was never shown: {seen!r}"
        seen += os.read(descriptor, 4096).decode()
    return seen


def test_a_document_cannot_steer_the_reviewers_terminal(record: Address) -> None:
    """Escape sequences, carriage returns and direction marks of a text are shown as what they are."""
    text = "On March 11 shells hit \x1b[2J\x1b]0;owned\x07 posts\rat Zudgrat \u202eesrever, he said."
    add(record, text, event(text, "shells hit"))
    out = talk(record, "Ann", "q\n")
    assert "\x1b" not in out
    assert "\r" not in out
    assert "\u202e" not in out
    assert "�[2J" in out


def test_quality_tells_the_precision_so_far(record: Address, run: Run) -> None:
    """By kind, with the interval; the answer follows its schema; as of before, nothing was judged."""
    add_clash(record)
    head = pipeline.know_record(record).head
    name = name_of(run, record, "event")
    run("judge", record, "--as", "Ann", "--statement", name, "--decision", "reject")
    answer = run("quality", record, "--json").json
    jsonschema.validate(answer, json.loads((SCHEMAS / "quality-1.json").read_text("utf-8")))
    events = next(each for each in answer["kinds"] if each["kind"] == "event")
    assert (events["judged"], events["rejected"], events["precision"], events["low"]) == (1, 1, 0.0, 0.0)
    assert events["high"] == pytest.approx(0.7935, abs=1e-4)
    assert "0%" in run("quality", record).out
    then = run("quality", record, "--as-of", head.recorded, "--json").json
    assert (then["judgements"], then["reviewers"]) == (0, [])
    jsonschema.validate(
        run("review", record, "--as", "Ann", "--json").json,
        json.loads((SCHEMAS / "statements-1.json").read_text("utf-8")),
    )


def test_a_later_release_that_reads_the_document_anew_keeps_the_judgements(record: Address, run: Run) -> None:
    """The reading is superseded, the person's decision is not: the rejected event stays away under another identifier."""
    add_clash(record)
    run("judge", record, "--as", "Ann", "--statement", name_of(run, record, "event"), "--decision", "reject")
    document = read_document(CLASH)
    with Record.open(record, writable=True) as opened:
        again = reading_of(document, event_mentions=(event(CLASH, "shelled Belmish posts", "attack"),))
        opened.append(Addition(reading=again), now=START)
    known = pipeline.know_record(record)
    assert known.machine_readings[document.sha256].event_mentions
    assert known.claims == ()


def test_a_broken_judgement_stops_the_answers(record: Address, run: Run) -> None:
    """A judgement that cannot be read is named, not passed over."""
    add_clash(record)
    run("judge", record, "--as", "Ann", "--statement", name_of(run, record, "event"), "--decision", "accept")
    change_rows(record, "entries", "UPDATE entries SET body = '{}' WHERE kind = 'judgement'")
    with pytest.raises(BrokenRecord, match="entry 5: its body cannot be read"):
        pipeline.know_record(record)
