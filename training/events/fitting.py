"""Fit the linear model of PLOVER's root types: multinomial logistic regression by Adam (Kingma and Ba 2015), in NumPy."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.events.frames import weight_of
from groundtruce.read.events.root_model import RootModel

RARE = 2
"""A feature of fewer examples is left out."""
PENALTY = 1e-4
RATE = 0.1
STEPS = 150


class Example(NamedTuple):
    """The features of a frame and the root type that people gave it."""

    features: Sequence[str]
    root: str


def fit_model(examples: Sequence[Example]) -> RootModel:
    """The model of the examples. The same examples in the same order give the same model: nothing is random."""
    roots = tuple(sorted({example.root for example in examples}))
    rows = _list_features(examples)
    inputs = np.zeros((len(examples), len(rows)), np.float32)
    for number, example in enumerate(examples):
        known = {name for name in example.features if name in rows}
        inputs[number, [rows[name] for name in known]] = [weight_of(name) for name in known]
    inputs /= np.maximum(np.linalg.norm(inputs, axis=1, keepdims=True), 1e-6)
    answers = np.eye(len(roots), dtype=np.float32)[[roots.index(example.root) for example in examples]]
    weights, bias = _descend(inputs, answers)
    return RootModel(roots, rows, weights, bias)


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


def _descend(
    inputs: NDArray[np.float32], answers: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weights and the bias with the least cross entropy and penalty on the squares of the weights."""
    weights = np.zeros((inputs.shape[1], answers.shape[1]), np.float32)
    bias = np.zeros(answers.shape[1], np.float32)
    means = [np.zeros_like(weights), np.zeros_like(bias)]
    squares = [np.zeros_like(weights), np.zeros_like(bias)]
    for step in range(1, STEPS + 1):
        powers = inputs @ weights + bias
        powers = np.exp(powers - powers.max(axis=1, keepdims=True))
        errors = (powers / powers.sum(axis=1, keepdims=True) - answers) / len(inputs)
        slopes = [inputs.T @ errors + PENALTY * weights, errors.sum(axis=0)]
        for values, slope, mean, square in zip((weights, bias), slopes, means, squares, strict=True):
            mean[...] += 0.1 * (slope - mean)
            square[...] += 0.001 * (slope * slope - square)
            values[...] -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights, bias
