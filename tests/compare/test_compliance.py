"""Each kind of provision on days before, at and after its boundaries, in each status that it can have."""

from datetime import date

import pytest
import shapely
from msgspec import structs

from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.agreements.corridor import measure_mean_width_km
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.model.agreements import (
    CeilingTerms,
    CessationTerms,
    CorridorTerms,
    DeploymentAreaTerms,
    DutyTerms,
    Finding,
    Provision,
    ProvisionTerms,
    RenewalTerms,
    TermNotice,
    TransferTerms,
)
from groundtruce.model.cases import Area, Case
from groundtruce.model.claims import Claim, MentionedPlace, Silence
from groundtruce.model.documents import Document
from groundtruce.model.zones import ZoneVersion
from tests.compare.claims import claim, document, place
from tests.story import AFTER, AGREEMENT, BEFORE, CASE, zone_version

RIDGE = {"date": "2031-03-11", "where": place("south-ridge")}
MILL = {"where": place("mill-ford"), "targets": ("belm",)}


def case_with(terms: ProvisionTerms, *, time_zone: str = "UTC", areas: tuple[Area, ...] = CASE.areas) -> Case:
    """The story's case with one provision only."""
    provision = Provision(id="1", point="1", title="One", summary="", terms=terms)
    agreement = structs.replace(AGREEMENT, time_zone=time_zone, provisions=(provision,))
    return structs.replace(CASE, agreement=agreement, areas=areas)


def check(
    terms: ProvisionTerms,
    *claims: Claim,
    on: str,
    case: Case | None = None,
    versions: tuple[ZoneVersion, ...] = (),
    documents: tuple[Document, ...] = (document(),),
    silences: tuple[tuple[str, Silence], ...] = (),
) -> Finding:
    case = case or case_with(terms)
    holdings = Holdings(
        case=case,
        zone_versions=versions,
        claims=claims,
        incidents=match_claims(claims, case=case),
        documents={each.sha256: each for each in documents},
        reported_silences=silences,
    )
    (finding,) = check_agreement(holdings, on=date.fromisoformat(on))
    return finding


def test_findings_stand_in_the_order_of_the_provisions():
    """Each finding names its provision, its kind and the day."""
    findings = check_agreement(Holdings(case=CASE), on=date(2031, 3, 13))
    assert [(finding.provision, finding.kind) for finding in findings] == [
        ("1", "cessation"),
        ("2", "transfer"),
        ("3a", "deployment area"),
        ("3b", "ceiling"),
        ("4", "corridor"),
        ("5", "term"),
        ("6", "duty"),
    ]
    assert {finding.on for finding in findings} == {"2031-03-13"}
    assert all(finding.statement.endswith(".") and finding.flips.endswith(".") for finding in findings)


def test_a_case_without_an_agreement_has_no_findings():
    """There is nothing to check."""
    case = structs.replace(CASE, agreement=None)
    assert check_agreement(Holdings(case=case), on=date(2031, 3, 13)) == ()


