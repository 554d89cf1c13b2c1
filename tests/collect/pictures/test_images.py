"""Images: what is read, and what is refused before memory is spent."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFile

from groundtruce.collect.pictures.images import MOST_PIXELS, load_picture
from groundtruce.errors import UnusableInput

RED = (200, 30, 40)


def encode(image: Image.Image, form: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def two_halves(mode: str = "RGB") -> Image.Image:
    """Red on the left, white on the right, 60 × 40."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste(RED, (0, 0, 30, 40))
    return image.convert(mode)


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is so large; its pixels would unpack from a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


def wrap_jpeg(jpeg: bytes) -> bytes:
    """A PDF of one page that a JPEG fills, as it is."""
    document = pypdfium2.PdfDocument.new()
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(BytesIO(jpeg), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(200, 200))
    page = document.new_page(200, 200)
    page.insert_obj(image)
    page.gen_content()
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def refusal(content: bytes, **options: int) -> str:
    with pytest.raises(UnusableInput) as caught:
        load_picture(content, name="map.png", **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("form", ["PNG", "TIFF", "BMP", "GIF", "JPEG", "WEBP"])
def test_every_format_gives_the_same_pixels(form: str) -> None:
    """Height, width and colour of each half, within what JPEG loses."""
    options = {"lossless": True} if form == "WEBP" else {}
    picture = load_picture(encode(two_halves(), form, **options), name="map")
    assert (picture.width, picture.height) == (60, 40)
    assert picture.rgb.shape == (40, 60, 3)
    assert picture.rgb.dtype == np.uint8
    assert np.abs(picture.rgb[20, 10].astype(int) - RED).max() <= 4
    assert picture.rgb[20, 50].min() >= 251


def test_pixels_cannot_be_written() -> None:
    """A picture is a value."""
    with pytest.raises(ValueError, match="read-only"):
        load_picture(encode(two_halves(), "PNG"), name="map").rgb[0, 0] = 0


def test_what_is_transparent_lies_on_white() -> None:
    """Half-transparent black is grey, as a viewer shows it."""
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 128))
    assert load_picture(encode(image, "PNG"), name="map").rgb[5, 5].tolist() == [127, 127, 127]


def test_sixteen_bits_become_eight() -> None:
    """A scan's levels keep their share of white."""
    levels = np.full((40, 40), 0x8080, dtype=np.uint16)
    assert load_picture(encode(Image.fromarray(levels), "PNG"), name="map").rgb[5, 5].tolist() == [128, 128, 128]


def test_a_photograph_is_turned_upright() -> None:
    """The camera's orientation is applied, so that pixels are where a viewer shows them."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = load_picture(encode(two_halves(), "PNG", exif=exif), name="map")
    assert (picture.width, picture.height) == (40, 60)


def test_frames_of_an_animation_count_from_one() -> None:
    """The second frame is the second; a third is not there."""
    red, blue = Image.new("RGB", (40, 40), RED), Image.new("RGB", (40, 40), (0, 0, 255))
    content = encode(red, "GIF", save_all=True, append_images=[blue])
    assert load_picture(content, name="map", frame=2).rgb[0, 0].tolist() == [0, 0, 255]
    assert "frame 3" in refusal(content, frame=3)
    assert "count from 1" in refusal(content, frame=0)


def test_a_page_of_a_pdf_is_rendered_at_200_dots_an_inch() -> None:
    """The second page; 60 × 40 points become 167 × 112 pixels; a third page is not there."""
    blue = Image.new("RGB", (60, 40), (0, 0, 255))
    content = encode(blue, "PDF", save_all=True, append_images=[two_halves()], resolution=72)
    picture = load_picture(content, name="map.pdf", page=2)
    assert (picture.width, picture.height) == (167, 112)
    assert np.abs(picture.rgb[50, 30].astype(int) - RED).max() <= 6
    assert "page 3" in refusal(content, page=3)


def test_a_pdf_with_a_huge_picture_inside_is_refused() -> None:
    """Its size is read before it is unpacked."""
    content = encode(Image.new("1", (8000, 6000)), "PDF", resolution=2000)
    assert "8000 × 6000" in refusal(content)


def test_large_pictures_are_refused_by_their_header() -> None:
    """A file of a hundred bytes that says 50,000 × 50,000, and one just beyond the bound."""
    assert "million" in refusal(png_header(50_000, 50_000))
    assert f"{MOST_PIXELS // 1_000_000} million" in refusal(png_header(10_000, MOST_PIXELS // 10_000 + 1))


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    """Each of its scans costs time for every pixel: 12 MB of them would take hours. The usual ones of a progressive JPEG are read."""
    whole = encode(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    assert load_picture(whole, name="m.jpg").width == 64
    with pytest.raises(UnusableInput, match="scans, more than the 200"):
        load_picture(whole[:-2] + 500 * last + whole[-2:], name="m.jpg")


def test_a_jpeg_of_very_many_scans_is_refused_inside_a_pdf_too() -> None:
    """There PDFium would unpack it."""
    whole = encode(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    assert load_picture(wrap_jpeg(whole), name="m.pdf").width > 64
    with pytest.raises(UnusableInput, match=r"page 1.*holds a JPEG of .* scans"):
        load_picture(wrap_jpeg(whole[:-2] + 500 * last + whole[-2:]), name="m.pdf")


def test_a_dot_is_no_map() -> None:
    """One pixel is refused, and said to be."""
    assert "1 × 1 pixels: too small to be a map" in refusal(encode(Image.new("RGB", (1, 1)), "PNG"))


@pytest.mark.parametrize("keep", [20, 100, 300])
def test_cut_pictures_are_refused(keep: int) -> None:
    """Wherever the file ends too early."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    assert "broken" in refusal(encode(noise, "PNG")[:keep])


def test_cut_pictures_are_refused_whatever_another_library_has_pillow_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint, which writes the brief, has Pillow fill up pictures that are cut off; a map stays refused, and that setting stays."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    assert "broken" in refusal(encode(noise, "PNG")[:300])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_what_is_no_picture_is_refused() -> None:
    """Words, a damaged PDF."""
    assert "no picture" in refusal(b"a report, not a map")
    assert "damaged" in refusal(b"%PDF-1.7\nnothing more\n%%EOF")
