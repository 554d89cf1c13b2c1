"""From linked parts to well-formed attributions: the likeliest cut of a text's parts into runs.

An attribution's parts follow one another, with one cue, one source at most, and content; only a source may serve
several (`X said …, adding …`). The cut that the links make most likely under these terms is found by dynamic
programming over the parts.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from groundtruce.read.labelling.chain import Part
from groundtruce.read.labelling.encoder import CONTENT, SOURCE, Floats

Group = tuple[Part, ...]


def group_parts(parts: Sequence[Part], links: Sequence[Floats], *, paragraphs: Sequence[int]) -> list[Group]:
    """The parts of each attribution, in order; `links` are those of `links.score_links`.

    `paragraphs` are the numbers of the paragraphs that the parts stand in. A group may lack its cue or its content where the labels give none.
    """
    best, cuts = [0.0], [0]
    runs: dict[int, float] = {}
    for number, scores in enumerate(links):
        runs = _extend_runs(runs, scores, number) | {number: _score_first(parts, scores, number)}
        ends = [
            (best[start] + run + _score_form(parts[start : number + 1], paragraphs[start : number + 1]), start)
            for start, run in runs.items()
        ]
        score, start = max(ends)
        best.append(score)
        cuts.append(start)
    groups: list[Group] = []
    end = len(parts)
    while end:
        groups.append(_share_source(parts, links, cuts[end], end))
        end = cuts[end]
    return groups[::-1]


# ---------------------------------------------------------------------------------------------------------------------

_LONGEST = 12
"""Parts of one attribution."""
_FORMS = {
    "SCX": -0.5,
    "XSC": -2.4,
    "CX": -2.4,
    "XSCX": -2.4,
    "XCS": -2.9,
    "XCX": -3.6,
    "XCSX": -3.8,
    "CSX": -4.4,
    "XC": -4.8,
    "CXS": -5.1,
    "SXC": -5.7,
    "XCXS": -6.9,
    "SXCX": -8.2,
}
"""The log probability of each order of source (S), cue (C) and content (X) in PolNeAR's training part, 22,000 attributions."""
_MALFORMED = -16.0
_BREAK = -5.5
"""The same for a content that goes on after a gap, and for each paragraph's end that lies between two parts."""


def _extend_runs(runs: dict[int, float], scores: Floats, number: int) -> dict[int, float]:
    """The runs' log probabilities, by their starts, with one part more: that it links to any part of the run."""
    into = np.logaddexp.accumulate(scores[-2::-1])
    return {start: run + float(into[number - start - 1]) for start, run in runs.items() if number - start < _LONGEST}


def _score_first(parts: Sequence[Part], scores: Floats, number: int) -> float:
    """How likely a part begins a run: it links to nothing, or to a source that serves again."""
    before = parts[number - len(scores) + 1 : number]
    sources = [score for part, score in zip(before, scores, strict=False) if part.role == SOURCE]
    return float(np.logaddexp.reduce([scores[-1], *sources]))


def _score_form(run: Sequence[Part], paragraphs: Sequence[int]) -> float:
    """How likely an attribution has such parts in such an order; contents that follow one another count as one."""
    form = "".join(role for role, _ in groupby("SCX"[part.role] for part in run))
    breaks = sum(
        max(a.role == b.role == CONTENT, there - here)
        for (a, here), (b, there) in pairwise(zip(run, paragraphs, strict=True))
    )
    faults = max(1, form.count("S") - 1 + abs(form.count("C") - 1) + ("X" not in form))
    return _FORMS.get(form, faults * _MALFORMED) + breaks * _BREAK


def _share_source(parts: Sequence[Part], links: Sequence[Floats], start: int, end: int) -> Group:
    """The run with the earlier source that it likeliest links to, if it has none of its own."""
    run = tuple(parts[start:end])
    scores = links[start]
    before = parts[start - len(scores) + 1 : start]
    sources = [(score, part) for part, score in zip(before, scores, strict=False) if part.role == SOURCE]
    likeliest = max(sources, default=None)
    if likeliest is None or likeliest[0] <= scores[-1] or any(part.role == SOURCE for part in run):
        return run
    return (likeliest[1], *run)
