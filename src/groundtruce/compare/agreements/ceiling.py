"""The check of a ceiling on a force's personnel and vehicles: by numbers that reports give of its deployment."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.evidence import show_claims
from groundtruce.compare.incidents.voices import asserts, name_speakers, party_name, voice_of
from groundtruce.model.agreements import CeilingTerms, Margin
from groundtruce.model.claims import Claim

_NUMBER = r"(?P<number>\d{1,3}(?:[,  ]\d{3})+|\d+)\s+(?:(?!armou?red)\w+[\s-]+){0,2}?"
_COUNTED = {
    "personnel": re.compile(
        _NUMBER + r"(?:peacekeepers|troops|service(?:men|members|personnel)|soldiers|personnel|observers)\b"
    ),
    "armoured vehicles": re.compile(_NUMBER + r"(?:armou?red (?:personnel carriers|vehicles)|APCs)\b"),
    "vehicles": re.compile(_NUMBER + r"(?:vehicles|trucks|cars)\b"),
}


def check_ceiling(terms: CeilingTerms, basis: Basis) -> Outcome:
    """Numbers in the passages that tell of the holder's deployment, against the ceiling.

    A number over the ceiling is a breach where the holder itself or two voices give it. A number under it may be a part
    of the force, so it never shows that the ceiling is kept.
    """
    reported = list(_find_numbers(terms, basis))
    over = [number for number in reported if number.excess > 0]
    evidence = show_claims(
        {number.claim.mention.id: number.claim for number in reported}.values(),
        "against" if over else "context",
        case=basis.case,
    )
    holder = party_name(terms.holder, case=basis.case)
    flips = "A count of the whole force by the holder or by two independent sources."
    if not reported:
        return Outcome("undetermined", f"No report read gives numbers of the force of {holder}.", flips)
    if not over:
        return Outcome(
            "undetermined",
            f"The reported numbers of the force of {holder} lie under the ceiling, and may be a part of it.",
            flips,
            evidence=evidence,
        )
    highest = max(over, key=lambda number: number.excess)
    margin = Margin(value=highest.excess, unit=highest.counted, low=None, high=None, meaning="over the ceiling")
    claims = [number.claim for number in over]
    settled = len({voice_of(claim) for claim in claims}) >= 2 or any(claim.claimant == terms.holder for claim in claims)
    names, ceiling = name_speakers(claims, case=basis.case), highest.number - highest.excess
    statement = f"{highest.number} {highest.counted} of the force of {holder}, over the ceiling of {ceiling}, are given by {names}."
    return Outcome("breached" if settled else "undetermined", statement, flips, margin, evidence)


# ---------------------------------------------------------------------------------------------------------------


class _Reported(NamedTuple):
    claim: Claim
    counted: str
    number: int
    excess: int


def _find_numbers(terms: CeilingTerms, basis: Basis) -> Iterator[_Reported]:
    ceilings = {"personnel": terms.personnel, "armoured vehicles": terms.armoured_vehicles, "vehicles": terms.vehicles}
    for claim in basis.events(["deployment"]):
        if not _is_of_holder(claim, terms):
            continue
        for counted, ceiling in ceilings.items():
            match = _COUNTED[counted].search(claim.quote)
            if match and ceiling is not None:
                number = int(re.sub(r"\D", "", match["number"]))
                yield _Reported(claim, counted, number, number - ceiling)


def _is_of_holder(claim: Claim, terms: CeilingTerms) -> bool:
    is_holder = any(actor.party == terms.holder for actor in claim.mention.actors)
    return is_holder and asserts(claim)
