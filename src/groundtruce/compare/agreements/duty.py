"""The check of a duty that no data of the record can decide: what reports say of it is shown, and nothing concluded."""

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.evidence import show_claims
from groundtruce.compare.incidents.voices import asserts, denies
from groundtruce.model.agreements import DutyTerms
from groundtruce.model.times import format_date


def check_duty(terms: DutyTerms, basis: Basis) -> Outcome:
    """Not checkable; before its due day not yet due. Passages that speak of its kinds of events stand as context."""
    claims = [claim for claim in basis.events(terms.event_types) if asserts(claim) or denies(claim)]
    evidence = show_claims(claims, "context", case=basis.case)
    due = basis.last_day(terms.due)
    flips = "Nothing in the record: a person has to judge it."
    if due and basis.on <= due:
        return Outcome("not yet due", f"The duty is due by {format_date(terms.due or '')}.", flips, evidence=evidence)
    passages = {0: "no passage read speaks", 1: "one passage read speaks"}.get(
        len(claims), f"{len(claims)} passages read speak"
    )
    return Outcome(
        "not checkable",
        f"No data of the record can decide this duty; {passages} of such events.",
        flips,
        evidence=evidence,
    )
