"""Voices: whose claims they are, and what a claim does with its event, asserts it or denies it."""

from collections.abc import Iterable
from typing import NamedTuple

from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim


class Voice(NamedTuple):
    """A party that speaks of an event, or an independent publisher that tells it as narrator: one of the two is none."""

    party: str | None
    narrator: str | None

    @property
    def name(self) -> str:
        """The party's identifier, or the narrator's identifier or name."""
        return self.party or self.narrator or ""


def voice_of(claim: Claim) -> Voice:
    """Whose claim it is: a copy speaks with its source's voice. A narrator without a known publisher is named by its document."""
    if claim.claimant:
        return Voice(claim.claimant, None)
    return Voice(None, teller_of(claim) or f"document {(claim.copied_from or claim.document)[:8]}")


def teller_of(claim: Claim) -> str | None:
    """The publisher whose text tells it: a copy's is that of its source."""
    return claim.source or claim.publisher


def asserts(claim: Claim) -> bool:
    """Whether the claim says that the event happened: neither planned, conditional, demanded nor asked."""
    stance = claim.attribution.stance if claim.attribution else "asserts"
    return claim.mention.realis == "happened" and stance == "asserts"


def denies(claim: Claim) -> bool:
    """Whether the claim says that the event did not happen."""
    if claim.attribution and claim.attribution.stance == "denies":
        return claim.mention.realis in ("happened", "denied")
    return claim.mention.realis == "denied"


def answers(denial: Claim, told: Claim) -> bool:
    """Whether a denial is of what another voice tells: not where both name who acted, and name different parties.

    That Arda denies an attack by its forces says nothing against an attack by Belm's.
    """
    denied, named = _actor_parties(denial), _actor_parties(told)
    return voice_of(denial) != voice_of(told) and (not denied or not named or bool(denied & named))


def group_by_voice(claims: Iterable[Claim], *, case: Case) -> dict[Voice, list[Claim]]:
    """The claims of each voice: the parties in the case's order, then other claimants, then narrators by name."""
    groups: dict[Voice, list[Claim]] = {}
    for claim in sorted(claims, key=order_in_time):
        groups.setdefault(voice_of(claim), []).append(claim)
    rank = {party.id: number for number, party in enumerate(case.parties)}
    ordered = sorted(groups, key=lambda voice: (voice.party is None, rank.get(voice.name, len(rank)), voice.name))
    return {voice: groups[voice] for voice in ordered}


def order_in_time(claim: Claim) -> tuple[str, str, int, str]:
    """The order of publication, then of the document's hash, then of the text."""
    return (claim.published or "9999", claim.document, claim.mention.span[0][0], claim.mention.id)


def mention_key(claim: Claim) -> str:
    """How an incident names a mention: its document's SHA-256, `#`, its identifier."""
    return f"{claim.document}#{claim.mention.id}"


def join_names(names: Iterable[str]) -> str:
    """`Arda`, `Arda and Belm`, `Arda, Belm and Joint Observer Force`, each once."""
    *most, last = list(dict.fromkeys(names)) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def name_speakers(claims: Iterable[Claim], *, case: Case) -> str:
    """Who speaks in the claims: `Arda and Belm`."""
    return join_names(speaker_name(voice, case=case) for voice in group_by_voice(claims, case=case))


def speaker_name(voice: Voice, *, case: Case) -> str:
    """The name to show for a voice: the party's, the publisher's, or what the voice calls itself."""
    return party_name(voice.party, case=case) if voice.party else publisher_name(voice.narrator, case=case)


def party_name(party: str, *, case: Case) -> str:
    """The party's name in the case; the identifier itself where the case does not know it."""
    return next((known.name for known in case.parties if known.id == party), party)


def publisher_name(publisher: str | None, *, case: Case) -> str:
    """The publisher's name in the case; as given where the case does not know it."""
    return next((known.name for known in case.publishers if known.id == publisher), publisher or "an unnamed publisher")


def find_publisher(publisher: str | None, *, case: Case) -> str | None:
    """The identifier of the publisher that is given by its identifier or its name; as given where the case does not know it."""
    return next((known.id for known in case.publishers if publisher == known.name), publisher)


def publisher_party(publisher: str | None, *, case: Case) -> str | None:
    """The party that a publisher speaks for; none for an independent one."""
    return next((known.party for known in case.publishers if publisher and publisher in (known.id, known.name)), None)


def find_party(text: str | None, *, case: Case) -> str | None:
    """The identifier of the party that `text` names by its identifier or by one of its names; none for no party."""
    if not text:
        return None
    for party in case.parties:
        if party.id == text:
            return text
    wanted = text.casefold()
    for party in case.parties:
        if wanted in {party.id.casefold(), party.name.casefold(), *(name.casefold() for name in party.names)}:
            return party.id
    return None


# ---------------------------------------------------------------------------------------------------------------


def _actor_parties(claim: Claim) -> set[str]:
    return {actor.party for actor in claim.mention.actors if actor.party}
