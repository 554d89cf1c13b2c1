"""What the readings in a folder were made of and with, written down before the first: `run.json`.

Workers read from it what they need, so that a task names its piece alone; whoever goes on finds the same terms.
"""

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import structs

from groundtruce import __version__
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.ids import digest
from groundtruce.model.times import format_moment
from groundtruce.model.values import Value
from groundtruce.settings import Settings

RUN_FORMAT = "groundtruce-run/1"
_NAME = "run.json"


class Run(Value, tag_field="format", tag=RUN_FORMAT):
    """The terms of a reading of archives. All readings in one folder have the same."""

    version: str
    """Of Groundtruce."""
    archives: tuple[str, ...]
    """Their paths, in the order of the parts."""
    texts_a_piece: int
    published: str | None
    """When the texts were published, where the user said so."""
    spacy_pipeline: str
    encoder: bool
    """Whether the attribution encoder could be loaded."""
    max_document_bytes: int
    max_text_characters: int
    begun: str
    """The moment it was begun (ISO 8601): taken as when each document was got whose archive does not say that."""
    case: Case | None

    @property
    def settings(self) -> Settings:
        """The settings that a worker reads with."""
        return Settings(
            spacy_pipeline=self.spacy_pipeline,
            max_document_bytes=self.max_document_bytes,
            max_text_characters=self.max_text_characters,
        )


def describe_run(
    archives: tuple[Path, ...],
    *,
    case: Case | None,
    published: str | None,
    settings: Settings,
    encoder: bool,
    texts_a_piece: int,
    now: datetime,
) -> Run:
    """The terms of a run that begins now."""
    return Run(
        version=__version__,
        archives=tuple(str(path.resolve()) for path in archives),
        texts_a_piece=texts_a_piece,
        published=published,
        spacy_pipeline=settings.spacy_pipeline,
        encoder=encoder,
        max_document_bytes=settings.max_document_bytes,
        max_text_characters=settings.max_text_characters,
        begun=format_moment(now),
        case=case,
    )


def begin_run(folder: Path, run: Run) -> Run:
    """Write the terms into a new folder, or give those of the run that is gone on with.

    Raises `UnusableInput` where the folder holds anything else, or readings on other terms.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _NAME).exists():
            if any(folder.iterdir()):
                raise UnusableInput(folder, "holds other files; name an empty folder")
            write_whole(folder / _NAME, msgspec.json.format(msgspec.json.encode(run)))
    except OSError as error:
        raise UnusableInput(folder, f"cannot be written: {error.strerror}") from error
    before = load_run(folder)
    asked = structs.replace(run, begun=before.begun)
    if before != asked:
        differing = next(name for name in run.__struct_fields__ if getattr(before, name) != getattr(asked, name))
        raise UnusableInput(folder, f"holds readings with another {_SAID[differing]}; name another folder")
    return before


def load_run(folder: Path) -> Run:
    """The terms of the readings in a folder. Raises `UnusableInput` where there are none."""
    return msgspec.json.decode(_read(folder), type=Run)


def digest_run(folder: Path) -> str:
    """What tells a run from any other."""
    return digest(_read(folder))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all, also after a power cut."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.unfinished")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


# ---------------------------------------------------------------------------------------------------------------

_SAID = {
    "version": "version of groundtruce",
    "archives": "list of archives",
    "texts_a_piece": "--texts-a-part",
    "published": "--published",
    "spacy_pipeline": "spaCy pipeline",
    "encoder": "set of packages (onnxruntime is there or not)",
    "max_document_bytes": "limit of a document's size",
    "max_text_characters": "limit of a text's length",
    "case": "--case",
}


def _read(folder: Path) -> bytes:
    try:
        content = (folder / _NAME).read_bytes()
        msgspec.json.decode(content, type=Run)
    except OSError as error:
        raise UnusableInput(folder, f"holds no {_NAME}, which `groundtruce read --cluster` writes first") from error
    except msgspec.MsgspecError as error:
        raise UnusableInput(folder / _NAME, f"is not what `groundtruce read --cluster` writes: {error}") from error
    return content
