"""Telling a program that the case names: the alert goes in as JSON, and nothing of it is taken for a part of the command."""

import subprocess
from collections.abc import Sequence

_LONGEST_S = 60


def run_command(command: Sequence[str], body: bytes) -> str:
    """Run a program with `body` on its standard input. Gives why it failed; empty where it did not."""
    try:
        finished = subprocess.run(command, input=body, capture_output=True, timeout=_LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return f"took longer than {_LONGEST_S} s"
    except OSError as error:
        return f"cannot be run: {error.strerror}"
    return "" if finished.returncode == 0 else f"ended with {finished.returncode}"
