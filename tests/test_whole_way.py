"""The whole way, through the commands: from reports and maps to changes, incidents, findings and a brief."""

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from groundtruce import pipeline
from groundtruce.model.times import parse_moment
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from tests.running import Run

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "karabakh-2020"
SCHEMAS = ROOT / "src" / "groundtruce" / "model" / "schemas"
REPORT = (
    "date 2020-12-14 On December 12, Armenian forces attacked Azerbaijani troops near Hadrut and killed one soldier, the"
    " Azerbaijani Ministry of Defense said.\n\nThe Armenian Ministry of Defense denied that its units had opened fire.\n\n"
    "The next day, the zone of responsibility of the Russian peacekeepers grew to the south by several kilometers."
    " There were no official statements from the Russian side on this matter."
)


@pytest.fixture(scope="module")
def sample_record(tmp_path_factory: pytest.TempPathFactory, example: Path, shared: Path) -> Path:
    """The example with the sample article added to it."""
    article = shared / "seed" / "article.txt"
    record = tmp_path_factory.mktemp("sample") / "record.gpkg"
    record.write_bytes(example.read_bytes())
    for _ in pipeline.add_files(record, [article], options=pipeline.InputOptions(), settings=Settings()):
        pass
    return record


@pytest.fixture(scope="module")
def sample(sample_record: Path) -> Any:
    """The answer of `incidents --json` on that record, and the texts of its documents."""
    known = pipeline.know_record(sample_record)
    return json.loads(msgspec.json.encode(pipeline.find_incidents(known))) | {
        "texts": {sha256: document.text for sha256, document in known.documents.items()}
    }


def one_of_the_twelfth(sample: Any, kind: str) -> Any:
    (incident,) = [
        each for each in sample["incidents"] if each["kind"] == kind and (each["date"] or "").startswith("2020-12-12")
    ]
    return incident


def cell_of(incident: Any, party: str, name: str) -> Any:
    (account,) = [each for each in incident["accounts"] if each["party"] == party]
    return next(cell for cell in account["cells"] if cell["name"] == name)


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8"))


@pytest.mark.parametrize("command", ["changes", "incidents", "check", "brief"])
def test_answers_for_programs_follow_their_schema(command: str, example: Path, run: Run) -> None:
    """Each answer as JSON validates against the schema that ships in the package."""
    name = {"check": "findings"}.get(command, command)
    ran = run(command, example, "--json")
    assert (ran.code, ran.err) == (0, "")
    jsonschema.validate(ran.json, schema(name))


def test_a_reading_follows_its_schema(tmp_path: Path, run: Run) -> None:
    """`read --json` gives one object in the format groundtruce-reading/1, every span of it inside the text."""
    (tmp_path / "report.txt").write_text(REPORT)
    ran = run("read", tmp_path / "report.txt", "--case", CASE, "--json")
    jsonschema.validate(ran.json, schema("reading"))
    assert ran.json["format"] == "groundtruce-reading/1"
    text = ran.json["document"]["text"]
    for date in ran.json["dates"]:
        assert " … ".join(text[a:b] for a, b in date["span"]) == date["text"]


def test_several_readings_come_one_a_line_in_the_order_given(tmp_path: Path, run: Run) -> None:
    """`read --jsonl` prints a line for each file."""
    files = []
    for day in ("12", "11", "13"):
        files.append(tmp_path / f"{day}.txt")
        files[-1].write_text(f"date 2020-12-{day} The ceasefire held on the whole line, observers said.")
    lines = run("read", *files, "--jsonl").out.splitlines()
    assert [json.loads(line)["document"]["published"][-2:] for line in lines] == ["12", "11", "13"]


