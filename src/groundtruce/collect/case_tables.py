"""The TOML files of a case: read, made values of, and refused in one line that names the line of the file."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from groundtruce.collect.case_checks import Problem, Problems, describe
from groundtruce.collect.files import read_file
from groundtruce.collect.toml_lines import Keys, find_line
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

MAX_TABLE_BYTES = 5_000_000

_Table = TypeVar("_Table", bound=Value)


class CaseTable(NamedTuple):
    """A file of a case, as text and as the tables in it."""

    file: Path
    text: str
    tables: dict[str, Any]

    def refuse(self, problems: Problems) -> None:
        """Raise the first of the problems, if there is one."""
        for problem in problems:
            raise self.refusal(problem)

    def refusal(self, problem: Problem) -> UnusableInput:
        """A problem with the line of its table or key."""
        return UnusableInput(self.file, problem.reason, place=self.place(problem.place))

    def convert(self, kind: type[_Table]) -> _Table:
        """The file as a value. Raises `UnusableInput` for unknown and missing keys and values of another kind."""
        try:
            return msgspec.convert(self.tables, kind)
        except msgspec.ValidationError as error:
            keys, reason = _split_validation_error(str(error))
            raise UnusableInput(self.file, reason, place=self.place(keys)) from error

    def place(self, keys: Keys) -> str:
        """A place in the file with its line: `line 3, [[areas]] 1, file`."""
        line = find_line(self.text, keys)
        return ", ".join([*([f"line {line}"] if line else []), *([describe(keys)] if keys else [])])


def read_table(file: Path) -> CaseTable:
    """A file of a case. Raises `UnusableInput` for what is no TOML."""
    content = read_file(file, limit=MAX_TABLE_BYTES)
    try:
        text = content.decode("utf-8")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UnusableInput(file, "is not UTF-8 text", place=f"byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        place, reason = _split_toml_error(str(error))
        raise UnusableInput(file, f"broken TOML, {reason}", place=place) from error
    except RecursionError as error:
        raise UnusableInput(file, "broken TOML, its values are nested too deeply") from error
    return CaseTable(file, text, tables)


# ---------------------------------------------------------------------------------------------------------------


def _split_toml_error(message: str) -> tuple[str, str]:
    """`Invalid value (at line 3, column 7)` as its place and its reason."""
    reason, _, place = message.removesuffix(")").rpartition(" (at ")
    return place, reason[:1].lower() + reason[1:]


def _split_validation_error(message: str) -> tuple[Keys, str]:
    """The keys and the message of msgspec's ``… - at `$.parties[2].names[1]` ``, in the words of a TOML file."""
    reason, _, path = message.partition(" - at `$")
    reason = reason.replace("Object contains unknown field", "unknown key")
    reason = reason.replace("Object missing required field", "missing key")
    if reason.endswith(("got `date`", "got `datetime`", "got `time`")):
        reason += ": write it in quotes"
    steps = re.findall(r"([^.\[\]]+)|\[(\d+)\]", path.removesuffix("`"))
    keys = tuple(int(index) if index else key for key, index in steps)
    return keys, reason[:1].lower() + reason[1:]