class TestCessation:
    """All fire ends at the midnight that begins 2 March 2031; reports count for seven days."""

    terms = CessationTerms(from_moment="2031-03-02T00:00:00+00:00")

    def test_before_it_begins_it_is_not_due(self):
        """The day before is not its, its first day is."""
        assert check(self.terms, on="2031-03-01").status == "not yet due"
        assert check(self.terms, on="2031-03-02", documents=(document(published="2031-03-02"),)).status == "met"

    def test_met_says_how_much_was_read(self):
        """Without a report, one document of the week is enough to say that it reports nothing."""
        finding = check(
            self.terms,
            on="2031-03-13",
            documents=(document(), document("e", published="2031-03-07"), document("f", published="2031-03-06")),
        )
        assert finding.status == "met"
        assert finding.statement == (
            "No violation is reported in the 2 documents read that were published from 7 Mar 2031 to 13 Mar 2031."
        )
        assert finding.margin is None

    @pytest.mark.parametrize("published", ["2031-03-06", "2031-03-14", None, "2031-03"])
    def test_without_a_document_of_the_week_nothing_is_known(self, published):
        """Silence is no peace where nobody was read: too old, too new, or of no sure day."""
        assert check(self.terms, on="2031-03-13", documents=(document(published=published),)).status == "undetermined"

    def test_one_side_alone_leaves_it_open(self):
        """Belm accuses, Arda is not found to have spoken."""
        finding = check(self.terms, claim(by="belm", actors=("arda",), **RIDGE), on="2031-03-13")
        assert finding.status == "undetermined"
        assert finding.statement == (
            "Of acts reported from 7 Mar 2031 to 13 Mar 2031: hostile acts are asserted by Belm alone; "
            "nothing by Arda was found in the documents read."
        )
        (evidence,) = finding.evidence
        assert (evidence.bearing, evidence.claimant, evidence.citation.quote) == ("against", "belm", "attack at 0")
        assert evidence.statement == "Asserted by Belm: attack by Arda's forces (11 Mar 2031; South Ridge)."

    def test_a_denial_disputes_it(self):
        """Belm accuses, Arda denies, in the same report or in another."""
        told = claim(by="belm", actors=("arda",), **RIDGE)
        for denied in (
            claim(by="arda", at=100, stance="denies", realis="denied"),
            claim("shelling", document="z", publisher="arda-mod", realis="denied"),
        ):
            finding = check(self.terms, told, denied, on="2031-03-13")
            assert finding.status == "disputed"
            assert [each.bearing for each in finding.evidence] == ["against", "for"]

    def test_a_denial_of_other_acts_disputes_nothing(self):
        """Arda denies an attack by its forces that nobody asserts, beside Belm's admission of its own."""
        told = claim(by="belm", actors=("belm",), **RIDGE)
        denied = claim(by="arda", at=100, stance="denies", realis="denied", actors=("arda",))
        assert check(self.terms, told, denied, on="2031-03-13").status == "breached"

    def test_mutual_blame_disputes_it(self):
        """Each side names the other."""
        finding = check(
            self.terms,
            claim(by="belm", actors=("arda",), **RIDGE),
            claim(by="arda", document="e", actors=("belm",), **RIDGE),
            on="2031-03-13",
        )
        assert finding.status == "disputed"
        assert "Arda and Belm each name the other" in finding.statement

    @pytest.mark.parametrize(
        "others",
        [
            [claim(by="arda", document="e", actors=("arda",), **RIDGE)],
            [claim(document="e", publisher="observer-site", **RIDGE)],
            [claim(document="e", publisher="river-times", **RIDGE)],
        ],
    )
    def test_a_second_source_that_nobody_denies_makes_it_a_breach(self, others):
        """An admission, the observers, or a narrator of its own beside Belm."""
        told = claim(by="belm", actors=("arda",), **RIDGE)
        assert check(self.terms, told, *others, on="2031-03-13").status == "breached"

    def test_an_admission_alone_is_enough(self):
        """The party that says it acted, and blames nobody, needs no second source."""
        assert check(self.terms, claim(by="arda", actors=("arda",), **RIDGE), on="2031-03-13").status == "breached"

    def test_who_says_that_it_answered_an_attack_admits_nothing_alone(self):
        """Arda tells of its operation against Belm's attack; Belm is silent: as of one side only."""
        finding = check(
            self.terms,
            claim("armed operation", by="arda", actors=("arda",), **RIDGE),
            claim(by="arda", at=200, actors=("belm",)),
            on="2031-03-13",
        )
        assert finding.status == "undetermined"
        assert len(finding.evidence) == 2

    def test_the_report_that_quotes_a_side_is_no_second_source(self):
        """A narrator's own words beside the quoted claim come from that claim."""
        told = claim(by="belm", actors=("arda",), **RIDGE)
        assert check(self.terms, told, claim(at=100, **RIDGE), on="2031-03-13").status == "undetermined"

    def test_a_report_counts_for_seven_days(self):
        """An act of the 11th counts up to the 17th, and from the 18th on only in the margin."""
        told = claim(by="arda", actors=("arda",), **RIDGE)
        later = (document("e", published="2031-03-16"),)
        counted = check(self.terms, told, on="2031-03-17", documents=later)
        over = check(self.terms, told, on="2031-03-18", documents=later)
        assert (counted.status, counted.margin.value, counted.margin.unit) == ("breached", 6, "days")
        assert (over.status, over.margin.value) == ("met", 7)

    def test_an_act_of_the_next_day_does_not_count(self):
        """On the 10th nothing of the 11th is known."""
        told = claim(by="arda", actors=("arda",), **RIDGE)
        assert check(self.terms, told, on="2031-03-10", documents=()).status == "undetermined"
        assert check(self.terms, told, on="2031-03-11", documents=()).status == "breached"

    def test_an_act_before_the_cessation_is_none_against_it(self):
        """Fire on 1 March, the last day of war."""
        told = claim(by="arda", actors=("arda",), date="2031-03-01", published="2031-03-02")
        assert check(self.terms, told, on="2031-03-02", documents=(document(published="2031-03-02"),)).status == "met"

    def test_midnight_is_the_agreement_s(self):
        """22:30 UTC on the 1st is already the 2nd three hours to the east."""
        terms = CessationTerms(from_moment="2031-03-02T00:00:00+03:00")
        case = case_with(terms, time_zone="Europe/Moscow")
        told = claim(by="arda", actors=("arda",), date="2031-03-01T22:30Z", published="2031-03-02")
        assert check(terms, told, on="2031-03-02", case=case).status == "breached"
        assert check(terms, told, on="2031-03-01", case=case).status == "not yet due"
        early = structs.replace(told, mention=structs.replace(told.mention, date="2031-03-01T20:30Z"))
        assert check(terms, early, on="2031-03-02", case=case, documents=()).status == "undetermined"

    def test_an_undated_act_may_lie_elsewhere(self):
        """Two sides tell of it, nobody says when: not breached, and no days are counted."""
        claims = [
            claim(by="belm", where=place("south-ridge"), actors=("arda",)),
            claim(by="arda", document="e", where=place("south-ridge"), actors=("arda",)),
        ]
        finding = check(self.terms, *claims, on="2031-03-13")
        assert (finding.status, finding.margin) == ("undetermined", None)
        assert "may lie outside" in finding.statement

    def test_a_denial_that_answers_nothing_read_is_not_peace(self):
        """Arda denies an attack that no document read asserts."""
        finding = check(self.terms, claim(by="arda", stance="denies", realis="denied"), on="2031-03-13")
        assert (finding.status, [each.bearing for each in finding.evidence]) == ("undetermined", ["for"])

    def test_the_observers_word_that_nothing_happened_is_met(self):
        """A third party's, of violations by whomever; a side's own word is not."""
        said = {"stance": "denies", "realis": "denied", "date": "2031-03-12"}
        finding = check(self.terms, claim("ceasefire violation", by="observers", **said), on="2031-03-13")
        assert (finding.status, [each.bearing for each in finding.evidence]) == ("met", ["for"])
        assert (
            check(self.terms, claim("ceasefire violation", by="arda", **said), on="2031-03-13").status == "undetermined"
        )

    def test_that_forces_came_is_denied_by_denying_that_they_stand_there(self):
        """Belm and the observers say that Ardan forces entered; Arda denies that its forces stand at that place."""
        told = [
            claim("incursion", by=by, document=key, actors=("arda",), **RIDGE)
            for by, key in (("belm", "d"), ("observers", "e"))
        ]
        denied = claim(
            "deployment", by="arda", document="f", realis="denied", where=place("south-ridge"), date="2031-03-11"
        )
        elsewhere = structs.replace(denied, mention=structs.replace(denied.mention, place=place("east-well")))
        assert check(self.terms, *told, denied, on="2031-03-13").status == "disputed"
        assert check(self.terms, *told, elsewhere, on="2031-03-13").status == "breached"

    def test_forces_that_take_over_what_is_handed_to_them_are_no_attackers(self):
        """Belm enters the mill district on the day on which it is due; a day before, and elsewhere, it is an incursion."""
        transfer = Provision(
            id="2",
            point="2",
            title="Two",
            summary="",
            terms=TransferTerms(area="agreed-area", to_party="belm", due="2031-03-10"),
        )
        case = case_with(self.terms)
        agreement = structs.replace(case.agreement, provisions=(*case.agreement.provisions, transfer))
        case = structs.replace(case, agreement=agreement)
        for day, where, status in (
            ("2031-03-10", "mill-ford", "met"),
            ("2031-03-09", "mill-ford", "breached"),
            ("2031-03-10", "south-ridge", "breached"),
        ):
            told = claim("incursion", by="belm", actors=("belm",), date=day, where=place(where))
            holdings = Holdings(
                case=case,
                claims=[told],
                incidents=match_claims([told], case=case),
                documents={"d": document(published="2031-03-12")},
            )
            assert check_agreement(holdings, on=date(2031, 3, 12))[0].status == status, (day, where)

    def test_a_reported_silence_stands_beside_the_claim_it_follows(self):
        """The silence that follows the attack is context of the cessation; the quote is the document's."""
        text = "x" * 100 + "Arda made no statement."
        silence = Silence(id="s", span=((100, 123),), parties=("arda",), about="the attack")
        finding = check(
            self.terms,
            claim(by="belm", **RIDGE),
            on="2031-03-13",
            documents=(document(text=text),),
            silences=(("d", silence),),
        )
        context = finding.evidence[-1]
        assert context.bearing == "context"
        assert context.statement == "Reported by River Times: silence of Arda about “the attack”."
        assert context.citation.quote == "Arda made no statement."


