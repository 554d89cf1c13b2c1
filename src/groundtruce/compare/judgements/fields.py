"""A statement's fields in words, as a reviewer reads and types them."""

from collections.abc import Iterable, Sequence

from groundtruce.model.claims import Attribution, Count, EventMention, MentionedPlace, Participant, Silence, Speaker
from groundtruce.model.documents import Span
from groundtruce.model.judged import ChangedField
from groundtruce.model.judgements import Statement, StatementPart
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention


def describe_fields(statement: Statement, attributions: Iterable[Attribution] = ()) -> dict[str, str]:
    """What a statement says, field by field, in the words that `correct_statement` takes; empty for nothing.

    An attribution that an event mention stands in is named by its speaker too, if it is one of `attributions`.
    """
    match statement:
        case DateMention():
            return {"date": statement.edtf or ""}
        case Toponym():
            return {"place": _say_toponym(statement)}
        case Attribution():
            speaker = statement.speaker or Speaker()
            named = {name: getattr(speaker, name) or "" for name in ("party", "name", "role", "organization")}
            return {**named, "stance": statement.stance}
        case EventMention():
            return {
                "type": statement.type,
                "realis": statement.realis,
                "date": statement.date or "",
                "place": _say_place(statement.place),
                "actors": _say_participants(statement.actors),
                "targets": _say_participants(statement.targets),
                "deaths": _say_count(statement.deaths),
                "injured": _say_count(statement.injured),
                "attribution": _say_attribution(statement.attribution, attributions),
            }
        case Silence():
            return {"parties": ", ".join(statement.parties), "about": statement.about}


def list_parts(statement: Statement) -> tuple[StatementPart, ...]:
    """What of a statement stands where in the text, as it was read."""
    named: list[tuple[str, Span | None]] = []
    if isinstance(statement, Attribution):
        named = [("source", statement.source), ("cue", statement.cue)]
    elif isinstance(statement, EventMention):
        named = [
            *(("actor", each.span) for each in statement.actors),
            *(("target", each.span) for each in statement.targets),
            ("place", statement.place.span if statement.place else None),
        ]
    return tuple(StatementPart(name=name, span=span) for name, span in named if span)


def list_changes(read: Statement, judged: Statement | None) -> tuple[ChangedField, ...]:
    """The fields in which the two differ; none where nothing was put right."""
    if judged is None:
        return ()
    before, after = describe_fields(read), describe_fields(judged)
    return tuple(ChangedField(name=n, read=before[n], judged=after[n]) for n in before if before[n] != after[n])


# ---------------------------------------------------------------------------------------------------------------


def _say_toponym(toponym: Toponym) -> str:
    return f"{toponym.name} ({toponym.gazetteer_id})" if toponym.gazetteer_id else ""


def _say_place(place: MentionedPlace | None) -> str:
    if place is None:
        return ""
    known = place.gazetteer_id or (
        f"{place.longitude:g},{place.latitude:g}" if place.longitude is not None and place.latitude is not None else ""
    )
    return f"{place.text} ({known})" if known else place.text


def _say_attribution(identifier: str | None, attributions: Iterable[Attribution]) -> str:
    speaker = next((each.speaker for each in attributions if each.id == identifier), None)
    named = (speaker.name or speaker.organization or speaker.role or speaker.party) if speaker else None
    return f"{identifier} ({named})" if identifier and named else identifier or ""


def _say_participants(participants: Sequence[Participant]) -> str:
    return ", ".join(dict.fromkeys(each.party or each.text for each in participants))


def _say_count(count: Count | None) -> str:
    if count is None:
        return ""
    number = (
        f"{count.low}+"
        if count.high is None
        else f"{count.low}-{count.high}"
        if count.high != count.low
        else f"{count.low}"
    )
    return f"{number} {count.who}".strip()
