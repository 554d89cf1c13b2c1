"""A picture registered to one that is georeferenced already: a publisher's next map needs no control points.

What both show alike, labels, roads and the coast, holds the two together; what changed, the zones, is left out. The pictures are
brought together roughly by their spectra, then cut into tiles; each tile that is found again gives a displacement, and
most of them must agree on one similarity.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from groundtruce.collect.georeference.choice import choose_georeference
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.rough_alignment import PictureSimilarity, find_shift, find_turn
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

Grey = NDArray[np.float64]


class Registration(Value):
    """How one picture lies on another: pixel = `scale`, turned by `rotation_deg` clockwise, moved by `shift_px`."""

    georeference: Georeference
    scale: float
    rotation_deg: float
    shift_px: tuple[float, float]
    """How far the middle of the earlier picture moved, x and y."""
    tiles: int
    """Parts of the earlier picture with something to hold on to."""
    agreeing: int
    """Those found again where the similarity has them, within a pixel."""
    rms_px: float
    """The root mean square of their distances from there."""


def register(
    picture: NDArray[np.uint8], reference: NDArray[np.uint8], georeference: Georeference, *, name: str
) -> Registration:
    """The georeference of `picture` from that of `reference`, both height × width × 3.

    Raises `UnusableInput`, naming `name`, where the layouts differ: where fewer than `LEAST_AGREEING` of the tiles are found
    again, or those do not lie all over the picture.
    """
    new, old = _Shrunk.of(picture), _Shrunk.of(reference)
    best: _Held | None = None
    for rough in _rough_alignments(new.grey, old.grey):
        held = _hold(new.grey, old.grey, rough)
        if held and (best is None or held.agreeing.sum() > best.agreeing.sum()):
            best = held
        if best is not None and best.is_sure():
            return _register(best.enlarge(old.factor, new.factor), georeference, picture.shape[:2], name)
    raise UnusableInput(name, _explain(best))


LEAST_AGREEING = 0.4
"""The least share of the tiles that must be found again."""

# ---------------------------------------------------------------------------------------------------------------

_TILE = 96
_FEWEST_TILES = 8
# Dithering and JPEG's blocks stay where they are when the map moves: smoothed away before anything is compared.
_SMOOTHING = 1.5
_BACKGROUND = 12.0
# The least standard deviation of a tile, in steps of 255, that gives something to hold on to.
_LEAST_TEXTURE = 2.5
_LEAST_LIKENESS = 0.6
_AGREEING_PX = 1.0
# Larger pictures are shrunk; tiles are found to a tenth of a pixel, so that a few pixels in one cost little.
_MOST_PIXELS = 4_000_000
_LIGHTNESS = np.array([0.299, 0.587, 0.114])
_SEED = 5
_DRAWS = 400


class _Shrunk(NamedTuple):
    """A picture's lightness without its finest and its coarsest parts, smaller by a whole factor where it is large."""

    grey: Grey
    factor: int

    @classmethod
    def of(cls, picture: NDArray[np.uint8]) -> "_Shrunk":
        factor = int(np.ceil(np.sqrt(picture.shape[0] * picture.shape[1] / _MOST_PIXELS)))
        rows, columns = (side // factor for side in picture.shape[:2])
        grey = np.zeros((rows, columns))
        for down in range(factor):
            for across in range(factor):
                grey += picture[down::factor, across::factor][:rows, :columns] @ _LIGHTNESS
        grey /= factor**2
        detail = ndimage.gaussian_filter(grey, _SMOOTHING) - ndimage.gaussian_filter(grey, _BACKGROUND)
        return cls(np.asarray(detail, np.float64), factor)


class _Held(NamedTuple):
    """The similarity from the earlier picture to the new, and the tiles it was tried on, as complex middles."""

    similarity: PictureSimilarity
    old: NDArray[np.complex128]
    new: NDArray[np.complex128]
    agreeing: NDArray[np.bool_]
    textured: int

    def misses(self) -> NDArray[np.float64]:
        return np.asarray(abs(self.similarity.apply(self.old) - self.new), np.float64)

    def enlarge(self, old: int, new: int) -> "_Held":
        """The same for the pictures that were shrunk by the factors `old` and `new`."""
        similarity = PictureSimilarity(self.similarity.turn * new / old, self.similarity.shift * new)
        return self._replace(similarity=similarity, old=self.old * old, new=self.new * new)

    def is_sure(self) -> bool:
        kept = self.old[self.agreeing]
        if len(kept) < max(_FEWEST_TILES, LEAST_AGREEING * self.textured):
            return False
        spread = [np.ptp(kept.real) / max(np.ptp(self.old.real), 1), np.ptp(kept.imag) / max(np.ptp(self.old.imag), 1)]
        return bool(min(spread) > 0.5)


def _rough_alignments(new: Grey, old: Grey) -> Iterator[PictureSimilarity]:
    """Moved only, then also turned and scaled."""
    yield find_shift(new, old)
    turned = find_turn(new, old)
    if turned is not None:
        yield turned


def _hold(new: Grey, old: Grey, rough: PictureSimilarity) -> _Held | None:
    """Tiles of the earlier picture looked for in the new one, brought to the earlier one's frame by `rough`."""
    brought = rough.bring(new, old.shape)
    corners = [
        (row, column)
        for row in range(0, old.shape[0] - _TILE + 1, _TILE)
        for column in range(0, old.shape[1] - _TILE + 1, _TILE)
        if old[row : row + _TILE, column : column + _TILE].std() > _LEAST_TEXTURE
    ]
    found = [(corner, _find_tile(old, brought, *corner)) for corner in corners]
    matches = [(row, column, move) for (row, column), move in found if move is not None]
    if len(matches) < _FEWEST_TILES:
        return None
    middles = np.array([complex(column + _TILE / 2, row + _TILE / 2) for row, column, _ in matches])
    moved = rough.apply(middles + np.array([move for *_, move in matches]))
    similarity = _agree(middles, moved)
    agreeing = abs(similarity.apply(middles) - moved) <= _AGREEING_PX
    return _Held(similarity, middles, moved, agreeing, len(corners))


def _find_tile(old: Grey, new: Grey, row: int, column: int) -> complex | None:
    """How far the tile moved, x + iy, by the peak of the correlation; none where it is not alike enough."""
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE))
    first, second = (
        part * window for part in (each[row : row + _TILE, column : column + _TILE] for each in (old, new))
    )
    energy = np.sqrt((first**2).sum() * (second**2).sum())
    if not energy > 0:
        return None
    correlation = np.fft.irfft2(np.fft.rfft2(second) * np.conj(np.fft.rfft2(first)), s=first.shape) / energy
    down, across = np.unravel_index(int(correlation.argmax()), correlation.shape)
    if correlation[down, across] < _LEAST_LIKENESS:
        return None
    fine = [_peak(correlation[:, across], int(down)), _peak(correlation[down, :], int(across))]
    y, x = ((place + _TILE / 2) % _TILE - _TILE / 2 for place in fine)
    return complex(x, y)


