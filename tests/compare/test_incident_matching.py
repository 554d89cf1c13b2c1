"""Which mentions are one incident, under which identifier, with which best values."""

import itertools
import random

import pytest
from msgspec import structs
from msgspec.structs import replace

from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import match_claims, match_further
from groundtruce.model.claims import Attribution, Claim, EventMention, Participant, Speaker
from groundtruce.model.incidents import Incident
from groundtruce.model.readings import ReadDocument, Reading
from tests.compare.claims import claim, document, people, place
from tests.story import CASE


def match(*claims, previous=()) -> tuple[Incident, ...]:
    return match_claims(claims, case=CASE, previous=previous)


def read(
    *mentions: EventMention, attributions: tuple[Attribution, ...] = (), text: str = "Belm said Arda attacked."
) -> Reading:
    return Reading(
        document=ReadDocument(
            sha256="d", title="", published="2031-03-13", published_from="option", language="en", text=text
        ),
        attributions=attributions,
        event_mentions=mentions,
    )


def attribution(name: str, *, party: str | None, within: str | None = None) -> Attribution:
    return Attribution(
        id=name,
        source=None,
        cue=None,
        content=((10, 23),),
        mode="indirect",
        stance="asserts",
        speaker=Speaker(party=party),
        within=within,
    )


def gather_one(*, mention: str | None, attributions: tuple[Attribution, ...], publisher: str | None = "river-times"):
    reading = read(
        EventMention(id="e", type="attack", span=((15, 23),), attribution=mention), attributions=attributions
    )
    return gather_claims([document(publisher=publisher)], {"d": reading}, case=CASE)[0]


def test_the_claimant_is_the_party_of_the_innermost_speaker():
    """A report that quotes Arda quoting Belm carries Belm's claim."""
    found = gather_one(
        mention="inner",
        attributions=(attribution("outer", party="arda"), attribution("inner", party="belm", within="outer")),
    )
    assert (found.claimant, found.attribution.id, found.quote) == ("belm", "inner", "attacked")


def test_an_unknown_speaker_leaves_the_claim_to_the_speaker_around():
    """`They say` inside Arda's statement is Arda's claim; a party is known by any of its names."""
    found = gather_one(
        mention="inner",
        attributions=(attribution("outer", party="the Ardan side"), attribution("inner", party=None, within="outer")),
    )
    assert found.claimant == "arda"


@pytest.mark.parametrize(
    ("publisher", "claimant"), [("belm-press", "belm"), ("river-times", None), (None, None), ("Unknown Daily", None)]
)
def test_without_a_speaker_the_publisher_claims(publisher, claimant):
    """What a party's office tells is its party's claim; an independent publisher narrates."""
    assert gather_one(mention=None, attributions=(), publisher=publisher).claimant == claimant


def test_attributions_that_stand_in_each_other_end():
    """A reading with a circle of attributions is walked once around."""
    circle = (attribution("a", party=None, within="b"), attribution("b", party=None, within="a"))
    assert gather_one(mention="a", attributions=circle).claimant is None


@pytest.mark.parametrize(("words", "party"), [("our soldiers", "belm"), ("We", "belm"), ("hourly patrols", None)])
def test_whom_a_claimant_calls_its_own_are_of_its_party(words, party):
    """`Our soldiers attacked nobody`, Belm's office writes: those of Belm."""
    mention = EventMention(id="e", type="attack", span=((15, 23),), actors=(Participant(text=words, span=((0, 4),)),))
    (found,) = gather_claims([document(publisher="belm-press")], {"d": read(mention)}, case=CASE)
    assert found.mention.actors[0].party == party


def test_a_document_that_was_not_read_has_no_claims():
    """Only readings give claims."""
    assert gather_claims([document()], {}, case=CASE) == ()


