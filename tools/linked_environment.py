"""Environments as pip makes them, of links to packages that are installed here: nothing is downloaded, and seconds suffice.

In each there is the program and exactly what it needs, alone or with an extra, as the packages' own metadata say.
"""

import re
import sys
import venv
import zipfile
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement


def unpack_wheel(wheel: Path, folder: Path) -> Distribution:
    """The wheel's files, where they lie in an environment (all are pure Python), and its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (info,) = folder.glob("*.dist-info")
    return Distribution.at(info)


def make_environment(folder: Path, unpacked: Path, needed: Mapping[str, Distribution]) -> None:
    """An environment in `folder` with links to what was unpacked and to what is needed, and its programs."""
    venv.create(folder, with_pip=False)
    packages = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    _link_all(unpacked.iterdir(), packages)
    for each in needed.values():
        for file in _list_tops(each):
            _link_all([Path(str(each.locate_file(file)))], packages / PurePosixPath(file).parent)
    (info,) = unpacked.glob("*.dist-info")
    _write_programs(info, folder / "bin")


def find_needs(root: Distribution, *, extra: str | None) -> dict[str, Distribution]:
    """Every package that one asks for, and those that these ask for, by name. Raises `PackageNotFoundError` for what is not here."""
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()
    pending = [(root, name) for name in ("", extra) if name is not None]
    while pending:
        asking, with_extra = pending.pop()
        for requirement in map(Requirement, asking.requires or ()):
            if requirement.marker is not None and not requirement.marker.evaluate({"extra": with_extra}):
                continue
            name = _normalise(requirement.name)
            found[name] = distribution(requirement.name)
            asked = {(name, each) for each in ("", *requirement.extras)} - done
            done |= asked
            pending += [(found[name], each) for _, each in asked]
    return found


# ---------------------------------------------------------------------------------------------------------------


_PROGRAM = """#!{python}
import sys
from {module} import {function}
if __name__ == "__main__":
    sys.exit({function}())
"""


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _link_all(files: Iterator[Path] | list[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).symlink_to(file)


def _list_tops(package: Distribution) -> list[str]:
    """What must be linked for a package: its folders where nobody else has files in them, else each file."""
    owners = _count_owners()
    tops: dict[str, None] = {}
    for file in package.files or ():
        top = file.parts[0]
        if top == ".." or "__pycache__" in file.parts:  # programs, which nobody asks for here
            continue
        tops[top if owners[top] == 1 else str(file)] = None
    return list(tops)


@cache
def _count_owners() -> dict[str, int]:
    """How many of the packages that are installed here have files in each folder."""
    owners: dict[str, set[str]] = {}
    for each in distributions():
        for top in {file.parts[0] for file in each.files or ()}:
            owners.setdefault(top, set()).add(each.name)
    return {top: len(names) for top, names in owners.items()}


def _write_programs(info: Path, folder: Path) -> None:
    entries = ConfigParser()
    entries.read(info / "entry_points.txt")
    for name, place in entries["console_scripts"].items():
        module, _, function = place.partition(":")
        program = folder / name
        program.write_text(_PROGRAM.format(python=folder / "python", module=module, function=function))
        program.chmod(0o755)
