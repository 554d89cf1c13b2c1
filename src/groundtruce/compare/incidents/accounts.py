"""Accounts: what each party, and each independent narrator, says of one incident, cell by cell and quoted."""

from collections.abc import Callable, Iterable, Sequence

from groundtruce.compare.incidents.casualties import count_of, say_count
from groundtruce.compare.incidents.voices import asserts, denies, group_by_voice
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, EventType, MentionedPlace, Participant
from groundtruce.model.documents import Citation, Span
from groundtruce.model.incidents import CELL_NAMES, Account, Cell, CellName
from groundtruce.model.times import format_date

BEGINNING_TYPES: frozenset[EventType] = frozenset(
    {
        "attack",
        "small-arms fire",
        "shelling",
        "air strike",
        "drone strike",
        "bombing",
        "arson",
        "incursion",
        "ceasefire violation",
    }
)
"""Who is said to have done one of these is who, by that account, began."""

EXPECTED_TO_SPEAK = ("party", "peacekeeper")
"""The kinds of parties that get a row even if nothing of theirs was found in the documents read."""


def build_accounts(claims: Iterable[Claim], *, case: Case) -> tuple[Account, ...]:
    """One account for each voice in the claims of one incident, and a silent one for each side that has none.

    Parties come first, in the case's order, then narrators. Silent means that nothing was found in the documents read;
    that somebody is reported to have kept silent is another thing, and stands in the readings' silences.
    """
    voices = group_by_voice(claims, case=case)
    spoken = {voice.party for voice in voices}
    accounts = [_account(voice.party, voice.narrator, own) for voice, own in voices.items()]
    accounts += [
        _account(party.id, None, ())
        for party in case.parties
        if party.kind in EXPECTED_TO_SPEAK and party.id not in spoken
    ]
    rank = {party.id: number for number, party in enumerate(case.parties)}
    return tuple(
        sorted(accounts, key=lambda account: (account.party is None, rank.get(account.party or "", len(rank))))
    )


def who_began(claims: Iterable[Claim]) -> list[tuple[Claim, Participant]]:
    """Whom the asserting claims name as attacking, shelling, entering or violating.

    Only where they name nobody so, whoever carried out an armed operation.
    """
    acting = [(claim, actor) for claim in claims if asserts(claim) for actor in claim.mention.actors]
    began = [(claim, actor) for claim, actor in acting if claim.mention.type in BEGINNING_TYPES]
    return began or [(claim, actor) for claim, actor in acting if claim.mention.type == "armed operation"]


# ---------------------------------------------------------------------------------------------------------------

# A passage that fills a cell: what it says there, where it stands, and its words.
_Found = tuple[Claim, str, Span, str]


def _account(party: str | None, narrator: str | None, claims: Sequence[Claim]) -> Account:
    told = [claim for claim in claims if asserts(claim)]
    denied = [claim for claim in claims if denies(claim)]
    return Account(
        party=party,
        narrator=narrator,
        cells=tuple(_cell(name, told=told, denied=denied) for name in CELL_NAMES),
    )


def _cell(name: CellName, *, told: Sequence[Claim], denied: Sequence[Claim]) -> Cell:
    find = _FINDERS[name]
    if found := find(told):
        refused = [(claim, f"denies: {value}", span, quote) for claim, value, span, quote in _find_what(denied)]
        return _fill(name, "stated", [*found, *refused] if name == "what" else found)
    if found := find(denied):
        return _fill(name, "denies", found)
    return Cell(name=name, state="silent")


def _fill(name: CellName, state: str, found: Sequence[_Found]) -> Cell:
    citations = [Citation(document=claim.document, span=span, quote=quote) for claim, _, span, quote in found]
    return Cell(
        name=name,
        state="denies" if state == "denies" else "stated",
        value="; ".join(dict.fromkeys(value for _, value, _, _ in found)),
        citations=tuple(dict.fromkeys(citations)),
    )


def _find_what(claims: Sequence[Claim]) -> list[_Found]:
    return [(claim, _say_what(claim), claim.mention.span, claim.quote) for claim in claims]


def _say_what(claim: Claim) -> str:
    actors = " and ".join(dict.fromkeys(actor.text for actor in claim.mention.actors))
    return f"{claim.mention.type} by {actors}" if actors else claim.mention.type


def _find_who_began(claims: Sequence[Claim]) -> list[_Found]:
    named = who_began(claims) or [
        # A denial names who is said to have acted, in the same cell, as denied.
        (claim, actor)
        for claim in claims
        if denies(claim)
        for actor in claim.mention.actors
    ]
    return [(claim, actor.text, actor.span, _words(claim, actor)) for claim, actor in named]


def _find_where(claims: Sequence[Claim]) -> list[_Found]:
    return [(claim, place.text, place.span, _words(claim, place)) for claim in claims if (place := claim.mention.place)]


def _words(claim: Claim, part: Participant | MentionedPlace) -> str:
    """The words where a part of a claim stands: one that a person put right stands where the mention does."""
    return claim.quote if part.span == claim.mention.span else part.text


def _find_when(claims: Sequence[Claim]) -> list[_Found]:
    return [
        (claim, format_date(claim.mention.date), claim.mention.span, claim.quote)
        for claim in claims
        if claim.mention.date
    ]


def _find_deaths(claims: Sequence[Claim]) -> list[_Found]:
    return [
        (claim, say_count(count), claim.mention.span, claim.quote)
        for claim in claims
        if (count := count_of(claim, "deaths"))
    ]


def _find_injured(claims: Sequence[Claim]) -> list[_Found]:
    return [
        (claim, say_count(count), claim.mention.span, claim.quote)
        for claim in claims
        if (count := count_of(claim, "injured"))
    ]


_FINDERS: dict[CellName, Callable[[Sequence[Claim]], list[_Found]]] = {
    "what": _find_what,
    "who began": _find_who_began,
    "where": _find_where,
    "when": _find_when,
    "deaths": _find_deaths,
    "injured": _find_injured,
}