def test_the_second_map_is_a_move_to_the_south_that_takes_in_the_village(example: Path, run: Run) -> None:
    """The southern zone moved, beyond its drawing error; Hin Tagher / Köhnə Tağlar is inside now."""
    changes = run("changes", example, "--json").json["changes"]
    (south,) = [change for change in changes if change["zone"] == "south"]
    assert south["verdict"] == "moved"
    assert south["extent_shift_km"]["south"] > 10
    gained = {s["name"] for s in south["settlements"] if s["verdict"] == "gained"}
    assert "Hin Tagher / Köhnə Tağlar" in gained
    assert south["gained_km2"]["low"] <= south["gained_km2"]["best"] <= south["gained_km2"]["high"]


def test_one_report_alone_stands_in_every_answer(begun_home: Address, tmp_path: Path, run: Run) -> None:
    """Incident, denial, silence and the reported move of the map each stand where they belong, without any map."""
    record, report = begun_home, tmp_path / "report.txt"
    report.write_text(REPORT)
    assert run("add", record, report).code == 0

    answer = run("incidents", record, "--json").json
    (incident,) = [i for i in answer["incidents"] if i["date"] and i["date"].startswith("2020-12-12")]
    accounts = {account["party"]: {c["name"]: c for c in account["cells"]} for account in incident["accounts"]}
    assert accounts["azerbaijan"]["deaths"]["state"] == "stated"
    assert any(cell["state"] == "denies" for cell in accounts["armenia"].values())
    assert [s["silence"]["parties"] for s in answer["silences"]] == [["russia"]]

    (reported,) = run("changes", record, "--json").json["reported"]
    assert (reported["date"], reported["direction"]) == ("2020-12-13", "south")

    findings = {f["kind"]: f for f in run("check", record, "--on", "2020-12-14", "--json").json["findings"]}
    assert findings["cessation"]["status"] == "disputed"
    assert any("grew to the south" in e["citation"]["quote"] for e in findings["deployment area"]["evidence"])

    brief = run("brief", record).out
    for words in ("Hadrut", "grew to the south", "no official statements"):
        assert words in brief


def test_the_same_bytes_twice_are_said_and_not_recorded_twice(begun_home: Address, tmp_path: Path, run: Run) -> None:
    """Adding a file again, under another name too, leaves the record's head where it was."""
    record, one, two = begun_home, tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(REPORT)
    two.write_text(REPORT)
    run("add", record, one)
    head = pipeline.know_record(record).head
    ran = run("add", record, two, one)
    assert ran.code == 0
    assert ran.out.count("recorded already") == 2
    assert pipeline.know_record(record).head == head


@pytest.mark.slow
def test_as_of_answers_as_it_would_have_then(tmp_path: Path, inputs: list[Path], run: Run) -> None:
    """After each input the answers are kept; later, as of that moment, they come back byte for byte."""
    record = tmp_path / "r.gpkg"
    pipeline.start_record(record, case=CASE)
    settings, options = Settings(), pipeline.InputOptions()
    questions = (("changes",), ("incidents",), ("check", "--on", "2020-12-14"), ("brief", "--on", "2020-12-14"))
    reader = pipeline.Reader(case=pipeline.load_case(CASE), settings=settings)
    then: dict[str, list[str]] = {}
    for file in inputs:
        (added,) = pipeline.add_files(record, [file], options=options, settings=settings, reader=reader)
        assert added.head
        then[added.head.recorded] = [
            run(q[0], record, *q[1:], *json_).out for q in questions for json_ in ((), ("--json",))
        ]
    assert len({tuple(answers) for answers in then.values()}) > 3, "the answers never changed, so this shows nothing"
    for moment, answers in then.items():
        now = [
            run(q[0], record, *q[1:], *json_, "--as-of", moment).out for q in questions for json_ in ((), ("--json",))
        ]
        assert now == answers


def test_a_brief_in_markdown_shows_its_figures(tmp_path: Path, example: Path, run: Run) -> None:
    """Beside the Markdown lie the drawings that it links to, as SVG: the change, the area over time, the provisions by day."""
    assert run("brief", example, "--on", "2020-12-14", "--output", tmp_path / "brief.md").code == 0
    drawings = sorted(tmp_path.glob("*.svg"))
    assert len(drawings) == 3
    for drawing in drawings:
        assert f"](<{drawing.name}>)" in (tmp_path / "brief.md").read_text("utf-8")
        assert drawing.read_text("utf-8").startswith("<svg")


