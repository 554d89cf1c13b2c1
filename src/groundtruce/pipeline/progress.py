"""How long work says what it is at."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]
"""Takes one line about what goes on; long work calls it as it proceeds."""


def say_nothing(message: str) -> None:
    """A `Progress` for those who want none."""
    del message
