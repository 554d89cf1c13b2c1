"""Amendments, variants and the history of a provision from day to day, on claims made by hand."""

from datetime import date

import pytest
import shapely
from msgspec import structs

from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.agreements.history import follow_agreement
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.model.agreements import (
    Amendment,
    CessationTerms,
    DeploymentAreaTerms,
    Provision,
    ProvisionTerms,
    RenewalTerms,
    TermChange,
    TextDifference,
    TextVariant,
    TransferTerms,
    amend,
    change,
)
from groundtruce.model.claims import Claim
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory
from tests.compare.claims import claim, document, place
from tests.story import AFTER, AGREEMENT, BEFORE, CASE, zone_version

TRANSFER = TransferTerms(area="agreed-area", to_party="belm", due="2031-03-10")
MOVED = Amendment(
    agreed="2031-03-10",
    by=("arda", "belm"),
    changes=(TermChange(key="due", value="2031-03-20"),),
    source="invented",
)
MOVED_AGAIN = structs.replace(MOVED, agreed="2031-03-18", changes=(TermChange(key="due", value="2031-03-25"),))


def holdings(
    terms: ProvisionTerms,
    *claims: Claim,
    amendments: tuple[Amendment, ...] = (),
    variants: tuple[TextVariant, ...] = (),
    time_zone: str = "UTC",
    **held: object,
) -> Holdings:
    provision = Provision(id="1", point="1", title="One", summary="", terms=terms, amendments=amendments)
    agreement = structs.replace(AGREEMENT, time_zone=time_zone, provisions=(provision,), variants=variants)
    case = structs.replace(CASE, agreement=agreement)
    return Holdings(
        case=case,
        claims=claims,
        incidents=match_claims(claims, case=case),
        documents={"d": document()},
        **held,
    )


def follow(held: Holdings, first: str, last: str) -> ProvisionHistory:
    (history,) = follow_agreement(held, first=date.fromisoformat(first), last=date.fromisoformat(last)).provisions
    return history


def statuses(history: ProvisionHistory) -> list[tuple[str, str, str]]:
    return [(spell.from_, spell.to, spell.status) for spell in history.spells]


class TestAmendments:
    """The hand-over was due by 10 March; on that day it was moved to the 20th, on the 18th to the 25th."""

    held = holdings(TRANSFER, amendments=(MOVED_AGAIN, MOVED))

    @pytest.mark.parametrize(
        ("on", "status", "left", "amended"),
        [
            ("2031-03-09", "not yet due", 1, 0),
            ("2031-03-10", "not yet due", 0, 0),
            ("2031-03-11", "not yet due", 9, 1),
            ("2031-03-18", "not yet due", 2, 1),
            ("2031-03-19", "not yet due", 6, 2),
            ("2031-03-26", "undetermined", 1, 2),
        ],
    )
    def test_each_holds_on_the_days_after_it_was_agreed(self, on, status, left, amended):
        """Before that the date holds that stood, whatever order the file names them in."""
        (finding,) = check_agreement(self.held, on=date.fromisoformat(on))
        assert (finding.status, finding.margin.value, len(finding.amendments)) == (status, left, amended)

    def test_the_finding_says_who_moved_it_and_from_when(self):
        """Each amendment with what held before it."""
        (finding,) = check_agreement(self.held, on=date(2031, 3, 19))
        assert finding.statement.endswith(
            "it was due by 25 Mar 2031; amended by Arda and Belm on 10 Mar 2031: due 20 Mar 2031, before 10 Mar 2031; "
            "amended by Arda and Belm on 18 Mar 2031: due 25 Mar 2031, before 20 Mar 2031."
        )

    def test_its_day_is_the_agreement_s_time_zone_s(self):
        """Agreed at 22:30 UTC on the 9th, it is the 10th already three hours to the east: it holds from the 11th."""
        late = structs.replace(MOVED, agreed="2031-03-09T22:30Z")
        for zone, on, amended in (("UTC", 10, 1), ("Europe/Moscow", 10, 0), ("Europe/Moscow", 11, 1)):
            held = holdings(TRANSFER, amendments=(late,), time_zone=zone)
            (finding,) = check_agreement(held, on=date(2031, 3, on))
            assert len(finding.amendments) == amended, (zone, on)

    def test_any_key_can_be_amended_and_none_that_the_kind_has_not(self):
        """The last amendment of a key counts; a key or a value of another kind raises."""
        assert amend(TRANSFER, [MOVED, MOVED_AGAIN]).due == "2031-03-25"
        assert change(TRANSFER, [TermChange(key="to_party", value="arda")]).to_party == "arda"
        for key, value in (("width_km", 5), ("due", 7)):
            with pytest.raises(ValueError, match=r"width_km|`str`"):
                change(TRANSFER, [TermChange(key=key, value=value)])

    def test_days_of_the_terms_are_milestones(self):
        """The dates as first agreed and as moved, and the days on which they were moved, within the days asked for."""
        history = follow(self.held, "2031-03-10", "2031-03-24")
        assert [(each.on, each.kind) for each in history.milestones] == [
            ("2031-03-10", "amended"),
            ("2031-03-10", "due"),
            ("2031-03-18", "amended"),
            ("2031-03-20", "due"),
        ]
        assert history.milestones[1].statement == "Due, as first agreed; the day was moved."

    def test_a_term_begins_ends_and_has_a_day_for_notice(self):
        """Two years from 2 March 2031, with notice three months before the end."""
        terms = RenewalTerms(start="2031-03-02", years=2, renewal_years=2, notice_months=3)
        history = follow(holdings(terms), "2031-03-01", "2033-03-05")
        assert [(each.on, each.kind) for each in history.milestones] == [
            ("2031-03-02", "begins"),
            ("2032-12-01", "notice due"),
            ("2033-03-01", "ends"),
        ]


