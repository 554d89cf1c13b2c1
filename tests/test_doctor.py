"""`groundtruce doctor`: what of the program's needs a machine has."""

import json
import os
import tomllib
from pathlib import Path

import jsonschema
from packaging.requirements import Requirement

from groundtruce.pipeline.doctor import check_installation, list_extras
from groundtruce.settings import Settings
from tests.running import Run, run_program

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[1] / "src/groundtruce/model/schemas/installation-1.json").read_text("utf-8")
)


def test_everything_is_there_where_the_tests_run(run: Run) -> None:
    """Each package with its version; the answer is of its schema; the extras that a user installs are all named."""
    ran = run("doctor", "--json", "--extra", "documents", "--extra", "pictures")
    assert ran.code == 0
    jsonschema.validate(ran.json, SCHEMA)
    assert ran.json["lacking"] == []
    named = {part["extra"] for part in ran.json["parts"]}
    assert {None, "documents", "pictures", "brief", "archives", "figures"} <= named
    assert not {"dev", "all"} & named
    assert all(part["found"] for part in ran.json["parts"])


def test_every_extra_has_an_entry_for_each_package_that_it_asks_for() -> None:
    """As `pyproject.toml` has them; the remedy of what is missing names the extra that brings it."""
    root = Path(__file__).resolve().parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        (extra, Requirement(each).name)
        for extra, requirements in {None: project["dependencies"], **project["optional-dependencies"]}.items()
        for each in requirements
        if extra not in {"all", "dev"} and ((marker := Requirement(each).marker) is None or marker.evaluate())
    }
    parts = check_installation(settings=Settings()).parts
    assert wanted <= {(part.extra, part.name) for part in parts}
    assert set(project["optional-dependencies"]) - {"all", "dev"} == set(list_extras())


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    """Without tesseract on the path the extra `pictures` lacks it, and the core does not."""
    bare = {**os.environ, "PATH": str(tmp_path)}
    ran = run_program("doctor", "--json", env=bare)
    assert ran.code == 0
    assert ran.json["lacking"] == ["pictures"]
    (missing,) = (part for part in ran.json["parts"] if part["state"] == "missing")
    assert missing["name"] == "tesseract"
    assert missing["remedy"].startswith("apt-get install tesseract-ocr")
    assert run_program("doctor", "--extra", "pictures", env=bare).code == 3


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A user whose home is no folder: the gazetteer has no place to be kept in, and the core lacks it."""
    home = tmp_path / "home"
    home.write_text("no folder")
    ran = run_program("doctor", "--json", env={**os.environ, "HOME": str(home)})
    assert ran.code == 3
    assert ran.json["lacking"] == ["core"]
    assert [part["name"] for part in ran.json["parts"] if part["state"] == "missing"] == [
        "a folder to keep the gazetteer in"
    ]


def test_people_read_it_as_a_table(run: Run) -> None:
    """Each part in a row, and a last line that sums up."""
    lines = run("doctor").out.splitlines()
    assert any(line.split()[:3] == ["core", "shapely", "there"] for line in lines)
    assert lines[-1].endswith("everything is there")


def test_an_unknown_extra_is_wrong_usage(run: Run) -> None:
    """The extras that there are, are named."""
    ran = run("doctor", "--extra", "everything")
    assert ran.code == 2
    assert "archives, brief, cluster, documents" in ran.err
