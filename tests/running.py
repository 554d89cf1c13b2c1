"""Runs the commands, in this process or as a user's shell would."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from groundtruce.cli import main
from groundtruce.record.addresses import ServerAddress
from tests.secrecy import check_said

PROGRAM = (sys.executable, "-m", "groundtruce.cli")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def spell(argument: object) -> str:
    """An argument as a user writes it: a server's address with all that it takes to connect."""
    return argument.uri if isinstance(argument, ServerAddress) else str(argument)


def make_run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs a command in this process, which is fast."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = 0
        try:
            main([spell(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        check_said(arguments, out=captured.out, err=captured.err)
        return Ran(code=code, out=captured.out, err=captured.err)

    return run


def run_program(*arguments: object, **options: Any) -> Ran:
    """Run a command in a process of its own, as a shell does."""
    finished = subprocess.run(
        [*PROGRAM, *map(spell, arguments)], capture_output=True, text=True, check=False, timeout=120, **options
    )
    check_said(arguments, out=finished.stdout, err=finished.stderr)
    return Ran(code=finished.returncode, out=finished.stdout, err=finished.stderr)
