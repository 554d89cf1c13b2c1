"""Cuts: among all ways in which an edge may run through the pixels that are free, the one that costs least.

A minimum cut of a graph of pixels (Boykov and Jolly 2001); with both diagonals, what a cut costs is nearly in proportion
to its length (Boykov and Kolmogorov 2003).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from groundtruce.collect.pictures.colours import Floats, Mask

Places: TypeAlias = npt.NDArray[np.intp]
_STEPS = tuple(
    (down, across, 0.29 if down and across else 0.41) for down in (-1, 0, 1) for across in (-1, 0, 1) if down or across
)
"""The eight neighbours, down and across, and the share of an edge's cost that each bears."""


class Steps(NamedTuple):
    """Pixels, each with its neighbour on the same side."""

    rows: Places
    columns: Places
    down: int
    across: int


def move_edge(region: Mask, free: Mask, *, evidence: Floats, weigh: Callable[[Steps], tuple[Floats, Floats]]) -> Mask:
    """The region with its edge moved, within the pixels that are `free`, to where it costs least.

    `evidence` is what it costs to have a pixel outside or, below 0, inside. `weigh` says what a pixel's length of edge
    costs between pixels and their neighbours: these being outside, and these being inside. Costs are rounded, so they
    are best given in hundreds. The picture's rim stays as it is.
    """
    free = free.copy()
    free[[0, -1]] = free[:, [0, -1]] = False
    rows, columns = np.nonzero(free)
    numbers = np.full(free.shape, -1, np.int32)
    numbers[rows, columns] = np.arange(rows.size)
    outside, inside = evidence[free].clip(0), (-evidence[free]).clip(0)
    links = []
    for down, across, share in _STEPS:
        leaving, entering = (share * cost for cost in weigh(Steps(rows, columns, down, across)))
        other, beyond = numbers[rows + down, columns + across], region[rows + down, columns + across]
        free_too = other >= 0
        links.append(_Links(np.flatnonzero(free_too), other[free_too], leaving[free_too]))
        outside = outside + np.where(~free_too & beyond, entering, 0)
        inside = inside + np.where(~free_too & ~beyond, leaving, 0)
    moved = region.copy()
    moved[free] = _cut(links, inside=inside, outside=outside)
    return moved


# ---------------------------------------------------------------------------------------------------------------


class _Links(NamedTuple):
    """What it costs to have `start` inside and `end` outside, for many pairs of pixels."""

    start: Places
    end: npt.NDArray[np.int32]
    cost: Floats


def _cut(links: Sequence[_Links], *, inside: Floats, outside: Floats) -> Mask:
    """Which pixels are inside; `inside` and `outside` are what each costs there."""
    count = inside.size
    source, sink, every = count, count + 1, np.arange(count)
    start = np.concatenate([*(link.start for link in links), np.full(count, source), every])
    end = np.concatenate([*(link.end for link in links), every, np.full(count, sink)])
    cost = np.rint(np.concatenate([*(link.cost for link in links), outside, inside])).astype(np.int32)
    capacities = sparse.csr_array((cost, (start, end)), shape=(count + 2, count + 2))
    left = sparse.csr_array(capacities - csgraph.maximum_flow(capacities, source, sink).flow)
    left.eliminate_zeros()
    kept = np.zeros(count + 2, np.bool_)
    kept[csgraph.breadth_first_order(left, source, return_predecessors=False)] = True
    return kept[:count]
