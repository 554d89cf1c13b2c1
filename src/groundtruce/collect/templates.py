"""A user's own templates: the files of a folder that may stand in for the brief's."""

from collections.abc import Mapping
from pathlib import Path

from groundtruce.collect.files import read_file
from groundtruce.errors import UnusableInput

MAX_BYTES, MAX_FILES = 512 * 1024, 100


def read_templates(folder: Path) -> Mapping[str, str]:
    """The templates (`*.j2`) and style sheets (`*.css`) in a folder by their names, in the order of these.

    Raises `UnusableInput` where there is no such folder, it holds none, or a file of it is no text of a bearable size.
    """
    if not folder.is_dir():
        raise UnusableInput(folder, "is a file, not a folder" if folder.exists() else "there is no such folder")
    files = sorted(path for path in folder.iterdir() if path.suffix in (".j2", ".css"))
    if not files:
        raise UnusableInput(folder, "holds no template (a file that ends in .j2 or .css)")
    if len(files) > MAX_FILES:
        raise UnusableInput(folder, f"holds more than {MAX_FILES} templates")
    return {path.name: _read_text(path) for path in files}


# ---------------------------------------------------------------------------------------------------------------


def _read_text(path: Path) -> str:
    content = read_file(path, limit=MAX_BYTES)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableInput(path, "is not UTF-8", place=f"line {line}") from error
