"""The schema of a record in a file: a GeoPackage 1.3 (OGC 12-128r17) with a chain of entries and the layers that show it.

`docs/record-format.md` specifies the same in prose. A later version appends its step to `MIGRATIONS`; a step must leave
exactly the objects that `STATEMENTS` makes, since verification compares a record's objects with these.
"""

import sqlite3

from groundtruce.record.geometry import SRS_ID
from groundtruce.record.homes.home import RECORDED_TABLES, Migration

APPLICATION_ID = int.from_bytes(b"GPKG", "big")
GEOPACKAGE_VERSION = 10300

LAYERS = {"zone_versions": "MULTIPOLYGON", "incidents": "POINT", "markers": "POINT", "places": "POINT"}
"""What a GIS lists, with the type of its geometry. Its R-tree is `rtree_<layer>_geom`."""

_GEOPACKAGE = (
    """CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
)""",
    """CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
)""",
    """CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
)""",
    """CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)""",
)

_CHAIN = (
    """CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (typeof(kind) = 'text'),
  subject TEXT NOT NULL CHECK (typeof(subject) = 'text'),
  recorded TEXT NOT NULL CHECK (typeof(recorded) = 'text'),
  body TEXT NOT NULL CHECK (typeof(body) = 'text'),
  previous TEXT NOT NULL CHECK (typeof(previous) = 'text'),
  hash TEXT NOT NULL CHECK (typeof(hash) = 'text')
)""",
    "CREATE INDEX entries_by_moment ON entries (recorded)",
    "CREATE INDEX entries_by_subject ON entries (kind, subject)",
    """CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE seq >= NEW.seq)
  OR NEW.previous IS NOT (SELECT hash FROM entries WHERE seq = NEW.seq - 1) AND NEW.seq > 1
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END""",
    """CREATE TABLE contents (
  sha256 TEXT PRIMARY KEY NOT NULL CHECK (typeof(sha256) = 'text'),
  bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob')
)""",
    """CREATE TABLE texts (
  seq INTEGER PRIMARY KEY,
  title TEXT NOT NULL CHECK (typeof(title) = 'text'),
  body TEXT NOT NULL CHECK (typeof(body) = 'text')
)""",
    """CREATE VIRTUAL TABLE text_index USING fts5(
  title, body, content='texts', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
)""",
    """CREATE TRIGGER texts_indexed AFTER INSERT ON texts
BEGIN INSERT INTO text_index (rowid, title, body) VALUES (NEW.seq, NEW.title, NEW.body); END""",
)


def _list_mention_types(entries: str) -> str:
    """Which types of events the readings among `entries` hold, as rows of `mention_types`."""
    return (
        "INSERT INTO mention_types (seq, type) SELECT DISTINCT e.seq, json_extract(m.value, '$.type')\n"
        f"FROM {entries} e, json_each(e.body, '$.event_mentions') m WHERE e.kind = 'reading'"
    )


# Which readings tell of a type of event: what version 5 had.
_MENTION_TYPES: Migration = (
    """CREATE TABLE mention_types (
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (seq, type)
) WITHOUT ROWID""",
    "CREATE INDEX mention_types_by_type ON mention_types (type)",
    f"""CREATE TRIGGER readings_listed AFTER INSERT ON entries WHEN NEW.kind = 'reading'
BEGIN {_list_mention_types("(SELECT NEW.seq AS seq, NEW.kind AS kind, NEW.body AS body)")}; END""",
)


def field_of(column: str, name: str) -> str:
    """A field of a body. What is no JSON has none: that is for verification to say, and not for an index over it."""
    return f"CASE WHEN json_valid({column}) THEN json_extract({column}, '$.{name}') END"


PUBLISHED = f"coalesce({field_of('body', 'published')}, '')"
"""When a document was published, from a row of `entries`; empty where it does not say."""