class TestTransfer:
    """The mill district goes to Belm by 10 March 2031."""

    terms = TransferTerms(area="agreed-area", to_party="belm", due="2031-03-10")

    def test_the_due_day_itself_is_not_over(self):
        """Not yet due up to the end of the day, undetermined from the next one."""
        due = check(self.terms, on="2031-03-10")
        assert (due.status, due.margin.value, due.margin.meaning) == ("not yet due", 0, "left until the due day")
        after = check(self.terms, on="2031-03-11")
        assert (after.status, after.margin.value, after.margin.unit) == ("undetermined", 1, "day")

    def test_the_receiver_s_word_settles_it(self):
        """Belm says on the 12th that it was handed over: met, two days late; before that day it was not."""
        told = claim("hand-over", by="belm", date="2031-03-12", **MILL)
        finding = check(self.terms, told, on="2031-03-13")
        assert (finding.status, finding.margin.value) == ("met", 2)
        assert finding.statement == "The hand-over is told of by Belm; it was due by 10 Mar 2031."
        assert check(self.terms, told, on="2031-03-11").status == "undetermined"

    def test_one_other_voice_does_not_settle_it(self):
        """Arda alone says so; with a report of its own beside, it is met."""
        told = claim("hand-over", by="arda", date="2031-03-09", **MILL)
        assert check(self.terms, told, on="2031-03-11").status == "undetermined"
        beside = claim("hand-over", document="e", date="2031-03-09", **MILL)
        assert check(self.terms, told, beside, on="2031-03-11").status == "met"

    def test_some_say_so_and_some_deny_it(self):
        """Arda tells of the hand-over, Belm denies it."""
        told = claim("hand-over", by="arda", date="2031-03-09", **MILL)
        denied = claim("hand-over", by="belm", at=200, realis="denied", **MILL)
        assert check(self.terms, told, denied, on="2031-03-13").status == "disputed"

    def test_two_voices_that_it_was_not_handed_over_are_a_breach(self):
        """Belm alone leaves it open; what was said before the due day does not count."""
        belm = claim("hand-over", by="belm", realis="denied", **MILL)
        narrator = claim("hand-over", document="e", realis="denied", **MILL)
        early = claim("hand-over", document="e", realis="denied", published="2031-03-09", **MILL)
        assert check(self.terms, belm, on="2031-03-13").status == "undetermined"
        assert check(self.terms, belm, early, on="2031-03-13").status == "undetermined"
        assert check(self.terms, belm, narrator, on="2031-03-13").status == "breached"

    def test_an_area_is_known_by_its_name_in_any_order(self):
        """`The district of Mill` is the Mill district; `the district` is any."""
        area = Area(id="mill", name="Mill district (the part in question)", wkb=CASE.areas[0].wkb, drawing_error_m=100)
        terms = TransferTerms(area="mill", to_party="belm", due="2031-03-10")
        case = case_with(terms, areas=(area,))
        for words, status in (("The district of Mill", "met"), ("the district", "undetermined")):
            where = MentionedPlace(text=words, span=((0, 9),))
            told = claim("hand-over", by="belm", date="2031-03-09", where=where)
            assert check(terms, told, on="2031-03-11", case=case).status == status

    def test_an_area_is_known_by_the_place_that_it_outlines(self):
        """Called as Belm calls the place, with no point of its own."""
        area = structs.replace(CASE.areas[0], id="mill", name="the western part", place="case:mill-ford")
        terms = TransferTerms(area="mill", to_party="belm", due="2031-03-10")
        for words, status in (("Moln", "met"), ("Zudgrat", "undetermined")):
            told = claim("hand-over", by="belm", date="2031-03-09", where=MentionedPlace(text=words, span=((0, 4),)))
            assert check(terms, told, on="2031-03-11", case=case_with(terms, areas=(area,))).status == status

    def test_the_receiver_s_forces_in_the_area_show_it(self):
        """Belm says that its forces stand at Mill Ford; of the observers' deployment there nothing follows."""
        stands = claim("deployment", by="belm", date="2031-03-09", where=place("mill-ford"), actors=("belm",))
        assert check(self.terms, stands, on="2031-03-11").status == "met"
        others = claim("deployment", by="belm", date="2031-03-09", where=place("mill-ford"), actors=("observers",))
        assert check(self.terms, others, on="2031-03-11").status == "undetermined"

    def test_another_area_s_hand_over_says_nothing(self):
        """East Well lies outside; and a hand-over to Arda is not one to Belm."""
        elsewhere = claim("hand-over", by="belm", date="2031-03-09", where=place("east-well"), targets=("belm",))
        reverse = claim("hand-over", by="belm", date="2031-03-09", where=place("mill-ford"), targets=("arda",), at=300)
        finding = check(self.terms, elsewhere, reverse, on="2031-03-11")
        assert (finding.status, finding.evidence) == ("undetermined", ())

    @pytest.mark.parametrize(("holder", "status"), [("belm", "met"), ("arda", "breached")])
    def test_a_control_zone_over_the_area_settles_it(self, holder, status):
        """Whose control zone covers the area after the due day holds it."""
        drawn = structs.replace(
            zone_version(shapely.box(9.9, -0.1, 10.2, 0.2), valid_from="2031-03-11"), kind="control", holder=holder
        )
        finding = check(self.terms, on="2031-03-12", versions=(drawn,))
        assert (finding.status, finding.evidence[0].claimant) == (status, "observers")

    def test_a_date_that_was_moved_in_words_is_said(self):
        """As records from before there were amendments have it: the first date and who moved it."""
        terms = structs.replace(self.terms, due_originally="2031-03-05", amended_by="both sides")
        assert check(terms, on="2031-03-09").statement.endswith(
            "it was due by 10 Mar 2031, moved from 5 Mar 2031 by both sides."
        )


