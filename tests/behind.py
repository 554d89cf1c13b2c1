"""Changes rows of a record behind its back, in either home, as somebody does who owns the file or the server."""

import psycopg

from evaluation.tampering.files import without_triggers
from groundtruce.record.addresses import Address, ServerAddress


def run_as_superuser(address: ServerAddress, *statements: str) -> None:
    """Run statements in a record's database."""
    with psycopg.connect(address.uri, options="-c search_path=groundtruce,public") as connection:
        for statement in statements:
            connection.execute(statement.encode())


def change_rows(address: Address, table: str, statement: str) -> None:
    """Change rows of a table with the triggers out of the way, which are there again afterwards."""
    if not isinstance(address, ServerAddress):
        with without_triggers(address) as connection:
            connection.execute(statement)
        return
    run_as_superuser(
        address,
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        statement,
        f"ALTER TABLE {table} ENABLE TRIGGER ALL",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grow",
        *(["ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_follow"] if table == "entries" else []),
    )


def erase_record(address: Address) -> None:
    """Take a whole record away, so that another one may be made in its place."""
    if isinstance(address, ServerAddress):
        run_as_superuser(address, "DROP SCHEMA groundtruce CASCADE")
    else:
        address.unlink()
