"""Picture maps, invented here: boxes of a colour on grey ground, each hundredth of a degree a pixel."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

# A picture of 400 × 300 pixels of a hundredth of a degree: x to longitude 20 + x / 100, y to latitude 45 − y / 100.
CORNERS = [(0, 0), (400, 0), (0, 300), (400, 300), (200, 150), (100, 250)]
CONTROL = [f"{x},{y}={20 + x / 100},{45 - y / 100}" for x, y in CORNERS]
RED, BLUE = (200, 60, 50), (60, 90, 200)


def write_picture(path: Path, *boxes: tuple[tuple[float, float, float, float], tuple[int, int, int]]) -> Path:
    """Boxes on a base map with something to hold on to."""
    noise = np.random.default_rng(4).normal(size=(30, 40))
    ground = Image.fromarray((225 + 12 * noise).clip(0, 255).astype(np.uint8)).resize(
        (400, 300), Image.Resampling.BICUBIC
    )
    image = ground.convert("RGB")
    for box, colour in boxes:
        ImageDraw.Draw(image).rectangle(box, fill=colour)
    image.save(path)
    return path
