"""Install the wheel into empty environments, the core and each extra by itself, and use each: `python tools/check_install.py WHEEL`.

In each environment `groundtruce doctor` must be green for what it is for, and small real commands must work, away from this
folder. Packages are taken in the versions of `requirements.lock`. With `--extra NAME` only that one is tried (`core` for none). `--results
FILE.json` keeps the figures after each, and a table of them in `FILE.md`; what it says of this wheel already is not tried again, unless named.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.installed_inputs import Inputs, write_inputs
from tools.write_sbom import parse_lock

ROOT = Path(__file__).resolve().parents[1]
CORE = "core"
MOST_MB = 500
"""The core's size must stay under this."""


class Installed(TypedDict):
    """An environment in which everything worked."""

    packages: int
    megabytes: float
    seconds: float
    day: str
    wheel: str
    """The beginning of its SHA-256."""
    python: str


class Environment:
    """A virtual environment, in which everything runs in a home of its own."""

    def __init__(self, folder: Path, *, home: Path) -> None:
        self.folder, self._home = folder, home
        home.mkdir(exist_ok=True)

    def install(self, wheel: Path, extra: str, *, constraints: Path) -> None:
        """Install the wheel with one extra."""
        wanted = str(wheel) if extra == CORE else f"{wheel}[{extra}]"
        self._call("python", "-m", "pip", "install", "--quiet", "--constraint", str(constraints), wanted)

    def run(self, *arguments: object, expected: int = 0) -> str:
        """Run `groundtruce` and give what it prints and says; `SystemExit` where it ends otherwise than expected."""
        return self._call("groundtruce", *map(str, arguments), expected=expected)

    def serve(self, *arguments: object) -> subprocess.Popen[str]:
        """Start `groundtruce`, which does not end by itself."""
        return subprocess.Popen(
            [str(self.folder / "bin" / "groundtruce"), *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self._home, env=self._surroundings(),
        )  # fmt: skip

    def measure(self) -> float:
        """Megabytes (10^6 bytes) of its files."""
        return sum(file.lstat().st_size for file in self.folder.rglob("*") if file.is_file()) / 1e6

    def count_packages(self) -> int:
        """How many packages are installed, without pip and what stands beside it."""
        listed = self._call("python", "-m", "pip", "list", "--format=freeze").splitlines()
        return sum(not line.startswith(("pip==", "setuptools==", "wheel==")) for line in listed)

    def _call(self, program: str, *arguments: str, expected: int = 0) -> str:
        ended = subprocess.run(
            [str(self.folder / "bin" / program), *arguments],
            capture_output=True, text=True, check=False, cwd=self._home, env=self._surroundings(),
        )  # fmt: skip
        if ended.returncode != expected:
            said = "\n".join((ended.stdout + ended.stderr).splitlines()[-20:])
            raise SystemExit(f"{program} {' '.join(arguments)}\nended with {ended.returncode}, not {expected}:\n{said}")
        return ended.stdout + ended.stderr

    def _surroundings(self) -> dict[str, str]:
        """This process's own, with a home of its own and nothing that leads to another Python's packages."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        return {**kept, "HOME": str(self._home)}


def main() -> None:
    """Try the core and each extra, and say what each takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--extra", choices=tuple(USES), action="append")
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    wheel, results = given.wheel.resolve(), given.results
    known = _read_results(results) if results else {}
    tried = {name for name, row in known.items() if row["wheel"] == _name_wheel(wheel)}
    for name in given.extra or [each for each in USES if each not in tried]:
        known[name] = check(name, wheel)
        if results:
            _write_results(known, results)


def check(extra: str, wheel: Path) -> Installed:
    """Install one extra into an empty environment and use it. Raises `SystemExit` for what does not work."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="groundtruce-") as name:
        folder = Path(name)
        venv.create(folder / "environment", with_pip=True)
        environment = Environment(folder / "environment", home=folder / "home")
        empty = environment.measure()
        environment.install(wheel, extra, constraints=_write_constraints(folder))
        installed = Installed(
            packages=environment.count_packages(),
            megabytes=round(environment.measure() - empty),
            seconds=round(time.monotonic() - started),
            day=f"{datetime.now(UTC):%Y-%m-%d}",
            wheel=_name_wheel(wheel),
            python=".".join(map(str, sys.version_info[:3])),
        )
        environment.run("doctor", *(() if extra == CORE else ("--extra", extra)))
        USES[extra](environment, write_inputs(folder / "inputs"))
    if extra == CORE and installed["megabytes"] >= MOST_MB:
        raise SystemExit(f"the core takes {installed['megabytes']:.0f} MB, and may take {MOST_MB}")
    print(f"{extra}: {installed['packages']} packages, {installed['megabytes']:.0f} MB; green, and in use", flush=True)  # noqa: T201 - what it is for
    return installed


# ---------------------------------------------------------------------------------------------------------------------


def _use_core(environment: Environment, inputs: Inputs) -> None:
    record = _make_record(environment, inputs)
    environment.run("verify", record)
    environment.run("changes", record)
    environment.run("check", record, "--on", "2020-12-14")
    environment.run("export", record, "--format", "geojson", "--output", inputs.folder / "zones.geojson")
    environment.run("brief", record, "--on", "2020-12-14", "--output", inputs.folder / "brief.html")
    _expect("attributions", in_=environment.run("read", inputs.report, "--published", "2020-12-14", "--json"))
    # What an extra is for is refused with the extra's name, in one line.
    environment.run("read", inputs.page, expected=3)
    environment.run("doctor", "--extra", "documents", expected=3)


def _use_documents(environment: Environment, inputs: Inputs) -> None:
    _expect("Taghavard", in_=environment.run("read", inputs.page, "--published", "2020-12-14", "--json"))
    _expect("The convoy left", in_=environment.run("read", inputs.pdf, "--published", "2020-12-14", "--json"))


def _use_brief(environment: Environment, inputs: Inputs) -> None:
    record, pdf = _make_record(environment, inputs), inputs.folder / "brief.pdf"
    environment.run("brief", record, "--on", "2020-12-14", "--output", pdf)
    _expect("%PDF-", in_=pdf.read_bytes()[:5].decode())


def _use_archives(environment: Environment, inputs: Inputs) -> None:
    _expect("The convoy left", in_=environment.run("read", inputs.warc, "--jsonl"))


def _use_cluster(environment: Environment, inputs: Inputs) -> None:
    archive, readings = inputs.folder / "archive.jsonl", inputs.folder / "readings"
    archive.write_text(
        json.dumps({"text": "The convoy left the town at noon, the ministry said.", "published": "2020-12-13"})
    )
    read = environment.run(
        "read", archive, "--case", inputs.case, "--cluster", "local", "--workers", 1, "--output", readings, "--json"
    )
    _expect('"read": 1', in_=read)
    _expect("1 documents of 1 parts added", in_=environment.run("load", _make_record(environment, inputs), readings))


def _use_watch(environment: Environment, inputs: Inputs) -> None:
    record = _make_record(environment, inputs)
    _expect("convoy.txt", in_=environment.run("watch", record, "--case", inputs.case, "--once", "--json"))
    captures = list(record.parent.rglob("*.warc.gz"))
    if not captures:
        raise SystemExit("watch kept no capture")


def _use_figures(environment: Environment, inputs: Inputs) -> None:
    record, picture = _make_record(environment, inputs), inputs.folder / "area.png"
    environment.run("figure", record, "--what", "area", "--zone", "south", "--output", picture)
    _expect("PNG", in_=picture.read_bytes()[1:4].decode())


def _use_parquet(environment: Environment, inputs: Inputs) -> None:
    record, table = _make_record(environment, inputs), inputs.folder / "zones.parquet"
    environment.run("export", record, "--format", "geoparquet", "--what", "zones", "--output", table)
    _expect("PAR1", in_=table.read_bytes()[:4].decode())
    # What an export lists is no archive, and reading finds that out from its columns.
    _expect("has no column `text`", in_=environment.run("read", table, expected=3))


def _use_maps(environment: Environment, inputs: Inputs) -> None:
    record, layers = _make_record(environment, inputs), inputs.folder / "zones.gpkg"
    environment.run("export", record, "--format", "geopackage", "--what", "zones", "--output", layers)
    environment.run("compare", layers, inputs.maps[0])


def _use_encoder(environment: Environment, inputs: Inputs) -> None:
    _expect("attributions", in_=environment.run("read", inputs.report, "--published", "2020-12-14", "--json"))
    _expect("onnxruntime", in_=environment.run("doctor", "--json"))


def _use_pictures(environment: Environment, inputs: Inputs) -> None:
    corners = ("0,0=46,40", "200,0=47,40", "0,200=46,39", "200,200=47,39")
    control = [argument for corner in corners for argument in ("--control", corner)]
    traced = inputs.folder / "traced"
    environment.run(
        "trace", inputs.picture, *control, "--class", "south=at:100,100", "--valid-from", "2020-12-13", "--zone", "south",
        "--kind", "responsibility", "--output", traced,
    )  # fmt: skip
    if not list(traced.rglob("*.geojson")):
        raise SystemExit("trace wrote no GeoJSON")


def _use_web(environment: Environment, inputs: Inputs) -> None:
    served = environment.serve("serve", _make_record(environment, inputs), "--port", 0)
    try:
        address = _find_address(served)
        with urllib.request.urlopen(f"{address}/api/changes", timeout=30) as answer:  # noqa: S310 - our own server
            _expect("groundtruce-changes", in_=answer.read().decode())
        with urllib.request.urlopen(f"{address}/", timeout=30) as answer:  # noqa: S310
            _expect("<script", in_=answer.read().decode())
    finally:
        served.terminate()
        served.communicate(timeout=30)


def _use_postgres(environment: Environment, inputs: Inputs) -> None:  # noqa: ARG001 - each extra is used alike
    # No server runs here: that the library asked for one is what shows.
    refused = environment.run("verify", "postgresql://127.0.0.1:1/none", expected=3)
    _expect("127.0.0.1", in_=refused)
    if "postgres]" in refused:
        raise SystemExit(f"the extra is installed and not found: {refused}")


USES: dict[str, Callable[[Environment, Inputs], None]] = {
    CORE: _use_core,
    "archives": _use_archives,
    "brief": _use_brief,
    "cluster": _use_cluster,
    "documents": _use_documents,
    "encoder": _use_encoder,
    "figures": _use_figures,
    "maps": _use_maps,
    "parquet": _use_parquet,
    "pictures": _use_pictures,
    "postgres": _use_postgres,
    "watch": _use_watch,
    "web": _use_web,
}
"""What is done with each extra once it is installed."""


def _make_record(environment: Environment, inputs: Inputs) -> Path:
    """The record of these inputs, if another use has not made it before."""
    record = inputs.folder / "record.gpkg"
    if not record.exists():
        environment.run("init", record, "--case", inputs.case)
        environment.run("add", record, *inputs.maps, inputs.report)
    return record


def _expect(words: str, *, in_: str) -> None:
    if words not in in_:
        raise SystemExit(f"{words!r} is not in what came: {in_[:300]!r}")


def _find_address(served: subprocess.Popen[str]) -> str:
    for line in _lines(served):
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise SystemExit("serve ended without saying its address")


def _lines(served: subprocess.Popen[str]) -> Iterator[str]:
    assert served.stdout is not None
    yield from served.stdout


def _write_constraints(folder: Path) -> Path:
    """The versions of the lock without their hashes, since pip asks for a hash of everything otherwise."""
    pinned = parse_lock((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(f"{each.name}=={each.version}\n" for each in pinned.values()))
    return constraints


def _name_wheel(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()[:12]


def _read_results(results: Path) -> dict[str, Installed]:
    return json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}  # type: ignore[no-any-return]  # our own


def _write_results(known: dict[str, Installed], results: Path) -> None:
    """Both files; of an extra that there is no more, nothing is kept."""
    held = {name: known[name] for name in USES if name in known}
    results.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    rows = [
        f"| {name} | {row['packages']} | {row['megabytes']:.0f} | {row['seconds']:.0f} | {row['day']} | {row['wheel']} |"
        for name, row in held.items()
    ]
    pythons = ", ".join(sorted({row["python"] for row in held.values()}))
    lacking = ", ".join(f"`{name}`" for name in USES if name not in held)
    table = _RESULTS.format(
        python=pythons,
        tesseract="with" if shutil.which("tesseract") else "without",
        rows="\n".join(rows),
        lacking=f"\nNot yet tried: {lacking}.\n" if lacking else "",
    )
    results.with_suffix(".md").write_text(table, encoding="utf-8")


_RESULTS = """# Installing

By `make dist-check`: the built wheel installed into an empty environment for the core and for each extra by itself, Python
{python}, in the versions of `requirements.lock`, on a machine {tesseract} tesseract. In each, `groundtruce doctor` was green for
it (exit 0) and small real commands worked. MB: 10^6 bytes of all files that installing added. Seconds: to make the environment and install,
from pip's cache where it had the packages; two cores that others used too. Wheel: the beginning of the SHA-256 of the one that was tried.

| extra | packages | MB | seconds | day | wheel |
|---|---|---|---|---|---|
{rows}
{lacking}"""

if __name__ == "__main__":
    main()
