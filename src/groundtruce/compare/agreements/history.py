"""The history of provisions: their findings from day to day, joined where they rest on the same."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from groundtruce.compare.agreements.basis import Basis
from groundtruce.compare.agreements.compliance import check_provision
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.agreements.milestones import find_milestones
from groundtruce.model.agreements import Finding, Margin, Provision, kind_of
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory, Provisions


def follow_agreement(holdings: Holdings, *, first: date, last: date, provision: str | None = None) -> Provisions:
    """The findings of each provision, or of one, on the days from `first` to `last`, both included.

    Every day is checked. What a day's check measures on shapes is kept by what it was measured on, so it is measured again
    only on days on which another map, area or marker counts.
    """
    chosen = [each for each in holdings.provisions if provision in (None, each.id)]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    bases = [Basis(holdings=holdings, on=day) for day in days]
    return Provisions(
        from_=first.isoformat(),
        to=(last + timedelta(days=1)).isoformat(),
        provisions=tuple(_follow(each, bases) for each in chosen),
    )


# ---------------------------------------------------------------------------------------------------------------


def _follow(provision: Provision, bases: Sequence[Basis]) -> ProvisionHistory:
    findings = [check_provision(provision, basis) for basis in bases]
    return ProvisionHistory(
        provision=provision.id,
        kind=kind_of(provision.terms),
        title=provision.title,
        spells=tuple(_join(spell) for spell in _part(findings)),
        milestones=find_milestones(provision, bases[0].holdings, first=bases[0].on, last=bases[-1].on),
    )


def _part(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """The findings in runs that rest on the same."""
    spell = [findings[0]]
    for finding in findings[1:]:
        if _ground_of(finding) != _ground_of(spell[-1]):
            yield spell
            spell = []
        spell.append(finding)
    yield spell


def _ground_of(finding: Finding) -> tuple[object, ...]:
    """What a finding rests on: all but its numbers of days and documents, which run on from one day to the next."""
    margin = finding.margin if finding.margin and not _counts_days(finding.margin) else None
    variants = [(each.variant, each.status) for each in finding.variants]
    return (finding.status, finding.flips, finding.evidence, finding.amendments, variants, margin)


def _counts_days(margin: Margin) -> bool:
    return margin.unit in ("day", "days")


def _join(spell: Sequence[Finding]) -> FindingSpell:
    first, last = spell[0], spell[-1]
    return FindingSpell(
        from_=first.on,
        to=(date.fromisoformat(last.on) + timedelta(days=1)).isoformat(),
        status=first.status,
        statement=first.statement,
        margin=first.margin,
        last_statement=last.statement,
        last_margin=last.margin,
        evidence=first.evidence,
        flips=first.flips,
        amendments=first.amendments,
        variants=first.variants,
    )
