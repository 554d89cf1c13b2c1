"""The schema of a record in a database: the tables of the file's, and layers that a GIS opens, in PostgreSQL with PostGIS.

`docs/record-format.md` specifies the same in prose. Every statement is written for a schema named by `{schema}`: verification
makes all of it once more as temporary objects and compares the two. Texts are compared by their bytes (`COLLATE "C"`), as
SQLite does, so that both homes give their answers in one order.
"""

from groundtruce.record.geometry import SRS_ID
from groundtruce.record.homes.home import RECORDED_TABLES, Migration

SCHEMA = "groundtruce"
VIEWS = ("current_zone_shapes", "zone_versions", "incidents", "markers", "documents", "judgements")

# Where the WKB begins in a geometry's blob (`record/geometry.py`), counted from 1.
_AREA_WKB, _POINT_WKB = 41, 9


def shape_of(table: str) -> str:
    """A row's geometry, worked out from the blob in its column `geom`."""
    return f"ST_GeomFromWKB(substring(geom FROM {_AREA_WKB if table == 'zone_shapes' else _POINT_WKB}), {SRS_ID})"


_FUNCTIONS = (
    # JSON's NUL is no text to PostgreSQL, so what is shown of a body has U+FFFD in its place. The body itself keeps it.
    r"""CREATE FUNCTION fields(body text) RETURNS json LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(body, '\u0000', '\ufffd')::json $$""",
    """CREATE FUNCTION field(body text, name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT {schema}.fields(body) ->> name $$""",
    """CREATE FUNCTION moment(written text) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT written::timestamptz $$""",
    # One whose date has no beginning counts from four days before its end: what is told without a date has just happened.
    """CREATE FUNCTION days_of(begins text, ends text) RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT tstzrange(
  coalesce({schema}.moment(begins), {schema}.moment(ends) - interval '96 hours'), {schema}.moment(ends)
) $$""",
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a record only grows: % refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """CREATE FUNCTION follow_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record;
BEGIN
  SELECT seq, hash INTO before FROM {schema}.entries ORDER BY seq DESC LIMIT 1;
  IF NEW.seq IS DISTINCT FROM coalesce(before.seq, 0) + 1 OR NEW.seq > 1 AND NEW.previous IS DISTINCT FROM before.hash THEN
    RAISE EXCEPTION 'an entry follows the last one' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$""",
)

PUBLISHED = "(coalesce({schema}.field(body, 'published'), '') COLLATE \"C\")"
"""When a document was published, from a row of `entries`; empty where it does not say."""


def is_day(column: str) -> str:
    """Whether a date begins with a year, a month and a day, and is no interval."""
    return f"({column} ~ '^\\d{{4}}-\\d\\d-\\d\\d' AND {column} !~ '/')"


_DOCUMENT_INDEXES = (
    f"CREATE INDEX documents_by_day ON entries ({PUBLISHED}, seq) WHERE kind = 'document'",
    (
        f"CREATE INDEX documents_by_vague_day ON entries ({PUBLISHED}, seq) "
        f"WHERE kind = 'document' AND {PUBLISHED} <> '' AND NOT {is_day(PUBLISHED)}"
    ),
    (
        "CREATE INDEX documents_by_source ON entries ({schema}.field(body, 'copy_of')) "
        "WHERE kind = 'document' AND {schema}.field(body, 'copy_of') IS NOT NULL"
    ),
)

_MENTIONS = (
    """CREATE TABLE mentions (
  seq bigint NOT NULL,
  number bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  begins text COLLATE "C",
  ends text COLLATE "C",
  told text COLLATE "C" NOT NULL,
  stance text COLLATE "C" NOT NULL,
  realis text COLLATE "C" NOT NULL,
  parties text COLLATE "C" NOT NULL,
  place text COLLATE "C",
  longitude double precision,
  latitude double precision,
  words text COLLATE "C" NOT NULL,
  PRIMARY KEY (seq, number)
)""",
    "CREATE INDEX mentions_by_type ON mentions (type, told, seq)",
    "CREATE INDEX mentions_by_end ON mentions (type, ends, told)",
    """CREATE TABLE incident_mentions (
  mention text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (mention, seq)
)""",
)

_CHAIN = (
    """CREATE TABLE entries (
  seq bigint PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  recorded text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  previous text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL
)""",
    "CREATE INDEX entries_by_moment ON entries (recorded, seq)",
    "CREATE INDEX entries_by_subject ON entries (kind, subject, seq)",
    *_DOCUMENT_INDEXES,
    """CREATE TABLE contents (
  sha256 text COLLATE "C" PRIMARY KEY,
  bytes bytea NOT NULL
)""",
    # Uncompressed, since verification reads it piece by piece.
    "ALTER TABLE contents ALTER COLUMN bytes SET STORAGE EXTERNAL",
    # As bytes, since a text of PostgreSQL can hold no NUL.
    """CREATE TABLE texts (
  seq bigint PRIMARY KEY,
  title bytea NOT NULL,
  body bytea NOT NULL,
  words text[] COLLATE "C" NOT NULL
)""",
    "CREATE INDEX texts_by_word ON texts USING gin (words)",
    *_MENTIONS,
)

