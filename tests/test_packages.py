"""What is built for others to install: the wheel with the page and its bill of materials."""

import json
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution
from pathlib import Path
from typing import NamedTuple

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from tools.check_install import CORE, USES, Environment
from tools.installed_inputs import Inputs, write_inputs
from tools.linked_environment import find_needs, make_environment, unpack_wheel
from tools.write_sbom import IN_THE_PAGE, describe_project, parse_lock, parse_npm_lock

ROOT = Path(__file__).resolve().parents[1]


class Unpacked(NamedTuple):
    """The wheel's files and what its metadata say."""

    folder: Path
    program: Distribution


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `make dist` builds it, straight from the tree."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    """The wheel as it lies in an environment."""
    folder = tmp_path_factory.mktemp("unpacked")
    return Unpacked(folder, unpack_wheel(wheel, folder))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """Files to try each extra with, and the record that the first that needs one makes of them."""
    return write_inputs(tmp_path_factory.mktemp("tried") / "inputs")


@pytest.mark.parametrize("extra", USES)
def test_each_extra_works_with_nothing_but_what_it_asks_for(
    extra: str, unpacked: Unpacked, inputs: Inputs, tmp_path: Path
) -> None:
    """As `make dist-check` has it, with links to packages in the place of downloads: `doctor` is green for it and small real commands work."""
    needed = find_needs(unpacked.program, extra=None if extra == CORE else extra)
    make_environment(tmp_path / "environment", unpacked.folder, needed)
    environment = Environment(tmp_path / "environment", home=Path.home())  # where the gazetteer is kept already
    environment.run("doctor", *(() if extra == CORE else ("--extra", extra)))
    USES[extra](environment, inputs)


def test_an_environment_holds_nothing_that_was_not_asked_for(unpacked: Unpacked, tmp_path: Path) -> None:
    """Or the test above would prove nothing: of the core's, what only an extra asks for cannot be imported, nor can pytest."""
    core, watch = (find_needs(unpacked.program, extra=extra) for extra in (None, "watch"))
    assert watch.keys() - core.keys() == {"six", "warcio"}
    make_environment(tmp_path / "environment", unpacked.folder, core)
    ask = "import importlib.util as i, spacy, groundtruce; print([i.find_spec(n) for n in ('warcio', 'pytest', 'pip')], groundtruce.__file__)"
    said = subprocess.run(
        [tmp_path / "environment/bin/python", "-c", ask], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    assert said.startswith(f"[None, None, None] {tmp_path}")


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """File for file, byte for byte: who builds it for another system has what we have."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (made,) = tmp_path.glob("*.whl")
    assert _list_files(made) == _list_files(wheel)


def test_the_wheel_has_what_it_needs_and_nothing_of_the_tests(wheel: Path) -> None:
    """The page, the weights, the gazetteer, the templates, the bill; every file lies in the package or its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert "groundtruce/web/page/index.html" in names
    assert "groundtruce/collect/data/settlements.tsv.gz" in names
    assert any(name.endswith(".onnx") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"groundtruce"}
    extras = {line.split(": ")[1] for line in metadata.splitlines() if line.startswith("Provides-Extra")}
    assert extras - {"all", "dev"} == set(USES) - {CORE}, "`make dist-check` tries every extra"


def test_the_bill_of_materials_is_cyclonedx(wheel: Path) -> None:
    """By the standard's own schema; it stands where PEP 770 has it and names what is needed, and by whom."""
    with zipfile.ZipFile(wheel) as archive:
        (place,) = (name for name in archive.namelist() if "/sboms/" in name)
        text = archive.read(place).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    scopes = {each["purl"].partition("@")[0]: each["scope"] for each in bill["components"]}
    assert scopes["pkg:pypi/shapely"] == "required"
    assert scopes["pkg:pypi/weasyprint"] == "optional"
    assert scopes["pkg:npm/ol"] == "required"
    assert not {"pkg:pypi/pytest", "pkg:pypi/mypy", "pkg:npm/vite"} & set(scopes)
    needed = {each["ref"].partition("@")[0]: each["dependsOn"] for each in bill["dependencies"]}
    assert any(url.startswith("pkg:pypi/thinc@") for url in needed["pkg:pypi/spacy"])
    named = {url for each in bill["dependencies"] for url in each["dependsOn"]}
    assert named <= {each["bom-ref"] for each in bill["components"]}
    assert json.loads(json.dumps(describe_project())) == describe_project() == bill


def test_the_page_takes_in_only_what_the_bill_names() -> None:
    """Every package that the page's sources import is among those whose needs are followed."""
    sources = [
        file.read_text("utf-8") for kind in ("ts", "svelte") for file in (ROOT / "workbench/src").rglob(f"*.{kind}")
    ]
    imported = {
        line.split(" from ")[1].strip(" ;\"'").split("/")[0]
        for source in sources
        for line in source.splitlines()
        if " from " in line
        and line.lstrip().startswith(("import", "}"))
        and line.split(" from ")[1].strip(" \"'")[0] not in "./$"
    }
    assert imported <= set(IN_THE_PAGE)


def test_the_lock_pins_what_every_extra_asks_for() -> None:
    """Each requirement is met by the version that is pinned and tried."""
    import tomllib  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = parse_lock((ROOT / "requirements.lock").read_text("utf-8"))
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    for requirement in map(Requirement, asked):
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(pinned[requirement.name.lower()].version), requirement


def test_locks_are_read_with_who_needs_what() -> None:
    """A worked example of each: the comments of pip-compile, and npm's own list, where only the top level counts."""
    lock = "a==1 \\\n    --hash=sha256:00\n    # via groundtruce (pyproject.toml)\nb==2 \\\n    # via\n    #   a\n    #   c\nc==3\n"
    assert {name: each.needs for name, each in parse_lock(lock).items()} == {"a": ("b",), "b": (), "c": ("b",)}
    npm = {"packages": {"": {}, "node_modules/@x/y": {"version": "1", "dependencies": {"z": "^1"}, "license": "MIT"}}}
    (package,) = parse_npm_lock(json.dumps(npm)).values()
    assert (package.url, package.needs, package.licence) == ("pkg:npm/%40x/y@1", ("z",), "MIT")


# ---------------------------------------------------------------------------------------------------------------


def _list_files(wheel: Path) -> dict[str, int]:
    """Each file's checksum."""
    with zipfile.ZipFile(wheel) as archive:
        return {each.filename: each.CRC for each in archive.infolist()}
