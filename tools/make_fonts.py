"""Make the bundled fonts from the npm packages `source-sans` 3.52.0 and `source-serif` 4.5.1 (SIL Open Font License 1.1).

    npm pack source-sans@3.52.0 source-serif@4.5.1, unpack each into a folder
    python tools/make_fonts.py SANS/TTF SERIF/TTF src/groundtruce/show/data

Only the scripts that briefs are likely to need are kept. The licence reserves the name "Source", so what has been cut down is
renamed.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = {
    "SourceSans3-Regular.ttf": "Groundtruce Sans",
    "SourceSans3-Semibold.ttf": "Groundtruce Sans Semibold",
    "SourceSerif4-Regular.ttf": "Groundtruce Serif",
}
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Latin Extended-A and -B
    0x259,  # schwa
    *range(0x2B0, 0x2DE),
    *range(0x300, 0x330),
    *range(0x384, 0x3CF),  # Greek
    *range(0x400, 0x4F0),  # Cyrillic
    *range(0x1E00, 0x1EFA),
    *range(0x2009, 0x2045),  # dashes, quotation marks, primes
    *range(0x2070, 0x209D),
    *(ord(sign) for sign in "€™←↑→↓↗↘↙↖↩−∕∙≈≠≤≥□■▲△▼▽●○◆◇✓"),
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "liga"]


def cut(source: Path, family: str, target: Path) -> None:
    """Write the characters of `source` that are kept, under another name, as WOFF2."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font.flavor = "woff2"
    font.save(target)


def unpack(packed: Path, style: str) -> None:
    """Write a font as TTF beside its WOFF2, for pictures: one family whose weights are told apart by `style`."""
    font = TTFont(packed, recalcTimestamp=False)
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in (1, 2):
            record.string = "Groundtruce Sans" if record.nameID == 1 else style
    font.save(packed.with_suffix(".ttf"))


if __name__ == "__main__":
    sans, serif, folder = map(Path, sys.argv[1:])
    for name, family in FONTS.items():
        origin = (serif if "Serif" in name else sans) / name
        cut(origin, family, folder / f"{family.replace(' ', '')}.woff2")
    unpack(folder / "GroundtruceSans.woff2", "Regular")
    unpack(folder / "GroundtruceSansSemibold.woff2", "Semibold")
