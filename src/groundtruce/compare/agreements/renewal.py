"""The check of a term: whether it runs, when notice must be given, and whether it was renewed."""

from datetime import date, timedelta

from groundtruce.compare.agreements.basis import Basis, Outcome, margin_in_days
from groundtruce.compare.agreements.evidence import show_claims
from groundtruce.compare.days import add_months, say_day
from groundtruce.compare.incidents.voices import asserts
from groundtruce.model.agreements import RenewalTerms
from groundtruce.model.claims import Claim
from groundtruce.model.times import first_day, format_date


def check_renewal(terms: RenewalTerms, basis: Basis) -> Outcome:
    """Whether the day lies in the first term (met), in one that began only if no notice was given, or before the start.

    The record has no kind of event for a notice, so a renewal is never more than undetermined.
    """
    start = first_day(terms.start)
    if start is None or basis.on < start:
        return Outcome("not yet due", f"The term begins on {format_date(terms.start)}.", "The beginning of the term.")
    number, end = current_term(start, terms, basis.on)
    left = (end - basis.on).days
    margin = margin_in_days(left, left, "left of the term, this day included")
    deadline = notice_deadline(end, terms)
    runs = f"runs to the end of {say_day(end - timedelta(days=1))}; notice must be given before {say_day(deadline)}"
    leaving = show_claims(_find_withdrawals(basis), "context", case=basis.case)
    if number == 0:
        return Outcome(
            "met",
            f"The first term {runs}.",
            "A report that the force was withdrawn or the agreement ended.",
            margin,
            leaving,
        )
    return Outcome(
        "undetermined",
        f"If no notice was given, renewal {number} {runs}; no document read settles whether it was.",
        "A report of a notice, or of its absence at the deadline.",
        margin,
        leaving,
    )


def current_term(start: date, terms: RenewalTerms, on: date) -> tuple[int, date]:
    """Which renewal the day lies in, 0 for the first term, and the day after the term's last."""
    number, months = 0, 12 * terms.years
    while add_months(start, months) <= on and terms.renewal_years > 0:
        number, months = number + 1, months + 12 * terms.renewal_years
    return number, add_months(start, months)


def notice_deadline(end: date, terms: RenewalTerms) -> date:
    """The first day on which notice is too late for the term that ends before `end`."""
    return add_months(end, -terms.notice_months)


# ---------------------------------------------------------------------------------------------------------------


def _find_withdrawals(basis: Basis) -> list[Claim]:
    forces = {party.id for party in basis.case.parties if party.kind == "peacekeeper"}
    return [
        claim
        for claim in basis.events(["withdrawal"])
        if asserts(claim) and any(actor.party in forces for actor in claim.mention.actors)
    ]
