"""Images: bytes to pixels, bounded before any memory is spent on them.

Pixel coordinates, here and wherever a picture is spoken of: x to the right, y down, `(0, 0)` at the top-left corner of
the top-left pixel, so that pixel centres lie at halves.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from groundtruce.collect.extracts import missing_extra
from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest

if TYPE_CHECKING:
    from PIL.Image import Image

Rgb: TypeAlias = npt.NDArray[np.uint8]
"""sRGB, shape `(height, width, 3)`."""

MOST_PIXELS = 40_000_000
"""A printed page at 600 dots an inch, or a screen map of 8,000 × 5,000."""
LEAST_SIDE = 32
"""A map that somebody could read a boundary on is wider than an icon."""
MOST_FRAMES = 2_000
MOST_COMPOSED_PIXELS = 4_000_000_000
"""A frame of an animation is the sum of those before it, and each of them costs time: some twenty seconds' worth."""

MOST_SCANS = 200
"""A progressive JPEG has about ten. Each costs time for every pixel and may be 59 bytes long."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A picture as it is looked at: upright, on white where it was transparent."""

    name: str
    """As messages give it."""
    sha256: str
    """Of the file, whichever page or frame of it this is."""
    rgb: Rgb
    """Not writeable."""

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.rgb.shape[0])


def load_picture(content: bytes, *, name: str, page: int = 1, frame: int = 1) -> Picture:
    """The pixels of a PNG, JPEG, GIF, WebP, BMP or TIFF, or of a page of a PDF. Pages and frames count from 1.

    `page` is a PDF's or a TIFF's, `frame` an animation's. Raises `UnusableInput` for what is no picture, is cut off or
    broken, is larger than `MOST_PIXELS` or narrower than `LEAST_SIDE`, or has no such page or frame.
    """
    if page < 1 or frame < 1:
        raise UnusableInput(name, "pages and frames count from 1")
    if content.lstrip()[:5] == b"%PDF-":
        from groundtruce.collect.pictures.pdf_pages import render_page  # noqa: PLC0415 - an extra of its own

        rgb = render_page(content, name=name, page=page)
    else:
        rgb = _decode(content, name, page, frame)
    rgb.setflags(write=False)
    return Picture(name=name, sha256=digest(content), rgb=rgb)


def media_type_of(content: bytes) -> str:
    """The media type of a picture that `load_picture` reads, by its first bytes."""
    if content.lstrip()[:5] == b"%PDF-":
        return "application/pdf"
    return next((media_type for magic, media_type in _MAGIC if content.startswith(magic)), "image/tiff")


def check_size(width: int, height: int, *, name: str, place: str = "") -> None:
    """Raises `UnusableInput` for a picture that is too large to be read, or too small to be a map."""
    if width * height > MOST_PIXELS:
        reason = f"is {width} × {height} pixels, more than the {MOST_PIXELS // 1_000_000} million that are read"
        raise UnusableInput(name, reason, place=place)
    if min(width, height) < LEAST_SIDE:
        raise UnusableInput(name, f"is {width} × {height} pixels: too small to be a map", place=place)


def check_scans(jpeg: bytes, *, name: str, place: str = "") -> None:
    """Raises `UnusableInput` for a JPEG that would take hours to decode.

    Scans are counted by their markers (ITU-T T.81, B.1.1.3), which do not occur in what is compressed.
    """
    scans = jpeg.count(b"\xff\xda")
    if scans > MOST_SCANS:
        reason = f"{'holds' if place else 'is'} a JPEG of {scans} scans, more than the {MOST_SCANS} that are read"
        raise UnusableInput(name, reason, place=place)


# ---------------------------------------------------------------------------------------------------------------

_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")
_MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"BM", "image/bmp"),
)
_WHITE = (255, 255, 255, 255)


def _decode(content: bytes, name: str, page: int, frame: int) -> Rgb:
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra(name, "a picture", extra="pictures") from error
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            # Whatever the size, ours is the check; other warnings are of metadata that nobody asks for.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                check_size(*image.size, name=name)
                if image.format == "JPEG":
                    check_scans(content, name=name)
                _seek(image, name, page, frame)
                return _flatten(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        reason = f"has more than the {MOST_PIXELS // 1_000_000} million pixels that are read"
        raise UnusableInput(name, reason) from error
    except UnidentifiedImageError as error:
        reason = "is no picture in PNG, JPEG, GIF, TIFF, WebP, BMP or PDF, or its beginning is broken"
        raise UnusableInput(name, reason) from error
    except UnusableInput:
        raise
    except Exception as error:
        # Pillow's decoders let broken files cause many kinds of error.
        raise UnusableInput(name, f"is a picture that is broken: {error or type(error).__name__}") from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Have Pillow refuse a picture that is cut off; another library in the process may have it fill up what is missing."""
    from PIL import ImageFile  # noqa: PLC0415 - an extra

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _seek(image: "Image", name: str, page: int, frame: int) -> None:
    """Turn to the page or the frame that is wanted."""
    kind, wanted = ("page", page) if image.format == "TIFF" else ("frame", frame)
    width, height = image.size
    if wanted > MOST_FRAMES or wanted * width * height > MOST_COMPOSED_PIXELS:
        raise UnusableInput(name, "lies behind more pixels than are read", place=f"{kind} {wanted}")
    try:
        image.seek(wanted - 1)
    except EOFError as error:
        raise UnusableInput(name, "there is no such part of it", place=f"{kind} {wanted}") from error
    check_size(*image.size, name=name, place=f"{kind} {wanted}" if wanted > 1 else "")


def _flatten(image: "Image") -> Rgb:
    """Eight bits of red, green and blue; what is transparent lies on white."""
    from PIL import Image  # noqa: PLC0415 - an extra

    if image.mode.startswith(("I", "F")):
        image = _to_eight_bits(image)
    if not image.has_transparency_data:
        return np.array(image.convert("RGB"))
    above = image.convert("RGBA")
    return np.array(Image.alpha_composite(Image.new("RGBA", above.size, _WHITE), above).convert("RGB"))


def _to_eight_bits(image: "Image") -> "Image":
    """Grey levels of more than eight bits: those of 16 keep their share, others are stretched to what there is."""
    from PIL import Image  # noqa: PLC0415 - an extra

    levels = np.asarray(image, dtype=np.float32)
    top = 65_535.0 if image.mode.startswith("I;16") else max(float(np.nanmax(levels)), 1.0)
    scaled = np.nan_to_num(levels / top).clip(0, 1) * 255
    return Image.fromarray(scaled.round().astype(np.uint8))