class TestDeploymentArea:
    """The observers deploy in the agreed area, a square of 11 km drawn within 100 m."""

    terms = DeploymentAreaTerms(zone_kind="responsibility", holder="observers", area="agreed-area")
    grown = claim("zone expansion", date="2031-03-12", actors=("observers",), direction="south")

    def test_a_zone_drawn_within_is_met(self):
        """The first map repeats the agreed area."""
        finding = check(self.terms, on="2031-03-11", versions=(BEFORE, AFTER))
        assert (finding.status, finding.margin.value) == ("met", 0)
        assert finding.statement == (
            "On the map published by Joint Observer Force, valid from 5 Mar 2031, of the zone of Joint Observer Force, "
            "no ground is drawn outside the agreed area."
        )

    def test_a_zone_beyond_the_drawing_errors_is_a_breach_by_that_map(self):
        """From the 12th the map reaches 0.05° south: 11.13 by 5.53 km, 61.5 km² outside, by the holder's own map."""
        finding = check(self.terms, on="2031-03-12", versions=(BEFORE, AFTER))
        assert finding.status == "breached"
        assert finding.margin.value == pytest.approx(61.5, abs=0.1)
        assert 57 < finding.margin.low < 61.5 < finding.margin.high < 66
        assert "published by Joint Observer Force" in finding.statement
        (evidence,) = finding.evidence
        assert (evidence.bearing, evidence.claimant, evidence.citation.document) == (
            "against",
            "observers",
            AFTER.document,
        )

    def test_ground_outside_within_the_errors_is_undetermined(self):
        """A strip of 100 m, drawn by maps that stray by as much."""
        drawn = zone_version(shapely.box(10.0, -0.0009, 10.1, 0.1), valid_from="2031-03-05")
        finding = check(self.terms, on="2031-03-11", versions=(drawn,))
        assert finding.status == "undetermined"
        assert "within the drawing errors" in finding.statement

    def test_a_version_begins_at_the_agreement_s_midnight_and_ends_half_open(self):
        """On the day that a version's validity ends it is no longer in force."""
        ended = structs.replace(AFTER, valid_to="2031-03-14")
        assert check(self.terms, on="2031-03-13", versions=(ended,)).status == "breached"
        assert check(self.terms, on="2031-03-14", versions=(ended,)).margin is None
        assert check(self.terms, on="2031-03-11", versions=(AFTER,)).margin is None

    def test_words_without_a_map_are_evidence_that_settles_nothing(self):
        """A report that the zone grew, and no map in the record."""
        finding = check(self.terms, self.grown, on="2031-03-13")
        assert finding.status == "undetermined"
        assert finding.statement == (
            "A growth of the zone is told of by River Times; "
            "no map of the zone of Joint Observer Force in force on this day is in the record."
        )
        assert [(each.bearing, each.claimant) for each in finding.evidence] == [("against", None)]
        assert finding.evidence[0].statement == (
            "Told by River Times: zone expansion by Joint Observer Force's forces (12 Mar 2031; to the south)."
        )

    def test_without_map_or_words_nothing_is_known(self):
        """Another holder's or another kind's map is none of this zone."""
        other = structs.replace(AFTER, holder="arda")
        claimed = structs.replace(AFTER, kind="claim", zone="claimed")
        finding = check(self.terms, on="2031-03-13", versions=(other, claimed))
        assert (finding.status, finding.evidence) == ("undetermined", ())

    def test_growth_that_is_told_after_the_last_map_leaves_it_open(self):
        """The map of the 5th is within; a report tells of growth on the 12th; growth before the 5th is on the map."""
        assert check(self.terms, self.grown, on="2031-03-13", versions=(BEFORE,)).status == "undetermined"
        early = structs.replace(self.grown, mention=structs.replace(self.grown.mention, date="2031-03-04"))
        assert check(self.terms, early, on="2031-03-13", versions=(BEFORE,)).status == "met"

    def test_what_a_party_asserts_and_the_holder_denies_is_disputed(self):
        """Belm says that the observers went beyond their area, the observers deny it, whatever the map."""
        told = claim("zone expansion", by="belm", date="2031-03-12", actors=("observers",))
        denied = claim(
            "zone expansion", document="e", publisher="observer-site", realis="denied", actors=("observers",)
        )
        assert check(self.terms, told, denied, on="2031-03-13").status == "disputed"
        assert check(self.terms, told, denied, on="2031-03-13", versions=(BEFORE,)).status == "disputed"

    def test_two_sectors_are_measured_together(self):
        """A northern sector within the area adds nothing outside."""
        north = zone_version(shapely.box(10.0, 0.05, 10.1, 0.1), valid_from="2031-03-05", zone="north")
        finding = check(self.terms, on="2031-03-13", versions=(north, AFTER))
        assert finding.margin.value == pytest.approx(61.5, abs=0.1)
        assert len(finding.evidence) == 2


