"""Reading the words of a picture with tesseract, a program of its own: started without a shell, bounded in time."""

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.map_words import MapWord
from groundtruce.errors import UnusableInput

TIME_LIMIT_S = 120
"""For each run of tesseract."""


PREPARATIONS = ("brightest channel", "lightness", "darkest channel, inverted")
"""How a picture is prepared: by its brightest channel, in which coloured lines and fills fade and dark letters stay; by its
lightness, in which letters of any colour stay; or for light letters on dark ground."""


def read_words(picture: NDArray[np.uint8], *, languages: Sequence[str] = ()) -> Iterator[tuple[MapWord, ...]]:
    """Readings of a picture (height × width × 3), one after the other as they are asked for.

    One for each of tesseract's `languages`, or of those installed, in each preparation, up to the first at which tesseract
    fails or takes longer than its limit: those before it may be enough. Raises `UnusableInput` where there are none, as
    where tesseract is missing.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise UnusableInput(
            "--control auto", "tesseract is not installed: apt-get install tesseract-ocr, or give points"
        )
    chosen = tuple(languages) or list_languages(program)
    given = False
    for preparation in PREPARATIONS:
        enlarged, factor = _prepare(picture, preparation)
        for language in chosen:
            try:
                table = _run(program, enlarged, language)
            except UnusableInput:
                if given:
                    return
                raise
            yield tuple(parse_words(table, factor=factor, reading=f"{language}, {preparation}"))
            given = True


def parse_words(table: str, *, factor: float, reading: str) -> Iterator[MapWord]:
    """The words of tesseract's TSV, with their boxes divided by `factor`, by which the picture was enlarged."""
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, confidence = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if row.get("level") == _WORD_LEVEL and text and confidence >= _LEAST_CONFIDENCE:
            left, top, width, height = (float(row[column]) / factor for column in ("left", "top", "width", "height"))
            yield MapWord(
                text=text,
                left=left,
                top=top,
                width=width,
                height=height,
                confidence=confidence / 100,
                reading=reading,
            )


def list_languages(program: str) -> tuple[str, ...]:
    """The languages that tesseract can read, those that maps are mostly printed in first. Raises `UnusableInput` where it has none."""
    listing = _call([program, "--list-langs"], b"")
    installed = [line.strip() for line in listing.splitlines()[1:] if line.strip()]
    languages = [each for each in installed if each not in _NO_LANGUAGES and "/" not in each]
    if not languages:
        raise UnusableInput("--control auto", "tesseract has no language: apt-get install tesseract-ocr-eng")
    ordered = [each for each in _PREFERRED if each in languages]
    return tuple([*ordered, *(each for each in sorted(languages) if each not in ordered)][:_MOST_LANGUAGES])


# ---------------------------------------------------------------------------------------------------------------

_WORD_LEVEL = "5"
# What tesseract is less sure of than this is a line or a texture as often as a word.
_LEAST_CONFIDENCE = 15.0
# tesseract reads letters best at about 30 pixels' height; those on maps have about ten.
_ENLARGEMENT = 3.0
_MOST_PIXELS = 16_000_000
# Page segmentation 11: sparse text, in no particular order. The resolution is what letters of 30 pixels come from. Thresholding 2
# is Sauvola's, local: the usual one takes a lake for ink where letters are few.
_SETTINGS = ("--psm", "11", "--dpi", "200", "-c", "thresholding_method=2")
# Each language costs a run. Where more are installed, these go first.
_MOST_LANGUAGES = 6
_PREFERRED = ("eng", "rus", "fra", "spa", "ara", "ukr")
_NO_LANGUAGES = frozenset({"osd", "equ"})


def _prepare(picture: NDArray[np.uint8], preparation: str) -> tuple[bytes, float]:
    """A grey PNG, larger by the factor that is also given."""
    from PIL import Image  # noqa: PLC0415 - the extra `pictures`

    if preparation == "lightness":
        grey = Image.fromarray(picture).convert("L")
    else:
        grey = Image.fromarray(picture.max(axis=2) if preparation == "brightest channel" else 255 - picture.min(axis=2))
    factor = min(_ENLARGEMENT, max(1.0, float(np.sqrt(_MOST_PIXELS / (grey.width * grey.height)))))
    size = (round(grey.width * factor), round(grey.height * factor))
    stream = io.BytesIO()
    grey.resize(size, Image.Resampling.BICUBIC).save(stream, "PNG", compress_level=1)
    return stream.getvalue(), size[0] / grey.width


def _run(program: str, image: bytes, language: str) -> str:
    return _call([program, "stdin", "stdout", "-l", language, *_SETTINGS, "tsv"], image)


def _call(command: Sequence[str], given: bytes) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT") if name in os.environ}
    try:
        # One thread, so that reading takes as long everywhere and gives the same everywhere.
        ended = subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=False,
            cwd=tempfile.gettempdir(),
            env={**kept, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnusableInput("--control auto", f"tesseract took longer than {TIME_LIMIT_S} seconds") from None
    except OSError as error:
        raise UnusableInput("--control auto", f"tesseract cannot be started: {error.strerror}") from error
    if ended.returncode != 0:
        said = ended.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise UnusableInput("--control auto", f"tesseract failed: {said[-1][:200]}")
    return ended.stdout.decode(errors="replace")