def test_as_of_an_evening_the_record_knows_nothing_of_the_next_day(example_home: Address) -> None:
    """A question as of a moment sees only what was recorded by then."""
    now = pipeline.know_record(example_home)
    with pipeline.Record.open(example_home) as record:
        third = record.moments()[2]
    early = pipeline.know_record(example_home, as_of=parse_moment(third.recorded))
    assert set(early.documents) < set(now.documents)
    assert early.head.seq == third.last < now.head.seq


def test_ogrinfo_lists_zone_versions_and_incidents(example: Path) -> None:
    """GDAL opens the record as it is: both layers with their extents and as many rows as the record holds."""
    listed = subprocess.run(["ogrinfo", "-al", "-so", example], capture_output=True, text=True, check=True)
    assert listed.stderr == ""
    layers = {part.splitlines()[0]: part for part in listed.stdout.split("Layer name: ")[1:]}
    known = pipeline.know_record(example)
    assert f"Feature Count: {len(known.zone_versions)}" in layers["zone_versions"]
    assert f"Feature Count: {len(known.incidents)}" in layers["incidents"]
    assert "Extent: (46." in layers["zone_versions"]
    assert "Geometry: " in layers["incidents"]


def test_exports_hold_what_the_record_holds(example_home: Address, run: Run) -> None:
    """GeoJSON has a feature for each zone version; CSV a row for each incident and claim."""
    known = pipeline.know_record(example_home)
    zones = run("export", example_home, "--format", "geojson", "--what", "zones").json
    assert len(zones["features"]) == len(known.zone_versions)
    incidents = run("export", example_home, "--format", "csv").out.splitlines()
    assert len(incidents) == 1 + len(known.incidents)
    assert incidents[0].startswith("id,kind,date")
    assert run("export", example_home, "--format", "csv", "--what", "zones").code == 2


def test_two_shapes_compare_without_a_record(run: Run) -> None:
    """`compare` gives for two files what `changes` gives for two versions."""
    maps = sorted((CASE / "zones").glob("*.geojson"))
    answer = run("compare", *maps, "--places", CASE, "--json")
    assert (answer.code, answer.err) == (0, "")
    verdicts = {change["zone"]: change["verdict"] for change in answer.json["changes"]}
    assert verdicts == {"north": "unchanged", "south": "moved"}


def test_the_incident_of_12_december_has_the_accounts_of_both_sides_and_of_the_peacekeepers(sample: Any) -> None:
    """Each cell is what that party says, in words that stand in a document; the peacekeepers name nobody."""
    attack = one_of_the_twelfth(sample, "attack")
    assert attack["place"]["gazetteer_id"] == "case:hin-tagher"
    assert "Azerbaijani forces" in cell_of(attack, "armenia", "who began")["value"]
    assert "Armenian forces" in cell_of(attack, "azerbaijan", "who began")["value"]
    assert cell_of(attack, "azerbaijan", "deaths")["value"].startswith("1 (")
    assert cell_of(attack, "armenia", "injured")["value"].startswith("6 (")
    assert cell_of(attack, "russia", "what")["value"] == "ceasefire violation"
    assert cell_of(attack, "russia", "who began")["state"] == "silent"
    assert cell_of(attack, "nk-authorities", "what")["value"].endswith("denies: attack by Armenian forces")
    for account in attack["accounts"]:
        for cell in account["cells"]:
            for citation in cell["citations"]:
                quoted = " … ".join(sample["texts"][citation["document"]][a:b] for a, b in citation["span"])
                assert quoted == citation["quote"]


