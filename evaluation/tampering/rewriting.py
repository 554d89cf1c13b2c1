"""A history that is rewritten whole: the record told again from its first entry with something changed, every hash as it must be.

It is what somebody does who keeps the file and has this program. Such a record holds in itself.
"""

import random
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from evaluation.tampering.files import count_entries, read_entry
from groundtruce.model.cases import Case
from groundtruce.model.ids import digest
from groundtruce.model.times import parse_moment
from groundtruce.record import bodies
from groundtruce.record.additions import Addition
from groundtruce.record.chain import Entry
from groundtruce.record.homes.geopackage.connections import connect_for_reading
from groundtruce.record.records import Record


class Told(NamedTuple):
    """What was recorded together, and when."""

    moment: datetime
    addition: Addition


class History(NamedTuple):
    """All that a record was told."""

    case: Case
    begun: datetime
    told: tuple[Told, ...]


def read_history(path: Path) -> History:
    """What a record was told, in its order; a migration is passed over."""
    with closing(connect_for_reading(path)) as connection:
        entries = [read_entry(connection, seq) for seq in range(1, count_entries(connection) + 1)]
        case = bodies.decode_case(entries[0].body)
        texts = dict(connection.execute("SELECT e.subject, t.body FROM texts t JOIN entries e USING (seq)"))
        contents = dict(connection.execute("SELECT sha256, bytes FROM contents"))
        shapes = dict(connection.execute("SELECT seq, geom FROM zone_shapes"))
    moments: dict[str, list[Entry]] = {}
    for entry in entries[1:]:
        if entry.kind != "migration":
            moments.setdefault(entry.recorded, []).append(entry)
    told = (Told(parse_moment(moment), _decode(each, texts, contents, shapes)) for moment, each in moments.items())
    return History(case, parse_moment(entries[0].recorded), tuple(told))


def write_history(path: Path, history: History) -> None:
    """Make a new record and tell it a history."""
    with Record.create(path, case=history.case, now=history.begun) as record:
        for moment, addition in history.told:
            record.append(addition, now=moment)


def rewrite(history: History, chance: random.Random) -> History:
    """A history that differs in one thing; never the same."""
    changed = chance.choice(_REWRITINGS)(history, chance)
    return changed if changed != history else rewrite(history, chance)


# ---------------------------------------------------------------------------------------------------------------------


def _decode(
    entries: Iterable[Entry], texts: dict[str, str], contents: dict[str, bytes], shapes: dict[int, bytes]
) -> Addition:
    found: dict[str, list[Any]] = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(_DECODERS[entry.kind](entry, texts, shapes))
    (document, *_), (reading, *_) = found.get("document", [None]), found.get("reading", [None])
    return Addition(
        document=document,
        content=contents[document.sha256] if document else b"",
        reading=reading,
        zone_versions=tuple(found.get("zone version", ())),
        incidents=tuple(found.get("incident", ())),
        sightings=tuple(found.get("sighting", ())),
        judgements=tuple(found.get("judgement", ())),
        traces=tuple(found.get("trace", ())),
        captures=tuple(found.get("capture", ())),
    )


_DECODERS: dict[str, Callable[[Entry, dict[str, str], dict[int, bytes]], Any]] = {
    "document": lambda entry, texts, _: bodies.decode_document(entry.body, texts[entry.subject]),
    "reading": lambda entry, texts, _: bodies.decode_reading(entry.body, texts[entry.subject]),
    "zone version": lambda entry, _, shapes: bodies.decode_zone_version(entry.body, shapes[entry.seq]),
    "incident": lambda entry, *_: bodies.decode_incident(entry.body),
    "sighting": lambda entry, *_: bodies.decode_sighting(entry.body),
    "judgement": lambda entry, *_: bodies.decode_judgement(entry.body),
    "trace": lambda entry, *_: bodies.decode_trace(entry.body),
    "capture": lambda entry, *_: bodies.decode_capture(entry.body),
}


def _change_bytes(history: History, chance: random.Random) -> History:
    """Give a document other bytes, under whose hash everything that speaks of it now speaks of it."""
    place = chance.choice([place for place, told in enumerate(history.told) if told.addition.document])
    addition = history.told[place].addition
    assert addition.document
    old, content = addition.document.sha256, addition.content + b"\n" * chance.randrange(1, 9)
    document = replace(addition.document, size=len(content))
    changed = _change(history, place, replace(addition, document=document, content=content))
    return changed._replace(told=tuple(_rename(told, old, digest(content)) for told in changed.told))


def _rename(told: Told, old: str, new: str) -> Told:
    content = msgspec.json.encode(told.addition).replace(old.encode(), new.encode())
    return told._replace(addition=msgspec.json.decode(content, type=Addition))


def _change_what_happened(history: History, chance: random.Random) -> History:
    """Let an incident be told by more sources, or be of another day."""
    place, addition = _choose(history, chance, "incidents")
    kept = list(addition.incidents)
    number = chance.randrange(len(kept))
    kept[number] = replace(kept[number], sources=kept[number].sources + chance.randrange(1, 9))
    return _change(history, place, replace(addition, incidents=tuple(kept)))


def _change_a_map(history: History, chance: random.Random) -> History:
    """Let a boundary be drawn more, or less, exactly than its source says."""
    place, addition = _choose(history, chance, "zone_versions")
    drawn = tuple(
        replace(version, drawing_error_m=version.drawing_error_m + chance.randrange(1, 500))
        for version in addition.zone_versions
    )
    return _change(history, place, replace(addition, zone_versions=drawn))


def _leave_out(history: History, chance: random.Random) -> History:
    """Leave out an incident, as if it had never been told."""
    place, addition = _choose(history, chance, "incidents")
    kept = list(addition.incidents)
    del kept[chance.randrange(len(kept))]
    return _change(history, place, replace(addition, incidents=tuple(kept)))


def _cut_off(history: History, chance: random.Random) -> History:
    """Leave out the end."""
    return history._replace(told=history.told[: chance.randrange(len(history.told))])


def _change_moment(history: History, chance: random.Random) -> History:
    """Let something have been recorded a little earlier than it was."""
    place = chance.randrange(len(history.told))
    moment, addition = history.told[place]
    before = history.told[place - 1].moment if place else history.begun
    earlier = before + chance.random() * (moment - before)
    told = Told(max(earlier, before + timedelta(microseconds=1)), addition)
    return history._replace(told=(*history.told[:place], told, *history.told[place + 1 :]))


_REWRITINGS = (_change_bytes, _change_what_happened, _change_a_map, _leave_out, _cut_off, _change_moment)


def _choose(history: History, chance: random.Random, part: str) -> tuple[int, Addition]:
    """An addition with at least one of a part, and its place."""
    places = [place for place, told in enumerate(history.told) if getattr(told.addition, part)]
    place = chance.choice(places)
    return place, history.told[place].addition


def _change(history: History, place: int, addition: Addition) -> History:
    told = history.told[place]._replace(addition=addition)
    return history._replace(told=(*history.told[:place], told, *history.told[place + 1 :]))
