"""A linear model of PLOVER's root types over the features of a predicate's frame."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.events.frames import weight_of

NOTHING = "NONE"
"""The name of the column that says that a frame tells no deed."""


@dataclass(frozen=True, slots=True)
class RootModel:
    """Two logistic regressions over named features: whether a frame tells a deed, and if so which.

    The first is binary (Berkson 1944), the second multinomial (McFadden 1974): a hurdle model (Cragg 1971). `weights` has
    one row for each feature of `rows` and one column for each of `roots`, of which `NOTHING` is the first regression's;
    `bias` has one number for each column.
    """

    roots: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def rate(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each root type, and of none, for a frame with these features; they sum to one."""
        known = sorted({name for name in features if name in self.rows})
        scores = self.bias.astype(np.float64)
        if known:
            values = np.array([weight_of(name) for name in known])
            scores = scores + (values / np.linalg.norm(values)) @ self.weights[[self.rows[name] for name in known]]
        deeds = np.array([root != NOTHING for root in self.roots])
        nothing = 1 / (1 + np.exp(-scores[~deeds]))
        powers = np.exp(scores[deeds] - scores[deeds].max())
        scores[~deeds] = nothing
        scores[deeds] = (1 - nothing) * powers / powers.sum()
        return dict(zip(self.roots, scores.tolist(), strict=True))


def pack_model(model: RootModel) -> bytes:
    """The model as a compressed NumPy archive, its weights as whole numbers of eight bits with a scale for each root."""
    scale = np.abs(model.weights).max(axis=0) / 127
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        names=np.frombuffer(json.dumps([list(model.roots), list(model.rows)]).encode(), dtype=np.uint8),
        weights=np.round(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias.astype(np.float32),
    )
    return buffer.getvalue()


def unpack_model(content: bytes) -> RootModel:
    """The model that `pack_model` packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        roots, names = json.loads(arrays["names"].tobytes())
        weights = arrays["weights"].astype(np.float32) * arrays["scale"]
        bias = arrays["bias"]
    return RootModel(tuple(roots), {name: row for row, name in enumerate(names)}, weights, bias)
