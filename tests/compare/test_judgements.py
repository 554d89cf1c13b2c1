"""Judgements over readings, links and precision: what holds is the person's decision, whatever the machine reads later."""

from typing import Any

import msgspec
import pytest

from groundtruce.compare.incidents.incident_matching import match_claims, match_further
from groundtruce.compare.incidents.links import Links, link_mentions
from groundtruce.compare.judgements.corrections import correct_statement
from groundtruce.compare.judgements.deciding import check_name, judge_statement
from groundtruce.compare.judgements.fields import describe_fields, list_changes
from groundtruce.compare.judgements.judged_readings import judge_readings
from groundtruce.compare.judgements.precision import measure_quality, wilson_interval
from groundtruce.compare.judgements.standing import latest_decisions, list_standing
from groundtruce.model.judged import Decision
from groundtruce.model.judgements import (
    JudgedIncident,
    Judgement,
    PlacedMention,
    RecordedJudgement,
    Statement,
)
from groundtruce.model.readings import Reading
from tests.compare.claims import claim, place
from tests.judging import (
    CLASH,
    FORD,
    RIDGE,
    attribution,
    date_mention,
    event,
    read_document,
    reading_of,
    silence,
    toponym,
)
from tests.story import CASE

SAID = attribution(CLASH, "the Belmish Press Office", "Ardan forces shelled Belmish posts at Zudgrat", party="belm")
SHELLING = event(CLASH, "shelled Belmish posts", deaths=2, attribution=SAID.id)
MARCH_11 = date_mention(CLASH, "March 11", "2031-03-11")
ZUDGRAT = toponym(CLASH, "Zudgrat", RIDGE)
NOTHING = silence(CLASH, "said nothing about it", "arda")
DOCUMENT = read_document(CLASH)
READING = reading_of(
    DOCUMENT,
    attributions=(SAID,),
    event_mentions=(SHELLING,),
    dates=(MARCH_11,),
    toponyms=(ZUDGRAT,),
    silences=(NOTHING,),
)


def judge(statement: Statement, decision: Decision = "accept", *, by: str = "Ann", **changes: str) -> Judgement:
    return judge_statement(
        statement,
        shown=statement,
        reading=READING,
        by=by,
        decision=decision,
        changes=changes,
        note="seen" if decision == "note" else "",
        case=CASE,
    )


def record(*judgements: Judgement) -> list[RecordedJudgement]:
    """The judgements as the record gives them, from entry 1 on."""
    return [
        RecordedJudgement(entry=entry, recorded=f"2031-03-14T09:00:0{entry}.000000Z", judgement=each)
        for entry, each in enumerate(judgements, 1)
    ]


def judged(*judgements: Judgement, reading: Reading = READING) -> Reading:
    (only,) = judge_readings({DOCUMENT.sha256: reading}, list_standing(record(*judgements))).values()
    return only


def test_without_a_judgement_a_reading_stays_itself() -> None:
    """Nothing is built anew, so large records cost nothing."""
    assert judged() is READING
    assert judged(judge(SHELLING, "note")) is READING


def test_what_was_rejected_is_gone_and_what_was_accepted_stays() -> None:
    """Each kind of statement by itself."""
    rejected = judged(*(judge(each, "reject") for each in (SHELLING, MARCH_11, ZUDGRAT, NOTHING)))
    assert (rejected.event_mentions, rejected.dates, rejected.toponyms, rejected.silences) == ((), (), (), ())
    assert judged(*(judge(each) for each in (SHELLING, MARCH_11, ZUDGRAT, NOTHING, SAID))) == READING


def test_a_correction_changes_the_fields_that_it_names_and_no_other() -> None:
    """Date, numbers, party and place come from the person; the rest is the machine's."""
    (mention,) = judged(
        judge(SHELLING, "correct", date="2031-03-10", deaths="1-3 soldiers", place="Mill Ford", actors="Ardan")
    ).event_mentions
    assert (mention.id, mention.span, mention.type) == (SHELLING.id, SHELLING.span, "shelling")
    assert mention.date == "2031-03-10"
    assert mention.deaths
    assert (mention.deaths.low, mention.deaths.best, mention.deaths.high, mention.deaths.who) == (
        1,
        None,
        3,
        "soldiers",
    )
    assert mention.place
    assert (mention.place.gazetteer_id, mention.place.text) == ("case:mill-ford", FORD)
    assert mention.place.span == mention.span
    assert [actor.party for actor in mention.actors] == ["arda"]
    (said,) = judged(judge(SAID, "correct", party="arda", stance="denies")).attributions
    assert said.speaker
    assert (said.speaker.party, said.speaker.name, said.stance) == ("arda", "the Belmish Press Office", "denies")


