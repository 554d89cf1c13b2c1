"""The objects of a record's schema in a database, listed by what PostgreSQL makes of them."""

from groundtruce.record.homes.postgres.connections import Connection
from groundtruce.record.homes.postgres.schema import SCHEMA, STATEMENTS

# Each query gives name and definition of the objects in the namespace of the parameter.
_LISTS = (
    (
        "SELECT 'column ' || c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, "
        "a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        "WHERE c.relnamespace = %(space)s AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped"
    ),
    (
        "SELECT 'index ' || c.relname, pg_get_indexdef(i.indexrelid) || i.indisvalid::text FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = %(space)s"
    ),
    "SELECT 'view ' || c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relnamespace = %(space)s AND c.relkind = 'v'",
    (
        "SELECT 'trigger ' || t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = %(space)s AND NOT t.tgisinternal"
    ),
    (
        "SELECT 'function ' || p.proname, concat_ws(' ', pg_get_function_arguments(p.oid), p.prosrc, p.provolatile) "
        "FROM pg_proc p WHERE p.pronamespace = %(space)s"
    ),
    (
        "SELECT 'rule ' || r.rulename, r.rulename || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
        "WHERE c.relnamespace = %(space)s AND c.relkind = 'r'"
    ),
)
_OURS = ("trigger", "rule", "function")


def check_objects(connection: Connection) -> str | None:
    """What of the schema is missing, changed or added; none where all is as this release makes it. Leaves temporary objects."""
    found = _list_objects(connection, SCHEMA)
    connection.execute("SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)")
    for statement in STATEMENTS:
        connection.execute(statement.replace("{schema}", "pg_temp").encode())
    row = connection.execute("SELECT nspname::bytea FROM pg_namespace WHERE oid = pg_my_temp_schema()").fetchone()
    assert row
    expected = _list_objects(connection, row[0].decode())
    for name, definition in expected.items():
        if name not in found:
            return f"the {name} of its schema is missing"
        if found[name] != definition:
            return f"the {name} of its schema was changed"
    added = [name for name in found if name not in expected and name.startswith(_OURS)]
    return f"the {added[0]} is none of its schema" if added else None


# ---------------------------------------------------------------------------------------------------------------


def _list_objects(connection: Connection, schema: str) -> dict[str, str]:
    objects: dict[str, str] = {}
    row = connection.execute("SELECT oid::bigint FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone()
    assert row
    # Definitions name what is outside the search path with its schema.
    connection.execute("SAVEPOINT listing")
    connection.execute("SELECT set_config('search_path', 'pg_catalog', true)")
    for query in _LISTS:
        for name, definition in connection.execute(query.encode(), {"space": row[0]}):
            objects[_plain(name, schema)] = _plain(definition, schema)
    connection.execute("ROLLBACK TO SAVEPOINT listing")
    return objects


def _plain(text: bytes | str, schema: str) -> str:
    told = text.decode() if isinstance(text, bytes) else text
    return told.replace(f"{schema}.", "").replace("pg_temp.", "")
