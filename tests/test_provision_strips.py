"""Provisions from day to day, through the commands: the example's agreement, and two cases of other kinds, which are data alone."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from groundtruce import pipeline
from groundtruce.collect.markers import MarkerOptions
from groundtruce.settings import Settings
from tests.running import Run

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SCHEMAS = ROOT / "src" / "groundtruce" / "model" / "schemas"
OTHER_CASES = ("buffer-zone", "withdrawal-line")


def build(case: str, folder: Path) -> Path:
    """The record of an example with everything in it."""
    record, source = folder / f"{case}.gpkg", EXAMPLES / case
    files = [
        file for name in ("zones", "reports") for file in sorted((source / name).iterdir()) if file.suffix != ".toml"
    ]
    pipeline.start_record(record, case=source)
    assert all(
        added.document
        for added in pipeline.add_files(record, files, options=pipeline.InputOptions(), settings=Settings())
    )
    markers = sorted((source / "markers").glob("*.csv")) if (source / "markers").exists() else []
    pipeline.add_markers(
        record,
        markers,
        zone="vacated-ground",
        markers=MarkerOptions(),
        options=pipeline.InputOptions(),
        settings=Settings(),
    )
    return record


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("strips")
    return {case: build(case, folder) for case in ("karabakh-2020", *OTHER_CASES)}


def strips(run: Run, record: Path, first: str, last: str, *options: str) -> dict[str, Any]:
    """Each provision's history by its identifier."""
    ran = run("check", record, "--from", first, "--to", last, *options, "--json")
    assert (ran.code, ran.err) == (0, "")
    jsonschema.validate(ran.json, json.loads((SCHEMAS / "provisions-1.json").read_text("utf-8")))
    return {history["provision"]: history for history in ran.json["provisions"]}


def spells(history: dict[str, Any]) -> list[tuple[str, str, str]]:
    """From, to (half-open) and status of each run of days of one status."""
    joined: list[tuple[str, str, str]] = []
    for spell in history["spells"]:
        if joined and joined[-1][2] == spell["status"]:
            joined[-1] = (joined[-1][0], spell["to"], spell["status"])
        else:
            joined.append((spell["from"], spell["to"], spell["status"]))
    return joined


def spell_on(history: dict[str, Any], day: str) -> dict[str, Any]:
    (found,) = (spell for spell in history["spells"] if spell["from"] <= day < spell["to"])
    return found


