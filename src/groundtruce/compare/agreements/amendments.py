"""Amendments: which of them hold on a day, and what they changed, in words."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from groundtruce.compare.agreements.basis import Basis
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.days import interval_in_zone, midnight
from groundtruce.compare.incidents.voices import join_names, party_name
from groundtruce.model.agreements import Amendment, Provision, ProvisionTerms, TermChange, TermValue, amend
from groundtruce.model.times import format_date, interval_of


def order_amendments(provision: Provision, holdings: Holdings) -> tuple[Amendment, ...]:
    """The amendments in the order in which they were agreed, by the end of the day or the minute that their dates give."""
    return tuple(sorted(provision.amendments, key=lambda each: _agreed(each, holdings)))


def amendments_on(provision: Provision, basis: Basis) -> tuple[Amendment, ...]:
    """The amendments that were agreed before the day began, in order.

    On the day on which it was agreed a provision still holds as it stood: for part of it nothing else was agreed.
    """
    begins = midnight(basis.on, basis.time_zone)
    ordered = order_amendments(provision, basis.holdings)
    return tuple(each for each in ordered if _agreed(each, basis.holdings) <= begins)


def say_amended(statement: str, terms: ProvisionTerms, amendments: Sequence[Amendment], basis: Basis) -> str:
    """A finding's sentence and what was amended: `… amended by Arda on 15 Nov 2020: due 25 Nov 2020, before 15 Nov 2020`."""
    said = [
        f"; amended by {name_amenders(amendment, basis.holdings)} on {format_date(amendment.agreed)}: "
        + say_changes(amendment.changes, amend(terms, amendments[:number]))
        for number, amendment in enumerate(amendments)
    ]
    return f"{statement.removesuffix('.')}{''.join(said)}."


def name_amenders(amendment: Amendment, holdings: Holdings) -> str:
    """Who agreed to an amendment or announced it."""
    return join_names(party_name(party, case=holdings.case) for party in amendment.by)


def say_changes(changes: Iterable[TermChange], before: ProvisionTerms) -> str:
    """`due 25 Nov 2020, before 15 Nov 2020`."""
    return "; ".join(_say_change(each, getattr(before, each.key)) for each in changes)


# ---------------------------------------------------------------------------------------------------------------


def _agreed(amendment: Amendment, holdings: Holdings) -> datetime:
    end = interval_in_zone(amendment.agreed, holdings.time_zone).end
    return end or datetime.max.replace(tzinfo=UTC)


def _say_change(change: TermChange, before: TermValue | None) -> str:
    was = "" if before is None else f", before {_say_value(before)}"
    return f"{change.key.replace('_', ' ')} {_say_value(change.value)}{was}"


def _say_value(value: TermValue) -> str:
    if isinstance(value, str):
        return format_date(value) if _is_date(value) else value
    return join_names(value) if isinstance(value, (tuple, list)) else f"{value:g}"


def _is_date(value: str) -> bool:
    try:
        interval_of(value)
    except ValueError:
        return False
    return True