class TestSpells:
    """Days that rest on the same are one spell."""

    def test_days_that_run_on_are_one_spell(self):
        """Eight days left, then seven: one spell, with the first and the last day's sentence and margin."""
        history = follow(holdings(TRANSFER), "2031-03-02", "2031-03-12")
        assert statuses(history) == [
            ("2031-03-02", "2031-03-11", "not yet due"),
            ("2031-03-11", "2031-03-13", "undetermined"),
        ]
        first, second = history.spells
        assert (first.margin.value, first.last_margin.value) == (8, 0)
        assert (second.margin.value, second.last_margin.value) == (1, 2)

    def test_one_day_is_a_spell(self):
        """From and to lie a day apart."""
        assert statuses(follow(holdings(TRANSFER), "2031-03-11", "2031-03-11")) == [
            ("2031-03-11", "2031-03-12", "undetermined")
        ]

    def test_new_evidence_begins_a_spell(self):
        """One voice on the 3rd, another on the 5th: the same status, another ground for it."""
        where = {"where": place("south-ridge"), "actors": ("arda",)}
        told = [
            claim(by="belm", date="2031-03-03", published="2031-03-03", **where),
            claim("shelling", by="belm", document="e", date="2031-03-05", published="2031-03-05", **where),
        ]
        history = follow(
            holdings(CessationTerms(from_moment="2031-03-02T00:00:00+00:00"), *told), "2031-03-03", "2031-03-06"
        )
        assert statuses(history) == [
            ("2031-03-03", "2031-03-05", "undetermined"),
            ("2031-03-05", "2031-03-07", "undetermined"),
        ]
        assert [len(spell.evidence) for spell in history.spells] == [1, 2]

    def test_a_new_map_begins_a_spell(self):
        """No map, the first one, the second one."""
        terms = DeploymentAreaTerms(zone_kind="responsibility", holder="observers", area="agreed-area")
        history = follow(holdings(terms, zone_versions=(BEFORE, AFTER)), "2031-03-04", "2031-03-13")
        assert statuses(history) == [
            ("2031-03-04", "2031-03-05", "undetermined"),
            ("2031-03-05", "2031-03-12", "met"),
            ("2031-03-12", "2031-03-14", "breached"),
        ]

    def test_every_spell_is_what_a_check_of_its_days_says(self):
        """Property: status, evidence and what would flip it are those of each of its days."""
        versions = tuple(
            zone_version(
                shapely.box(10.0, -0.01 * number, 10.1, 0.1),
                valid_from=f"2031-03-{3 + 2 * number:02}",
                document=f"{number}" * 64,
            )
            for number in range(5)
        )
        terms = DeploymentAreaTerms(zone_kind="responsibility", holder="observers", area="agreed-area")
        grown = claim("zone expansion", date="2031-03-08", actors=("observers",), direction="south")
        held = holdings(terms, grown, zone_versions=versions)
        for spell in follow(held, "2031-03-01", "2031-03-20").spells:
            for day in _days_of(spell):
                (finding,) = check_agreement(held, on=day)
                assert (finding.status, finding.evidence, finding.flips) == (spell.status, spell.evidence, spell.flips)


def _days_of(spell: FindingSpell) -> list[date]:
    first, after = date.fromisoformat(spell.from_), date.fromisoformat(spell.to)
    return [date.fromordinal(number) for number in range(first.toordinal(), after.toordinal())]


def test_a_variant_s_terms_give_the_status_that_it_would_have():
    """By the text that named the 5th, the hand-over was overdue on the 8th; a difference that is no term's gives none."""
    variant = TextVariant(
        id="draft",
        title="The draft",
        source="invented",
        differences=(
            TextDifference(provision="1", says="Due by 5 March.", changes=(TermChange(key="due", value="2031-03-05"),)),
            TextDifference(provision="1", says="Solemnly."),
            TextDifference(provision=None, says="A preamble."),
        ),
    )
    (finding,) = check_agreement(holdings(TRANSFER, variants=(variant,)), on=date(2031, 3, 8))
    assert finding.status == "not yet due"
    assert [(each.says, each.status) for each in finding.variants] == [
        ("Due by 5 March.", "undetermined"),
        ("Solemnly.", None),
    ]