class TestCeiling:
    """At most 200 observers with 40 vehicles."""

    terms = CeilingTerms(holder="observers", personnel=200, vehicles=40)

    def deployed(self, quote: str, **said) -> Claim:
        return claim("deployment", date="2031-03-05", actors=("observers",), quote=quote, **said)

    def test_without_numbers_nothing_is_known(self):
        """A deployment without a number says nothing of the ceiling."""
        finding = check(self.terms, self.deployed("observers deployed"), on="2031-03-13")
        assert (finding.status, finding.evidence) == ("undetermined", ())

    def test_a_number_under_the_ceiling_does_not_meet_it(self):
        """It may be a part of the force."""
        finding = check(self.terms, self.deployed("deployed 150 observers"), on="2031-03-13")
        assert (finding.status, len(finding.evidence)) == ("undetermined", 1)

    def test_the_holder_s_own_number_over_the_ceiling_is_a_breach(self):
        """1,200 observers are a thousand over; a side's word alone leaves it open."""
        finding = check(
            self.terms, self.deployed("deployed 1,200 observers", publisher="observer-site"), on="2031-03-13"
        )
        assert (finding.status, finding.margin.value, finding.margin.unit) == ("breached", 1000, "personnel")
        assert (
            check(self.terms, self.deployed("deployed 1,200 observers", by="arda"), on="2031-03-13").status
            == "undetermined"
        )

    def test_vehicles_have_their_own_ceiling(self):
        """45 vehicles are five too many; 45 armoured vehicles have no ceiling here."""
        finding = check(
            self.terms, self.deployed("deployed with 45 vehicles", publisher="observer-site"), on="2031-03-13"
        )
        assert (finding.status, finding.margin.value, finding.margin.unit) == ("breached", 5, "vehicles")
        armoured = self.deployed("deployed with 45 armoured vehicles", publisher="observer-site")
        assert check(self.terms, armoured, on="2031-03-13").status == "undetermined"

    @pytest.mark.parametrize(
        ("text", "publisher", "status"),
        [
            ("The peacekeeping force has 190 observers with 40 vehicles.", "observer-site", "met"),
            ("The peacekeeping force now numbers 190 observers and 35 vehicles.", "observer-site", "met"),
            # One newsroom alone; without the vehicles; of another force; in another sentence.
            ("The peacekeeping force has 190 observers with 40 vehicles.", "river-times", "undetermined"),
            ("The peacekeeping force has 190 observers.", "observer-site", "undetermined"),
            ("The Ardan side has 190 observers with 40 vehicles.", "observer-site", "undetermined"),
            (
                "The peacekeeping force has a base. 190 observers with 40 vehicles came.",
                "observer-site",
                "undetermined",
            ),
            ("The peacekeeping force has 230 observers with 40 vehicles.", "observer-site", "breached"),
        ],
    )
    def test_a_count_of_the_whole_force_settles_it(self, text, publisher, status):
        """What the holder itself says that it has, of everything that has a ceiling; the passage is cited."""
        counted = document(text=text, publisher=publisher, published="2031-03-10")
        finding = check(self.terms, on="2031-03-13", documents=(counted,))
        assert finding.status == status
        for evidence in finding.evidence:
            ((start, end),) = evidence.citation.span
            assert evidence.citation.quote == text[start:end]

    def test_a_side_s_number_against_the_holder_s_is_disputed(self):
        """Arda says 230, the observers say that they have 190."""
        own = document(text="The observers have 190 observers.", publisher="observer-site", published="2031-03-10")
        terms = CeilingTerms(holder="observers", personnel=200)
        told = self.deployed("deployed 230 observers", by="arda")
        finding = check(terms, told, on="2031-03-13", documents=(own,))
        assert (finding.status, finding.margin.value) == ("disputed", 30)
        assert {(each.bearing, each.claimant) for each in finding.evidence} == {
            ("for", "observers"),
            ("against", "arda"),
        }

    def test_a_count_holds_for_its_days(self):
        """Thirty days from its publication, that day included, and not before it."""
        own = document(text="The observers have 190 observers.", publisher="observer-site", published="2031-03-10")
        terms = CeilingTerms(holder="observers", personnel=200)
        statuses = [
            check(terms, on=on, documents=(own,)).status
            for on in ("2031-03-09", "2031-03-10", "2031-04-08", "2031-04-09")
        ]
        assert statuses == ["undetermined", "met", "met", "undetermined"]


