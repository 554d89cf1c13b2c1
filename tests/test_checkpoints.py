"""Signed checkpoints: a history that is rewritten whole, with hashes that fit, is found by who holds one. Real keys, real ssh-keygen."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from groundtruce import pipeline
from groundtruce.errors import BrokenRecord
from groundtruce.record.addresses import Address, path_of
from groundtruce.record.chain import Head
from groundtruce.record.checkpoints import Checkpoint, check_checkpoint, parse_checkpoint, write_checkpoint
from tests.behind import erase_record
from tests.running import Run

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
MAPS = CASE / "zones"


def make_key(folder: Path, name: str) -> Path:
    key = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key], check=True)
    return key


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The keeper's key, without a passphrase."""
    return make_key(tmp_path, "keeper")


@pytest.fixture
def signers(tmp_path: Path, key: Path) -> Path:
    """The file of allowed signers: the keeper alone."""
    file = tmp_path / "signers"
    file.write_text(f"keeper@example.org {key.with_suffix('.pub').read_text()}")
    return file


@pytest.fixture
def record(begun_home: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Address:
    """A record with one map, in each home in turn. What stands beside a database is in the current folder."""
    monkeypatch.chdir(tmp_path)
    run("add", begun_home, MAPS / "2020-11-13.geojson")
    return begun_home


def test_a_record_that_only_grew_holds_to_its_checkpoint(record: Address, key: Path, signers: Path, run: Run) -> None:
    """The checkpoint is five lines and a signature beside it; what came later changes nothing."""
    made = run("checkpoint", record, "--key", key, "--json")
    assert made.code == 0, made.err
    checkpoint, head = Path(made.json["checkpoint"]), made.json["head"]
    assert checkpoint.name == f"{path_of(record).stem}-{head['seq']}.checkpoint"
    assert checkpoint.read_text().splitlines() == [
        "groundtruce-checkpoint/1",
        "case karabakh-2020",
        f"entry {head['seq']}",
        f"recorded {head['recorded']}",
        f"sha256 {head['hash']}",
    ]
    run("add", record, MAPS / "2020-12-13.geojson")
    ran = run("verify", record, "--checkpoint", checkpoint, "--signers", signers)
    assert ran.code == 0
    assert f"and as {checkpoint} has it, signed by keeper@example.org" in ran.out


def test_a_rewritten_record_holds_in_itself_and_not_to_the_checkpoint(
    record: Address, key: Path, signers: Path, tmp_path: Path, run: Run
) -> None:
    """The same case with another map first: its own chain is whole, and exit 4 says that its history was rewritten."""
    checkpoint = Path(run("checkpoint", record, "--key", key, "--json").json["checkpoint"])
    erase_record(record)
    run("init", record, "--case", CASE)
    run("add", record, MAPS / "2020-12-13.geojson")
    assert run("verify", record).code == 0
    ran = run("verify", record, "--checkpoint", checkpoint, "--signers", signers)
    assert ran.code == 4
    assert "its history was rewritten" in ran.err
    assert ran.err.count("\n") == 1


HEAD = Head(seq=7, recorded="2031-03-13T09:00:00.000000Z", hash="a" * 64)


@pytest.mark.parametrize(
    "then",
    [
        None,
        Head(seq=7, recorded=HEAD.recorded, hash="b" * 64),
        Head(seq=6, recorded=HEAD.recorded, hash="a" * 64),
        Head(seq=7, recorded="2031-03-13T08:00:00.000000Z", hash="a" * 64),
    ],
)
def test_every_other_last_entry_is_another_history(then: Head | None) -> None:
    """None, another hash, another number, another moment."""
    with pytest.raises(BrokenRecord, match="rewritten") as raised:
        check_checkpoint(Checkpoint(case="river", head=HEAD), then, record="r.gpkg")
    assert raised.value.entry == 7


def test_a_checkpoint_comes_back_as_it_was_written() -> None:
    """And the same entry is no other history."""
    kept = Checkpoint(case="river", head=HEAD)
    assert parse_checkpoint(write_checkpoint(kept), name="c") == kept
    check_checkpoint(kept, HEAD, record="r.gpkg")


def test_a_signature_that_does_not_count_is_refused(
    record: Address, key: Path, signers: Path, tmp_path: Path, run: Run
) -> None:
    """Changed by a digit, by a stranger's key, or without its signature: exit 3 in one line, with the checkpoint's name."""
    checkpoint = Path(run("checkpoint", record, "--key", key, "--json").json["checkpoint"])
    signature = checkpoint.with_name(f"{checkpoint.name}.sig")
    content, signed = checkpoint.read_bytes(), signature.read_bytes()

    def refusal() -> str:
        ran = run("verify", record, "--checkpoint", checkpoint, "--signers", signers)
        assert (ran.code, ran.err.count("\n")) == (3, 1), ran.err
        return ran.err

    checkpoint.write_bytes(content.replace(b"entry ", b"entry 1"))
    assert "its signature does not hold" in refusal()
    checkpoint.write_bytes(content + b"\n")
    assert "is no checkpoint" in refusal()
    checkpoint.write_bytes(content)
    signature.unlink()
    assert f"{signature.name}: there is no such file" in refusal()
    stranger = make_key(tmp_path, "stranger")
    run("checkpoint", record, "--key", stranger, "--output", checkpoint)
    assert "is signed by nobody whom" in refusal()
    signature.write_bytes(signed)
    assert run("verify", record, "--checkpoint", checkpoint, "--signers", signers).code == 0


def test_a_signature_made_for_something_else_does_not_count(
    record: Address, key: Path, signers: Path, run: Run
) -> None:
    """A signature of the same bytes for a file or a commit is none of a checkpoint."""
    checkpoint = Path(run("checkpoint", record, "--key", key, "--json").json["checkpoint"])
    signature = checkpoint.with_name(f"{checkpoint.name}.sig")
    signature.unlink()
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "file", checkpoint], check=True)
    ran = run("verify", record, "--checkpoint", checkpoint, "--signers", signers)
    assert (ran.code, "its signature does not hold" in ran.err) == (3, True), ran.err


