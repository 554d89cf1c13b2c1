"""How well the network does on the development part while it learns: exact F1 per contiguous piece and per link."""

from collections import Counter

import torch
from corpus import LABELS, ROLES, Article
from network import Network, distance_bucket
from windows import collate, cut_windows

from groundtruce.read.words import WordPieces

WINDOW = 384


def score_articles(network: Network, articles: list[Article], splitter: WordPieces) -> dict[str, float]:
    """Exact F1 of pieces by role, and the share of later pieces linked rightly given the true pieces."""
    network.eval()
    found, true, right = Counter[int](), Counter[int](), Counter[int]()
    links, linked = 0, 0
    with torch.no_grad():
        for article in articles:
            for window in cut_windows(article, splitter, limit=WINDOW):
                inputs, gather, _, _ = collate([window], splitter)
                scores, vectors = network(*inputs)
                predicted = set(pieces_of(decode(network, scores[0, gather[0]])))
                gold = {(first, last, role) for first, last, role, _ in window.pieces}
                for counter, pieces in ((found, predicted), (true, gold), (right, predicted & gold)):
                    counter.update(role for _, _, role in pieces)
                ok, all_ = score_links(network, vectors[0, gather[0]], window.pieces)
                linked, links = linked + ok, links + all_
    f1 = {role: 200 * right[n] / max(1, found[n] + true[n]) for n, role in enumerate(ROLES)}
    return {**{role: round(value, 2) for role, value in f1.items()}, "link": round(100 * linked / max(1, links), 2)}


def decode(network: Network, scores: torch.Tensor) -> list[int]:
    """The likeliest chain of labels (Viterbi)."""
    transitions = network.transitions + network.forbid
    total = network.starts + network.forbid[0] + scores[0]
    back = []
    for step in scores[1:]:
        best, origin = (total[:, None] + transitions).max(0)
        back.append(origin)
        total = best + step
    label = int(total.argmax())
    labels = [label]
    for origin in reversed(back):
        label = int(origin[label])
        labels.append(label)
    return labels[::-1]


def pieces_of(labels: list[int]) -> list[tuple[int, int, int]]:
    """Runs (first, last, role) of a label chain."""
    pieces: list[tuple[int, int, int]] = []
    for n, label in enumerate(labels):
        if label and label % 2 == 1:
            pieces.append((n, n + 1, label // 2))
        elif label and pieces and pieces[-1][1] == n and pieces[-1][2] == label // 2 - 1:
            pieces[-1] = (pieces[-1][0], n + 1, pieces[-1][2])
    return pieces


def score_links(network: Network, vectors: torch.Tensor, pieces: list[tuple[int, int, int, frozenset[str]]]) -> tuple[int, int]:
    """How many pieces got a right earlier piece, or rightly none."""
    right = 0
    represented = [vectors[first:last].mean(0) for first, last, _, _ in pieces]
    for i, (first, last, role, member) in enumerate(pieces):
        best, choice = float(network.alone(represented[i])), None
        for j in range(i):
            a, b, other, _ = pieces[j]
            distance = distance_bucket(torch.tensor(abs((first + last) // 2 - (a + b) // 2)))
            score = represented[i] @ network.bilinear[role, other] @ represented[j]
            score = float(score + network.pair[role, other] + network.distance[role, other, distance])
            if score > best:
                best, choice = score, j
        earlier = [j for j in range(i) if pieces[j][3] & member]
        right += (choice in earlier) if earlier else choice is None
    return right, len(pieces)


assert LABELS == 1 + 2 * len(ROLES)