class TestCorridor:
    """A corridor 5 km wide leaves East Well out."""

    terms = CorridorTerms(area="corridor", width_km=5, excludes=("case:east-well",))

    def check(self, *, degrees: float, error_m: float = 100, south: float = 0.0, due: str | None = None) -> Finding:
        """A corridor of 1.2° by so many degrees; East Well lies at 10.2° E, 0.05° N."""
        shape = shapely.box(9.9, south, 11.1, south + degrees)
        area = Area(id="corridor", name="the corridor", wkb=shapely.to_wkb(shape), drawing_error_m=error_m)
        terms = structs.replace(self.terms, due=due)
        return check(terms, on="2031-03-13", case=case_with(terms, areas=(area,)))

    def test_the_width_of_a_strip_is_measured_on_the_ground(self):
        """0.05° of latitude at the equator are 5.529 km."""
        assert measure_mean_width_km(shapely.box(9.9, 0, 11.1, 0.05)) == pytest.approx(5.529, abs=0.002)

    def test_a_width_within_the_errors_is_met(self):
        """0.0452° are 5.00 km; East Well lies north of it."""
        finding = self.check(degrees=0.0452, south=-0.05)
        assert finding.status == "met"
        assert finding.margin.value == pytest.approx(0, abs=0.005)
        assert finding.margin.high == pytest.approx(0.277, abs=0.005)
        assert finding.statement == (
            "As the case draws it, the corridor is 5.0 km wide on average (4.7 to 5.3 km with the drawing error), "
            "and 5 km are agreed; East Well lies outside."
        )

    def test_a_width_beyond_the_errors_is_a_breach(self):
        """0.09° are 10 km."""
        assert self.check(degrees=0.09, south=-0.09).status == "breached"

    def test_a_place_inside_is_a_breach_and_one_on_the_edge_undetermined(self):
        """The corridor around East Well's latitude, and one that ends there."""
        assert self.check(degrees=0.0452, south=0.03).status == "breached"
        assert self.check(degrees=0.0452, south=0.05).status == "undetermined"

    def test_a_drawing_too_vague_for_the_width_is_undetermined(self):
        """Errors of a kilometre on each side say nothing of five."""
        assert self.check(degrees=0.0452, south=-0.2, error_m=1000).status == "undetermined"

    def test_before_the_end_of_its_due_day_it_is_not_due(self):
        """The day itself still runs."""
        assert self.check(degrees=0.09, due="2031-03-13").status == "not yet due"
        assert self.check(degrees=0.09, due="2031-03-12").status == "breached"

    def test_without_a_drawing_nothing_is_known(self):
        """The case names an area that it does not draw."""
        assert check(self.terms, on="2031-03-13").status == "undetermined"


