"""What a question about some days asks of a record: only what holds, was told or was published around them.

As in `queries`, each asks the database once as of an entry, in SQL that every home understands; how many rows come back does not
grow with the record.
"""

from collections.abc import Iterable, Iterator

from groundtruce.model.asked import AskedMentions, Surroundings
from groundtruce.model.documents import Document
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record import bodies
from groundtruce.record.homes.home import Parameter, Questioned
from groundtruce.record.mentions import UNNAMED
from groundtruce.record.queries import decode_document, decode_recorded_version, decode_rows

_SLACK = 64
"""So many more of the latest mentions are looked for, since some may prove not to be of the days asked about."""

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


def list_chosen_headers(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[Document]:
    """The documents with these SHA-256 without their texts, in the order of recording."""
    rows = home.rows(
        f"SELECT seq, body FROM entries WHERE kind = 'document' AND {home.dialect.among_many('subject', 'chosen')} "  # noqa: S608
        "AND seq <= :last ORDER BY seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, decode_document)


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

    Of each publisher's series the two that begin last before and first after, so that neighbours are neighbours; what ends
    between; and what begins last before and does not end until after.
    """
    rows = home.rows(
        "SELECT e.seq, e.body, s.geom FROM (SELECT drawn.*, "  # noqa: S608  # our own text
        "DENSE_RANK() OVER (PARTITION BY zone, kind, publisher, begun < :first ORDER BY begun DESC) AS back, "
        "DENSE_RANK() OVER (PARTITION BY zone, kind, publisher, begun > :final ORDER BY begun) AS ahead, "
        "DENSE_RANK() OVER (PARTITION BY zone, kind, publisher, holder, begun < :first AND (ends IS NULL OR ends > :final) "
        f"ORDER BY begun DESC) AS standing FROM {_CURRENT} drawn) ranked "
        "JOIN entries e USING (seq) JOIN zone_shapes s USING (seq) WHERE begun BETWEEN :first AND :final "
        "OR begun > :final AND ahead <= 2 OR begun < :first AND (back <= 2 OR ranked.ends BETWEEN :first AND :final "
        "OR (ranked.ends IS NULL OR ranked.ends > :final) AND standing = 1) ORDER BY e.seq",
        first=first,
        final=final,
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_zone_version)


def list_versions_between(
    home: Questioned, *, zones: Iterable[str], first: str, final: str, last: int
) -> Iterator[ZoneVersion]:
    """The versions of some zones that begin between two moments."""
    rows = home.rows(
        f"SELECT e.seq, e.body, s.geom FROM {_CURRENT} drawn JOIN entries e USING (seq) JOIN zone_shapes s USING (seq) "  # noqa: S608
        f"WHERE {home.dialect.among('drawn.zone', 'zones')} AND begun BETWEEN :first AND :final ORDER BY e.seq",
        zones=sorted(zones),
        first=first,
        final=final,
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_zone_version)


def list_chosen_versions(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[ZoneVersion]:
    """The zone versions with these identifiers as last recorded."""
    rows = home.rows(
        "SELECT e.seq, e.body, s.geom FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'zone version' "  # noqa: S608
        f"AND {home.dialect.among_many('subject', 'chosen')} AND seq <= :last GROUP BY subject) latest "
        "JOIN entries e USING (seq) JOIN zone_shapes s USING (seq) ORDER BY e.seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_zone_version)


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


def list_subjects_between(home: Questioned, *, kind: str, after: int, last: int) -> list[str]:
    """What the entries of a kind behind one entry, up to another, are about."""
    rows = home.rows(
        "SELECT DISTINCT subject FROM entries WHERE seq > :after AND seq <= :last AND kind = :kind",
        kind=kind,
        after=after,
        last=last,
    )
    return [subject for (subject,) in rows]


def list_asked_documents(home: Questioned, *, asked: AskedMentions, first: str, final: str, last: int) -> list[str]:
    """The SHA-256 of the documents in whose latest reading mentions stand that are asked for, told of before `final`.

    `first` is the moment at which the window begins, if one is asked for. Moments are written as layers write them.
    """
    conditions, parameters = _conditions(home, asked)
    told_before = "m.told < :final"
    if asked.window_days is not None:
        told_before += " AND (m.told >= :first OR m.ends > :first)"
        parameters["first"] = first
    kept = f"FROM mentions m WHERE {home.dialect.among('m.type', 'types')} AND {told_before} AND m.seq <= :last {conditions}"
    bound = {"types": sorted(asked.types), "final": final, "last": last, **parameters}
    if asked.latest is not None:
        kept += f" AND {_ASSERTED_OR_DENIED}"
        row = home.row(
            f"SELECT m.told {kept} ORDER BY m.told DESC LIMIT 1 OFFSET :before", **bound, before=asked.latest + _SLACK
        )  # fmt: skip
        kept += " AND m.told >= :since"
        bound["since"] = row[0] if row else ""
    found = [seq for (seq,) in home.rows(f"SELECT DISTINCT m.seq {kept}", **bound)]
    rows = home.rows(
        f"SELECT r.subject FROM entries r WHERE {home.dialect.among_numbers('r.seq', 'found')} "  # noqa: S608  # our own text
        "AND NOT EXISTS (SELECT 1 FROM entries later WHERE later.kind = 'reading' AND later.subject = r.subject "
        "AND later.seq > r.seq AND later.seq <= :last)",
        found=found,
        last=last,
    )
    return [subject for (subject,) in rows]


# ---------------------------------------------------------------------------------------------------------------

# As claims assert and deny: `compare.incidents.voices`.
_ASSERTED_OR_DENIED = "(m.realis = 'denied' OR m.realis = 'happened' AND m.stance IN ('asserts', 'denies'))"


def _newest(home: Questioned, stated: str, kept: str, *, last: int) -> list[str]:
    """Of stated dates the last in their order, of which one is the newest of those that name a day; and all that name none."""
    rows = home.rows(
        f"SELECT {stated} {kept} AND {stated} BETWEEN '0' AND '9~' ORDER BY {stated} DESC LIMIT {_SLACK}", last=last
    )
    vague = home.rows(
        f"SELECT DISTINCT {stated} {kept} AND {stated} <> '' AND NOT {home.dialect.is_day(stated)}", last=last
    )
    return sorted({each for found in (rows, vague) for (each,) in found})


def _conditions(home: Questioned, asked: AskedMentions) -> tuple[str, dict[str, Parameter]]:
    """What mentions of the types must hold, and the parameters of it."""
    conditions, parameters = "", dict[str, Parameter]()
    if asked.parties:
        parties = {f"party{number}": party for number, party in enumerate((*asked.parties, UNNAMED))}
        conditions += f" AND ({' OR '.join(_has_word('m.parties', name) for name in parties)})"
        parameters |= {name: f"% {party} %" for name, party in parties.items()}
    if asked.near:
        near, bound = _near(home, asked.near)
        conditions += f" AND ({near})"
        parameters |= bound
    return conditions, parameters


def _near(home: Questioned, near: Surroundings) -> tuple[str, dict[str, Parameter]]:
    words = {f"word{number}": f"% {word} %" for number, word in enumerate(near.words)}
    ways = [home.dialect.among("m.place", "places"), *(_has_word("m.words", name) for name in words)]
    if near.box:
        west, south, east, north = near.box
        ways.append(f"m.longitude BETWEEN {west!r} AND {east!r} AND m.latitude BETWEEN {south!r} AND {north!r}")
    return " OR ".join(ways), {"places": list(near.places), **words}


def _has_word(column: str, name: str) -> str:
    return f"{column} LIKE :{name}"
