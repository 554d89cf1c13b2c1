"""The homes of records: a file, or a database on a server."""

from groundtruce.errors import UnusableInput
from groundtruce.record.additions import Rows
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.record.homes.geopackage.home import GeoPackage
from groundtruce.record.homes.home import Home


def create_home(address: Address, rows: Rows) -> None:
    """Make a record whose first transaction writes these rows: whole, or not at all."""
    if isinstance(address, ServerAddress):
        raise UnusableInput(address, "records on servers are not there yet")
    GeoPackage.create(address, rows)


def open_home(address: Address, *, writable: bool) -> Home:
    """Open a record of whatever version of the schema. Raises `UnusableInput` for what is none."""
    if isinstance(address, ServerAddress):
        raise UnusableInput(address, "records on servers are not there yet")
    return GeoPackage.open(address, writable=writable)
