"""Draw `traced-maps.png`: four made maps, each with what was traced off it. `python docs/images/traced_maps.py`."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from evaluation.pictures.drawing import HEIGHT, WIDTH, make_map  # noqa: E402
from evaluation.pictures.scoring import point_out  # noqa: E402
from groundtruce.collect.pictures.extraction import trace_classes  # noqa: E402
from groundtruce.collect.pictures.images import load_picture  # noqa: E402
from groundtruce.collect.pictures.overlays import draw_overlay  # noqa: E402

SHOWN = (
    ("half-transparent", "labels and roads", 102),
    ("flat", "64 colours", 103),
    ("hatched", "rotated scan", 101),
    ("outline", "legend", 102),
)


def main() -> None:
    """Write the picture beside this file."""
    sheet = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT))
    for number, (style, condition, seed) in enumerate(SHOWN):
        made = make_map(style, condition, seed)
        picture = load_picture(made.content, name=style)
        shapes = [traced.shape for traced in trace_classes(picture, point_out(made))]
        drawn = Image.open(BytesIO(draw_overlay(picture, shapes))).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        sheet.paste(drawn, (number % 2 * WIDTH, number // 2 * HEIGHT))
    sheet.quantize(128).save(Path(__file__).with_name("traced-maps.png"), optimize=True)


if __name__ == "__main__":
    main()
