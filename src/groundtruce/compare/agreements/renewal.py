"""The check of a term: whether it runs, when notice must be given, and whether it was renewed."""

from datetime import date, timedelta

from groundtruce.compare.agreements.basis import Basis, Outcome, margin_in_days
from groundtruce.compare.agreements.evidence import show_claims
from groundtruce.compare.days import add_months, say_day
from groundtruce.compare.incidents.voices import asserts, party_name
from groundtruce.model.agreements import RenewalTerms, TermNotice
from groundtruce.model.claims import Claim
from groundtruce.model.times import first_day, format_date


def check_renewal(terms: RenewalTerms, basis: Basis) -> Outcome:
    """Whether the day lies in the first term (met), in one that began only if no notice was given, or before the start.

    A notice counts from the day after it was given. In time, it ends the term, and what follows is met: nothing is owed. Too
    late, it does not. The record has no kind of event for a notice, so a renewal is never more than undetermined.
    """
    start = first_day(terms.start)
    if start is None or basis.on < start:
        return Outcome("not yet due", f"The term begins on {format_date(terms.start)}.", "The beginning of the term.")
    ended = _find_end(start, terms, basis)
    if ended and ended[1] <= basis.on:
        return _after_end(*ended, basis)
    number, end = current_term(start, terms, basis.on)
    left = (end - basis.on).days
    margin = margin_in_days(left, left, "left of the term, this day included")
    last = say_day(end - timedelta(days=1))
    leaving = show_claims(_find_withdrawals(basis), "context", case=basis.case)
    if ended:
        said = f"{_ordinal(number)} ends with {last}, since {_say_notice(ended[0], end, terms, basis)}."
        return Outcome("met", said, "A withdrawal of the notice.", margin, leaving)
    deadline = notice_deadline(end, terms)
    late = "".join(f"; {_say_notice(each, end, terms, basis)}" for each in _known_notices(terms, basis))
    runs = f"runs to the end of {last}; notice must be given before {say_day(deadline)}{late}"
    if number == 0:
        flips = "A report that the force was withdrawn or the agreement ended."
        return Outcome("met", f"The first term {runs}.", flips, margin, leaving)
    return Outcome(
        "undetermined",
        f"If no notice was given in time, renewal {number} {runs}; no document read settles whether it was.",
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


def _known_notices(terms: RenewalTerms, basis: Basis) -> list[TermNotice]:
    """The notices that were given before the day, the first one first."""
    given = [(basis.last_day(notice.given), notice) for notice in terms.notices]
    known = [(day, number, notice) for number, (day, notice) in enumerate(given) if day and day < basis.on]
    return [notice for _, _, notice in sorted(known, key=lambda entry: entry[:2])]


def _find_end(start: date, terms: RenewalTerms, basis: Basis) -> tuple[TermNotice, date] | None:
    """The first notice that was given in time for the term in which it was given, and the day after that term's last."""
    for notice in _known_notices(terms, basis):
        given = basis.last_day(notice.given)
        if given:
            end = current_term(start, terms, max(given, start))[1]
            if given < notice_deadline(end, terms):
                return notice, end
    return None


def _after_end(notice: TermNotice, end: date, basis: Basis) -> Outcome:
    by = party_name(notice.by, case=basis.case)
    statement = (
        f"The term ended with {say_day(end - timedelta(days=1))}: {by} gave notice on {format_date(notice.given)}."
    )
    since = (basis.on - end).days + 1
    return Outcome(
        "met",
        statement,
        "A withdrawal of the notice before the end.",
        margin_in_days(since, since, "since its last day"),
    )


def _say_notice(notice: TermNotice, end: date, terms: RenewalTerms, basis: Basis) -> str:
    by, given = party_name(notice.by, case=basis.case), basis.last_day(notice.given)
    early = (notice_deadline(end, terms) - given).days if given else 0
    when = f"{early} days before the deadline" if early > 0 else f"{1 - early} days too late"
    return f"{by} gave notice on {format_date(notice.given)}, {when}".replace(" 1 days", " 1 day")


def _ordinal(number: int) -> str:
    return f"Renewal {number}" if number else "The first term"


def _find_withdrawals(basis: Basis) -> list[Claim]:
    forces = {party.id for party in basis.case.parties if party.kind == "peacekeeper"}
    return [
        claim
        for claim in basis.events(["withdrawal"])
        if asserts(claim) and any(actor.party in forces for actor in claim.mention.actors)
    ]