class TestTheExample:
    """The statement's provisions from 10 November 2020 to 31 January 2021."""

    def test_every_day_of_every_provision_is_told_once(self, records, run):
        """Spells follow each other without a gap over all 83 days."""
        for history in strips(run, records["karabakh-2020"], "2020-11-10", "2021-01-31").values():
            assert history["spells"][0]["from"] == "2020-11-10"
            assert history["spells"][-1]["to"] == "2021-02-01"
            for before, after in zip(history["spells"], history["spells"][1:], strict=False):
                assert before["to"] == after["from"]

    def test_the_hand_overs_stand_by_their_dates(self, records, run):
        """Each is not yet due up to its day and met from it on, since the receiving ministry said so; none is late."""
        found = strips(run, records["karabakh-2020"], "2020-11-10", "2021-01-31")
        for provision, day in (("2", "2020-11-20"), ("6a", "2020-11-25"), ("6b", "2020-12-01")):
            assert spells(found[provision]) == [
                ("2020-11-10", day, "not yet due"),
                (day, "2021-02-01", "met"),
            ]
            assert spell_on(found[provision], day)["margin"]["value"] == 0
            assert {each["claimant"] for each in spell_on(found[provision], day)["evidence"]} >= {"azerbaijan"}

    def test_the_amended_date_holds_from_the_day_after_it_was_agreed(self, records, run):
        """On 15 November Kalbajar is due that day, on 20 November five days later."""
        kalbajar = strips(run, records["karabakh-2020"], "2020-11-10", "2020-11-30", "--provision", "6a")["6a"]
        before, after = spell_on(kalbajar, "2020-11-15"), spell_on(kalbajar, "2020-11-20")
        assert before["last_statement"] == "No settled report of the hand-over was read; it was due by 15 Nov 2020."
        assert (before["to"], before["last_margin"]["value"], before["amendments"]) == ("2020-11-16", 0, [])
        assert "amended by Azerbaijan on 15 Nov 2020: due 25 Nov 2020, before 15 Nov 2020" in after["statement"]
        assert (after["margin"]["value"], after["amendments"][0]["by"]) == (9, ["azerbaijan"])
        assert [(each["on"], each["kind"]) for each in kalbajar["milestones"]] == [
            ("2020-11-15", "amended"),
            ("2020-11-15", "due"),
            ("2020-11-25", "due"),
        ]
        of_day = run("check", records["karabakh-2020"], "--on", "2020-11-20", "--provision", "6a", "--json").json
        assert [each["margin"]["value"] for each in of_day["findings"]] == [5]

    def test_the_deployment_area_before_and_after_the_map_changed(self, records, run):
        """No map at first; then ground outside within the errors; from 13 December beyond them, with its interval."""
        area = strips(run, records["karabakh-2020"], "2020-11-10", "2021-01-31")["3a"]
        assert spells(area) == [("2020-11-10", "2020-12-13", "undetermined"), ("2020-12-13", "2021-02-01", "breached")]
        none, drawn, told, beyond = (
            spell_on(area, day) for day in ("2020-11-12", "2020-11-13", "2020-12-12", "2020-12-13")
        )
        assert none["margin"] is None
        assert (drawn["margin"]["unit"], drawn["margin"]["low"]) == ("km²", 0)
        assert "a later growth, which no map in the record shows, is told of by " in told["statement"]
        assert beyond["margin"]["low"] > drawn["margin"]["value"]
        assert 200 < beyond["margin"]["low"] < beyond["margin"]["value"] < beyond["margin"]["high"] < 700
        assert "a later growth" not in beyond["statement"]

    def test_the_ceasefire_is_disputed_on_the_day_of_the_incident(self, records, run):
        """Both sides' passages stand as evidence, and what would flip it is said."""
        ceasefire = strips(run, records["karabakh-2020"], "2020-12-10", "2020-12-14")["1"]
        spell = spell_on(ceasefire, "2020-12-12")
        assert (spell["status"], spell["flips"]) == (
            "disputed",
            "An admission by the party that denies it, or a withdrawal of the claim.",
        )
        against = {each["claimant"] for each in spell["evidence"] if each["bearing"] == "against"}
        assert against >= {"armenia", "azerbaijan", "russia"}
        assert [each["claimant"] for each in spell["evidence"] if each["bearing"] == "for"] == ["nk-authorities"]
        assert all(each["citation"]["quote"] for each in spell["evidence"])

    def test_ceilings_are_undetermined_until_a_report_gives_numbers(self, records, run):
        """The ministry's bulletin of 12 December gives the troops, and counts for thirty days; nobody gives the vehicles."""
        found = strips(run, records["karabakh-2020"], "2020-11-10", "2021-01-31")
        assert spells(found["3b"]) == [
            ("2020-11-10", "2020-12-12", "undetermined"),
            ("2020-12-12", "2021-01-11", "met"),
            ("2021-01-11", "2021-02-01", "undetermined"),
        ]
        assert (
            "1,960 personnel, of 1,960 allowed, are given by Russia" in spell_on(found["3b"], "2020-12-12")["statement"]
        )
        assert [status for _, _, status in spells(found["3c"])] == ["undetermined"]
        assert (
            "no report read gives a number of armoured vehicles (90 allowed)" in found["3c"]["spells"][0]["statement"]
        )

    def test_a_text_that_circulated_stands_with_the_finding(self, records, run):
        """The early text named land in another district too."""
        (finding,) = run("check", records["karabakh-2020"], "--on", "2020-11-20", "--provision", "2", "--json").json[
            "findings"
        ]
        assert "Gazakh" in finding["variants"][0]["says"]

    def test_a_strip_is_read_without_colour(self, records, run):
        """One letter for each day in the order of days, marks under the days on which a provision turns, then prose."""
        out = run("check", records["karabakh-2020"], "--from", "2020-11-10", "--to", "2021-01-31").out
        rows = dict(re.findall(r"^(\w+) .{30,33}?([MBD?.-]{83})$", out, re.MULTILINE))
        assert rows["6a"] == "." * 15 + "M" * 68
        assert rows["3a"] == "?" * 33 + "B" * 50
        assert rows["1"][32:34] == "DD"
        marks = out.splitlines()[[line[:2] for line in out.splitlines()].index("6a") + 1]
        assert [match.start() - 34 for match in re.finditer(r"\^", marks)] == [5, 15]
        assert out.count("What would flip this: ") >= len(rows) == 16
        assert "\x1b" not in out

    def test_the_documentation_shows_the_strip_as_it_is(self, records, run):
        """Line for line."""
        out = run("check", records["karabakh-2020"], "--from", "2020-11-10", "--to", "2021-01-31").out
        strip = [f"    {line}".rstrip() for line in out.partition("\n1 End of all fire\n")[0].splitlines()]
        assert "\n".join(strip).rstrip() in (ROOT / "docs" / "agreements.md").read_text("utf-8")

    def test_the_same_days_are_the_same_bytes(self, records, run):
        """Twice the same question, twice the same answer; and a day's finding is the one that the strip shows."""
        asked = ("check", records["karabakh-2020"], "--from", "2020-12-01", "--to", "2020-12-20", "--json")
        assert run(*asked).out == run(*asked).out
        found = strips(run, records["karabakh-2020"], "2020-12-01", "2020-12-20")
        for day in ("2020-12-01", "2020-12-12", "2020-12-14", "2020-12-20"):
            for finding in run("check", records["karabakh-2020"], "--on", day, "--json").json["findings"]:
                assert spell_on(found[finding["provision"]], day)["status"] == finding["status"]


