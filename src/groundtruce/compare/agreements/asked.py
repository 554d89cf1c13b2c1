"""Which mentions of events the provisions of an agreement ask for, whenever they happened and whenever they were told.

What happened in the days around a day is read whole. This is the rest: what a check of that day may rest on from earlier
or later documents. It may name more than a check uses, and never less.
"""

from collections.abc import Iterator

import shapely

from groundtruce.compare.agreements.evidence import PASSAGES
from groundtruce.compare.agreements.presence import PRESENCE_TYPES
from groundtruce.compare.agreements.transfer import KINDS_OF_AREA, is_called, names_of_area
from groundtruce.model.agreements import (
    CeilingTerms,
    CessationTerms,
    CorridorTerms,
    DeploymentAreaTerms,
    DutyTerms,
    Provision,
    ProvisionTerms,
    SeparationTerms,
    TransferTerms,
    WithdrawalLineTerms,
    amend,
    change,
)
from groundtruce.model.asked import AskedMentions, Surroundings
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES
from groundtruce.model.places import words_of_name


def list_asked_mentions(case: Case) -> tuple[AskedMentions, ...]:
    """What the checks of a case's provisions ask for, by all terms that they may be checked by; and all moves of maps."""
    provisions = case.agreement.provisions if case.agreement else ()
    asked = [each for provision in provisions for terms in _all_terms(provision, case) for each in _ask(terms, case)]
    return tuple(dict.fromkeys([AskedMentions(types=tuple(sorted(MAP_EVENT_TYPES))), *asked]))


# ---------------------------------------------------------------------------------------------------------------


def _all_terms(provision: Provision, case: Case) -> Iterator[ProvisionTerms]:
    """The terms as signed, after each amendment, and as texts that circulated have them after each."""
    stages = [amend(provision.terms, provision.amendments[:number]) for number in range(len(provision.amendments) + 1)]
    yield from stages
    variants = case.agreement.variants if case.agreement else ()
    for difference in (each for variant in variants for each in variant.differences):
        if difference.provision == provision.id and difference.changes:
            yield from (change(terms, difference.changes) for terms in stages)


def _ask(terms: ProvisionTerms, case: Case) -> Iterator[AskedMentions]:
    match terms:
        case TransferTerms():
            near = _surround(terms.area, case)
            yield AskedMentions(types=("hand-over",), near=near)
            yield AskedMentions(types=("deployment",), near=near, parties=(terms.to_party,))
        case CeilingTerms():
            yield AskedMentions(types=("deployment",), parties=(terms.holder,))
        case DeploymentAreaTerms():
            yield AskedMentions(types=("deployment",), parties=(terms.holder,))
        case CorridorTerms():
            yield AskedMentions(types=("obstruction",), near=_surround(terms.area, case), latest=PASSAGES)
        case DutyTerms() if terms.event_types:
            yield AskedMentions(types=terms.event_types, latest=PASSAGES)
        case CessationTerms():
            yield AskedMentions(types=("deployment",), window_days=terms.window_days)
        case SeparationTerms():
            yield AskedMentions(types=PRESENCE_TYPES, window_days=terms.window_days)
        case WithdrawalLineTerms():
            yield AskedMentions(types=PRESENCE_TYPES, window_days=terms.window_days)
            yield AskedMentions(types=("withdrawal",), parties=(terms.party,) if terms.party else ())


def _surround(identifier: str, case: Case) -> Surroundings:
    """An area by its outline, by the places that are called as it is, and by the words of its names; nothing without one."""
    area = next((each for each in case.areas if each.id == identifier), None)
    if area is None:
        return Surroundings()
    wanted = [words for name in names_of_area(area, case) if (words := words_of_name(name))]
    outline = shapely.from_wkb(area.wkb)
    places = {
        place.id
        for place in case.places
        if place.id == area.place
        or shapely.contains_xy(outline, place.longitude, place.latitude)
        or any(is_called(name.text, words) for name in place.names for words in wanted)
    }
    telling = {word for words in wanted for word in (words - KINDS_OF_AREA or words)}
    west, south, east, north = shapely.bounds(outline).tolist()
    return Surroundings(
        places=tuple(sorted(places)),
        box=(west, south, east, north),
        elsewhere=tuple(sorted({place.id for place in case.places} - places)),
        words=tuple(sorted(telling)),
    )
