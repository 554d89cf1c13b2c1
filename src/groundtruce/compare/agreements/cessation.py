"""The check of a cessation of hostilities: who asserts hostile acts in the days before, who denies them, who is silent."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from groundtruce.compare.agreements.amendments import amendments_on
from groundtruce.compare.agreements.basis import Basis, Outcome, is_within, margin_in_days
from groundtruce.compare.agreements.evidence import show_claims, show_silences
from groundtruce.compare.agreements.transfer import is_entry_as_agreed
from groundtruce.compare.days import interval_in_zone, local_day, say_day, span_of_days
from groundtruce.compare.incidents.accounts import who_began
from groundtruce.compare.incidents.voices import (
    answers,
    asserts,
    denies,
    group_by_voice,
    join_names,
    mention_key,
    name_speakers,
    party_name,
)
from groundtruce.model.agreements import CessationTerms, FindingStatus, Margin, TransferTerms, amend
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim
from groundtruce.model.times import Interval, parse_moment


def check_cessation(terms: CessationTerms, basis: Basis) -> Outcome:
    """Hostile acts that may have happened in the `window_days` up to the day, and after the cessation began.

    Breached: an acting party says so itself and blames no other, or two sides say so, or a side and an independent third;
    and nobody denies it. Disputed: it is denied, or the sides name each other. Undetermined: too few say so, its date may
    lie outside the window, or nothing published in the window was read. Met: something was read and reports nothing.
    """
    begins = parse_moment(terms.from_moment)
    if begins >= basis.end_of_day:
        return Outcome(
            status="not yet due",
            statement=f"The cessation begins on {say_day(local_day(begins, basis.time_zone))}.",
            flips="The beginning of the cessation.",
        )
    first = max(basis.on - timedelta(days=terms.window_days - 1), local_day(begins, basis.time_zone))
    days = span_of_days(first, basis.on, basis.time_zone)
    window = Interval(start=max(begins, days.start or begins), end=days.end)
    margin = _days_since_last(begins, basis)
    reports = _find_reports(window, basis)
    if not reports:
        return _judge_absence(first, window, margin, basis)
    verdicts = [_judge(report, window, basis) for report in reports]
    return _put_together(verdicts, reports, _say_window(first, basis.on), margin, basis)


# ---------------------------------------------------------------------------------------------------------------

_GRAVITY: tuple[FindingStatus, ...] = ("undetermined", "disputed", "breached")


class _Verdict(NamedTuple):
    status: FindingStatus
    statement: str
    flips: str


def _find_reports(window: Interval, basis: Basis) -> list[list[Claim]]:
    """The claims of each hostile incident of the window, with what the parties named in it deny outside of any incident."""
    loose = _loose_denials(window, basis)
    hand_overs = _hand_overs(basis)
    return [
        [*claims, *(denial for denial in loose if denial.claimant in _actors(claims) and _may_be_of(denial, claims))]
        for span, claims in basis.holdings.hostile_incidents
        if span.overlaps(window)
        and any(
            asserts(claim)
            and _may_lie_in(claim, window, basis)
            and not any(is_entry_as_agreed(claim, terms, basis) for terms in hand_overs)
            for claim in claims
        )
    ]


def _hand_overs(basis: Basis) -> list[TransferTerms]:
    """The hand-overs that the agreement provides for, as amended by the day."""
    terms = [amend(each.terms, amendments_on(each, basis)) for each in basis.holdings.provisions]
    return [each for each in terms if isinstance(each, TransferTerms)]


def _may_be_of(denial: Claim, claims: Iterable[Claim]) -> bool:
    """Whether a loose denial may be of these acts: that forces stand somewhere is denied of an incursion into that place."""
    if denial.mention.type in HOSTILE_EVENT_TYPES:
        return True
    places = {
        claim.mention.place.gazetteer_id
        for claim in claims
        if claim.mention.type == "incursion" and claim.mention.place
    }
    return denial.mention.place is not None and denial.mention.place.gazetteer_id in places - {None}


def _loose_denials(window: Interval, basis: Basis) -> list[Claim]:
    return [claim for claim in basis.holdings.loose_denials if _may_lie_in(claim, window, basis)]


def _may_lie_in(claim: Claim, window: Interval, basis: Basis) -> bool:
    return basis.may_have_happened(claim) and basis.when(claim).overlaps(window)


def _judge(report: Sequence[Claim], window: Interval, basis: Basis) -> _Verdict:
    told, denied = [claim for claim in report if asserts(claim)], [claim for claim in report if denies(claim)]
    clashing = [denial for denial in denied if any(answers(denial, claim) for claim in told)]
    if clashing:
        refused = [claim for claim in told if any(answers(denial, claim) for denial in denied)]
        return _Verdict(
            "disputed",
            f"hostile acts are asserted by {_names(refused, basis)} and denied by {_names(clashing, basis)}",
            "An admission by the party that denies it, or a withdrawal of the claim.",
        )
    if blaming := _sides_that_blame_each_other(told, basis):
        return _Verdict(
            "disputed",
            f"{join_names(blaming)} each name the other as the side that acted",
            "An independent account of which side acted, or an admission.",
        )
    return _judge_undenied(told, window, basis)


def _judge_undenied(told: Sequence[Claim], window: Interval, basis: Basis) -> _Verdict:
    # Who says that it acted and names no other has nothing to gain by it. Who says that it answered an attack has.
    admitted = any({claim.claimant} == _actors([claim]) == _actors(told) for claim in told)
    sides, thirds = _sides(told, basis), _thirds(told, basis)
    settled = admitted or len(sides) >= 2 or bool(sides and thirds)
    if settled and any(is_within(basis.when(claim), window) for claim in told):
        return _Verdict(
            "breached",
            f"hostile acts are asserted by {_names(told, basis)} and denied by nobody in the documents read",
            "A denial by the party said to have acted.",
        )
    if settled:
        return _Verdict(
            "undetermined",
            f"hostile acts that may lie outside these days are asserted by {_names(told, basis)}",
            "A date for the reported acts.",
        )
    silent = [party.name for party in basis.case.parties if party.kind == "party" and party.id not in sides]
    unanswered = f"; nothing by {join_names(silent)} was found in the documents read" if silent else ""
    return _Verdict(
        "undetermined",
        f"hostile acts are asserted by {_names(told, basis)} alone{unanswered}",
        "A second side's or an independent account of the same acts, or a denial.",
    )


def _sides_that_blame_each_other(told: Sequence[Claim], basis: Basis) -> list[str]:
    """The names of two sides of which each names others, and not those that the other names."""
    blamed = {
        voice.party: {actor.party for _, actor in who_began(own) if actor.party}
        for voice, own in group_by_voice(told, case=basis.case).items()
        if voice.party in _sides(told, basis)
    }
    for one, these in blamed.items():
        for other, those in blamed.items():
            if one and other and one != other and these and those and not these & those:
                return [party_name(one, case=basis.case), party_name(other, case=basis.case)]
    return []


def _actors(claims: Iterable[Claim]) -> set[str]:
    """The parties that are said to have acted."""
    return {actor.party for claim in claims if asserts(claim) for actor in claim.mention.actors if actor.party}


def _sides(told: Iterable[Claim], basis: Basis) -> set[str]:
    sides = {party.id for party in basis.case.parties if party.kind == "party"}
    return {claim.claimant for claim in told if claim.claimant in sides and claim.claimant}


def _thirds(told: Sequence[Claim], basis: Basis) -> set[str]:
    """Who of no side asserts it: other parties, and narrators in their own words, in documents that quote no party on it."""
    sides = _sides(told, basis)
    quoting = {claim.document for claim in told if claim.claimant}
    others = {claim.claimant for claim in told if claim.claimant and claim.claimant not in sides}
    own = {claim.document for claim in told if not claim.claimant and not claim.attribution}
    return others | (own - quoting)


def _names(claims: Sequence[Claim], basis: Basis) -> str:
    return name_speakers(claims, case=basis.case)


def _judge_absence(first: date, window: Interval, margin: Margin | None, basis: Basis) -> Outcome:
    denials = [claim for claim in _loose_denials(window, basis) if claim.mention.type in HOSTILE_EVENT_TYPES]
    read = basis.documents_published(first, basis.on)
    days = _say_window(first, basis.on)
    monitors = [claim for claim in denials if _is_monitors(claim, basis)]
    if monitors:
        return Outcome(
            "met",
            f"No violation is reported {days}, and {_names(monitors, basis)} says that there was none.",
            "A report of a hostile act in these days.",
            margin,
            show_claims(denials, "for", case=basis.case),
        )
    if denials:
        statement = f"Hostile acts {days}, which no document read asserts, are denied by {_names(denials, basis)}."
        return Outcome(
            "undetermined",
            statement,
            "A report that asserts them.",
            margin,
            show_claims(denials, "for", case=basis.case),
        )
    if not read:
        statement = f"No document published {days} was read."
        return Outcome("undetermined", statement, "A document published in these days.", margin)
    number = "the one document" if len(read) == 1 else f"the {len(read)} documents"
    statement = (
        f"No violation is reported in {number} read that {'was' if len(read) == 1 else 'were'} published {days}."
    )
    return Outcome("met", statement, "A report of a hostile act in these days.", margin)


def _is_monitors(denial: Claim, basis: Basis) -> bool:
    """Whether a party that is no side says that the ceasefire was not violated, by whomever."""
    sides = {party.id for party in basis.case.parties if party.kind == "party"}
    is_general = denial.mention.type == "ceasefire violation" and not _named_actors(denial)
    return is_general and denial.claimant is not None and denial.claimant not in sides


def _named_actors(claim: Claim) -> set[str]:
    return {actor.party for actor in claim.mention.actors if actor.party and actor.party != claim.claimant}


def _put_together(
    verdicts: Sequence[_Verdict], reports: Sequence[Sequence[Claim]], days: str, margin: Margin | None, basis: Basis
) -> Outcome:
    gravest = max(verdicts, key=lambda verdict: _GRAVITY.index(verdict.status))
    number = (
        f"{len(reports)} incidents are reported {days}: in one, " if len(reports) > 1 else f"Of acts reported {days}: "
    )
    claims = list({mention_key(claim): claim for report in reports for claim in report}.values())
    told, denied = [claim for claim in claims if asserts(claim)], [claim for claim in claims if denies(claim)]
    return Outcome(
        status=gravest.status,
        statement=f"{number}{gravest.statement}.",
        flips=gravest.flips,
        margin=margin,
        evidence=(
            *show_claims(told, "against", case=basis.case),
            *show_claims(denied, "for", case=basis.case),
            *show_silences(claims, basis),
        ),
    )


def _days_since_last(begins: datetime, basis: Basis) -> Margin | None:
    """How many days before the day the last dated hostile act lies: from its last to its first possible day."""
    ages = sorted(_ages(begins, basis))
    if not ages:
        return None
    return margin_in_days(*ages[0], "since the last reported hostile act that is dated")


def _ages(begins: datetime, basis: Basis) -> Iterator[tuple[int, int]]:
    for incident in basis.holdings.incidents:
        if incident.withdrawn or incident.kind not in HOSTILE_EVENT_TYPES or not incident.date:
            continue
        when = interval_in_zone(incident.date, basis.time_zone)
        if when.start and when.end and begins <= when.start < basis.end_of_day:
            last = min(local_day(when.end - timedelta(microseconds=1), basis.time_zone), basis.on)
            yield (basis.on - last).days, (basis.on - local_day(when.start, basis.time_zone)).days


def _say_window(first: date, last: date) -> str:
    return f"on {say_day(last)}" if first == last else f"from {say_day(first)} to {say_day(last)}"
