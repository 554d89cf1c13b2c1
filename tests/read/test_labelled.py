"""From the encoder's scores to attributions: windows, chains of labels, links, and well-formed groups."""

import itertools

import numpy as np
import pytest

from groundtruce.model.documents import quote_span
from groundtruce.read.labelling.chain import Part, find_parts
from groundtruce.read.labelling.encoder import CONTENT, CUE, SOURCE, cut_windows, encode_words
from groundtruce.read.labelling.finding import find_labelled
from groundtruce.read.labelling.grouping import group_parts
from groundtruce.read.labelling.links import score_links
from groundtruce.read.labelling.words import split_words
from tests.read.labelling import WordEncoder


def label(text: str) -> list[tuple[str, str, str]]:
    """Each labelled attribution as source, cue and content in words."""
    found = find_labelled(text, WordEncoder())
    return [tuple(quote_span(text, span) for span in (one.source, one.cue, one.content)) for one in found]  # type: ignore[misc]


def test_labels_become_attributions() -> None:
    """Source, cue and content that link are one attribution, in whatever order they stand."""
    assert label("Varn said it rained.") == [("Varn", "said", "it rained")]
    assert label("It rained, said Varn.") == [("Varn", "said", "It rained")]


def test_neighbours_are_told_apart() -> None:
    """Each attribution has one cue and one source at most."""
    text = "Varn said it rained. Tolmen said it snowed."
    assert label(text) == [("Varn", "said", "it rained"), ("Tolmen", "said", "it snowed")]


def test_a_source_serves_a_second_cue() -> None:
    """What follows without a source of its own has that which it links to."""
    assert label("Varn said it rained, adding it snowed.") == [
        ("Varn", "said", "it rained"),
        ("Varn", "adding", "it snowed"),
    ]


def test_nothing_to_label_gives_nothing() -> None:
    """An empty text, and one without any part."""
    assert label("") == label("The road is long.") == []


@pytest.mark.parametrize("length", [1, 40, 700])
def test_every_word_is_encoded_once_in_windows_that_fit(length: int) -> None:
    """However long the paragraphs are, each word has its scores, and no window exceeds what the network takes."""
    text = "\n".join(" ".join(["it"] * length) for _ in range(5))
    words, encoder = split_words(text), WordEncoder()
    encoded = encode_words(text, words, encoder)
    assert encoded.scores.shape == (len(words), 7)
    assert (encoded.scores.argmax(1) == 5).all()
    assert max(encoder.lengths) <= 512


def test_windows_are_whole_paragraphs() -> None:
    """As many as fit; one that is longer stands alone."""
    words = split_words("a b\nc d\ne f g h i\nj")
    assert cut_windows(words, [1] * len(words), limit=4) == [(0, 4), (4, 9), (9, 10)]


def test_an_endless_word_is_unknown() -> None:
    """It takes one piece, and no time."""
    assert label("x" * 1_000_000) == []


def test_the_likeliest_chain_is_found() -> None:
    """The same as trying every chain, on random scores; none breaks the rule that an inside follows its kind."""
    dice, encoder = np.random.default_rng(7), WordEncoder()
    starts, transitions = encoder.weights["starts"], encoder.weights["transitions"]
    for _ in range(20):
        scores = dice.normal(size=(4, 7)).astype(np.float32)
        chains = itertools.product(range(7), repeat=4)

        def value(chain: tuple[int, ...], scores: np.ndarray = scores) -> float:
            steps = sum(transitions[a, b] for a, b in itertools.pairwise(chain))
            return float(starts[chain[0]] + scores[np.arange(4), chain].sum() + steps)

        best = max(chains, key=value)
        begins = [(n, label // 2) for n, label in enumerate(best) if label % 2 == 1]
        assert [(part.first, part.role) for part in find_parts(scores, encoder.weights)] == begins


def test_links_are_probabilities_and_prefer_what_is_near() -> None:
    """For each part, those before it and none add up to one."""
    parts = [Part(0, 1, SOURCE), Part(2, 3, CUE), Part(9, 10, CONTENT)]
    links = score_links(parts, np.zeros((10, 2), dtype=np.float32), WordEncoder().weights)
    assert [len(scores) for scores in links] == [1, 2, 3]
    assert [float(np.exp(scores).sum()) for scores in links] == pytest.approx([1, 1, 1], abs=1e-5)
    assert links[2][1] > links[2][0]


def test_an_unlikely_link_yields_to_form() -> None:
    """A cue that links best to the attribution before it still makes its own, since that one has a cue."""
    parts = [Part(n, n + 1, role) for n, role in enumerate([SOURCE, CUE, CONTENT, SOURCE, CUE, CONTENT])]
    links = [np.full(n + 1, -3.0, dtype=np.float32) for n in range(6)]
    links[4][1] = -0.1
    groups = group_parts(parts, links, paragraphs=[0] * 6)
    assert groups == [tuple(parts[:3]), tuple(parts[3:])]