def test_the_latest_decision_counts_and_an_undone_one_does_not() -> None:
    """Ann rejects, Ben accepts: it stays. Ben withdraws: it is gone. A note decides nothing."""
    ann, ben = judge(SHELLING, "reject"), judge(SHELLING, by="Ben")
    assert judged(ann, ben).event_mentions == (SHELLING,)
    undone = msgspec.structs.replace(ben, decision="withdraw", withdraws=2)
    assert judged(ann, ben, undone, judge(SHELLING, "note")).event_mentions == ()
    (latest,) = latest_decisions(list_standing(record(ann, ben, undone))).values()
    assert latest.entry == 1


def test_a_later_reading_of_the_document_keeps_the_judgements() -> None:
    """A statement that another release reads otherwise at the same place is the person's; one it misses comes back."""
    reread = event(CLASH, "shelled Belmish posts", "attack", date="2031-03-09", attribution=SAID.id)
    assert reread.id != SHELLING.id
    later = msgspec.structs.replace(READING, event_mentions=(reread,), silences=())
    kept = judged(judge(SHELLING), judge(NOTHING, "correct", parties="arda, belm"), reading=later)
    assert kept.event_mentions == (SHELLING,)
    assert kept.silences[0].parties == ("arda", "belm")
    assert judged(judge(SHELLING, "reject"), reading=later).event_mentions == ()


def test_an_event_follows_the_date_and_the_place_it_rests_on() -> None:
    """A corrected date mention and toponym change the event that nobody judged itself; a judged event stays."""
    moved = judge(MARCH_11, "correct", date="2031-03-12"), judge(ZUDGRAT, "correct", place="Moln")
    (mention,) = judged(*moved).event_mentions
    assert mention.date == "2031-03-12"
    assert mention.place
    assert (mention.place.gazetteer_id, mention.place.text) == ("case:mill-ford", "Zudgrat")
    assert judged(judge(SHELLING), *moved).event_mentions == (SHELLING,)
    (mention,) = judged(judge(ZUDGRAT, "reject"), judge(MARCH_11, "reject")).event_mentions
    assert (mention.place, mention.date) == (None, None)


def test_an_event_in_a_rejected_attribution_stands_in_what_is_around_it() -> None:
    """The outer one, or nobody: then the narrator tells it."""
    outer = attribution(CLASH, "The Ardan Ministry of Defence", "Belmish posts at Zudgrat", party="arda")
    inner = msgspec.structs.replace(SAID, within=outer.id)
    nested = msgspec.structs.replace(READING, attributions=(outer, inner))
    assert judged(judge(inner, "reject"), reading=nested).event_mentions[0].attribution == outer.id
    assert judged(judge(SAID, "reject")).event_mentions[0].attribution is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"date": "yesterday"}, "date: 'yesterday' is not an EDTF date"),
        ({"type": "scuffle"}, "type: 'scuffle' is none of attack"),
        ({"deaths": "4-2"}, "ends below its beginning"),
        ({"deaths": "some"}, "no number of people"),
        ({"place": "Nowhere"}, "no place of the case"),
        ({"place": "200,0,1"}, "lies on no map"),
        ({"actors": "Martians"}, r"no party of the case \(arda, belm, observers\)"),
        ({"colour": "red"}, "'colour' is no field of an event, which has type"),
    ],
)
def test_a_correction_that_cannot_be_says_why(changes: dict[str, str], reason: str) -> None:
    """One clause with the field and the value."""
    with pytest.raises(ValueError, match=reason):
        correct_statement(SHELLING, changes, case=CASE)


