"""Fit the linear model of PLOVER's root types: logistic regressions by Adam (Kingma and Ba 2015), in NumPy."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.events.frames import weight_of
from groundtruce.read.events.root_model import NOTHING, RootModel

Floats = NDArray[np.float32]

RARE = 2
"""A feature of fewer examples is left out."""
PENALTY = 1e-4
RATE = 0.1
STEPS = 150


class Example(NamedTuple):
    """The features of a frame and the root type that people gave it."""

    features: Sequence[str]
    root: str


def fit_model(examples: Sequence[Example], *, plain: Sequence[Sequence[str]] = ()) -> RootModel:
    """The model of the examples, `NOTHING` among their roots. The same input in the same order gives the same model.

    `plain` are frames of news that nobody labelled. Few of them are deeds, so they stand for what is none, together with
    as much weight as the deeds (learning from positive and unlabelled examples; Elkan and Noto 2008).
    """
    rows = _list_features(examples)
    deeds = [example for example in examples if example.root != NOTHING]
    others = [example.features for example in examples if example.root == NOTHING]
    roots = sorted({example.root for example in deeds})
    inputs = _weigh([*(example.features for example in deeds), *others, *plain], rows)
    kinds = np.eye(len(roots), dtype=np.float32)[[roots.index(example.root) for example in deeds]]
    weights, bias = _descend(inputs[: len(deeds)], kinds, shares=_share(np.ones(len(deeds))), squash=_softmax)
    shares = [1.0] * (len(deeds) + len(others)) + [len(deeds) / max(len(plain), 1)] * len(plain)
    is_none = np.arange(len(inputs))[:, None] >= len(deeds)
    column, level = _descend(inputs, is_none.astype(np.float32), shares=_share(np.array(shares)), squash=_sigmoid)
    return RootModel((*roots, NOTHING), rows, np.hstack([weights, column]), np.hstack([bias, level]))


def part_folds(roots: Sequence[str], *, folds: int, seed: int) -> list[int]:
    """A fold for each example, every root type spread evenly over them."""
    dice = np.random.default_rng(seed)
    fold_of = [0] * len(roots)
    for root in sorted(set(roots)):
        members = [number for number, one in enumerate(roots) if one == root]
        for place, number in enumerate(dice.permutation(members)):
            fold_of[number] = place % folds
    return fold_of


# ---------------------------------------------------------------------------------------------------------------


def _list_features(examples: Sequence[Example]) -> dict[str, int]:
    counts = Counter(name for example in examples for name in set(example.features))
    return {name: row for row, name in enumerate(sorted(name for name in counts if counts[name] >= RARE))}


def _weigh(frames: Sequence[Sequence[str]], rows: Mapping[str, int]) -> Floats:
    """One row of unit length for each frame."""
    inputs = np.zeros((len(frames), len(rows)), np.float32)
    for number, features in enumerate(frames):
        known = {name for name in features if name in rows}
        inputs[number, [rows[name] for name in known]] = [weight_of(name) for name in known]
    return inputs / np.maximum(np.linalg.norm(inputs, axis=1, keepdims=True), np.float32(1e-6))


def _share(weights: NDArray[np.float64]) -> Floats:
    """The weights as a column that sums to one."""
    return (weights / weights.sum()).astype(np.float32)[:, None]


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _sigmoid(scores: Floats) -> Floats:
    return 1 / (1 + np.exp(-scores))


def _descend(
    inputs: Floats, answers: Floats, *, shares: Floats, squash: Callable[[Floats], Floats]
) -> tuple[Floats, Floats]:
    """The weights and the bias with the least cross entropy and penalty on the squares of the weights."""
    weights = np.zeros((inputs.shape[1], answers.shape[1]), np.float32)
    bias = np.zeros(answers.shape[1], np.float32)
    means = [np.zeros_like(weights), np.zeros_like(bias)]
    squares = [np.zeros_like(weights), np.zeros_like(bias)]
    for step in range(1, STEPS + 1):
        errors = (squash(inputs @ weights + bias) - answers) * shares
        slopes = [inputs.T @ errors + PENALTY * weights, errors.sum(axis=0)]
        for values, slope, mean, square in zip((weights, bias), slopes, means, squares, strict=True):
            mean[...] += 0.1 * (slope - mean)
            square[...] += 0.001 * (slope * slope - square)
            values[...] -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights, bias
