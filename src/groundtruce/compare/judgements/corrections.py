"""A statement with some of its fields put right, as a reviewer typed them."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from msgspec import structs

from groundtruce.compare.incidents.voices import find_party
from groundtruce.compare.judgements.entered_values import find_place, parse_count, parse_edtf, parse_party, split_items
from groundtruce.model.cases import Case
from groundtruce.model.claims import (
    Attribution,
    EventMention,
    EventType,
    MentionedPlace,
    Participant,
    Realis,
    Silence,
    Speaker,
    Stance,
)
from groundtruce.model.documents import Span
from groundtruce.model.judgements import Statement, kind_of
from groundtruce.model.places import Toponym, display_name
from groundtruce.model.readings import DateMention

_S = TypeVar("_S", bound=Statement)


def correct_statement(statement: _S, changes: Mapping[str, str], *, case: Case) -> _S:
    """The statement with the fields of `changes` put right; an empty text takes a value away.

    Raises `ValueError` with one clause for a field that it does not have and for a value that is none.
    """
    setters = _SETTERS[kind_of(statement)]
    corrected: Any = statement
    for name, text in changes.items():
        if name not in setters:
            raise ValueError(f"{name!r} is no field of {_article(kind_of(statement))}, which has {', '.join(setters)}")
        try:
            corrected = setters[name](_Field(corrected, text.strip(), case))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    fixed: _S = corrected
    return fixed


# ---------------------------------------------------------------------------------------------------------------


class _Field(NamedTuple, Generic[_S]):
    """What a setter is given: the statement, the text for one of its fields, and the case."""

    statement: _S
    text: str
    case: Case


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "ae" else f"a {kind}"


def _set_choice(name: str, choices: Any) -> Callable[[_Field[_S]], _S]:
    allowed = get_args(choices)

    def change(field: _Field[_S]) -> _S:
        if field.text not in allowed:
            raise ValueError(f"{field.text!r} is none of {', '.join(allowed)}")
        return structs.replace(field.statement, **{name: field.text})

    return change


def _set_date(field: _Field[DateMention]) -> DateMention:
    edtf = parse_edtf(field.text)
    return structs.replace(field.statement, edtf=edtf, value=edtf or field.statement.value, anchor=None)


def _set_event_date(field: _Field[EventMention]) -> EventMention:
    return structs.replace(field.statement, date=parse_edtf(field.text))


def _set_toponym(field: _Field[Toponym]) -> Toponym:
    place = find_place(field.text, case=field.case) if field.text else None
    return structs.replace(
        field.statement,
        name=display_name(place) if place else field.statement.text,
        gazetteer_id=place.id if place else None,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
        uncertainty_km=place.uncertainty_km if place else None,
        kind=place.kind if place else None,
        alternatives=(),
    )


def _set_event_place(field: _Field[EventMention]) -> EventMention:
    mention = field.statement
    place = find_place(field.text, case=field.case) if field.text else None
    if place is None:
        return structs.replace(mention, place=None)
    return structs.replace(
        mention,
        place=MentionedPlace(
            text=display_name(place),
            span=mention.span,
            gazetteer_id=place.id if not place.id.startswith("point:") else None,
            longitude=place.longitude,
            latitude=place.latitude,
            uncertainty_km=place.uncertainty_km,
        ),
    )


def _set_speaker(name: str) -> Callable[[_Field[Attribution]], Attribution]:
    def change(field: _Field[Attribution]) -> Attribution:
        value = (parse_party(field.text, case=field.case) if name == "party" else field.text) if field.text else None
        speaker = structs.replace(field.statement.speaker or Speaker(), **{name: value})
        return structs.replace(field.statement, speaker=None if speaker == Speaker() else speaker)

    return change


def _set_participants(name: str) -> Callable[[_Field[EventMention]], EventMention]:
    def change(field: _Field[EventMention]) -> EventMention:
        known = {each.party or each.text: each for each in getattr(field.statement, name)}
        parties = [item if item in known else parse_party(item, case=field.case) for item in split_items(field.text)]
        chosen = tuple(known.get(party) or _participant(party, field.statement.span, field.case) for party in parties)
        return structs.replace(field.statement, **{name: chosen})

    return change


def _participant(party: str, span: Span, case: Case) -> Participant:
    name = next(each.name for each in case.parties if each.id == party)
    return Participant(text=name, span=span, party=party)


def _set_count(name: str) -> Callable[[_Field[EventMention]], EventMention]:
    def change(field: _Field[EventMention]) -> EventMention:
        return structs.replace(field.statement, **{name: parse_count(field.text)})

    return change


def _set_attribution(field: _Field[EventMention]) -> EventMention:
    identifier, _, _ = field.text.partition(" ")
    return structs.replace(field.statement, attribution=identifier or None)


def _set_silent(field: _Field[Silence]) -> Silence:
    # A party that the case does not know stays in the text's own words.
    parties = tuple(find_party(item, case=field.case) or item for item in split_items(field.text))
    return structs.replace(field.statement, parties=parties)


def _set_about(field: _Field[Silence]) -> Silence:
    return structs.replace(field.statement, about=field.text)


_SETTERS: Mapping[str, Mapping[str, Callable[[_Field[Any]], Any]]] = {
    "date": {"date": _set_date},
    "toponym": {"place": _set_toponym},
    "attribution": {
        **{name: _set_speaker(name) for name in ("party", "name", "role", "organization")},
        "stance": _set_choice("stance", Stance),
    },
    "event": {
        "type": _set_choice("type", EventType),
        "realis": _set_choice("realis", Realis),
        "date": _set_event_date,
        "place": _set_event_place,
        "actors": _set_participants("actors"),
        "targets": _set_participants("targets"),
        "deaths": _set_count("deaths"),
        "injured": _set_count("injured"),
        "attribution": _set_attribution,
    },
    "silence": {"parties": _set_silent, "about": _set_about},
}