def is_day(column: str) -> str:
    """Whether a date begins with a year, a month and a day, and is no interval."""
    return f"({column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' AND {column} NOT GLOB '*/*')"


_DOCUMENT_INDEXES: Migration = (
    f"CREATE INDEX documents_by_day ON entries ({PUBLISHED}) WHERE kind = 'document'",
    (
        f"CREATE INDEX documents_by_vague_day ON entries ({PUBLISHED}) "
        f"WHERE kind = 'document' AND {PUBLISHED} <> '' AND NOT {is_day(PUBLISHED)}"
    ),
    (
        f"CREATE INDEX documents_by_source ON entries ({field_of('body', 'copy_of')}) "
        f"WHERE kind = 'document' AND {field_of('body', 'copy_of')} IS NOT NULL"
    ),
)
_ZONE_INDEXES: Migration = (
    "CREATE INDEX zone_shapes_by_document ON zone_shapes (document)",
    # All that a series is told by, so that no shape is read to find its versions.
    (
        "CREATE INDEX zone_shapes_by_series ON zone_shapes "
        "(zone, kind, publisher, begins, ends, holder, stated_from, version)"
    ),
)

# Where events are mentioned, so that a question about some looks into no other reading.
_MENTIONS: Migration = (
    """CREATE TABLE mentions (
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  type TEXT NOT NULL,
  begins TEXT,
  ends TEXT,
  told TEXT NOT NULL,
  stance TEXT NOT NULL,
  realis TEXT NOT NULL,
  parties TEXT NOT NULL,
  place TEXT,
  longitude DOUBLE,
  latitude DOUBLE,
  words TEXT NOT NULL,
  PRIMARY KEY (seq, number)
) WITHOUT ROWID""",
    "CREATE INDEX mentions_by_type ON mentions (type, told)",
    "CREATE INDEX mentions_by_end ON mentions (type, ends, told)",
    """CREATE TABLE incident_mentions (
  mention TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (mention, seq)
) WITHOUT ROWID""",
)

# A view's column has a type in GDAL's and QGIS's eyes only if it comes straight from a table's, through scalar subqueries
# at most. So what a layer shows is spread out in columns here; verification derives each row again from its entry.
_MARKER_POINTS = """CREATE TABLE marker_points (
  seq INTEGER PRIMARY KEY,
  sighting TEXT NOT NULL,
  zone TEXT NOT NULL,
  marker TEXT NOT NULL,
  kind TEXT NOT NULL,
  stated_date TEXT NOT NULL,
  begins DATETIME,
  ends DATETIME,
  seen_by TEXT,
  position_error_m DOUBLE NOT NULL,
  position_error_from TEXT NOT NULL,
  document TEXT NOT NULL,
  locator TEXT NOT NULL,
  note TEXT NOT NULL,
  geom POINT NOT NULL CHECK (typeof(geom) = 'blob')
)"""
_LAYER_TABLES = (
    """CREATE TABLE zone_shapes (
  seq INTEGER PRIMARY KEY,
  version TEXT NOT NULL,
  zone TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  holder TEXT,
  stated_from TEXT NOT NULL,
  stated_to TEXT,
  begins DATETIME,
  ends DATETIME,
  publisher TEXT,
  drawing_error_m DOUBLE NOT NULL,
  drawing_error_from TEXT NOT NULL,
  document TEXT NOT NULL,
  locator TEXT NOT NULL,
  repairs TEXT NOT NULL,
  note TEXT NOT NULL,
  geom MULTIPOLYGON NOT NULL CHECK (typeof(geom) = 'blob')
)""",
    "CREATE INDEX zone_shapes_by_version ON zone_shapes (version)",
    "CREATE INDEX zone_shapes_by_zone ON zone_shapes (zone, publisher, begins)",
    *_ZONE_INDEXES,
    """CREATE TABLE incident_points (
  seq INTEGER PRIMARY KEY,
  incident TEXT NOT NULL,
  kind TEXT NOT NULL,
  stated_date TEXT,
  begins DATETIME,
  ends DATETIME,
  place TEXT,
  uncertainty_km DOUBLE,
  deaths INTEGER,
  deaths_low INTEGER,
  deaths_high INTEGER,
  injured INTEGER,
  injured_low INTEGER,
  injured_high INTEGER,
  sources INTEGER NOT NULL,
  accounts TEXT NOT NULL,
  contradictions INTEGER NOT NULL,
  reason TEXT NOT NULL,
  geom POINT CHECK (typeof(geom) IN ('blob', 'null'))
)""",
    _MARKER_POINTS,
    """CREATE TABLE places (
  fid INTEGER PRIMARY KEY,
  place TEXT NOT NULL,
  name TEXT NOT NULL,
  names TEXT NOT NULL,
  kind TEXT NOT NULL,
  uncertainty_km DOUBLE NOT NULL,
  country TEXT,
  population INTEGER,
  source TEXT NOT NULL,
  geom POINT NOT NULL CHECK (typeof(geom) = 'blob')
)""",
)

