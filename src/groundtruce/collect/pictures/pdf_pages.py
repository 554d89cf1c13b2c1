"""Pages of a PDF as pixels."""

import math
from typing import TYPE_CHECKING

import numpy as np

from groundtruce.collect.extracts import missing_extra
from groundtruce.collect.pictures.images import MOST_PIXELS, Rgb, check_scans, check_size
from groundtruce.errors import UnusableInput

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

DOTS_PER_INCH = 200
"""Fine enough for the hair lines of a printed map; a sheet too large for the bound is rendered coarser."""
MOST_OBJECTS = 500_000
_POINTS_PER_INCH = 72


def render_page(content: bytes, *, name: str, page: int) -> Rgb:
    """A page of a PDF, counted from 1, at 200 dots an inch. Raises `UnusableInput` as `load_picture` does.

    The sizes of pictures inside the page are looked at before any of them is unpacked.
    """
    try:
        import pypdfium2  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra(name, "a page of a PDF", extra="pictures") from error
    try:
        with pypdfium2.PdfDocument(content) as document:
            return _render(document, name, page)
    except pypdfium2.PdfiumError as error:
        # PDFium gives the same error for a broken file and for a locked one, but for its words.
        locked = "password" in str(error).casefold()
        reason = "is a PDF locked with a password" if locked else f"is a PDF that is damaged: {error}"
        raise UnusableInput(name, reason) from error


# ---------------------------------------------------------------------------------------------------------------


def _render(document: "PdfDocument", name: str, number: int) -> Rgb:
    place = f"page {number}"
    if number > len(document):
        raise UnusableInput(name, f"there is no such page: it has {len(document)}", place=place)
    page = document[number - 1]
    _check_objects(page, name, place)
    width, height = page.get_size()
    scale = _choose_scale(width, height)
    check_size(math.ceil(width * scale), math.ceil(height * scale), name=name, place=place)
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True)
    return np.array(bitmap.to_numpy()[..., :3])


def _choose_scale(width: float, height: float) -> float:
    """Pixels a point, such that the page stays within the bound."""
    full = DOTS_PER_INCH / _POINTS_PER_INCH
    fitting = math.sqrt(0.98 * MOST_PIXELS / max(width * height, 1.0))
    return min(full, fitting)


def _check_objects(page: "PdfPage", name: str, place: str) -> None:
    """Refuse a page that holds a picture too large or too slow to unpack, or more things than a map is drawn with."""
    import pypdfium2  # noqa: PLC0415 - an extra

    for count, item in enumerate(page.get_objects(max_depth=8), 1):
        if count > MOST_OBJECTS:
            raise UnusableInput(name, f"draws more than the {MOST_OBJECTS} things that are read", place=place)
        if isinstance(item, pypdfium2.PdfImage):
            width, height = item.get_px_size()
            if width * height > MOST_PIXELS:
                reason = f"holds a picture of {width} × {height} pixels, more than the {MOST_PIXELS // 1_000_000} million that are read"
                raise UnusableInput(name, reason, place=place)
            if "DCTDecode" in item.get_filters():
                check_scans(bytes(item.get_data(decode_simple=True)), name=name, place=place)
