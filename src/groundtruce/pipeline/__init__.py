"""The use cases: the way of the data from stage to stage. Nothing here prints.

Each gathers what it needs, lets a pure stage decide, and applies the result. Only `clock` asks what time it is. A use case is
imported when it is first asked for, so that a command loads no more than it needs: `__init__.pyi` says where each is.
"""

import ast
from importlib import import_module
from importlib.resources import files
from typing import Any

_STUB = ast.parse(files(__name__).joinpath("__init__.pyi").read_text())
_HOMES = {name.name: line.module for line in _STUB.body if isinstance(line, ast.ImportFrom) for name in line.names}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """A use case by its name (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    """The use cases, for those who look."""
    return [*globals(), *__all__]
