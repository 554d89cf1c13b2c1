"""What a home of a record is: the database that its rows live in.

Everything that is not SQL of one kind is shared: bodies, chain, geometries, what an addition adds, the questions, the walk of
verification. A home opens and closes, runs statements, writes rows, and says where its SQL differs.

Statements are written once, in what SQLite and PostgreSQL understand alike, with parameters as `:name`.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from groundtruce.record.additions import Rows
from groundtruce.record.addresses import Address
from groundtruce.record.geometry import Box
from groundtruce.record.layers import Cell, Row

Parameter: TypeAlias = str | int | bytes | list[str] | list[int] | None
Migration: TypeAlias = tuple[str, ...]

RECORDED_TABLES = (
    "entries",
    "contents",
    "texts",
    "mentions",
    "incident_mentions",
    "zone_shapes",
    "incident_points",
    "marker_points",
    "places",
)
"""The tables whose rows are never changed or taken out."""
"""The statements that bring a record from one version of the schema to the next."""


class Stamp(NamedTuple):
    """What differs once a record was written to, told without opening it."""

    files: tuple[tuple[int, int, int] | None, ...]
    """Of each file of the record its number, its size in bytes and when it was changed; none for one that is not there."""
    changed_ns: int
    """When the last change was, in nanoseconds since 1970, as coarse as the file system's clock."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """Where the SQL of one home differs from another's."""

    entry_as_bytes: str
    """The columns of `entries` for `chain.parse_entry`, so that no byte in them can stop the reading."""
    text_as_bytes: str
    """Title and text of a row of `texts`, the same."""
    field: Callable[[str, str], str]
    """A field of a body, by the column that holds the body and the field's name."""
    published: str
    """When a document was published, from a row of `entries`; empty where it does not say."""
    is_day: Callable[[str], str]
    """Whether a date begins with a year, a month and a day, and is no interval."""
    unindexed: str
    """Behind a table's name: read it itself, not an index over it."""
    among: Callable[[str, str], str]
    """Whether a column has one of the values of a parameter that is a list."""
    among_many: Callable[[str, str], str]
    """The same for a list that may be long."""
    among_numbers: Callable[[str, str], str]
    """The same for a long list of numbers."""
    keep_cell: Callable[[Cell], Cell]
    """A cell of a layer's row as the home can hold it."""
    during: Callable[[str, str], str]
    """Whether an incident of the row `p` may have happened between the moments of two parameters."""


class Questioned(Protocol):
    """A database that answers statements."""

    @property
    def address(self) -> Address:
        """Where it is, as the user named it."""

    @property
    def dialect(self) -> Dialect:
        """How its SQL differs."""

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, one by one. Close it where it is not read to its end."""

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer; none where there is none."""


class Inspection(Questioned, Protocol):
    """A home as verification sees it: at one moment, with every text as bytes.

    What does not hold of an entry is a `ValueError`.
    """

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What the database raises where it cannot read what it stored."""

    def entries(self) -> Generator[tuple[Any, ...], None, None]:
        """Every entry in order, in the columns `Dialect.entry_as_bytes`."""

    def rows_beside(self, table: str, columns: str, *, key: str = "seq", number: int) -> list[tuple[Any, ...]]:
        """The rows of a table that stand beside an entry: of `mentions` in their order, of others the only one, or none."""

    def content_pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a document, piece by piece."""

    def check_text(self, seq: int, *, title: str, text: str) -> None:
        """Check what is kept of a text for searching in it."""

    def check_shape(self, table: str, number: int, *, box: Box) -> None:
        """Check what is kept of a row's geometry for finding it."""

    def check_rest(self) -> None:
        """Check what belongs to no entry. Raises `BrokenRecord` for the first thing that does not hold."""


class Home(Questioned, Protocol):
    """An open home. Its errors are told as ours within `telling_errors`."""

    @property
    def writable(self) -> bool:
        """Whether rows may be written."""

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """The step at place i leads from version i + 1 to version i + 2."""

    def telling_errors(self) -> AbstractContextManager[None]:
        """Turn the database's errors into an `UnusableInput`, or a `BrokenRecord` where it is damaged."""

    def transaction(self) -> AbstractContextManager[None]:
        """One transaction that nobody else writes in; undone where anything is raised."""

    def write(self, rows: Rows) -> None:
        """Write what one or several transactions write, within one."""

    def write_beside(self, rows: dict[str, list[Row]]) -> None:
        """Write rows that stand beside entries which are there already, within a transaction."""

    def change_schema(self, statement: str) -> None:
        """Run a statement of a migration, within a transaction."""

    def find_texts(self, phrases: Sequence[str], *, last: int) -> Generator[tuple[str, str | bytes], None, None]:
        """Body and text of the documents that may hold all phrases, the latest recorded first."""

    def inspection(self) -> AbstractContextManager[Inspection]:
        """The same record for verification."""

    def close(self) -> None:
        """Leave it."""
