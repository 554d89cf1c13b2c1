"""Folders: the files that somebody puts there."""

from pathlib import Path
from typing import NamedTuple

from groundtruce.collect.files import is_inside, read_file
from groundtruce.errors import UnusableInput


class FoundFile(NamedTuple):
    """A file in a watched folder."""

    path: str
    version: str
    """When it was last changed, and its size: another word means that it must be looked at."""

    @property
    def uri(self) -> str:
        """Its path as an address."""
        return Path(self.path).absolute().as_uri()

    def read(self, *, limit: int) -> bytes:
        """Its bytes, at most `limit`. Raises `UnusableInput` where it cannot be read, is empty or larger."""
        return read_file(Path(self.path), limit=limit)


def list_folder(folder: Path) -> tuple[FoundFile, ...]:
    """The files below a folder in the order of their paths; not sidecars, hidden files and links that lead out of it.

    Raises `UnusableInput` where the folder cannot be read.
    """
    try:
        if not folder.is_dir():
            raise UnusableInput(folder, "there is no such folder")
        files = [file for file in sorted(folder.rglob("*")) if _is_meant(file, folder) and is_inside(file, folder)]
        return tuple(FoundFile(str(file), f"{file.stat().st_mtime_ns} {file.stat().st_size}") for file in files)
    except OSError as error:
        raise UnusableInput(folder, f"cannot be read: {error.strerror}") from error


# ---------------------------------------------------------------------------------------------------------------


def _is_meant(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and file.suffix != ".toml"