class TestRenewal:
    """Two years from 2 March 2031, renewed unless a side gives notice three months before."""

    terms = RenewalTerms(start="2031-03-02", years=2, renewal_years=2, notice_months=3)

    @pytest.mark.parametrize(
        ("on", "status", "left"),
        [
            ("2031-03-01", "not yet due", None),
            ("2031-03-02", "met", 731),
            ("2033-03-01", "met", 1),
            ("2033-03-02", "undetermined", 730),
            ("2035-03-02", "undetermined", 731),
        ],
    )
    def test_the_first_term_runs_and_a_renewal_is_not_known(self, on, status, left):
        """The term's last day is the one before its anniversary; 2032 and 2036 have a 29 February."""
        finding = check(self.terms, on=on)
        assert (finding.status, finding.margin.value if finding.margin else None) == (status, left)

    def test_the_statement_carries_the_deadline_for_notice(self):
        """Three months before the term's end."""
        assert check(self.terms, on="2031-03-13").statement == (
            "The first term runs to the end of 1 Mar 2033; notice must be given before 2 Dec 2032."
        )

    @pytest.mark.parametrize(
        ("given", "on", "status", "words"),
        [
            ("2032-11-01", "2032-11-01", "met", "notice must be given before 2 Dec 2032."),
            (
                "2032-11-01",
                "2032-11-02",
                "met",
                "ends with 1 Mar 2033, since Arda gave notice on 1 Nov 2032, 31 days before",
            ),
            ("2032-11-01", "2033-03-02", "met", "The term ended with 1 Mar 2033: Arda gave notice on 1 Nov 2032."),
            ("2032-12-01", "2032-12-10", "met", "Arda gave notice on 1 Dec 2032, 1 day before the deadline."),
            ("2032-12-02", "2032-12-10", "met", "Arda gave notice on 2 Dec 2032, 1 day too late."),
            ("2032-12-02", "2033-03-02", "undetermined", "If no notice was given in time, renewal 1 runs"),
        ],
    )
    def test_a_notice_ends_the_term_where_it_was_given_in_time(self, given, on, status, words):
        """The deadline is 2 December 2032; a notice is known from the day after it was given."""
        notice = TermNotice(given=given, by="arda", source="invented")
        finding = check(structs.replace(self.terms, notices=(notice,)), on=on)
        assert finding.status == status
        assert words in finding.statement

    def test_a_term_from_a_leap_day(self):
        """29 February has its anniversary on the 28th in a common year, and the term ends on the day before."""
        finding = check(RenewalTerms(start="2032-02-29", years=1, renewal_years=1, notice_months=1), on="2032-03-01")
        assert finding.statement.startswith(
            "The first term runs to the end of 27 Feb 2033; notice must be given before 28 Jan 2033"
        )


class TestDuty:
    """A duty that no data can check."""

    def test_nothing_is_concluded_and_what_was_said_is_shown(self):
        """Exchanges told of and denied are context."""
        terms = DutyTerms(event_types=("exchange",))
        claims = [
            claim("exchange", by="arda", date="2031-03-05"),
            claim("exchange", by="belm", at=900, realis="denied"),
        ]
        finding = check(terms, *claims, on="2031-03-13")
        assert finding.status == "not checkable"
        assert finding.statement == "No data of the record can decide this duty; 2 passages read speak of such events."
        assert [each.bearing for each in finding.evidence] == ["context", "context"]

    def test_up_to_the_end_of_its_due_day_it_is_not_due(self):
        """The day itself still runs."""
        terms = DutyTerms(due="2031-03-13")
        assert check(terms, on="2031-03-13").status == "not yet due"
        assert check(terms, on="2031-03-14").status == "not checkable"
