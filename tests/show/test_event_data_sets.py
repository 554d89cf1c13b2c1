"""Exports in the columns of UCDP GED and ACLED, and their loss reports."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from groundtruce.model.claims import Attribution, Claim, Count, EventMention, Participant, Speaker
from groundtruce.model.incidents import Incident
from groundtruce.show.exports.acled import write_acled
from groundtruce.show.exports.exported import Exported, Loss, write_losses
from groundtruce.show.exports.ucdp import write_ucdp
from tests import story
from tests.coded import CLASH, MASSACRE
from tests.show import desk

UCDP_HEADER = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
ACLED_HEADER = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
KEY = desk.INCIDENT.mentions[0]
RECORDED = datetime(2031, 3, 14, 9, 30, 5, tzinfo=UTC)

ATTACK = Claim(
    document=desk.REPORT.sha256,
    publisher="river-times",
    published="2031-03-13",
    mention=EventMention(
        id="event-1",
        type="attack",
        span=desk.span_of(desk.ATTACK),
        actors=(Participant(text="Ardan forces", span=desk.span_of("Ardan forces"), party="arda"),),
        targets=(Participant(text="Belmish posts", span=desk.span_of("Belmish posts"), party="belm"),),
        deaths=Count(low=2, best=2, high=2, who="Belmish soldiers"),
    ),
    quote=desk.ATTACK,
    attribution=Attribution(
        id="a",
        source=None,
        cue=None,
        content=desk.span_of(desk.ATTACK),
        mode="indirect",
        stance="asserts",
        speaker=Speaker(name="Belmish Press Office", party="belm"),
    ),
    claimant="belm",
)


def incident(**changed: Any) -> Incident:
    return replace(desk.INCIDENT, **{"id": "incident-00000000000001ff", **changed})


def ucdp(*incidents: Incident, coded: Mapping[str, Mapping[str, str]] | None = None) -> Exported:
    return write_ucdp(incidents, claims={KEY: ATTACK}, documents=desk.DOCUMENTS, case=story.CASE, coded=coded or {})


def acled(*incidents: Incident) -> Exported:
    return write_acled(
        incidents, claims={KEY: ATTACK}, documents=desk.DOCUMENTS, case=story.CASE, coded={}, recorded=RECORDED
    )


def rows_of(exported: Exported) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.content.decode(), newline="")))


def lost(exported: Exported) -> list[tuple[str, str]]:
    return [(loss.column, loss.lost) for loss in exported.losses]


def test_the_columns_are_those_of_the_codebooks_in_their_order() -> None:
    """49 of UCDP GED, 31 of ACLED, written out here once more; a record without incidents has the header alone."""
    assert ucdp().content.decode() == ",".join(UCDP_HEADER) + "\r\n"
    assert acled().content.decode() == ",".join(ACLED_HEADER) + "\r\n"
    assert (len(UCDP_HEADER), len(ACLED_HEADER)) == (49, 31)


def test_an_incident_in_ucdps_conventions() -> None:
    """Codes for precision, lists parted by semicolons, days at midnight, a point as text; what only coders know is empty."""
    (row,) = rows_of(ucdp(incident()))
    assert {column: text for column, text in row.items() if text} == {
        "id": "0",
        "relid": "incident-00000000000001ff",
        "year": "2031",
        "conflict_name": "Two Rivers 2031 (invented)",
        "dyad_name": "Arda - Belm",
        "side_a": "Arda",
        "side_b": "Belm",
        "number_of_sources": "1",
        "source_article": '"River Times,2031-03-13,Map grows after clash at South Ridge"',
        "source_office": "River Times",
        "source_date": "2031-03-13",
        "source_headline": "Map grows after clash at South Ridge",
        "source_original": "Belmish Press Office",
        "where_prec": "1",
        "where_coordinates": "South Ridge",
        "where_description": "South Ridge",
        "latitude": "-0.02",
        "longitude": "10.05",
        "geom_wkt": "POINT (10.050000 -0.020000)",
        "priogrid_gid": "129261",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2031-03-11 00:00:00.000",
        "date_end": "2031-03-11 00:00:00.000",
        "deaths_a": "0",
        "deaths_b": "2",
        "deaths_civilians": "0",
        "deaths_unknown": "0",
        "best": "2",
        "high": "2",
        "low": "2",
    }


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        ("2031-03-11", "1"),
        ("2031-03-11T21:15+04:00", "1"),
        ("2031-03-10/2031-03-14", "2"),
        ("2031-03-08/2031-03-14", "3"),
        ("2031-03", "4"),
        ("2031", "5"),
    ],
)
def test_ucdps_date_precision(date: str, precision: str) -> None:
    """A day, less than a week, a week, a month, longer."""
    (row,) = rows_of(ucdp(incident(date=date)))
    assert row["date_prec"] == precision


@pytest.mark.parametrize(("radius_km", "precision"), [(0.5, "1"), (20.0, "2"), (45.0, "3"), (120.0, "4"), (400.0, "6")])
def test_ucdps_place_precision_goes_by_the_radius(radius_km: float, precision: str) -> None:
    """Where the case's gazetteer does not say what the place is."""
    assert desk.INCIDENT.place
    place = replace(desk.INCIDENT.place, gazetteer_id=None, uncertainty_km=radius_km)
    (row,) = rows_of(ucdp(incident(place=place)))
    assert row["where_prec"] == precision


def test_ucdp_leaves_out_what_it_would_not_count_and_says_so() -> None:
    """No armed force, nobody dead, no time: each is a loss of a whole event, without a row."""
    exported = ucdp(
        incident(kind="deployment"), incident(deaths=None), incident(date=None), incident(date="../2031-03-11")
    )
    assert rows_of(exported) == []
    assert [(loss.row, loss.reason.split(" in ")[0]) for loss in exported.losses] == [
        (None, "UCDP counts armed force only"),
        (None, "UCDP counts events"),
        (None, "UCDP counts events of a known time only"),
        (None, "UCDP counts events of a known time only"),
    ]