_ZONE_INDEXES = (
    "CREATE INDEX zone_shapes_by_document ON zone_shapes (document, seq)",
    # All that a series is told by, so that no shape is read to find its versions.
    (
        "CREATE INDEX zone_shapes_by_series ON zone_shapes "
        "(zone, kind, publisher, begins, ends, holder, stated_from, version, seq)"
    ),
)

_LAYER_TABLES = (
    f"""CREATE TABLE zone_shapes (
  seq bigint PRIMARY KEY,
  version text COLLATE "C" NOT NULL,
  zone text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  holder text COLLATE "C",
  stated_from text COLLATE "C" NOT NULL,
  stated_to text COLLATE "C",
  begins text COLLATE "C",
  ends text COLLATE "C",
  publisher text COLLATE "C",
  drawing_error_m double precision NOT NULL,
  drawing_error_from text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  locator text COLLATE "C" NOT NULL,
  repairs text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  geom bytea NOT NULL,
  shape geometry(MultiPolygon, {SRS_ID}) NOT NULL GENERATED ALWAYS AS ({shape_of("zone_shapes")}) STORED
)""",
    "CREATE INDEX zone_shapes_by_version ON zone_shapes (version, seq)",
    "CREATE INDEX zone_shapes_by_zone ON zone_shapes (zone, publisher, begins)",
    *_ZONE_INDEXES,
    "CREATE INDEX zone_shapes_by_shape ON zone_shapes USING gist (shape)",
    f"""CREATE TABLE incident_points (
  seq bigint PRIMARY KEY,
  incident text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  stated_date text COLLATE "C",
  begins text COLLATE "C",
  ends text COLLATE "C",
  place text COLLATE "C",
  uncertainty_km double precision,
  deaths bigint,
  deaths_low bigint,
  deaths_high bigint,
  injured bigint,
  injured_low bigint,
  injured_high bigint,
  sources bigint NOT NULL,
  accounts text COLLATE "C" NOT NULL,
  contradictions bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  geom bytea,
  shape geometry(Point, {SRS_ID}) GENERATED ALWAYS AS ({shape_of("incident_points")}) STORED,
  days tstzrange NOT NULL GENERATED ALWAYS AS ({{schema}}.days_of(begins, ends)) STORED
)""",
    "CREATE INDEX incident_points_by_days ON incident_points USING gist (days)",
    "CREATE INDEX incident_points_by_kind ON incident_points (kind, ends DESC, begins DESC)",
    "CREATE INDEX incident_points_by_shape ON incident_points USING gist (shape)",
    f"""CREATE TABLE marker_points (
  seq bigint PRIMARY KEY,
  sighting text COLLATE "C" NOT NULL,
  zone text COLLATE "C" NOT NULL,
  marker text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  stated_date text COLLATE "C" NOT NULL,
  begins text COLLATE "C",
  ends text COLLATE "C",
  seen_by text COLLATE "C",
  position_error_m double precision NOT NULL,
  position_error_from text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  locator text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  geom bytea NOT NULL,
  shape geometry(Point, {SRS_ID}) NOT NULL GENERATED ALWAYS AS ({shape_of("marker_points")}) STORED
)""",
    "CREATE INDEX marker_points_by_shape ON marker_points USING gist (shape)",
    f"""CREATE TABLE places (
  fid bigint PRIMARY KEY,
  place text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  names text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  uncertainty_km double precision NOT NULL,
  country text COLLATE "C",
  population bigint,
  source text COLLATE "C" NOT NULL,
  geom bytea NOT NULL,
  shape geometry(Point, {SRS_ID}) NOT NULL GENERATED ALWAYS AS ({shape_of("places")}) STORED
)""",
    "CREATE INDEX places_by_shape ON places USING gist (shape)",
)