def _peak(line: NDArray[np.float64], at: int) -> float:
    """The top of the parabola through the highest value and its neighbours."""
    before, top, after = line[at - 1], line[at], line[(at + 1) % len(line)]
    bend = before - 2 * top + after
    return at + (0.5 * float((before - after) / bend) if bend < 0 else 0.0)


def _agree(old: NDArray[np.complex128], new: NDArray[np.complex128]) -> PictureSimilarity:
    """The similarity that most pairs bear out: drawn from two, seeded, then fitted to all that agree."""
    draw = np.random.default_rng(_SEED)
    first, second = draw.integers(0, len(old), (2, _DRAWS))
    apart = abs(old[second] - old[first]) > 2 * _TILE
    first, second = first[apart], second[apart]
    scales = (new[second] - new[first]) / (old[second] - old[first])
    shifts = new[first] - scales * old[first]
    tried = [PictureSimilarity(1 + 0j, complex(np.median(new.real - old.real), np.median(new.imag - old.imag)))]
    tried += [PictureSimilarity(complex(a), complex(b)) for a, b in zip(scales, shifts, strict=True)]
    best = max(tried, key=lambda each: int((abs(each.apply(old) - new) <= _AGREEING_PX).sum()))
    for _ in range(5):
        kept = abs(best.apply(old) - new) <= _AGREEING_PX
        if kept.sum() >= 3:
            best = PictureSimilarity.fit(old[kept], new[kept])
    return best


def _register(held: _Held, georeference: Georeference, shape: tuple[int, ...], name: str) -> Registration:
    similarity = held.similarity
    misses = held.misses()[held.agreeing]
    rms = float(np.sqrt((misses**2).mean()))
    moved = []
    for point in georeference.control_points:
        pixel = similarity.apply(np.array([complex(point.x, point.y)]))[0]
        moved.append(msgspec.structs.replace(point, x=round(float(pixel.real), 3), y=round(float(pixel.imag), 3)))
    middle = complex(georeference.width / 2, georeference.height / 2)
    shift = similarity.apply(np.array([middle]))[0] - middle
    # As many tiles as agree share the error of the similarity, along one axis.
    error_px = rms / np.sqrt(2) * np.sqrt(2 / len(misses))
    carried = choose_georeference(
        moved,
        width=shape[1],
        height=shape[0],
        name=name,
        kinds=(georeference.kind,),
        added_error_m=round(float(np.hypot(georeference.added_error_m, error_px * georeference.pixel_m())), 3),
    )
    return Registration(
        georeference=carried,
        scale=round(abs(similarity.turn), 6),
        rotation_deg=round(float(np.degrees(np.angle(similarity.turn))), 4),
        shift_px=(round(float(shift.real), 3), round(float(shift.imag), 3)),
        tiles=held.textured,
        agreeing=int(held.agreeing.sum()),
        rms_px=round(rms, 3),
    )


def _explain(held: _Held | None) -> str:
    if held is None:
        return "its layout differs: nearly nothing of it is where the georeferenced picture has it"
    return (
        f"its layout differs: {int(held.agreeing.sum())} of {held.textured} parts of the georeferenced picture are found "
        f"in it in one arrangement, and {LEAST_AGREEING:.0%} of them all over it are needed"
    )
