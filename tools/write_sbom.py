"""Write the bill of materials that goes into the wheel (CycloneDX 1.6, JSON): `python tools/write_sbom.py FILE`.

It says what an installation has besides the project: each package that the core or an extra needs, in the version that is
pinned and tested, by what it is needed; and what is built into the page. Packages come from `requirements.lock`, which names
for each who needs it, and from `package-lock.json`. What only developers need is left out. The same sources give the same bytes.
"""

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
IN_THE_PAGE = ("ol", "pmtiles", "svelte")
"""What the page's sources import; a bundler puts it into the page, with what it needs itself."""

_PROJECT = "groundtruce"
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)")
_NEEDED_BY = re.compile(r"^    #(?: via)? +([a-z0-9][a-z0-9._-]*)(?: \(pyproject\.toml\))?$")
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.M)


class Package(NamedTuple):
    """One package as it is pinned."""

    name: str
    version: str
    kind: str
    """`pypi` or `npm`, as a package URL has it."""
    needs: tuple[str, ...]
    licence: str | None = None

    @property
    def url(self) -> str:
        """The package URL (purl)."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def write_sbom(file: Path, *, root: Path = ROOT) -> None:
    """Write the bill of materials of the project under `root`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(describe_project(root), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def describe_project(root: Path = ROOT) -> dict[str, Any]:
    """The bill of materials as CycloneDX has it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (version,) = _VERSION.findall((root / "src" / _PROJECT / "__init__.py").read_text(encoding="utf-8"))
    pinned = parse_lock((root / "requirements.lock").read_text(encoding="utf-8"))
    core = find_needed(map(_name_of, project["dependencies"]), pinned)
    wanted = [_name_of(each) for each in (*project["dependencies"], *project["optional-dependencies"]["all"])]
    packages = find_needed(wanted, pinned)
    bundled = find_needed(IN_THE_PAGE, parse_npm_lock((root / "workbench/package-lock.json").read_text("utf-8")))
    own = Package(_PROJECT, version, "pypi", tuple(dict.fromkeys(wanted)), project["license"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {**_moment(), "component": _describe(own, type="application")},
        "components": [
            *(_describe(each, scope="required" if each.name in core else "optional") for each in packages.values()),
            *(_describe(each, scope="required") for each in bundled.values()),
        ],
        "dependencies": [
            {
                "ref": own.url,
                "dependsOn": sorted(
                    {packages[each].url for each in own.needs} | {bundled[each].url for each in IN_THE_PAGE}
                ),
            },
            *(_depend(each, packages) for each in packages.values()),
            *(_depend(each, bundled) for each in bundled.values()),
        ],
    }


def parse_lock(text: str) -> dict[str, Package]:
    """The packages of a `requirements.lock`, each with what it needs among them."""
    versions: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if pin := _PIN.match(line):
            name = pin[1]
            versions[name] = pin[2]
        elif name and (needed := _NEEDED_BY.match(line)) and needed[1] != _PROJECT:
            needs.setdefault(needed[1], []).append(name)
    return {name: Package(name, version, "pypi", tuple(needs.get(name, ()))) for name, version in versions.items()}


def parse_npm_lock(text: str) -> dict[str, Package]:
    """The packages of a `package-lock.json`, of which each name stands once at the top."""
    return {
        place.removeprefix("node_modules/"): Package(
            name=place.removeprefix("node_modules/"),
            version=package["version"],
            kind="npm",
            needs=tuple(package.get("dependencies", ())),
            licence=package.get("license"),
        )
        for place, package in json.loads(text)["packages"].items()
        if place.count("node_modules/") == 1
    }


def find_needed(roots: Iterable[str], pinned: Mapping[str, Package]) -> dict[str, Package]:
    """The packages that are needed for some, these among them, in the order of their names."""
    found: dict[str, Package] = {}
    left = [name for name in roots if name in pinned]
    while left:
        name = left.pop()
        if name not in found:
            found[name] = pinned[name]
            left += [each for each in pinned[name].needs if each in pinned]
    return dict(sorted(found.items()))


# ---------------------------------------------------------------------------------------------------------------------


def _name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _moment() -> dict[str, str]:
    """When it was made, where the builder says so, that builds may be repeated to the byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return {"timestamp": datetime.fromtimestamp(int(epoch), UTC).isoformat()} if epoch else {}


def _describe(package: Package, *, type: str = "library", scope: str | None = None) -> dict[str, Any]:  # noqa: A002 - CycloneDX's word
    described = {
        "type": type,
        "bom-ref": package.url,
        "name": package.name,
        "version": package.version,
        "scope": scope,
        "licenses": [{"expression": package.licence}] if package.licence else None,
        "purl": package.url,
    }
    return {field: value for field, value in described.items() if value}


def _depend(package: Package, among: Mapping[str, Package]) -> dict[str, Any]:
    return {"ref": package.url, "dependsOn": sorted(among[each].url for each in package.needs if each in among)}


if __name__ == "__main__":
    write_sbom(Path(sys.argv[1]))
