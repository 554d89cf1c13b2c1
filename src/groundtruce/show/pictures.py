"""Writes a figure as a picture of its own: SVG with a margin, or PNG."""

import re
from importlib.resources import as_file, files

from groundtruce.errors import UnusableInput
from groundtruce.show.drawing.palette import paint
from groundtruce.show.drawing.paths import write_pixel

MARGIN = 18
"""In pixels, on each side."""
PNG_SCALE = 2
"""Pixels of the PNG for one of the figure's: sharp on paper and on dense screens."""

_ROOT = re.compile(r'<svg (?P<rest>[^>]*?)width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)"')
_FONTS = ("GroundtruceSans.ttf", "GroundtruceSansSemibold.ttf")


def write_svg(figure: str) -> str:
    """A figure on paper of its own, with a margin. Raises `ValueError` for what no figure of ours begins like."""
    root = _ROOT.match(figure)
    if not root:
        raise ValueError("the figure does not begin with its size")
    width, height = (float(root[side]) + 2 * MARGIN for side in ("width", "height"))
    size = f'width="{write_pixel(width)}" height="{write_pixel(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n'
        f'<rect width="100%" height="100%" {paint("paper")}/>\n'
        f'<svg x="{MARGIN}" y="{MARGIN}" {figure[5:].strip()}\n</svg>\n'
    )


def write_png(figure: str) -> bytes:
    """The same as PNG, in the bundled fonts and light colours: the same bytes for the same figure on any machine.

    Raises `UnusableInput` where the `figures` extra is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UnusableInput("PNG", "writing one needs the figures extra: pip install 'groundtruce[figures]'") from error
    folder = files("groundtruce.show").joinpath("data")
    with as_file(folder.joinpath(_FONTS[0])) as regular, as_file(folder.joinpath(_FONTS[1])) as semibold:
        picture = resvg_py.svg_to_bytes(
            svg_string=write_svg(figure),
            zoom=PNG_SCALE,
            skip_system_fonts=True,
            font_files=[str(regular), str(semibold)],
        )
    return bytes(picture)