@pytest.mark.parametrize(
    "statement", [SHELLING, SAID, MARCH_11, ZUDGRAT, NOTHING], ids=lambda each: type(each).__name__
)
def test_what_is_shown_can_be_typed(statement: Statement) -> None:
    """Every field as shown, typed again, changes nothing that is shown."""
    shown = describe_fields(statement)
    typed = correct_statement(statement, {name: text for name, text in shown.items() if text}, case=CASE)
    if statement is SHELLING:
        # The place is said by all its names then.
        shown["place"] = f"{RIDGE} (case:south-ridge)"
    assert describe_fields(typed) == shown


def test_a_point_with_its_uncertainty_is_a_place() -> None:
    """Longitude, latitude, kilometres and a name; taken away with nothing."""
    placed = correct_statement(SHELLING, {"place": "10.1, -0.03, 2 Old Well"}, case=CASE).place
    assert placed
    assert (placed.text, placed.gazetteer_id, placed.longitude, placed.latitude, placed.uncertainty_km) == (
        *("Old Well", None),
        *(10.1, -0.03, 2.0),
    )
    assert correct_statement(SHELLING, {"place": ""}, case=CASE).place is None


def test_a_judgement_holds_both_values_and_names_what_differs() -> None:
    """As read, as corrected, and the fields between them."""
    judgement = judge(SHELLING, "correct", date="2031-03-10")
    about: Any = judgement.about
    assert (about.read, about.corrected.date) == (SHELLING, "2031-03-10")
    (change,) = list_changes(about.read, about.corrected)
    assert (change.name, change.read, change.judged) == ("date", "2031-03-11", "2031-03-10")


def test_decisions_that_do_not_fit_are_refused() -> None:
    """A correction without a field, one that changes nothing, a merge of a statement, a nameless person."""
    for decision, changes in (
        ("correct", {}),
        ("correct", {"date": "2031-03-11"}),
        ("merge", {}),
        ("accept", {"date": "2031"}),
    ):
        with pytest.raises(ValueError, match=r".+"):
            judge(SHELLING, decision, **changes)  # type: ignore[arg-type]  # wrong on purpose
    for name in ("", "  ", "a\x1b[2J", "x" * 101):
        with pytest.raises(ValueError, match="a name has"):
            check_name(name)


# Links --------------------------------------------------------------------------------------------------------


def about_incident(decision: Decision, together: str, apart: str = "", *, by: str = "Ann") -> Judgement:
    """A judgement of mentions named by one letter each."""

    def placed(letters: str) -> tuple[PlacedMention, ...]:
        return tuple(PlacedMention(mention=f"d#{letter}", span=((0, 1),)) for letter in letters)

    about = JudgedIncident(mentions=placed(together), apart=placed(apart))
    return Judgement(statement="incident-1", by=by, decision=decision, about=about)


def groups(*judgements: Judgement) -> Links:
    return link_mentions(list_standing(record(*judgements)))


def test_the_latest_of_judgements_against_each_other_holds() -> None:
    """Merged and then split: apart. Split and then merged: together. What the older one says besides still holds."""
    links = groups(about_incident("merge", "abc"), about_incident("split", "ac", "b", by="Ben"))
    assert links.group_of("d#a") == links.group_of("d#c") != links.group_of("d#b")
    assert links.group_of("d#b") in links.groups_apart("d#a")
    links = groups(about_incident("split", "a", "b"), about_incident("merge", "ab", by="Ben"))
    assert links.group_of("d#a") == links.group_of("d#b")
    assert links.groups_apart("d#a") == frozenset()
    assert links.judge_of("d#a") == "Ben, Ann"
    links = groups(about_incident("merge", "xa"), about_incident("split", "a", "b"))
    assert links.group_of("d#x") == links.group_of("d#a")
    assert links.group_of("d#b") in links.groups_apart("d#x")
    assert links.group_of("d#unknown") is None


def test_a_mention_read_anew_is_found_where_it_stands() -> None:
    """Another identifier at the same span is the same mention."""
    again = claim(at=40, document="d")
    judgement = Judgement(
        statement="incident-1",
        by="Ann",
        decision="merge",
        about=JudgedIncident(
            mentions=(
                PlacedMention(mention="d#gone", span=again.mention.span),
                PlacedMention(mention="d#e0", span=((0, 20),)),
            )
        ),
    )
    links = link_mentions(record(judgement), [again, claim(at=0, document="d")])
    assert links.group_of("d#e40") == links.group_of("d#e0") is not None
    assert links.group_of("d#gone") is None


