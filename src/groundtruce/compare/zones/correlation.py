"""Over what length drawings stray together: what is believed of it before and after two drawings are laid on each other.

Neither drawing says how long it stays on one side of the line it means. Two drawings of one line show it: they cross each
other the more often, the sooner they turn back (Rice 1944).
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

USUAL_IN_ERRORS = (2.0, 50.0)
"""Between these correlation lengths, in drawing errors, none is likelier than another before the drawings are seen."""

COUNTED_DEPTH = 0.5
"""Only parts deeper than this many combined errors are counted as crossings: shallower ones may be the pen's tremor."""

# The share of zero crossings that lead to an excursion of that depth, and the variance of their number against its mean:
# measured in simulated drawings (docs/zones.md); a Gaussian field's crossings are spread more evenly than chance would.
_COUNTED_SHARE = 0.74
_DISPERSION = 0.4
_NEGLIGIBLE = 1e-4
_GRID = np.geomspace(1.0, 200.0, 43)


@dataclass(frozen=True)
class Correlation:
    """Correlation lengths in drawing errors, and how likely each is. The weights sum to one."""

    in_errors: Numbers
    weights: Numbers

    @classmethod
    def known(cls, *in_errors: float) -> Self:
        """The correlation length where it has been measured; of several, each as likely."""
        return cls(np.array(in_errors), np.full(len(in_errors), 1 / len(in_errors)))

    def update(self, *, parts: int, meant_lengths: Numbers, crossings: Numbers) -> "Correlation":
        """What is believed once two drawings part `parts` times, deeper than `COUNTED_DEPTH`, on what both drew anew.

        `meant_lengths` and `crossings` are that line's length and its rate of zero crossings for each correlation
        length, in one unit. The likelihood is Poisson's with the dispersion measured (Wedderburn 1974, quasi-likelihood).
        """
        expected = np.maximum(_COUNTED_SHARE * meant_lengths * crossings, 1e-12)
        likelihood = (parts * np.log(expected) - expected) / _DISPERSION
        weights = self.weights * np.exp(likelihood - likelihood.max())
        kept = weights > _NEGLIGIBLE * weights.max()
        return Correlation(self.in_errors[kept], weights[kept] / weights[kept].sum())


@cache
def usual_correlation() -> Correlation:
    """Before anything is seen: even in the logarithm between `USUAL_IN_ERRORS`, falling off with the square beyond them."""
    low, high = USUAL_IN_ERRORS
    weights = np.minimum(1.0, np.minimum(_GRID / low, high / _GRID) ** 2)
    return Correlation(_GRID, weights / weights.sum())


def slant(in_errors: Numbers) -> Numbers:
    """How much longer a line is drawn than meant: its slope has the standard deviation 1 / `in_errors`."""
    return np.sqrt(1 + in_errors**-2.0)


def count_crossings(in_errors: Numbers, *, drawn: int) -> Numbers:
    """Crossings of two drawings of one line on so much of it as they stray together: the root of the spectral moments' ratio over π.

    `drawn` of the two carry an error, each with the slope 1 / `in_errors` (Rice 1944).
    """
    return math.sqrt(drawn) / in_errors / math.pi
