"""The homes of records: a file, or a database on a server."""

from typing import TYPE_CHECKING

from groundtruce.errors import UnusableInput
from groundtruce.record.additions import Rows
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.record.homes.geopackage.files import stamp_file
from groundtruce.record.homes.geopackage.home import GeoPackage
from groundtruce.record.homes.home import Home, Stamp

if TYPE_CHECKING:
    from groundtruce.record.homes.postgres.home import Postgres


def create_home(address: Address, rows: Rows) -> None:
    """Make a record whose first transaction writes these rows: whole, or not at all."""
    if isinstance(address, ServerAddress):
        _load_postgres(address).create(address, rows)
    else:
        GeoPackage.create(address, rows)


def holds_home(address: Address) -> bool:
    """Whether something is there already under this name that may be a record."""
    return _load_postgres(address).exists(address) if isinstance(address, ServerAddress) else address.exists()


def open_home(address: Address, *, writable: bool) -> Home:
    """Open a record of whatever version of the schema. Raises `UnusableInput` for what is none."""
    if isinstance(address, ServerAddress):
        return _load_postgres(address).open(address, writable=writable)
    return GeoPackage.open(address, writable=writable)


def stamp_home(address: Address) -> Stamp | None:
    """What differs once a record was written to; none where only asking the record tells."""
    return None if isinstance(address, ServerAddress) else stamp_file(address)


# ---------------------------------------------------------------------------------------------------------------


def _load_postgres(address: ServerAddress) -> "type[Postgres]":
    try:
        from groundtruce.record.homes.postgres.home import Postgres  # noqa: PLC0415 - the extra `postgres`
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("groundtruce"):
            raise
        raise UnusableInput(address, "needs the extra postgres: pip install 'groundtruce[postgres]'") from error
    return Postgres