def test_two_sides_that_date_and_place_an_act_alike_tell_of_one_incident():
    """The date and the place agree, whoever is said to have attacked."""
    ours = claim(
        by="arda", document="a", date="2031-03-11", where=place("south-ridge"), actors=("belm",), targets=("arda",)
    )
    theirs = claim("shelling", by="belm", document="b", date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    (incident,) = match(ours, theirs)
    assert incident.mentions == ("a#e0", "b#e0")
    assert (incident.date, incident.place.text, incident.sources) == ("2031-03-11", "South Ridge", 1)
    assert incident.reason == (
        "2 mentions in 2 documents were matched to the most precise of them: "
        "the date in 1, the place in 1, the parties involved in 1."
    )


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"date": "2031-03-13", "where": place("south-ridge")}, "two days apart"),
        ({"date": "2031-03-11", "where": place("east-well")}, "18 km apart"),
        ({"date": "2031-03-11", "kind": "detention", "where": place("south-ridge")}, "another kind"),
    ],
)
def test_what_excludes_the_other_is_another_incident(other, why):
    """A date, a place or a kind that cannot be the same keeps two incidents apart."""
    first = claim(document="a", date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    assert len(match(first, claim(document="b", actors=("arda",), **other))) == 2, why


def test_a_village_lies_in_a_district_of_large_uncertainty():
    """A report that names only the district, on the same day, tells of the village's incident; the village is kept."""
    village = claim(document="a", date="2031-03-11", where=place("south-ridge"))
    district = claim(document="b", date="2031-03-11", where=place("east-well", radius_km=40))
    (incident,) = match(village, district)
    assert incident.place.text == "South Ridge"


def test_unknown_adds_nothing():
    """Two undated, unplaced attacks in two reports are not one for all that they do not say."""
    assert len(match(claim(document="a"), claim(document="b"))) == 2


def test_one_passage_tells_one_incident():
    """An operation and the attack that it answers, undated, told by one side in neighbouring sentences."""
    operation = claim("armed operation", by="arda", at=560, actors=("arda",), where=place("south-ridge", radius_km=40))
    attack = claim(by="arda", at=760, actors=("belm",), deaths=people(1, "a soldier"), injured=people(1, "a civilian"))
    (incident,) = match(operation, attack)
    assert incident.kind == "armed operation"
    assert incident.date == "../2031-03-13", "it happened before it was told"
    assert (incident.deaths, incident.injured) == (people(1, "a soldier"), people(1, "a civilian"))
    assert "side by side" in incident.reason


def test_an_undated_report_soon_after_tells_of_the_act_in_its_region():
    """Belm dates and places the act; Arda's statement two days later names the region and the sides. Later, it is another."""
    told = claim(by="belm", document="a", date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    answer = {"by": "arda", "document": "b", "where": place("south-ridge", radius_km=40), "actors": ("arda",)}
    assert len(match(told, claim(**answer, published="2031-03-13"))) == 1
    assert len(match(told, claim(**answer, published="2031-03-14"))) == 2


def test_the_same_undated_words_far_off_in_a_text_stay_apart():
    """Beyond a passage's length nothing links undated mentions."""
    assert len(match(claim(by="arda", at=0), claim(by="arda", at=5000))) == 2


def test_one_source_that_gives_two_days_means_two_acts():
    """A daily bulletin that reports shelling of one village on two days reports two incidents; two sources may differ."""
    first = {"date": "2031-03-11", "where": place("south-ridge"), "document": "a", "published": "2031-03-11"}
    second = {"date": "2031-03-12", "where": place("south-ridge"), "document": "b", "published": "2031-03-12"}
    assert len(match(claim(**first), claim(**second))) == 2
    (incident,) = match(claim(**first, by="arda"), claim(**second, by="belm"))
    assert incident.date == "2031-03-11/2031-03-12"


def test_a_map_that_changed_on_one_of_two_evenings_is_one_change():
    """Two reports of the zone's growth to the south, a day apart, with no place."""
    first = claim("zone expansion", document="a", date="2031-03-12", actors=("observers",), direction="south")
    second = claim("zone expansion", document="b", date="2031-03-13", direction="south")
    (incident,) = match(first, second)
    assert incident.date == "2031-03-12/2031-03-13"


def test_an_exchange_is_told_by_each_side_as_its_own_doing():
    """Arda handed over prisoners, and so did Belm, on one day: one exchange."""
    ours = claim("exchange", by="arda", document="a", date="2031-03-11", actors=("arda",))
    theirs = claim("exchange", by="belm", document="b", date="2031-03-11", actors=("belm",))
    (exchange,) = match_claims([ours, theirs], case=CASE)
    assert len(exchange.mentions) == 2


def test_a_ban_by_one_side_is_not_the_other_s():
    """The actors of a sanction exclude each other."""
    assert (
        len(
            match(
                claim("sanction", actors=("arda",), date="2031-03-11"),
                claim("sanction", at=900, actors=("belm",), date="2031-03-11"),
            )
        )
        == 2
    )


@pytest.mark.parametrize("realis", ["planned", "conditional"])
def test_what_did_not_happen_is_no_incident(realis):
    """Plans and conditionals found nothing, nor does what somebody demands."""
    assert match(claim(realis=realis)) == ()
    assert match(claim(stance="demands")) == ()


def test_a_denial_joins_and_founds_nothing():
    """Arda denies the attack that Belm tells of; alone, its denial is no incident."""
    told = claim(by="belm", at=0, date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    denied = claim(by="arda", at=180, realis="denied", stance="denies", actors=("arda",))
    assert match(denied) == ()
    (incident,) = match(denied, told)
    assert incident.mentions == ("d#e0", "d#e180")


def test_the_case_s_own_agreement_is_no_incident():
    """Every report names the accord; a later, local agreement is something that happened."""
    assert match(claim("agreement", date="2031-03-01"), claim("agreement", at=900)) == ()
    assert len(match(claim("agreement", date="2031-03-10"))) == 1


def test_copies_are_never_added_up():
    """Two reports of two dead are two dead; a soldier and a civilian, in one account, are two."""
    day = {"date": "2031-03-11", "where": place("south-ridge")}
    (copied,) = match(claim(document="a", deaths=people(2), **day), claim(document="b", deaths=people(2), **day))
    assert copied.deaths == people(2)
    (both,) = match(
        claim(by="arda", deaths=people(1, "soldier"), **day),
        claim("casualties", by="arda", at=90, deaths=people(1, "civilian"), **day),
    )
    assert both.deaths == people(2, "soldier; civilian")


def test_numbers_that_differ_leave_a_range():
    """Arda says one dead, Belm three: one to three, and none of them best."""
    day = {"date": "2031-03-11", "where": place("south-ridge")}
    (incident,) = match(
        claim(by="arda", document="a", deaths=people(1), **day), claim(by="belm", document="b", deaths=people(3), **day)
    )
    assert (incident.deaths.low, incident.deaths.best, incident.deaths.high) == (1, None, 3)


def test_a_later_number_of_one_source_replaces_its_earlier():
    """A toll that rises is news."""
    day = {"date": "2031-03-11", "where": place("south-ridge"), "publisher": "arda-mod"}
    early = claim(document="a", published="2031-03-11", deaths=people(1), **day)
    late = claim(document="b", published="2031-03-12", deaths=people(2), **day)
    (incident,) = match(early, late)
    assert incident.deaths == people(2)
    assert incident.contradictions == ()


def test_independent_sources_are_counted():
    """Two offices of a party are one source, and so are two documents of unknown origin."""
    day = {"date": "2031-03-11", "where": place("south-ridge")}
    publishers = ["arda-mod", "Ardan Ministry of Defence", "river-times", None, None]
    (incident,) = match(
        *(claim(document=str(number), publisher=publisher, **day) for number, publisher in enumerate(publishers))
    )
    assert incident.sources == 3


def test_the_order_of_claims_does_not_matter():
    """Every order of the same claims gives the same incidents."""
    claims = [
        claim(document="a", date="2031-03-11", where=place("south-ridge")),
        claim(document="b", date="2031-03-11", where=place("east-well", radius_km=40)),
        claim(document="b", at=300, by="belm"),
        claim(document="c", date="2031-03-12", where=place("south-ridge"), by="arda"),
        claim("zone expansion", document="c", at=900, date="2031-03-12"),
    ]
    expected = match(*claims)
    assert all(match(*order) == expected for order in itertools.permutations(claims))


def test_a_further_document_changes_what_it_must():
    """An earlier report added later joins: its incident keeps its identifier, and the other is the same to the byte."""
    ridge = {"date": "2031-03-11", "where": place("south-ridge")}
    before = match(
        claim(document="b", **ridge), claim(document="b", at=900, date="2031-03-11", where=place("east-well"))
    )
    added = claim(document="a", published="2031-03-12", **ridge)
    again = claim(document="b", **ridge)
    after = match(
        added, again, claim(document="b", at=900, date="2031-03-11", where=place("east-well")), previous=before
    )
    assert after[0].id == before[0].id
    assert after[0].mentions == ("a#e0", "b#e0")
    assert after[1] == before[1]
    assert match(added, again, previous=())[0].id != before[0].id, (
        "without the record's memory the first mention names it"
    )


def test_an_incident_whose_mentions_went_to_another_is_withdrawn_once():
    """Two incidents become one: the larger lives on, the other is given up, and stays so without being told again."""
    ridge = {"where": place("south-ridge")}
    first = [claim(document=name, date="2031-03-11", by="arda", **ridge) for name in "ab"]
    other = claim(document="c", date="2031-03-14", by="belm", **ridge)
    before = match(*first, other)
    assert len(before) == 2
    corrected = claim(document="c", date="2031-03-11", by="belm", **ridge)
    kept, given_up = match(*first, corrected, previous=before)
    assert (kept.id, kept.withdrawn, given_up.id, given_up.withdrawn) == (before[0].id, False, before[1].id, True)
    assert match(*first, corrected, previous=(kept, given_up)) == (kept,)


def test_an_archive_is_matched_in_time_that_grows_with_it():
    """10,000 mentions over 1,000 days take a few seconds: candidates come from the days around, not from all."""
    random.seed(7)
    names = ["south-ridge", "mill-ford", "east-well"]
    claims = [
        claim(
            document=str(number),
            date=f"{2031 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}",
            where=place(random.choice(names)),
        )
        for number in range(10_000)
    ]
    assert 0 < len(match(*claims)) < 3000


def coded(identifier: str, *, publisher: str = "UCDP", at: int = 0) -> Claim:
    """An event of a data set, at one place on one day like all others here."""
    told = claim(
        "armed operation", publisher=publisher, document=publisher, at=at, date="2031-03-11", where=place("south-ridge")
    )
    return replace(told, mention=replace(told.mention, coded=identifier))


def test_events_that_a_data_set_codes_apart_stay_apart():
    """Two rows of one data set are two incidents, however alike; a report joins one of them, another data set too."""
    report = claim(document="report", date="2031-03-11", where=place("south-ridge"))
    first, second = coded("1"), coded("2", at=500)
    assert len(match(first, second)) == 2
    incidents = match(first, second, report, coded("X9", publisher="ACLED"))
    assert sorted(len(incident.mentions) for incident in incidents) == [1, 3]


def test_an_event_that_a_later_edition_codes_again_is_one_incident():
    """The same identifier of the same publisher in another document."""
    again = replace(coded("1"), document="later edition")
    assert len(match(coded("1"), again)) == 1


def test_a_match_tells_its_grounds_and_how_sure_it_is():
    """The first mention is matched by nothing; the second by date, place and parties, far above what is needed."""
    told = claim(document="a", date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    again = claim("shelling", by="belm", document="b", date="2031-03-11", where=place("south-ridge"), actors=("arda",))
    (incident,) = match(told, again)
    first, second = incident.matches
    assert (first.mention, first.points, first.grounds) == ("a#e0", 0, ())
    assert (second.points, second.rival) == (5, 0)
    assert second.grounds == ("the date", "the place", "the parties involved")
    assert incident.certainty == "high"
    assert match(told)[0].certainty == "single"


def test_a_match_that_another_incident_rivals_is_unsure():
    """Two villages shelled on one day, and a report of a shelling on that day that names neither."""
    ridge = claim("shelling", document="a", date="2031-03-11", where=place("south-ridge"))
    well = claim("shelling", document="b", date="2031-03-11", where=place("east-well"))
    third = claim("shelling", document="c", date="2031-03-11")
    unsure = next(incident for incident in match(ridge, well, third) if len(incident.mentions) == 2)
    assert (unsure.matches[1].points, unsure.matches[1].rival, unsure.certainty) == (3, 3, "low")


def test_two_voices_may_place_one_act_apart_in_one_passage():
    """Arda and Belm tell side by side of the drone strike of one day, 18 km apart; of one voice it would be two strikes."""
    at_ridge = {"date": "2031-03-11", "where": place("south-ridge"), "injured": people(3)}
    at_well = {"date": "2031-03-11", "where": place("east-well"), "injured": people(3), "at": 200}
    (incident,) = match(claim("drone strike", by="arda", **at_ridge), claim("drone strike", by="belm", **at_well))
    assert [each.kind for each in incident.contradictions] == ["places"]
    assert len(match(claim("drone strike", by="arda", **at_ridge), claim("drone strike", by="arda", **at_well))) == 2


def test_who_dies_later_is_of_the_act_and_moves_no_date():
    """`A fourth soldier died on the 13th` belongs to the attack of the 11th; the toll told of the attack counts."""
    attack = claim(by="belm", date="2031-03-11", where=place("south-ridge"), deaths=people(3, "soldiers"))
    death = claim("casualties", by="belm", at=90, date="2031-03-13", deaths=people(1, "a soldier"))
    (incident,) = match(attack, death)
    assert (incident.date, incident.deaths) == ("2031-03-11", people(3, "soldiers"))


def test_a_copy_adds_no_source_and_no_voice():
    """Two newsrooms print one report: one source, one narrator's account, and the copy is named."""
    day = {"date": "2031-03-11", "where": place("south-ridge")}
    original = claim(document="a", **day)
    copy = structs.replace(claim(document="b", publisher="Evening Post", **day), source="river-times", copied_from="a")
    (incident,) = match(original, copy)
    assert incident.sources == 1
    assert [(each.document, each.of) for each in incident.copies] == [("b", "a")]
    assert [account.narrator for account in incident.accounts if account.narrator] == ["river-times"]


def documents_of_a_week() -> list[list]:
    """Reports on seven days of four villages' incidents, each told by two voices, one report a list."""
    reports = []
    for day, (name, voice) in itertools.product(
        range(11, 18), itertools.product(["south-ridge", "mill-ford", "east-well"], ["arda", "belm"])
    ):
        where = place(name) if voice == "arda" else place(name, radius_km=10)
        at = {"date": f"2031-03-{day}", "published": f"2031-03-{day + (voice == 'belm')}", "where": where}
        reports.append([claim("shelling", document=f"{day}{name}{voice}", by=voice, **at)])
    return reports


def test_document_by_document_gives_what_all_at_once_gives():
    """A week's reports added one by one, in several orders, end in the same groups of mentions."""
    reports = documents_of_a_week()
    expected = {frozenset(incident.mentions) for incident in match(*itertools.chain(*reports))}
    for seed in range(4):
        shuffled = random.Random(seed).sample(reports, len(reports))
        known, incidents = [], {}
        for report in shuffled:
            changed = match_further(report, known=known, previous=tuple(incidents.values()), case=CASE)
            known += report
            incidents |= {incident.id: incident for incident in changed}
            incidents = {name: incident for name, incident in incidents.items() if not incident.withdrawn}
        assert {frozenset(incident.mentions) for incident in incidents.values()} == expected


def test_a_further_document_leaves_what_it_does_not_touch():
    """A report on the 11th changes the incident of the 11th in its village, and no other."""
    week = list(itertools.chain(*documents_of_a_week()))
    incidents = match(*week)
    further = claim("shelling", document="new", date="2031-03-11", where=place("east-well"))
    changed = match_further([further], known=week, previous=incidents, case=CASE)
    assert [(each.date, each.place.text, len(each.mentions)) for each in changed] == [("2031-03-11", "East Well", 3)]
    assert changed[0].id in {incident.id for incident in incidents}


def test_a_denial_waits_for_what_it_denies():
    """Belm's denial founded nothing; the report that tells of the attack takes it in."""
    day = {"date": "2031-03-11", "where": place("south-ridge"), "actors": ("belm",)}
    denial = claim(by="belm", document="a", realis="denied", stance="denies", **day)
    assert match_further([denial], known=[], previous=(), case=CASE) == ()
    (incident,) = match_further([claim(by="arda", document="b", **day)], known=[denial], previous=(), case=CASE)
    assert set(incident.mentions) == {"a#e0", "b#e0"}


def test_where_too_much_is_touched_incidents_only_grow():
    """Beyond the limit nothing is matched anew: matches keep what they were matched by."""
    week = list(itertools.chain(*documents_of_a_week()))
    incidents = match(*week)
    further = claim("shelling", document="new", date="2031-03-11", where=place("east-well"))
    (changed,) = match_further([further], known=week, previous=incidents, case=CASE, most_anew=1)
    before = next(incident for incident in incidents if incident.id == changed.id)
    assert [each for each in changed.matches if each.mention != "new#e0"] == list(before.matches)