def test_what_the_formats_cannot_hold_is_told_row_by_row() -> None:
    """Injured, accounts, contradictions, the best number that accounts do not agree on, the exact radius."""
    disputed = incident(deaths=Count(low=2, best=None, high=None, who="soldiers"), date="2031-03-11T21:15+04:00")
    for exported in (ucdp(disputed), acled(disputed)):
        assert {loss.row for loss in exported.losses} == {1}
        told = dict(lost(exported))
        assert "within 0.5 km, case:south-ridge" in told.values()
        assert "2031-03-11T21:15+04:00" in told.values()
        everything = [text for _, text in lost(exported)]
        assert 'injured: {"low":1,"best":1,"high":1,"who":"a civilian"}' in everything
        assert [text[:26] for text in everything if text.startswith("accounts")] == [
            *('accounts: {"party":"belm",', 'accounts: {"party":"arda",', 'accounts: {"narrator":"riv'),
        ]
        assert any(desk.INCIDENT.contradictions[0].statement in text for text in everything)
    assert ("best", "none: 2 to 2") in lost(ucdp(disputed))
    assert ("fatalities", "2 to more") in lost(acled(disputed))


def test_a_loss_report_is_a_table() -> None:
    """One row a value."""
    text = write_losses([Loss(1, "incident-1", "best", "2", "2 to 4", "one number")])
    assert text == "row,event,column,held,lost,reason\r\n1,incident-1,best,2,2 to 4,one number\r\n"


def test_an_event_that_ucdp_coded_stands_as_it_was_coded() -> None:
    """Its own numbers and texts, in the place of the incident that it is; a later edition's row is taken; a formula is disarmed."""
    later = {**CLASH, "best": 3, "note": "ours"}
    coded = {"d#old": as_texts(CLASH), "d#new": as_texts(later), "d#other": as_texts(MASSACRE)}
    exported = ucdp(incident(mentions=("d#old", "d#new", KEY)), incident(mentions=("d#other",)), coded=coded)
    first, second = rows_of(exported)
    assert first == {column: str(later[column]) for column in UCDP_HEADER}
    assert second["source_headline"] == "'=HYPERLINK(1)"
    assert [loss.lost for loss in exported.losses] == [
        *("note: ours", "1 mentions elsewhere of the same incident", "=HYPERLINK(1)"),
    ]


def test_a_number_keeps_its_sign_in_a_coded_row() -> None:
    """`-1` sources are UCDP's for unknown."""
    coded = {"d#1": {**as_texts(CLASH), "number_of_sources": "-1", "where_description": "-1 km from here"}}
    (row,) = rows_of(ucdp(coded=coded))
    assert (row["number_of_sources"], row["where_description"]) == ("-1", "'-1 km from here")


def as_texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {column: str(value) for column, value in row.items()}


def test_an_incident_in_acleds_conventions() -> None:
    """The day in words, types in their order, notes that begin with the day; what only coders know is empty."""
    (row,) = rows_of(acled(incident()))
    assert {column: text for column, text in row.items() if text} == {
        "event_id_cnty": "incident-00000000000001ff",
        "event_date": "11 March 2031",
        "year": "2031",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Arda",
        "actor2": "Belm",
        "location": "South Ridge",
        "latitude": "-0.02",
        "longitude": "10.05",
        "geo_precision": "1",
        "source": "River Times",
        "notes": "On 11 March 2031, attack (South Ridge). According to Belm: attack on Belmish posts. "
        "Arda denies: its forces had opened fire.",
        "fatalities": "2",
        "timestamp": str(int(RECORDED.timestamp())),
    }


@pytest.mark.parametrize(
    ("date", "precision", "day"),
    [
        ("2031-03-11", "1", "11 March 2031"),
        ("2031-03-09/2031-03-15", "2", "12 March 2031"),
        ("2031-03", "3", "16 March 2031"),
    ],
)
def test_acleds_time_precision_and_the_middle_day(date: str, precision: str, day: str) -> None:
    """The day, the week, the month; the middle stands for the days that are possible."""
    (row,) = rows_of(acled(incident(date=date)))
    assert (row["time_precision"], row["event_date"]) == (precision, day)


def test_acled_leaves_out_what_it_has_no_type_for_and_what_has_no_month() -> None:
    """Both are told."""
    exported = acled(incident(kind="ceasefire violation"), incident(date="2031"))
    assert rows_of(exported) == []
    assert [loss.reason for loss in exported.losses] == [
        "ACLED has no such type of event",
        "ACLED records events of a known month only",
    ]


def test_civilians_and_a_mission_have_their_sort_of_actor() -> None:
    """A party may be a state or a rebel group: it has none."""
    mention = replace(
        ATTACK.mention,
        actors=(Participant(text="observers", span=((0, 9),), party="observers"),),
        targets=(Participant(text="two civilians", span=((0, 9),)),),
    )
    exported = write_acled(
        [incident()],
        claims={KEY: replace(ATTACK, mention=mention)},
        documents=desk.DOCUMENTS,
        case=story.CASE,
        coded={},
        recorded=RECORDED,
    )
    (row,) = rows_of(exported)
    assert (row["actor1"], row["inter1"]) == ("Joint Observer Force", "External/Other forces")
    assert (row["actor2"], row["inter2"], row["civilian_targeting"]) == ("Civilians", "Civilians", "Civilian targeting")
    assert row["interaction"] == "External/Other forces-Civilians"
