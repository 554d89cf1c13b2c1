"""How well the network does on the development part while it learns: exact F1 per contiguous piece and per link."""

from collections import Counter

import numpy as np
import torch
from corpus import ROLES, Article
from network import Network, collect_weights
from windows import WINDOW, Window, collate, cut_windows

from groundtruce.read.labelling.chain import Part, find_parts
from groundtruce.read.labelling.links import score_links
from groundtruce.read.labelling.words import WordPieces


def score_articles(network: Network, articles: list[Article], splitter: WordPieces) -> dict[str, float]:
    """Exact F1 of pieces by role, and the share of pieces linked rightly given the true pieces."""
    network.eval()
    weights = collect_weights(network)
    found, true, right = Counter[int](), Counter[int](), Counter[int]()
    links: list[bool] = []
    for article in articles:
        for window in cut_windows(article, splitter, limit=WINDOW):
            scores, vectors = run_window(network, window, splitter)
            predicted = {tuple(part) for part in find_parts(scores, weights)}
            gold = {(first, last, role) for first, last, role, _ in window.pieces}
            for counter, pieces in ((found, predicted), (true, gold), (right, predicted & gold)):
                counter.update(role for _, _, role in pieces)
            links += check_links(window, vectors, weights)
    network.train()
    f1 = {role: 200 * right[n] / max(1, found[n] + true[n]) for n, role in enumerate(ROLES)}
    return {name: round(value, 2) for name, value in (*f1.items(), ("link", 100 * float(np.mean(links or [0]))))}


def run_window(network: Network, window: Window, splitter: WordPieces) -> tuple[np.ndarray, np.ndarray]:
    """Label scores and link vectors of a window's words."""
    inputs, gather, _, _ = collate([window], splitter)
    with torch.no_grad():
        scores, vectors = network(*inputs)
    return scores[0, gather[0]].numpy(), vectors[0, gather[0]].numpy()


def check_links(window: Window, vectors: np.ndarray, weights: dict[str, np.ndarray]) -> list[bool]:
    """For each piece whether its likeliest earlier piece shares an attribution, or it rightly has none."""
    parts = [Part(first, last, role) for first, last, role, _ in window.pieces]
    members = [member for _, _, _, member in window.pieces]
    checks = []
    for n, scores in enumerate(score_links(parts, vectors, weights)):
        choice, before = int(scores.argmax()), members[n - len(scores) + 1 : n]
        together = [bool(member & members[n]) for member in before]
        checks.append(together[choice] if choice < len(before) else not any(together))
    return checks