_ZONE_VERSIONS = """CREATE VIEW zone_versions AS
SELECT
  s.seq AS OGC_FID,
  s.geom AS geom,
  s.zone AS zone,
  s.name AS name,
  s.kind AS kind,
  s.holder AS holder,
  s.begins AS valid_from,
  (SELECT moment FROM (
    SELECT ends AS moment, 0 AS inferred FROM zone_shapes WHERE seq = s.seq AND ends IS NOT NULL
    UNION ALL
    SELECT next.begins, 1 FROM current_zone_shapes next
    WHERE next.zone = s.zone AND next.publisher IS s.publisher AND next.begins > s.begins
  ) ORDER BY inferred, moment LIMIT 1) AS valid_to,
  s.stated_from AS stated_from,
  s.stated_to AS stated_to,
  s.publisher AS publisher,
  s.drawing_error_m AS drawing_error_m,
  s.drawing_error_from AS drawing_error_from,
  e.recorded AS recorded,
  s.document AS document,
  s.locator AS locator,
  s.repairs AS repairs,
  s.note AS note,
  s.version AS version,
  COALESCE(json_extract(e.body, '$.reason'), 'not stated') AS reason
FROM current_zone_shapes s JOIN entries e ON e.seq = s.seq"""
_MARKERS = """CREATE VIEW markers AS
SELECT
  p.seq AS OGC_FID,
  p.geom AS geom,
  p.zone AS zone,
  p.marker AS marker,
  p.kind AS kind,
  p.stated_date AS seen,
  p.begins AS begins,
  p.ends AS ends,
  p.seen_by AS seen_by,
  p.position_error_m AS position_error_m,
  p.position_error_from AS position_error_from,
  e.recorded AS recorded,
  p.document AS document,
  p.locator AS locator,
  p.note AS note,
  p.sighting AS sighting
FROM marker_points p JOIN entries e ON e.seq = p.seq
WHERE NOT EXISTS (SELECT 1 FROM entries later
  WHERE later.kind = 'sighting' AND later.subject = p.sighting AND later.seq > p.seq)"""
