"""Makes a record with the program of each released schema, as its own state in the history wrote it: the files in `data/`.

    python -m tests.record.making_released 5

The states' own tests say what is in them: the invented ceasefire. From version 4 on a judgement is added.
"""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.postgres import find_programs, running_server

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
STATES = {1: "1629139", 2: "1253c51", 3: "ae50f1c", 4: "4d1f7c1", 5: "87b55a9"}
"""The last state of each version, in this project's history."""
WITH_MARKERS, WITH_TRACES, WITH_JUDGEMENTS, ON_SERVERS = 2, 3, 4, 5

_PROGRAM = """
import sys
from pathlib import Path
from tests.record import make_record
address = Path(sys.argv[1])
if sys.argv[2] == "database":
    from groundtruce.record.addresses import parse_address
    address = parse_address(sys.argv[1])
make_record(address)
if sys.argv[3] == "judged":
    from tests.record import START, timedelta
    from groundtruce.record.geopackage import Addition, Record
    from groundtruce.model.judgements import JudgedIncident, Judgement, PlacedMention
    with Record.open(address, writable=True) as record:
        incident = record.incidents()[0]
        about = JudgedIncident(mentions=(PlacedMention(mention=incident.mentions[0], span=((0, 1),)),))
        judgement = Judgement(statement=incident.id, by="Ann", decision="accept", about=about)
        record.append(Addition(judgements=(judgement,)), now=START + timedelta(hours=1))
"""


def make_file(version: int) -> bytes:
    """The GeoPackage that a released state made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.gpkg"
        _run_state(version, str(path), "file")
        return path.read_bytes()


def make_dump(version: int) -> bytes:
    """The dump of the database that a released state made, as statements without a program's own."""
    programs = find_programs()
    assert programs
    with running_server() as server:
        address = server.make_database()
        _run_state(version, address.uri, "database")
        command = [str(programs / "pg_dump"), "--schema=groundtruce", "--inserts", "--no-owner", address.uri]
        dump = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    lines = (line for line in dump.splitlines(keepends=True) if not line.startswith(("--", "\\")))
    return "".join(line for line in lines if line.strip()).encode()


# ---------------------------------------------------------------------------------------------------------------


def _run_state(version: int, address: str, home: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", STATES[version], "src", "tests", "evaluation"], check=True, capture_output=True, cwd=ROOT
        )
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(folder, filter="data")
        environment = {**os.environ, "PYTHONPATH": f"{folder}/src{os.pathsep}{folder}"}
        judged = "judged" if version >= WITH_JUDGEMENTS else ""
        command = [sys.executable, "-c", _PROGRAM, address, home, judged]
        subprocess.run(command, check=True, cwd=folder, env=environment)


def _keep(name: str, content: bytes) -> None:
    (DATA / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    sys.stderr.write(f"{name}.gz: {(DATA / f'{name}.gz').stat().st_size} bytes\n")


if __name__ == "__main__":
    for wanted in map(int, sys.argv[1:]):
        _keep(f"schema-{wanted}.gpkg", make_file(wanted))
        if wanted >= ON_SERVERS:
            _keep(f"schema-{wanted}.sql", make_dump(wanted))
