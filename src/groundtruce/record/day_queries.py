"""What a question about some days asks of a record: only what holds, was told or was published around them.

As in `queries`, each asks the database once as of an entry, in SQL that every home understands; how many rows come back does not
grow with the record.
"""

from collections.abc import Iterable, Iterator

from groundtruce.model.asked import AskedMentions
from groundtruce.model.documents import Document
from groundtruce.model.readings import Reading
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record import bodies
from groundtruce.record.homes.home import Parameter, Questioned
from groundtruce.record.mentions import UNNAMED
from groundtruce.record.queries import decode_document, decode_recorded_version, decode_rows

_SLACK = 64
"""So many more of the latest mentions are looked for, since some may prove not to be of the days asked about."""

_NEIGHBOURS = 3
"""So many versions of a series before and after: two, and one more since one may have been corrected by another's."""

# The latest entry of each zone version, each with when it begins; one without a beginning begins before all others.
_CURRENT = (
    "(SELECT s.seq, s.zone, s.kind, s.publisher, s.holder, s.stated_from, coalesce(s.begins, '') AS begun, s.ends "
    "FROM zone_shapes s WHERE s.seq <= :last AND NOT EXISTS (SELECT 1 FROM zone_shapes later "
    "WHERE later.version = s.version AND later.seq > s.seq AND later.seq <= :last))"
)


def count_documents(home: Questioned, *, last: int) -> int:
    """How many documents there are."""
    row = home.row("SELECT COUNT(*) FROM entries WHERE kind = 'document' AND seq <= :last", last=last)
    return row[0] if row else 0


def list_newest_dates(home: Questioned, *, last: int) -> list[str]:
    """The dates, as stated, among which the newest is that a document was published or a zone version becomes valid."""
    published = _newest(
        home, home.dialect.published, "FROM entries WHERE kind = 'document' AND seq <= :last", last=last
    )
    return [*published, *_newest(home, "drawn.stated_from", f"FROM {_CURRENT} drawn WHERE TRUE", last=last)]


def list_latest_documents(home: Questioned, *, number: int, last: int) -> list[str]:
    """The SHA-256 of the documents published last, at least so many if there are: all of a date or none."""
    published = home.dialect.published
    kept = "FROM entries WHERE kind = 'document' AND seq <= :last"
    row = home.row(
        f"SELECT {published} {kept} ORDER BY {published} DESC LIMIT 1 OFFSET :before", last=last, before=number - 1
    )  # fmt: skip
    rows = home.rows(
        f"SELECT subject {kept} AND {published} >= :first ORDER BY {published}",  # our own text
        last=last,
        first=row[0] if row else "",
    )
    return [subject for (subject,) in rows]


