"""Findings: each provision of an agreement checked on one day, by its kind."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.ceiling import check_ceiling
from groundtruce.compare.agreements.cessation import check_cessation
from groundtruce.compare.agreements.corridor import check_corridor
from groundtruce.compare.agreements.deployment_area import check_deployment_area
from groundtruce.compare.agreements.duty import check_duty
from groundtruce.compare.agreements.renewal import check_renewal
from groundtruce.compare.agreements.transfer import check_transfer
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
    TransferTerms,
)
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim, EventType, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import ZoneVersion


def check_agreement(  # what the record holds, by kind: each is passed by name
    case: Case,
    *,
    on: date,
    zone_versions: Sequence[ZoneVersion],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    documents: Mapping[str, Document],
    silences: Iterable[tuple[str, Silence]] = (),
) -> tuple[Finding, ...]:
    """One finding for each provision, in their order, for the day `on` in the agreement's time zone.

    `documents` are by their SHA-256; `silences` are reported ones, each with its document's before it. Events count by when they happened, whenever
    they were told: what was known earlier is a question of which documents are given. Without an agreement there are none.
    """
    if case.agreement is None:
        return ()
    basis = Basis(
        case=case,
        agreement=case.agreement,
        on=on,
        zone_versions=zone_versions,
        claims=claims,
        incidents=incidents,
        documents=documents,
        silences=_by_document(silences),
    )
    return tuple(_find(provision, basis) for provision in case.agreement.provisions)


def lasting_types(case: Case) -> frozenset[str]:
    """The types of events that a provision asks about whenever they happened, and those that maps are compared with."""
    provisions = case.agreement.provisions if case.agreement else ()
    asked = {kind for each in provisions if isinstance(each.terms, DutyTerms) for kind in each.terms.event_types}
    return frozenset(asked) | MAP_EVENT_TYPES | _LASTING_TYPES


# ---------------------------------------------------------------------------------------------------------------


_LASTING_TYPES: frozenset[EventType] = frozenset({"hand-over", "deployment", "withdrawal", "obstruction"})


def _by_document(silences: Iterable[tuple[str, Silence]]) -> dict[str, list[Silence]]:
    by_document: dict[str, list[Silence]] = {}
    for document, silence in silences:
        by_document.setdefault(document, []).append(silence)
    return by_document


def _find(provision: Provision, basis: Basis) -> Finding:
    outcome = _check(provision.terms, basis)
    return Finding(
        provision=provision.id,
        kind=str(provision.terms.__struct_config__.tag),
        title=provision.title,
        on=basis.on.isoformat(),
        status=outcome.status,
        statement=outcome.statement,
        margin=outcome.margin,
        evidence=outcome.evidence,
        flips=outcome.flips,
    )


def _check(terms: ProvisionTerms, basis: Basis) -> Outcome:  # noqa: PLR0911  # one line for each kind of provision
    match terms:
        case CessationTerms():
            return check_cessation(terms, basis)
        case TransferTerms():
            return check_transfer(terms, basis)
        case DeploymentAreaTerms():
            return check_deployment_area(terms, basis)
        case CeilingTerms():
            return check_ceiling(terms, basis)
        case CorridorTerms():
            return check_corridor(terms, basis)
        case RenewalTerms():
            return check_renewal(terms, basis)
        case _:
            return check_duty(terms, basis)