_VIEWS = (
    """CREATE VIEW current_zone_shapes AS
SELECT s.* FROM zone_shapes s
WHERE NOT EXISTS (SELECT 1 FROM zone_shapes later WHERE later.version = s.version AND later.seq > s.seq)""",
    """CREATE VIEW zone_versions AS
SELECT
  s.seq AS fid,
  s.shape AS geom,
  s.zone,
  s.name,
  s.kind,
  s.holder,
  {schema}.moment(s.begins) AS valid_from,
  {schema}.moment(coalesce(s.ends, (
    SELECT min(next.begins) FROM current_zone_shapes next
    WHERE next.zone = s.zone AND next.publisher IS NOT DISTINCT FROM s.publisher AND next.begins > s.begins
  ))) AS valid_to,
  s.stated_from,
  s.stated_to,
  s.publisher,
  s.drawing_error_m,
  s.drawing_error_from,
  e.recorded,
  s.document,
  s.locator,
  s.repairs,
  s.note,
  s.version,
  coalesce({schema}.field(e.body, 'reason'), 'not stated') AS reason
FROM current_zone_shapes s JOIN entries e ON e.seq = s.seq""",
    """CREATE VIEW incidents AS
SELECT
  p.seq AS fid,
  p.shape AS geom,
  p.incident,
  p.kind,
  p.stated_date AS date,
  {schema}.moment(p.begins) AS begins,
  {schema}.moment(p.ends) AS ends,
  p.place,
  p.uncertainty_km,
  p.deaths,
  p.deaths_low,
  p.deaths_high,
  p.injured,
  p.injured_low,
  p.injured_high,
  p.sources,
  p.accounts,
  p.contradictions,
  p.reason,
  e.recorded
FROM incident_points p JOIN entries e ON e.seq = p.seq
WHERE NOT EXISTS (SELECT 1 FROM entries later
  WHERE later.kind = 'incident' AND later.subject = p.incident AND later.seq > p.seq)""",
    """CREATE VIEW markers AS
SELECT
  p.seq AS fid,
  p.shape AS geom,
  p.zone,
  p.marker,
  p.kind,
  p.stated_date AS seen,
  {schema}.moment(p.begins) AS begins,
  {schema}.moment(p.ends) AS ends,
  p.seen_by,
  p.position_error_m,
  p.position_error_from,
  e.recorded,
  p.document,
  p.locator,
  p.note,
  p.sighting
FROM marker_points p JOIN entries e ON e.seq = p.seq
WHERE NOT EXISTS (SELECT 1 FROM entries later
  WHERE later.kind = 'sighting' AND later.subject = p.sighting AND later.seq > p.seq)""",
    """CREATE VIEW documents AS
SELECT
  e.seq AS fid,
  e.subject AS sha256,
  {schema}.field(e.body, 'title') AS title,
  {schema}.field(e.body, 'publisher') AS publisher,
  {schema}.field(e.body, 'published') AS published,
  {schema}.field(e.body, 'published_from') AS published_from,
  {schema}.field(e.body, 'language') AS language,
  {schema}.field(e.body, 'media_type') AS media_type,
  {schema}.field(e.body, 'origin') AS origin,
  {schema}.field(e.body, 'retrieved') AS retrieved,
  e.recorded
FROM entries e WHERE e.kind = 'document'""",
    """CREATE VIEW judgements AS
SELECT
  e.seq AS fid,
  e.subject AS statement,
  {schema}.fields(e.body) -> 'about' ->> 'kind' AS kind,
  {schema}.field(e.body, 'by') AS judged_by,
  {schema}.field(e.body, 'decision') AS decision,
  {schema}.field(e.body, 'note') AS note,
  (SELECT min(later.recorded) FROM entries later WHERE later.kind = 'judgement' AND later.subject = e.subject
    AND {schema}.field(later.body, 'withdraws') = e.seq::text) AS withdrawn,
  e.recorded
FROM entries e WHERE e.kind = 'judgement' AND {schema}.field(e.body, 'withdraws') IS NULL""",
)


def _keep(table: str) -> Migration:
    """The statements that let a table only grow."""
    return (
        (
            f"CREATE TRIGGER {table}_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}\n"
            "FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse_change()"
        ),
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grow",
    )


# ALWAYS, so that they hold in a session that says it is a replica's too.
_TRIGGERS = (
    """CREATE TRIGGER entries_follow BEFORE INSERT ON entries
FOR EACH ROW EXECUTE FUNCTION {schema}.follow_last()""",
    "ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_follow",
    *(statement for table in RECORDED_TABLES for statement in _keep(table)),
)

STATEMENTS: tuple[str, ...] = (*_FUNCTIONS, *_CHAIN, *_LAYER_TABLES, *_VIEWS, *_TRIGGERS)
"""What makes an empty record, in order, in the schema that the search path names first."""

PRIVILEGES = (
    f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM PUBLIC",
    f"REVOKE UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {SCHEMA} FROM CURRENT_USER",
)
"""Not even the owner may change or take out rows, unless it is granted to them again. A superuser is asked by the triggers alone."""

# Version 6: where events are mentioned, in place of which types of events a reading holds; documents by day and by source.
_TO_VERSION_6: Migration = (
    "DROP TABLE mention_types",
    "DROP TRIGGER readings_listed ON entries",
    "DROP FUNCTION {schema}.list_mention_types()",
    "DROP INDEX documents_by_day",
    *_DOCUMENT_INDEXES,
    *_MENTIONS,
    *_ZONE_INDEXES,
    *_keep("mentions"),
    *_keep("incident_mentions"),
    "REVOKE ALL ON mentions, incident_mentions FROM PUBLIC",
    "REVOKE UPDATE, DELETE, TRUNCATE ON mentions, incident_mentions FROM CURRENT_USER",
)

MIGRATIONS: tuple[Migration, ...] = ((), (), (), (), _TO_VERSION_6)
"""The step at place i leads from version i + 1 to version i + 2. No database is of a version before 5, the first that had one."""
