"""On which line of a TOML file a value stands, which the standard library's reader does not tell."""

import re
from bisect import bisect_right
from typing import TypeAlias

Keys: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys, and places in arrays from 0, such as `("provisions", 2, "terms", "due")`."""


def find_line(text: str, path: Keys) -> int | None:
    """The line, from 1, of the value at `path` in a file that is TOML; of the table around it where there is no such key.

    None where not even the outermost key is there.
    """
    lines = _Scanner(text).lines
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


# ---------------------------------------------------------------------------------------------------------------

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]*")


class _Scanner:
    """Goes through a text that is known to be TOML and notes the line of each key, table and item."""

    def __init__(self, text: str) -> None:
        # As the standard library's reader counts them.
        self._text = text.replace("\r\n", "\n")
        self._ends = [match.start() for match in re.finditer("\n", self._text)]
        self._at = 0
        self._counts: dict[Keys, int] = {}
        self.lines: dict[Keys, int] = {}
        self._scan()

    def _scan(self) -> None:
        table: Keys = ()
        self._skip()
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._read_header()
            else:
                self._read_pair(table)
            self._skip()

    def _read_header(self) -> Keys:
        is_array = self._text.startswith("[[", self._at)
        line = self._line()
        self._at += 2 if is_array else 1
        keys = self._read_keys()
        self._at += 2 if is_array else 1
        path: Keys = ()
        for key in keys[:-1]:
            path = self._into((*path, key))
        path = (*path, keys[-1])
        self.lines.setdefault(path, line)
        if is_array:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = self._into(path)
        self.lines[path] = line
        return path

    def _into(self, path: Keys) -> Keys:
        """The table that a header's key means: the last one so far of an array of tables."""
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _read_pair(self, table: Keys) -> None:
        line = self._line()
        path = (*table, *self._read_keys())
        for length in range(len(table) + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self._at += 1  # the sign of equality
        self._read_value(path)

    def _read_keys(self) -> list[str]:
        keys = []
        while True:
            match = _KEY.match(self._text, self._at)
            if match is None:
                raise ValueError(f"line {self._line()} holds no key")
            self._at = match.end()
            keys.append(next(group for group in match.groups() if group is not None))
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _read_value(self, path: Keys) -> None:
        self._skip()
        self.lines[path] = self.lines.get(path, self._line())
        if self._text.startswith("[", self._at):
            self._read_items(path, "]")
        elif self._text.startswith("{", self._at):
            self._read_items(path, "}")
        else:
            match = _STRING.match(self._text, self._at) or _BARE.match(self._text, self._at)
            self._at = match.end() if match else len(self._text)

    def _read_items(self, path: Keys, end: str) -> None:
        """The items of an array, or the pairs of an inline table."""
        self._at += 1
        number = 0
        self._skip()
        while not self._text.startswith(end, self._at):
            if end == "]":
                self._read_value((*path, number))
            else:
                self._read_pair(path)
            number += 1
            self._skip()
            if self._text.startswith(",", self._at):
                self._at += 1
                self._skip()
        self._at += 1

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _line(self) -> int:
        return bisect_right(self._ends, self._at - 1) + 1
