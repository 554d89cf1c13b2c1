"""Windows of whole paragraphs, as batches for the network."""

import random
from dataclasses import dataclass
from itertools import groupby

import torch
from corpus import Article
from torch import Tensor

from groundtruce.read.labelling.words import Word, WordPieces, pack_paragraphs

# Windows are cut at this many word pieces; a longer paragraph, at as many as the encoder takes.
WINDOW = 256
LONGEST = 510


@dataclass(frozen=True)
class Window:
    """A run of words of an article, with their word pieces, labels and pieces (word offsets within the window)."""

    article: int
    first: int
    words: list[Word]
    tokens: list[tuple[int, ...]]
    labels: list[int]
    pieces: list[tuple[int, int, int, frozenset[str]]]

    @property
    def length(self) -> int:
        """In word pieces, with the marks of start and end."""
        return 2 + sum(map(len, self.tokens))


def cut_windows(
    article: Article, splitter: WordPieces, *, limit: int, dice: random.Random | None = None, number: int = 0
) -> list[Window]:
    """Windows of at most `limit` word pieces; with `dice`, cut elsewhere each time."""
    tokens = [splitter.split(article.text[word.start : word.end]) for word in article.words]
    paragraphs = [list(group) for _, group in groupby(range(len(tokens)), key=lambda n: article.words[n].paragraph)]
    lengths = [sum(len(tokens[n]) for n in paragraph) for paragraph in paragraphs]
    first = dice.randint(limit // 4, limit) if dice else None
    windows = []
    for start, end in pack_paragraphs(lengths, limit=limit, first=first):
        a, b = paragraphs[start][0], paragraphs[end - 1][-1] + 1
        for c, d in _split_long(tokens, a, b):
            windows.append(
                Window(
                    article=number,
                    first=c,
                    words=article.words[c:d],
                    tokens=tokens[c:d],
                    labels=_begin(article.labels[c:d]),
                    pieces=[
                        (max(p.first, c) - c, min(p.last, d) - c, p.role, p.attributions)
                        for p in article.pieces
                        if p.first < d and c < p.last
                    ],
                )
            )
    return windows


def _begin(labels: list[int]) -> list[int]:
    """Labels of a window: a run that began before it begins with it."""
    return [labels[0] - (labels[0] > 0 and labels[0] % 2 == 0), *labels[1:]]


def _split_long(tokens: list[tuple[int, ...]], first: int, last: int) -> list[tuple[int, int]]:
    """A paragraph longer than the encoder takes, in parts."""
    parts, start, total = [], first, 0
    for n in range(first, last):
        if total + len(tokens[n]) > LONGEST:
            parts.append((start, n))
            start, total = n, 0
        total += len(tokens[n])
    return [*parts, (start, last)]


def batch_windows(windows: list[Window], words: int, dice: random.Random) -> list[list[Window]]:
    """Windows of like length together, about so many word pieces a batch, in random order."""
    ordered = sorted(windows, key=lambda w: (w.length // 24, dice.random()))
    batches: list[list[Window]] = []
    for window in ordered:
        if batches and (len(batches[-1]) + 1) * window.length <= words:
            batches[-1].append(window)
        else:
            batches.append([window])
    dice.shuffle(batches)
    return batches


def collate(
    batch: list[Window], splitter: WordPieces
) -> tuple[tuple[Tensor, Tensor, Tensor, Tensor], Tensor, Tensor, Tensor]:
    """The network's inputs (batch, length); for each word its first piece, its label, and whether it is there (batch, words)."""
    length, words = max(w.length for w in batch), max(len(w.words) for w in batch)
    pieces = torch.full((len(batch), length), splitter.padding)
    mask, look, quote = (torch.zeros((len(batch), length), dtype=torch.long) for _ in range(3))
    gather, labels = (torch.zeros((len(batch), words), dtype=torch.long) for _ in range(2))
    there = torch.zeros((len(batch), words))
    for row, window in enumerate(batch):
        ids, looks, quotes, firsts = [splitter.start], [4], [0], []
        for word, tokens in zip(window.words, window.tokens, strict=True):
            firsts.append(len(ids))
            ids += tokens
            looks += [word.look] * len(tokens)
            quotes += [word.quote] * len(tokens)
        ids.append(splitter.end)
        pieces[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids)] = 1
        look[row, : len(looks)] = torch.tensor(looks)
        quote[row, : len(quotes)] = torch.tensor(quotes)
        gather[row, : len(firsts)] = torch.tensor(firsts)
        labels[row, : len(firsts)] = torch.tensor(window.labels)
        there[row, : len(firsts)] = 1
    return (pieces, mask, look, quote), gather, labels, there
