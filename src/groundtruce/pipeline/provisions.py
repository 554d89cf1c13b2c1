"""What provisions are checked on, from what a record knew; and their history over a stretch of days."""

from datetime import date

from groundtruce.compare.agreements.history import follow_agreement
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.provision_history import Provisions
from groundtruce.model.times import first_day
from groundtruce.pipeline.knowledge import Known

MAX_DAYS = 3660
"""Ten years: a day is checked in a few milliseconds, and a strip longer than that is none to look at."""


def hold(known: Known) -> Holdings:
    """What provisions are checked on."""
    return Holdings(
        case=known.case,
        zone_versions=known.zone_versions,
        claims=known.claims,
        incidents=known.incidents,
        documents=known.documents,
        reported_silences=known.silences,
        sightings=known.sightings,
    )


def check_days(known: Known, *, since: date | None, until: date | None, provision: str | None = None) -> Provisions:
    """The history of each provision, or of one, on the days from `since` to `until`, both included.

    Without `since` from the day on which the agreement was signed, without `until` up to the record's newest day. Raises
    `UnusableInput` for a provision that the agreement does not have, for days that end before they begin, and for more
    than `MAX_DAYS` of them.
    """
    check_provision_asked(known, provision)
    last = until or known.last_day
    first = since or find_signed(known.case) or last
    check_stretch(first, last)
    return known.marks.mark(follow_agreement(hold(known), first=first, last=last, provision=provision))


def check_stretch(first: date, last: date) -> None:
    """Refuse days that end before they begin, and more than `MAX_DAYS` of them."""
    if last < first:
        raise UnusableInput("--to", f"{last} lies before {first}, the first day asked for")
    if (last - first).days >= MAX_DAYS:
        raise UnusableInput("--to", f"{last} is more than {MAX_DAYS} days after {first}, the first day asked for")


def check_provision_asked(known: Known, provision: str | None) -> None:
    """Refuse a provision that is asked for and that the agreement does not have."""
    held = [each.id for each in known.case.agreement.provisions] if known.case.agreement else []
    if provision is not None and provision not in held:
        names = f" (it has: {', '.join(held)})" if held else ""
        raise UnusableInput("--provision", f"the agreement has no provision {provision!r}{names}")


def find_signed(case: Case) -> date | None:
    """The first day on which the case's agreement may have been signed; none without an agreement."""
    return first_day(case.agreement.signed) if case.agreement else None
