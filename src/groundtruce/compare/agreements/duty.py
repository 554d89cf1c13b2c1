"""The check of a duty that no data of the record can decide: what reports say of it is shown, and nothing concluded."""

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.evidence import PASSAGES, choose_latest, show_claims
from groundtruce.compare.incidents.voices import asserts, denies
from groundtruce.model.agreements import DutyTerms
from groundtruce.model.times import format_date


def check_duty(terms: DutyTerms, basis: Basis) -> Outcome:
    """Not checkable; before its due day not yet due. Passages that speak of its kinds of events stand as context, of many those of the last."""
    claims = [claim for claim in basis.events(terms.event_types) if asserts(claim) or denies(claim)]
    evidence = show_claims(choose_latest(claims), "context", case=basis.case)
    due = basis.last_day(terms.due)
    flips = "Nothing in the record: a person has to judge it."
    if due and basis.on <= due:
        return Outcome("not yet due", f"The duty is due by {format_date(terms.due or '')}.", flips, evidence=evidence)
    return Outcome(
        "not checkable",
        f"No data of the record can decide this duty; {_say_passages(len(claims))}.",
        flips,
        evidence=evidence,
    )


# ---------------------------------------------------------------------------------------------------------------


def _say_passages(number: int) -> str:
    """How many passages there are, as far as they are counted."""
    if number > PASSAGES:
        return f"more than {PASSAGES} passages read speak of such events, of which those of the last events are given"
    counted = {0: "no passage read speaks", 1: "one passage read speaks"}
    return f"{counted.get(number, f'{number} passages read speak')} of such events"