def test_its_accounts_contradict_each_other_on_who_attacked_and_differ_in_losses_and_villages(sample: Any) -> None:
    """Who attacked cannot be both; each side's own losses, and a village in a district, can."""
    attack = one_of_the_twelfth(sample, "attack")
    contradictions = {each["kind"]: each for each in attack["contradictions"]}
    assert set(contradictions) == {"who began", "whether it happened"}
    assert contradictions["who began"]["between"] == ["armenia", "azerbaijan"]
    differences = {each["kind"]: each for each in attack["differences"]}
    assert differences["losses"]["between"] == ["armenia", "azerbaijan"]
    assert differences["losses"]["statement"].startswith("6 injured (Six servicemen) according to Armenia, 1 killed (")
    assert differences["places"]["between"] == ["armenia", "azerbaijan", "russia"]
    for name in ("Hin Tagher", "Khtsaberd", "two villages of the Khojavend region", "the Hadrut district"):
        assert name in differences["places"]["statement"]


def test_the_map_changed_on_the_12th_or_the_13th_and_took_in_one_village_or_another(sample: Any) -> None:
    """The reports of it are one incident, with what they contradict each other in."""
    change = one_of_the_twelfth(sample, "zone expansion")
    assert change["date"] == "2020-12-12/2020-12-13"
    (times,) = change["contradictions"]
    assert times["kind"] == "times"
    assert times["statement"] == "12 Dec 2020 according to Armenia, 13 Dec 2020 according to Defence newsroom"
    (places,) = change["differences"]
    assert "Khtsaberd and Taghavard according to Armenia" in places["statement"]


def test_the_change_of_the_map_is_what_followed_the_incident(sample: Any) -> None:
    """On the map of the day after the place lies in the ground gained; reports of the incident tell of it too."""
    attack, change = one_of_the_twelfth(sample, "attack"), one_of_the_twelfth(sample, "zone expansion")
    on_map, in_reports = [each for each in sample["followed"] if each["incident"] == attack["id"]]
    assert (on_map["kind"], on_map["days"], on_map["km"]) == ("map", 1, 0.0)
    assert on_map["statement"] == "the zone south gained ground there on the map of 13 Dec 2020"
    assert (in_reports["kind"], in_reports["about"], in_reports["days"]) == ("report", change["id"], 0)


def test_people_read_the_contradictions_the_differences_and_what_followed_beneath_the_matrix(
    sample_record: Path, run: Run
) -> None:
    """`incidents` prints beneath the accounts what programs get as JSON."""
    printed = " ".join(run("incidents", sample_record, "--on", "2020-12-12").out.split())
    for words in (
        "Contradiction on who began: Azerbaijan acted according to Armenia, Armenia according to Azerbaijan",
        "Told differently, losses: 6 injured (Six servicemen) according to Armenia, 1 killed (",
        "Told differently, places: Hin Tagher and Khtsaberd according to Armenia, two villages of the Khojavend region",
        "Contradiction on times: 12 Dec 2020 according to Armenia, 13 Dec 2020 according to Defence newsroom",
        "What followed: the zone south gained ground there on the map of 13 Dec 2020",
    ):
        assert words in printed
    brief = run("brief", sample_record, "--on", "2020-12-14").out
    assert (
        "The accounts tell different losses, which can all be so: 6 injured (Six servicemen) according to Armenia"
        in brief
    )


def test_silences_stand_beside_what_they_are_about_and_have_their_ends(sample: Any) -> None:
    """Who was silent about the incident spoke on the 13th; of the change of the map nobody's word is read after it."""
    attack, change = one_of_the_twelfth(sample, "attack"), one_of_the_twelfth(sample, "zone expansion")
    seen = {each["party"]: each for each in sample["observed"] if each["about"] == attack["id"]}
    assert {party: (each["state"], each["ended"]) for party, each in seen.items()} == {
        "armenia": ("spoken", "2020-12-13"),
        "azerbaijan": ("spoken", "2020-12-13"),
        "russia": ("spoken", "2020-12-14"),
    }
    reported = [each for each in sample["silences"] if "no official statements either" in each["citation"]["quote"]]
    (silence,) = reported
    assert silence["incident"] == change["id"]
    assert [(end["party"], end["state"], end["ended"]) for end in silence["ends"]] == [
        ("russia", "not observed", None),
        ("azerbaijan", "not observed", None),
    ]