@pytest.mark.parametrize(
    ("case", "first", "last"),
    [
        ("karabakh-2020", date(2020, 12, 20), date(2021, 1, 31)),
        ("buffer-zone", date(2019, 7, 20), date(2019, 9, 30)),
        ("withdrawal-line", date(2012, 6, 1), date(2012, 8, 1)),
    ],
)
def test_what_is_read_of_the_record_for_some_days_is_enough_for_them(case, first, last, records):
    """The same answer as from the whole record, long after what it rests on too."""
    whole = pipeline.know_record(records[case])
    needed = pipeline.know_of_day_in(records[case], on=last, since=first)
    assert pipeline.check_days(needed, since=first, until=last) == pipeline.check_days(whole, since=first, until=last)


@pytest.mark.parametrize("case", OTHER_CASES)
def test_a_case_of_another_kind_runs_the_whole_way(case, records, run):
    """Changes, incidents, a day's check and a brief, from data alone."""
    record = records[case]
    assert {change["verdict"] for change in run("changes", record, "--json").json["changes"]} >= {"moved"}
    assert run("incidents", record, "--json").json["incidents"]
    assert len(run("check", record, "--json").json["findings"]) >= 3
    brief = run("brief", record).out
    assert "invented" in brief
    assert run("verify", record).code == 0


@pytest.mark.parametrize("case", OTHER_CASES)
def test_the_program_knows_nothing_of_the_other_cases(case):
    """None of their parties' or places' names stands in the source."""
    loaded = pipeline.load_case(EXAMPLES / case)
    words = {party.name for party in loaded.parties if " " not in party.name}
    words |= {name.text for place in loaded.places for name in place.names if name.text[0].isupper()}
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words))) + r")\b")
    for path in sorted((ROOT / "src").rglob("*.py")):
        assert not pattern.search(path.read_text("utf-8")), path


class TestTheBufferZone:
    """Two forward lines 1.5 km apart or more, and nobody between."""

    def test_the_width_by_each_map(self, records, run):
        """Wide enough on the first map, 663 m short on the second, wide enough on the third."""
        found = strips(run, records["buffer-zone"], "2019-04-28", "2019-07-31", "--provision", "2")["2"]
        first, second, third = (spell_on(found, day) for day in ("2019-05-11", "2019-06-20", "2019-07-06"))
        assert first["margin"]["meaning"] == "more than agreed where the lines are nearest"
        assert first["margin"]["low"] > 0
        assert (second["status"], second["margin"]["unit"]) == ("breached", "m")
        assert second["margin"]["meaning"] == "nearer than agreed where the lines are nearest"
        assert 300 < second["margin"]["low"] < second["margin"]["value"] < second["margin"]["high"] < 900
        assert (third["status"], third["margin"]["low"] > 0) == ("met", True)

    def test_a_claim_and_its_denial_are_disputed_until_the_map(self, records, run):
        """Velia says that Corran troops entered the village, Corra denies it: disputed on two days, then the map shows it."""
        found = strips(run, records["buffer-zone"], "2019-06-15", "2019-06-21", "--provision", "2")["2"]
        assert spells(found) == [
            ("2019-06-15", "2019-06-18", "undetermined"),
            ("2019-06-18", "2019-06-20", "disputed"),
            ("2019-06-20", "2019-06-22", "breached"),
        ]
        disputed = spell_on(found, "2019-06-18")["evidence"]
        assert {each["claimant"] for each in disputed if each["bearing"] == "against"} >= {"velia", "mission"}
        assert "corra" in {each["claimant"] for each in disputed if each["bearing"] == "for"}

    def test_another_text_s_width_would_be_a_breach_from_the_first_day_on(self, records, run):
        """The leaflet says 3 km."""
        (finding,) = run("check", records["buffer-zone"], "--on", "2019-05-12", "--provision", "2", "--json").json[
            "findings"
        ]
        assert (finding["status"], finding["variants"][0]["status"]) == ("undetermined", "breached")

    def test_the_agreed_zone_is_made_of_the_two_lines(self):
        """Without the ground around the pump station, which lies between them."""
        (area,) = pipeline.load_case(EXAMPLES / "buffer-zone").areas
        assert area.made_of == (
            "the ground between the northern ceasefire line and the southern ceasefire line "
            "without the ground within 0.5 km of the pump station"
        )


