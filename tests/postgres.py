"""A PostgreSQL server for the tests: on a socket in a folder of its own, by an unprivileged user, reached from nowhere else."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from groundtruce.record.addresses import ServerAddress, parse_address

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Server:
    """A server that can be killed and started again."""

    def __init__(self, folder: Path, programs: Path, *, safe: bool, largest_file: int | None = None) -> None:
        self.folder = folder
        self._programs = programs
        self._safe = safe
        self._limit = () if largest_file is None else ("prlimit", f"--fsize={largest_file}")
        self._process: subprocess.Popen[bytes] | None = None
        account = pwd.getpwnam("postgres" if _has_user("postgres") else "nobody")
        # The superuser may not run it.
        self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        if self._user:
            os.chown(folder, account.pw_uid, account.pw_gid)

    def make(self) -> None:
        """Make its files, with a database that has PostGIS for others to be copied from."""
        command = (self._programs / "initdb", "-D", self.folder / "data", "-U", "keeper", "-A", "trust", "-E", "UTF8")
        subprocess.run(
            [*command, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, cwd="/", **self._user
        )
        self.start()
        self.run("CREATE DATABASE with_postgis")
        with psycopg.connect(self._uri("with_postgis"), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")
            # Half of what every database would copy; a record's shapes are all in this one.
            connection.execute("DELETE FROM spatial_ref_sys WHERE srid <> 4326")
            connection.execute("VACUUM FULL spatial_ref_sys")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = (*self._limit, self._programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "")
        with (self.folder / "log").open("ab") as log:
            # -F: what a power cut would lose, the end of a process does not.
            hurried = () if self._safe else ("-F",)
            self._process = subprocess.Popen([*command, *hurried], stdout=log, stderr=log, cwd="/", **self._user)
        for _ in range(600):
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError((self.folder / "log").read_text("utf-8")[-2000:])

    def kill(self) -> None:
        """Kill it and all its processes as a power cut would."""
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for process in (self._process.pid, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        self._process.wait()
        for _ in range(200):
            if not any(Path(f"/proc/{child}").exists() for child in children):
                break
            time.sleep(0.01)

    def stop(self, *, cleanly: bool = False) -> None:
        """End it: at once where its files go with it, or so that it starts again without a recovery."""
        if self._process:
            self._process.send_signal(signal.SIGINT if cleanly else signal.SIGQUIT)
            self._process.wait()

    def run(self, statement: str) -> None:
        """Run a statement as its superuser."""
        with psycopg.connect(self._uri("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def has_database(self, name: str) -> bool:
        """Whether it has a database of this name."""
        with psycopg.connect(self._uri("postgres")) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None

    @property
    def is_made(self) -> bool:
        """Whether its files are there already."""
        return (self.folder / "data" / "PG_VERSION").exists()

    def address_of(self, name: str) -> ServerAddress:
        """The address of a database."""
        address = parse_address(self._uri(name))
        assert isinstance(address, ServerAddress)
        return address

    def make_database(self, *, like: ServerAddress | None = None, name: str = "") -> ServerAddress:
        """A new database: with PostGIS and nothing else, or a copy of another one."""
        name = name or f"r{uuid.uuid4().hex[:12]}"
        original = _name_of(like) if like else "with_postgis"
        self.run(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY file_copy")
        return self.address_of(name)

    @contextmanager
    def lent_database(self, *, like: ServerAddress | None = None) -> Iterator[ServerAddress]:
        """A new database, as `make_database` makes it, that is gone afterwards."""
        address = self.make_database(like=like)
        try:
            yield address
        finally:
            self.run(f"DROP DATABASE {_name_of(address)} WITH (FORCE)")

    def _uri(self, database: str) -> str:
        return f"postgresql:///{database}?host={quote(str(self.folder), safe='')}&user=keeper"


def find_programs() -> Path | None:
    """Where the server's programs are, with PostGIS beside them."""
    for programs in _PROGRAMS:
        if (Path("/usr/share/postgresql") / programs.parent.name / "extension" / "postgis.control").exists():
            return programs
    return None


def wait_until_alone(address: ServerAddress) -> None:
    """Wait until nobody else is connected to a database."""
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(address.uri, autocommit=True) as connection:
        for _ in range(600):
            if connection.execute(others).fetchone() is None:
                return
            time.sleep(0.01)
    raise TimeoutError(f"somebody is still connected to {address}")


@contextmanager
def running_server(*, safe: bool = False, largest_file: int | None = None) -> Iterator[Server]:
    """A server, in a folder whose name is short enough for a socket; a `safe` one waits for its disk.

    None of its files may have more bytes than `largest_file`: to it, the disk is full then.
    """
    programs = find_programs()
    assert programs
    folder = Path(tempfile.mkdtemp(prefix="gt-", dir="/tmp"))
    server = Server(folder, programs, safe=safe, largest_file=largest_file)
    try:
        server.make()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@contextmanager
def kept_server(folder: Path) -> Iterator[Server]:
    """A server whose files stay in a folder, which are made where they are not there yet."""
    programs = find_programs()
    assert programs
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder, programs, safe=True)
    try:
        if server.is_made:
            server.start()
        else:
            server.make()
        yield server
    finally:
        server.stop(cleanly=True)


# ---------------------------------------------------------------------------------------------------------------


def _name_of(address: ServerAddress) -> str:
    return address.shown.rsplit("/", 1)[1].partition("?")[0]


def _has_user(name: str) -> bool:
    return any(each.pw_name == name for each in pwd.getpwall())
