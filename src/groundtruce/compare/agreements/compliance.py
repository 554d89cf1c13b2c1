"""Findings: each provision of an agreement checked on one day, by its kind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from groundtruce.compare.agreements.amendments import amendments_on, say_amended
from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.ceiling import check_ceiling
from groundtruce.compare.agreements.cessation import check_cessation
from groundtruce.compare.agreements.corridor import check_corridor
from groundtruce.compare.agreements.deployment_area import check_deployment_area
from groundtruce.compare.agreements.duty import check_duty
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.agreements.renewal import check_renewal
from groundtruce.compare.agreements.separation import check_separation
from groundtruce.compare.agreements.transfer import check_transfer
from groundtruce.compare.agreements.withdrawal_line import check_withdrawal_line
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
    SeparationTerms,
    TransferTerms,
    VariantReading,
    WithdrawalLineTerms,
    amend,
    change,
    kind_of,
)
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, EventType


def check_agreement(holdings: Holdings, *, on: date, provision: str | None = None) -> tuple[Finding, ...]:
    """One finding for each provision, in their order, or for one, for the day `on` in the agreement's time zone.

    Events count by when they happened, whenever they were told: what was known earlier is a question of what is held.
    Without an agreement there are none.
    """
    basis = Basis(holdings=holdings, on=on)
    return tuple(check_provision(each, basis) for each in holdings.provisions if provision in (None, each.id))


def check_provision(provision: Provision, basis: Basis) -> Finding:
    """The finding of one provision on the basis of one day, by its terms as amended until then."""
    amendments = amendments_on(provision, basis)
    terms = amend(provision.terms, amendments)
    outcome = _check(terms, basis)
    return Finding(
        provision=provision.id,
        kind=kind_of(provision.terms),
        title=provision.title,
        on=basis.on.isoformat(),
        status=outcome.status,
        statement=say_amended(outcome.statement, provision.terms, amendments, basis),
        margin=outcome.margin,
        evidence=outcome.evidence,
        flips=outcome.flips,
        amendments=amendments,
        variants=tuple(_read_variants(provision.id, terms, basis)),
    )


def lasting_types(case: Case) -> frozenset[str]:
    """The types of events that a provision asks about whenever they happened, and those that maps are compared with."""
    provisions = case.agreement.provisions if case.agreement else ()
    asked = {kind for each in provisions if isinstance(each.terms, DutyTerms) for kind in each.terms.event_types}
    return frozenset(asked) | MAP_EVENT_TYPES | _LASTING_TYPES


# ---------------------------------------------------------------------------------------------------------------


_LASTING_TYPES: frozenset[EventType] = frozenset({"hand-over", "deployment", "withdrawal", "obstruction"})


_CHECKS: Mapping[type[ProvisionTerms], Callable[[Any, Basis], Outcome]] = {
    CessationTerms: check_cessation,
    TransferTerms: check_transfer,
    DeploymentAreaTerms: check_deployment_area,
    CeilingTerms: check_ceiling,
    CorridorTerms: check_corridor,
    RenewalTerms: check_renewal,
    DutyTerms: check_duty,
    SeparationTerms: check_separation,
    WithdrawalLineTerms: check_withdrawal_line,
}


def _read_variants(provision: str, terms: ProvisionTerms, basis: Basis) -> Iterator[VariantReading]:
    """What texts that circulated say of the provision, and how it would stand by those that give it other terms."""
    for variant in basis.agreement.variants:
        for difference in variant.differences:
            if difference.provision == provision:
                outcome = _check(change(terms, difference.changes), basis) if difference.changes else None
                yield VariantReading(
                    variant=variant.title,
                    source=variant.source,
                    circulated=variant.circulated,
                    says=difference.says,
                    status=outcome.status if outcome else None,
                    statement=outcome.statement if outcome else None,
                )


def _check(terms: ProvisionTerms, basis: Basis) -> Outcome:
    return _CHECKS[type(terms)](terms, basis)