_JUDGEMENTS = """CREATE VIEW judgements AS
SELECT
  e.seq AS OGC_FID,
  e.subject AS statement,
  json_extract(e.body, '$.about.kind') AS kind,
  json_extract(e.body, '$.by') AS judged_by,
  json_extract(e.body, '$.decision') AS decision,
  json_extract(e.body, '$.note') AS note,
  (SELECT MIN(later.recorded) FROM entries later WHERE later.kind = 'judgement' AND later.subject = e.subject
    AND json_extract(later.body, '$.withdraws') = e.seq) AS withdrawn,
  e.recorded AS recorded
FROM entries e WHERE e.kind = 'judgement' AND json_extract(e.body, '$.withdraws') IS NULL"""
_VIEWS = (
    """CREATE VIEW current_zone_shapes AS
SELECT s.* FROM zone_shapes s
WHERE NOT EXISTS (SELECT 1 FROM zone_shapes later WHERE later.version = s.version AND later.seq > s.seq)""",
    _ZONE_VERSIONS,
    _MARKERS,
    _JUDGEMENTS,
    """CREATE VIEW incidents AS
SELECT
  p.seq AS OGC_FID,
  p.geom AS geom,
  p.incident AS incident,
  p.kind AS kind,
  p.stated_date AS date,
  p.begins AS begins,
  p.ends AS ends,
  p.place AS place,
  p.uncertainty_km AS uncertainty_km,
  p.deaths AS deaths,
  p.deaths_low AS deaths_low,
  p.deaths_high AS deaths_high,
  p.injured AS injured,
  p.injured_low AS injured_low,
  p.injured_high AS injured_high,
  p.sources AS sources,
  p.accounts AS accounts,
  p.contradictions AS contradictions,
  p.reason AS reason,
  e.recorded AS recorded
FROM incident_points p JOIN entries e ON e.seq = p.seq
WHERE NOT EXISTS (SELECT 1 FROM entries later
  WHERE later.kind = 'incident' AND later.subject = p.incident AND later.seq > p.seq)""",
    """CREATE VIEW documents AS
SELECT
  e.seq AS OGC_FID,
  e.subject AS sha256,
  t.title AS title,
  json_extract(e.body, '$.publisher') AS publisher,
  json_extract(e.body, '$.published') AS published,
  json_extract(e.body, '$.published_from') AS published_from,
  json_extract(e.body, '$.language') AS language,
  json_extract(e.body, '$.media_type') AS media_type,
  json_extract(e.body, '$.origin') AS origin,
  json_extract(e.body, '$.retrieved') AS retrieved,
  e.recorded AS recorded
FROM texts t CROSS JOIN entries e ON e.seq = t.seq""",
)


def _forbid(action: str, table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_keep_from_{action.lower()} BEFORE {action} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, 'a record only grows: {table} refuses {action}'); END"
    )


def _forbid_replacing(table: str, key: str) -> str:
    # INSERT OR REPLACE takes rows out without asking the triggers on DELETE.
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  # our own names
    return (
        f"CREATE TRIGGER {table}_keep_from_replacing BEFORE INSERT ON {table} WHEN {taken}\n"
        f"BEGIN SELECT RAISE(ABORT, 'a record only grows: {table} refuses REPLACE'); END"
    )


_KEYS = {
    "contents": "sha256",
    "texts": "seq",
    "zone_shapes": "seq",
    "incident_points": "seq",
    "marker_points": "seq",
    "places": "fid",
}


def _index_shapes_of(layer: str) -> str:
    return f"CREATE VIRTUAL TABLE rtree_{layer}_geom USING rtree(id, minx, maxx, miny, maxy)"


def _register(layer: str, kind: str) -> Migration:
    """The statements that list a layer in a GeoPackage's own tables, as `create_schema` does."""
    rows = {
        "gpkg_contents (table_name, data_type, identifier, srs_id)": f"'{layer}', 'features', '{layer}', {SRS_ID}",
        "gpkg_geometry_columns": f"'{layer}', 'geom', '{kind}', {SRS_ID}, 0, 0",
        "gpkg_extensions": f"'{layer}', 'geom', 'gpkg_rtree_index', '{_RTREE_DEFINITION}', 'write-only'",
    }
    return tuple(f"INSERT INTO {table} VALUES ({row})" for table, row in rows.items())  # noqa: S608  # our own names


_RTREE_DEFINITION = "http://www.geopackage.org/spec130/#extension_rtree"