def list_chosen_headers(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[tuple[int, Document]]:
    """The documents with these SHA-256 without their texts, each with the number of its entry."""
    rows = home.rows(
        f"SELECT seq, seq, body FROM entries WHERE kind = 'document' AND {home.dialect.among_many('subject', 'chosen')} "  # noqa: S608
        "AND seq <= :last",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, lambda seq, body: (seq, decode_document(body)))


def list_told(
    home: Questioned, *, chosen: Iterable[str], partly: Iterable[str], types: Iterable[str], last: int
) -> Iterator[tuple[int, Document, Reading]]:
    """The documents with these SHA-256 that were read, each with the number of its entry and its latest reading.

    Of those `partly`, the readings hold what they tell of events of some types.
    """
    whole, wanted = frozenset(chosen), frozenset(types)
    rows = home.rows(
        "SELECT r.seq, d.seq, r.subject, d.body, r.body, t.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'reading' "  # noqa: S608
        f"AND {home.dialect.among_many('subject', 'chosen')} AND seq <= :last GROUP BY subject) latest JOIN entries r USING (seq) "
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq",
        chosen=sorted(whole.union(partly)),
        last=last,
    )

    def decode(seq: int, subject: str, header: str, body: str, text: str | bytes) -> tuple[int, Document, Reading]:
        document = decode_document(header, text)
        if subject in whole:
            return seq, document, bodies.decode_reading(body, document.text)
        return seq, document, bodies.decode_telling(body, document.text, types=wanted)

    return decode_rows(home, rows, decode)


def list_copies(home: Questioned, *, sources: Iterable[str], last: int) -> list[str]:
    """The SHA-256 of the documents that are recorded as copies of one of these."""
    copied = home.dialect.field("body", "copy_of")
    rows = home.rows(
        f"SELECT subject FROM entries WHERE kind = 'document' AND {copied} IS NOT NULL "  # noqa: S608  # our own text
        f"AND {home.dialect.among_many(copied, 'sources')} AND seq <= :last",
        sources=sorted(sources),
        last=last,
    )
    return [subject for (subject,) in rows]


def list_maps(home: Questioned, *, chosen: Iterable[str], last: int) -> list[str]:
    """Which of the documents with these SHA-256 a zone version, as last recorded, was drawn by."""
    rows = home.rows(
        "SELECT DISTINCT s.document FROM zone_shapes s WHERE s.seq <= :last "  # noqa: S608  # our own text
        f"AND {home.dialect.among_many('s.document', 'chosen')} AND NOT EXISTS (SELECT 1 FROM zone_shapes later "
        "WHERE later.version = s.version AND later.seq > s.seq AND later.seq <= :last)",
        chosen=sorted(chosen),
        last=last,
    )
    return [document for (document,) in rows]


def list_versions_around(home: Questioned, *, first: str, final: str, last: int) -> Iterator[ZoneVersion]:
    """The zone versions that begin between two moments, written as layers write them, and those on which a day between rests.

    Of each publisher's series some that begin last before and first after, so that neighbours are neighbours; what ends
    between; what begins last before and does not end until after; and what has no beginning.
    """
    # In the order of an index, so that nothing is sorted. What was corrected is left out of these few at the end.
    near = home.rows(
        "SELECT seq FROM (SELECT ranked.*, "  # noqa: S608  # our own text
        "MAX(CASE WHEN begins < :first THEN place END) OVER (PARTITION BY zone, kind, publisher) AS before, "
        "MAX(CASE WHEN begins <= :final THEN place END) OVER (PARTITION BY zone, kind, publisher) AS upto "
        "FROM (SELECT seq, zone, kind, publisher, begins, ends, "
        "DENSE_RANK() OVER (PARTITION BY zone, kind, publisher ORDER BY begins) AS place "
        "FROM zone_shapes WHERE seq <= :last) ranked) placed "
        f"WHERE begins IS NULL OR begins < :first AND (place > before - {_NEIGHBOURS} OR ends BETWEEN :first AND :final) "
        f"OR begins BETWEEN :first AND :final OR begins > :final AND place <= coalesce(upto, 0) + {_NEIGHBOURS}",
        first=first,
        final=final,
        last=last,
    )
    standing = home.rows(
        "SELECT held.seq FROM zone_shapes held JOIN (SELECT zone, kind, publisher, holder, MAX(begun) AS begun "  # noqa: S608
        f"FROM {_CURRENT} drawn WHERE begun < :first AND (ends IS NULL OR ends > :final) "
        "GROUP BY zone, kind, publisher, holder) latest ON held.zone = latest.zone AND held.kind = latest.kind "
        "AND held.begins = latest.begun WHERE held.seq <= :last",
        first=first,
        final=final,
        last=last,
    )
    return _list_numbered_versions(home, sorted({seq for rows in (near, standing) for (seq,) in rows}), last=last)


def list_versions_between(
    home: Questioned, *, zones: Iterable[str], first: str, final: str, last: int
) -> Iterator[ZoneVersion]:
    """The versions of some zones that begin between two moments."""
    rows = home.rows(
        f"SELECT seq FROM {_CURRENT} drawn WHERE {home.dialect.among('zone', 'zones')} AND begun BETWEEN :first AND :final",  # noqa: S608
        zones=sorted(zones),
        first=first,
        final=final,
        last=last,
    )
    return _list_numbered_versions(home, [seq for (seq,) in rows], last=last)


def list_chosen_versions(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[ZoneVersion]:
    """The zone versions with these identifiers as last recorded."""
    numbers = list_numbers(home, kind="zone version", chosen=chosen, last=last)
    return _list_numbered_versions(home, list(numbers.values()), last=last)


def list_chosen_corrections(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[RecordedVersion]:
    """Every entry of those of the zone versions with these identifiers that more than one entry holds."""
    among = home.dialect.among_many("subject", "chosen")
    rows = home.rows(
        "SELECT e.seq, e.seq, e.recorded, e.body, s.geom FROM entries e JOIN zone_shapes s USING (seq) "  # noqa: S608
        "WHERE e.kind = 'zone version' AND e.seq <= :last AND e.subject IN (SELECT subject FROM entries "
        f"WHERE kind = 'zone version' AND {among} AND seq <= :last GROUP BY subject HAVING COUNT(*) > 1) ORDER BY e.seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, decode_recorded_version)


def list_numbers(home: Questioned, *, kind: str, chosen: Iterable[str], last: int) -> dict[str, int]:
    """The number of the latest entry of each of the subjects of a kind."""
    rows = home.rows(
        "SELECT subject, MAX(seq) FROM entries WHERE kind = :kind "  # noqa: S608  # our own text
        f"AND {home.dialect.among_many('subject', 'chosen')} AND seq <= :last GROUP BY subject",
        kind=kind,
        chosen=sorted(chosen),
        last=last,
    )
    return dict(rows)


def list_subjects_between(home: Questioned, *, kind: str, after: int, last: int) -> list[str]:
    """What the entries of a kind behind one entry, up to another, are about."""
    rows = home.rows(
        "SELECT DISTINCT subject FROM entries WHERE seq > :after AND seq <= :last AND kind = :kind",
        kind=kind,
        after=after,
        last=last,
    )
    return [subject for (subject,) in rows]


def list_asked_documents(
    home: Questioned, *, asked: Iterable[AskedMentions], first: str, final: str, last: int
) -> set[str]:
    """The SHA-256 of the documents in whose latest reading mentions stand that are asked for, told of before `final`.

    `first` is the moment at which windows begin. Moments are written as layers write them.
    """
    # What asks for one type at any time is looked for at once.
    plain: dict[str, list[AskedMentions]] = {}
    found: set[int] = set()
    for each in asked:
        for kind in each.types:
            if each.latest is None and each.window_days is None:
                plain.setdefault(kind, []).append(each)
            else:
                found.update(_find_some(home, kind, each, first=first, final=final, last=last))
    for kind, several in plain.items():
        found.update(_find_mentions(home, kind, several, "", final=final, last=last))
    rows = home.rows(
        f"SELECT r.subject FROM entries r WHERE {home.dialect.among_numbers('r.seq', 'found')} "  # noqa: S608  # our own text
        "AND NOT EXISTS (SELECT 1 FROM entries later WHERE later.kind = 'reading' AND later.subject = r.subject "
        "AND later.seq > r.seq AND later.seq <= :last)",
        found=sorted(found),
        last=last,
    )
    return {subject for (subject,) in rows}


# ---------------------------------------------------------------------------------------------------------------

# As claims assert and deny: `compare.incidents.voices`.
_ASSERTED_OR_DENIED = "(m.realis = 'denied' OR m.realis = 'happened' AND m.stance IN ('asserts', 'denies'))"


def _list_numbered_versions(home: Questioned, numbers: list[int], *, last: int) -> Iterator[ZoneVersion]:
    """The zone versions of those of some entries that no later one superseded, in the order of these."""
    rows = home.rows(
        "SELECT e.seq, e.body, s.geom FROM entries e JOIN zone_shapes s USING (seq) "  # noqa: S608  # our own text
        f"WHERE {home.dialect.among_numbers('e.seq', 'numbers')} AND NOT EXISTS (SELECT 1 FROM zone_shapes later "
        "WHERE later.version = s.version AND later.seq > s.seq AND later.seq <= :last) ORDER BY e.seq",
        numbers=numbers,
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_zone_version)


def _newest(home: Questioned, stated: str, kept: str, *, last: int) -> list[str]:
    """Of stated dates the last in their order, of which one is the newest of those that name a day; and all that name none."""
    rows = home.rows(
        f"SELECT {stated} {kept} AND {stated} BETWEEN '0' AND '9~' ORDER BY {stated} DESC LIMIT {_SLACK}", last=last
    )
    vague = home.rows(
        f"SELECT DISTINCT {stated} {kept} AND {stated} <> '' AND NOT {home.dialect.is_day(stated)}", last=last
    )
    return sorted({each for found in (rows, vague) for (each,) in found})


def _find_some(
    home: Questioned, kind: str, asked: AskedMentions, *, first: str, final: str, last: int
) -> Iterator[int]:
    """The readings with mentions of one type that are asked for of a window, or the latest of which are."""
    if asked.latest is None:
        return _find_mentions(
            home, kind, [asked], "AND (m.told >= :first OR m.ends > :first)", first=first, final=final, last=last
        )
    # As claims assert and deny: `compare.incidents.voices`.
    said = "AND (m.realis = 'denied' OR m.realis = 'happened' AND m.stance IN ('asserts', 'denies'))"
    condition, parameters = _conditions(home, [asked])
    row = home.row(
        f"SELECT m.told FROM mentions m WHERE m.type = :kind AND m.told < :final AND m.seq <= :last {said} AND {condition} "  # noqa: S608
        "ORDER BY m.told DESC LIMIT 1 OFFSET :before",
        kind=kind,
        final=final,
        last=last,
        before=asked.latest + _SLACK,
        **parameters,
    )
    since = row[0] if row else ""
    return _find_mentions(home, kind, [asked], f"{said} AND m.told >= :since", since=since, final=final, last=last)


def _find_mentions(
    home: Questioned, kind: str, asked: Iterable[AskedMentions], further: str, **parameters: Parameter
) -> Iterator[int]:
    """The readings with mentions of one type, told of before `final`, that one of `asked` asks for."""
    condition, bound = _conditions(home, asked)
    rows = home.rows(
        "SELECT m.seq FROM mentions m WHERE m.type = :kind AND m.told < :final AND m.seq <= :last "  # noqa: S608  # our own text
        f"{further} AND {condition}",
        kind=kind,
        **parameters,
        **bound,
    )
    return (seq for (seq,) in rows)


def _conditions(home: Questioned, asked: Iterable[AskedMentions]) -> tuple[str, dict[str, Parameter]]:
    """Who takes part and where, as one of `asked` asks for it, and the parameters of that."""
    parameters = dict[str, Parameter]()
    ways = [_condition(home, each, parameters) for each in asked]
    return f"({' OR '.join(ways)})", parameters


def _condition(home: Questioned, asked: AskedMentions, parameters: dict[str, Parameter]) -> str:
    """One condition; its parameters are put among those given."""

    def bind(value: Parameter) -> str:
        parameters[name := f"asked{len(parameters)}"] = value
        return name

    conditions = ["TRUE"]
    if asked.parties:
        named = [f"m.parties LIKE :{bind(f'% {party} %')}" for party in (*asked.parties, UNNAMED)]
        conditions.append(f"({' OR '.join(named)})")
    if asked.near:
        near = [home.dialect.among("m.place", bind(list(asked.near.places)))]
        near += [f"m.words LIKE :{bind(f'% {word} %')}" for word in asked.near.words]
        if asked.near.box:
            elsewhere = home.dialect.among("m.place", bind(list(asked.near.elsewhere)))
            near.append(f"{_within(asked.near.box)} AND (m.place IS NULL OR NOT {elsewhere})")
        conditions.append(f"({' OR '.join(near)})")
    return f"({' AND '.join(conditions)})"


def _within(box: tuple[float, float, float, float]) -> str:
    west, south, east, north = box
    return f"m.longitude BETWEEN {west!r} AND {east!r} AND m.latitude BETWEEN {south!r} AND {north!r}"