def test_a_checkpoint_of_another_case_is_refused(
    record: Address, key: Path, signers: Path, tmp_path: Path, run: Run
) -> None:
    """It says nothing of this record."""
    checkpoint = Path(run("checkpoint", record, "--key", key, "--json").json["checkpoint"])
    text = checkpoint.read_text().replace("case karabakh-2020", "case river")
    checkpoint.write_text(text)
    checkpoint.with_name(f"{checkpoint.name}.sig").unlink()
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "groundtruce-checkpoint", checkpoint], check=True
    )
    ran = run("verify", record, "--checkpoint", checkpoint, "--signers", signers)
    assert ran.code == 3
    assert "is of a record of river" in ran.err


def test_wrong_use_is_said(record: Address, tmp_path: Path, run: Run) -> None:
    """A key that is none, and a checkpoint without the file of those whose signatures count."""
    assert run("verify", record, "--checkpoint", "x").code == 2
    missing = run("checkpoint", record, "--key", tmp_path / "none")
    assert (missing.code, "there is no such key" in missing.err) == (3, True)
    text = tmp_path / "text"
    text.write_text("no key")
    refused = run("checkpoint", record, "--key", text)
    assert (refused.code, "cannot sign" in refused.err) == (3, True)
    assert not list(tmp_path.glob("*.checkpoint"))
    assert pipeline.know_record(record).head.seq > 1


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class TimeServer:
    """A time stamp authority of its own on this machine: real OpenSSL, real HTTP."""

    def __init__(self, folder: Path) -> None:
        self.authority, self.folder = folder / "authority.pem", folder
        config = folder / "tsa.cnf"
        config.write_text(
            "[tsa]\ndefault_tsa = own\n[own]\n"
            f"serial = {folder / 'serial'}\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"
            "digests = sha256\nordering = yes\ness_cert_id_chain = no\n"
            "[stamping]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
        )
        new = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
        openssl("req", "-x509", *new, "-subj", "/CN=Authority", "-keyout", folder / "ca.key", "-out", self.authority)
        openssl("req", *new[:3], "-subj", "/CN=Clock", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
        openssl(
            "x509", "-req", "-in", folder / "tsa.csr", "-CA", self.authority, "-CAkey", folder / "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", config, "-extensions", "stamping", "-out", folder / "tsa.pem",
        )  # fmt: skip
        server = HTTPServer(("127.0.0.1", 0), self._make_handler())
        self.address, self._server = f"http://127.0.0.1:{server.server_port}/", server
        Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        folder = self.folder

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                (folder / "query.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
                openssl(
                    "ts", "-reply", "-config", folder / "tsa.cnf", "-section", "own", "-queryfile", folder / "query.tsq",
                    "-signer", folder / "tsa.pem", "-inkey", folder / "tsa.key", "-out", folder / "reply.tsr",
                )  # fmt: skip
                self.send_response(200)
                self.end_headers()
                self.wfile.write((folder / "reply.tsr").read_bytes())

            def log_message(self, *arguments: object) -> None:
                """Nothing is printed."""

        return Handler


@pytest.fixture
def time_server(tmp_path: Path) -> Iterator[TimeServer]:
    folder = tmp_path / "tsa"
    folder.mkdir()
    server = TimeServer(folder)
    yield server
    server.close()


def test_a_checkpoint_is_stamped_by_somebody_else(
    record: Address, key: Path, signers: Path, time_server: TimeServer, run: Run
) -> None:
    """The stamp holds for the checkpoint and its signature by the authority named, and for nothing else."""
    made = run("checkpoint", record, "--key", key, "--time-server", time_server.address, "--json")
    assert made.code == 0, made.err
    checkpoint, signature, stamp = map(Path, made.json["files"])
    checks = ("--checkpoint", checkpoint, "--signers", signers, "--authorities", time_server.authority)
    ran = run("verify", record, *checks)
    assert ran.code == 0, ran.err
    assert f"signed by keeper@example.org, stamped {datetime.now(UTC):%b}" in ran.out

    stranger = time_server.folder / "tsa.pem"
    assert "its time stamp does not hold" in run("verify", record, *checks[:-1], stranger).err
    run("add", record, MAPS / "2020-12-13.geojson")
    run("checkpoint", record, "--key", key, "--output", checkpoint)
    ran = run("verify", record, *checks)
    assert (ran.code, "its time stamp does not hold" in ran.err) == (3, True)
    stamp.unlink()
    assert f"{stamp.name}: there is no such file" in run("verify", record, *checks).err
    assert signature.exists()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [("ftp://127.0.0.1/", "is no http or https address"), ("http://127.0.0.1:9/", "gives no time stamp")],
)
def test_without_a_stamp_nothing_is_written(asked: str, reason: str, record: Address, key: Path, run: Run) -> None:
    """A server that is none, or that cannot be reached: one line, exit 3, no file."""
    ran = run("checkpoint", record, "--key", key, "--time-server", asked)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert reason in ran.err
    assert not list(Path.cwd().glob("*.checkpoint*"))
