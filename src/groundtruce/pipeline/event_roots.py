"""The model of political events, from the file that the settings name."""

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from groundtruce.collect.files import read_file
from groundtruce.errors import UnusableInput

if TYPE_CHECKING:
    from groundtruce.read.events.root_model import RootModel

_MAX_BYTES = 10_000_000


def load_event_roots(path: Path) -> "RootModel":
    """The model that a file of weights holds. Raises `UnusableInput` where it is absent or holds none."""
    from groundtruce.read.events.root_model import unpack_model  # noqa: PLC0415 - spaCy takes a second to import

    content = read_file(path, limit=_MAX_BYTES)
    try:
        return unpack_model(content)
    except (ValueError, KeyError, BadZipFile) as error:
        raise UnusableInput(path, "holds no model of event roots") from error