# Version 2: markers, and why a zone version was published.
_TO_VERSION_2: Migration = (
    _MARKER_POINTS,
    "DROP VIEW zone_versions",
    _ZONE_VERSIONS,
    _MARKERS,
    _index_shapes_of("markers"),
    *(_forbid(action, "marker_points") for action in ("UPDATE", "DELETE")),
    _forbid_replacing("marker_points", "seq"),
    *_register("markers", "POINT"),
)

# Version 3: entries of the kind `trace`, which nothing stands beside.
_TO_VERSION_3: Migration = ()

# Version 4: judgements; and entries of the kind `capture`, which nothing stands beside.
_TO_VERSION_4: Migration = (
    _JUDGEMENTS,
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('judgements', 'attributes', 'judgements')",
)

# Version 5: which readings tell of which types of events.
_TO_VERSION_5: Migration = (
    *_MENTION_TYPES,
    _list_mention_types("entries"),
    *(_forbid(action, "mention_types") for action in ("UPDATE", "DELETE")),
)

# Version 6: where events are mentioned, in place of which types of events a reading holds; documents by day and by source.
_TO_VERSION_6: Migration = (
    "DROP TRIGGER readings_listed",
    "DROP TABLE mention_types",
    *_MENTIONS,
    *_DOCUMENT_INDEXES,
    *_ZONE_INDEXES,
    *(_forbid(action, table) for table in ("mentions", "incident_mentions") for action in ("UPDATE", "DELETE")),
)

MIGRATIONS: tuple[Migration, ...] = (_TO_VERSION_2, _TO_VERSION_3, _TO_VERSION_4, _TO_VERSION_5, _TO_VERSION_6)
"""The step at place i leads from version i + 1 to version i + 2."""

STATEMENTS: tuple[str, ...] = (
    *_GEOPACKAGE,
    *_CHAIN,
    *_DOCUMENT_INDEXES,
    *_MENTIONS,
    *_LAYER_TABLES,
    *_VIEWS,
    *(_index_shapes_of(layer) for layer in LAYERS),
    *(_forbid(action, table) for table in RECORDED_TABLES for action in ("UPDATE", "DELETE")),
    *(_forbid_replacing(table, key) for table, key in _KEYS.items()),
)
"""What makes an empty record, in order."""

_WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)

REGISTRATIONS: dict[str, tuple[tuple[str | int | None, ...], ...]] = {
    "gpkg_spatial_ref_sys": (
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
        ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, _WGS_84, "longitude and latitude in degrees on WGS 84"),
    ),
    "gpkg_geometry_columns": tuple((layer, "geom", kind, SRS_ID, 0, 0) for layer, kind in LAYERS.items()),
    "gpkg_extensions": tuple((layer, "geom", "gpkg_rtree_index", _RTREE_DEFINITION, "write-only") for layer in LAYERS),
}
"""The rows of a GeoPackage's own tables that never change; `gpkg_contents` also holds extents and moments."""

CONTENTS: dict[str, tuple[str, int | None]] = {
    **dict.fromkeys(LAYERS, ("features", SRS_ID)),
    "documents": ("attributes", None),
    "judgements": ("attributes", None),
}
"""What `gpkg_contents` lists: its data type and reference system. With an `attributes` row, GDAL shows only what is listed."""


def create_schema(connection: sqlite3.Connection) -> None:
    """Make an empty record in an empty database, within the caller's transaction."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
    for statement in STATEMENTS:
        connection.execute(statement)
    for table, rows in REGISTRATIONS.items():
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608  # our own names
    for name, (data_type, srs) in CONTENTS.items():
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
            (name, data_type, name, srs),
        )


def list_objects(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Every table, index, view and trigger that was made by a statement: its name, the table it is on, the statement."""
    rows = connection.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: (table, sql) for name, table, sql in rows}


def expected_objects() -> dict[str, tuple[str, str]]:
    """The objects of an unspoilt record, as `list_objects` lists them."""
    connection = sqlite3.connect(":memory:")
    try:
        create_schema(connection)
        return list_objects(connection)
    finally:
        connection.close()
