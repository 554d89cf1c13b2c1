"""The days on which a provision turns by its own terms: it begins, falls due, is amended, ends."""

from collections.abc import Iterator
from datetime import date, timedelta

from groundtruce.compare.agreements.amendments import name_amenders, order_amendments, say_changes
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.agreements.renewal import current_term, notice_deadline
from groundtruce.compare.days import local_day
from groundtruce.model.agreements import CessationTerms, Provision, ProvisionTerms, RenewalTerms, amend
from groundtruce.model.provision_history import Milestone, MilestoneKind
from groundtruce.model.times import parse_moment


def find_milestones(provision: Provision, holdings: Holdings, *, first: date, last: date) -> tuple[Milestone, ...]:
    """A provision's own days from `first` to `last`, both included, in order."""
    found = {*_by_terms(provision, holdings, first=first), *_of_amendments(provision, holdings)}
    within = [(day, kind, statement) for day, kind, statement in found if first <= day <= last]
    return tuple(Milestone(on=day.isoformat(), kind=kind, statement=said) for day, kind, said in sorted(within))


# ---------------------------------------------------------------------------------------------------------------

_Found = tuple[date, MilestoneKind, str]


def _by_terms(provision: Provision, holdings: Holdings, *, first: date) -> Iterator[_Found]:
    """Of the terms as signed and after each amendment: a date that was moved stays a day to look at."""
    amendments = order_amendments(provision, holdings)
    stages = [amend(provision.terms, amendments[:number]) for number in range(len(amendments) + 1)]
    for number, terms in enumerate(stages):
        due = holdings.last_day(getattr(terms, "due", None))
        if due:
            moved = any(holdings.last_day(getattr(each, "due", None)) != due for each in stages[number + 1 :])
            yield due, "due", "Due, as first agreed; the day was moved." if moved else "Due."
    yield from _of_kind(stages[-1], holdings, first=first)


def _of_kind(terms: ProvisionTerms, holdings: Holdings, *, first: date) -> Iterator[_Found]:
    if isinstance(terms, CessationTerms):
        yield local_day(parse_moment(terms.from_moment), holdings.time_zone), "begins", "The cessation begins."
    if isinstance(terms, RenewalTerms):
        start = holdings.first_day(terms.start)
        if start:
            yield start, "begins", "The term begins."
            end = current_term(start, terms, max(first, start))[1]
            yield end - timedelta(days=1), "ends", "The term's last day, unless it is renewed."
            yield notice_deadline(end, terms) - timedelta(days=1), "notice due", "The last day for notice."


def _of_amendments(provision: Provision, holdings: Holdings) -> Iterator[_Found]:
    amendments = order_amendments(provision, holdings)
    for number, amendment in enumerate(amendments):
        agreed = holdings.last_day(amendment.agreed)
        if agreed:
            changes = say_changes(amendment.changes, amend(provision.terms, amendments[:number]))
            yield agreed, "amended", f"Amended by {name_amenders(amendment, holdings)}: {changes}."