def test_matching_goes_by_the_links_before_all_likeness() -> None:
    """Two acts two weeks apart are one where somebody said so, two alike ones are two; the grounds name who did."""
    alike = [
        claim("shelling", document=name, date="2031-03-11", where=place("south-ridge"), publisher=name) for name in "ab"
    ]
    other = claim("shelling", document="c", date="2031-03-25", where=place("mill-ford"), publisher="c")
    keys = {name: PlacedMention(mention=f"{name}#e0", span=((0, 20),)) for name in "abc"}
    assert len(match_claims([*alike, other], case=CASE)) == 2
    judgements = (
        Judgement(statement="i", by="Ann", decision="merge", about=JudgedIncident(mentions=(keys["a"], keys["c"]))),
        Judgement(
            statement="i", by="Ben", decision="split", about=JudgedIncident(mentions=(keys["a"],), apart=(keys["b"],))
        ),
    )
    incidents = match_claims([*alike, other], case=CASE, links=link_mentions(record(*judgements)))
    assert sorted(incident.mentions for incident in incidents) == [("a#e0", "c#e0"), ("b#e0",)]
    merged = next(incident for incident in incidents if len(incident.mentions) == 2)
    assert merged.certainty == "high"
    assert any("a judgement by Ben, Ann" in match.grounds for match in merged.matches)


def test_an_incident_too_large_to_match_anew_grows_by_the_links() -> None:
    """What was judged to belong to it joins it, and what was judged apart from it does not."""
    here = [claim("shelling", document=n, date="2031-03-11", where=place("south-ridge"), publisher=n) for n in "ab"]
    far = claim("shelling", document="c", date="2031-03-25", where=place("mill-ford"), publisher="c")
    alike = claim("shelling", document="d", date="2031-03-11", where=place("south-ridge"), publisher="d")
    keys = {name: PlacedMention(mention=f"{name}#e0", span=((0, 20),)) for name in "abcd"}
    merged = JudgedIncident(mentions=(keys["a"], keys["c"]))
    parted = JudgedIncident(mentions=(keys["a"],), apart=(keys["d"],))
    links = link_mentions(
        record(
            Judgement(statement="i", by="Ann", decision="merge", about=merged),
            Judgement(statement="i", by="Ann", decision="split", about=parted),
        )
    )
    incidents = match_claims(here, case=CASE)
    grown, fresh = match_further([far, alike], known=here, previous=incidents, case=CASE, links=links, most_anew=0)
    assert (grown.id, grown.mentions) == (incidents[0].id, ("a#e0", "b#e0", "c#e0"))
    assert fresh.mentions == ("d#e0",)


# Precision ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Published examples of the score interval (Newcombe, Statistics in Medicine 17, 1998, table I, method 3).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    """To the four digits that were published."""
    assert wilson_interval(right, of) == pytest.approx((low, high), abs=5e-5)


def test_precision_counts_the_latest_decision_about_each_statement() -> None:
    """Accepted is right, corrected and rejected are not, a split incident was wrong whoever accepts the rest."""
    judgements = record(
        judge(SHELLING, "reject"),
        judge(SHELLING, by="Ben"),
        judge(SAID, "correct", party="arda"),
        judge(MARCH_11, "reject"),
        judge(NOTHING, "note"),
        about_incident("split", "a", "b"),
        about_incident("accept", "a"),
    )
    quality = measure_quality(list_standing(judgements), {DOCUMENT.sha256: READING}, ())
    found = {each.kind: (each.stated, each.judged, each.right, each.corrected, each.rejected) for each in quality.kinds}
    assert found == {
        "date": (1, 1, 0, 0, 1),
        "toponym": (1, 0, 0, 0, 0),
        "attribution": (1, 1, 0, 1, 0),
        "event": (1, 1, 1, 0, 0),
        "silence": (1, 0, 0, 0, 0),
        "incident": (0, 1, 0, 1, 0),
    }
    assert quality.reviewers == ("Ann", "Ben")
    assert next(each for each in quality.kinds if each.kind == "silence").precision is None