class TestTheWithdrawalLine:
    """Barrels mark the line, and five of them stand elsewhere than the published map has it."""

    def test_the_markers_lie_off_the_published_line_until_the_map_is_drawn_anew(self, records, run):
        """231 m off with its interval and the ground between, from the day of the survey to the new map."""
        found = strips(run, records["withdrawal-line"], "2012-03-01", "2012-07-10", "--provision", "2")["2"]
        assert spells(found)[:4] == [
            ("2012-03-01", "2012-04-11", "not yet due"),
            ("2012-04-11", "2012-04-17", "undetermined"),
            ("2012-04-17", "2012-05-02", "breached"),
            ("2012-05-02", "2012-05-11", "met"),
        ]
        off = spell_on(found, "2012-04-17")
        assert 190 < off["margin"]["low"] < off["margin"]["value"] < off["margin"]["high"] < 275
        assert "B15, B14, B13, B12 and B11 stand" in off["statement"]
        assert re.search(r"with 2\.\d\d km² \(\d\.\d\d to \d\.\d\d\) between", off["statement"])
        documents = {each["citation"]["document"] for each in off["evidence"] if each["bearing"] == "against"}
        assert len(documents) == 2, "the map and the survey"

    def test_a_patrol_that_one_asserts_and_the_other_denies_is_disputed(self, records, run):
        """For the fourteen days in which it counts, though the line is marked right by then."""
        found = strips(run, records["withdrawal-line"], "2012-05-05", "2012-05-30", "--provision", "2")["2"]
        assert ("2012-05-11", "2012-05-25", "disputed") in spells(found)

    def test_the_date_of_the_withdrawal_was_moved(self, records, run):
        """By both sides, two days before the first date."""
        found = strips(run, records["withdrawal-line"], "2012-03-01", "2012-04-30", "--provision", "2")["2"]
        assert [(each["on"], each["kind"]) for each in found["milestones"]] == [
            ("2012-03-29", "amended"),
            ("2012-03-31", "due"),
            ("2012-04-10", "due"),
        ]

    def test_the_markers_command_says_the_same(self, records, run):
        """As `groundtruce markers` measures them."""
        answer = run("markers", records["withdrawal-line"], "--zone", "vacated-ground", "--json").json
        (stretch,) = answer["boundaries"][0]["stretches"]
        assert sorted(stretch["markers"]) == ["B11", "B12", "B13", "B14", "B15"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--from", "2020-12-14", "--to", "2020-12-12"), "--to: 2020-12-12 lies before 2020-12-14"),
        (("--from", "1900-01-01", "--to", "2020-12-12"), "more than 3660 days after"),
        (("--from", "2020-12-14", "--on", "2020-12-12"), "--on: names one day, --from and --to many"),
        (("--from", "14 December"), "--from: '14 December' is not a date"),
        (("--provision", "3x"), "--provision: the agreement has no provision '3x' (it has: 1, 2, 3a,"),
        (("--from", "2020-12-14", "--provision", "3x"), "--provision: the agreement has no provision '3x'"),
    ],
)
def test_days_and_provisions_that_are_none_are_refused(options, reason, records, run):
    """In one line, with exit 3."""
    ran = run("check", records["karabakh-2020"], *options)
    assert ran.code == 3
    assert reason in ran.err
    assert ran.err.count("\n") == 1
