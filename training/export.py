"""Write the trained network as the project ships it: `python export.py CHECKPOINT FOLDER`.

The encoder becomes an ONNX file with eight-bit weights (matrices by channel, the vocabulary's vectors by row); what
the chain and the links weigh becomes a NumPy archive; the word pieces a text file.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from network import Network, collect_weights
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train import model_folder
from transformers import BertConfig, BertModel


def main() -> None:
    """Export the average of the checkpoint's weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--exact", action="store_true", help="keep 32 bits, to measure the drift against")
    parser.add_argument("--part", choices=("average", "network"), default="average")
    arguments = parser.parse_args()
    network = load_network(arguments.checkpoint, part=arguments.part)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    export_encoder(network, arguments.folder / "attribution.onnx", exact=arguments.exact)
    np.savez(arguments.folder / "attribution.npz", **collect_weights(network))
    shutil.copyfile(model_folder() / "vocab.txt", arguments.folder / "vocabulary.txt")


def load_network(checkpoint: Path, *, part: str = "average") -> Network:
    """The network with the running average of its weights, ready to read."""
    state = torch.load(checkpoint, weights_only=True)[part]
    network = Network(BertModel(BertConfig.from_pretrained(model_folder()), add_pooling_layer=False))
    network.load_state_dict(
        {name.removeprefix("module."): value for name, value in state.items() if name != "n_averaged"}
    )
    return network.eval()


class Reader(nn.Module):
    """The network for one window at a time, its vocabulary's vectors in eight bits."""

    def __init__(self, network: Network, *, exact: bool) -> None:
        super().__init__()
        self.network = network
        vectors = network.encoder.embeddings.word_embeddings.weight.detach()
        scale = vectors.abs().amax(1, keepdim=True) / 127
        self.exact = exact
        self.register_buffer("table", vectors if exact else torch.round(vectors / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, pieces: Tensor, look: Tensor, quote: Tensor) -> tuple[Tensor, Tensor]:
        """`pieces`, `look`, `quote`: (1, length)."""
        words = self.table[pieces] if self.exact else self.table[pieces].float() * self.scale[pieces]
        embeddings = words + self.network.look(look) + self.network.quote(quote)
        hidden = self.network.encoder(inputs_embeds=embeddings).last_hidden_state
        return self.network.label(hidden)[0], torch.tanh(self.network.link(hidden))[0]


def export_encoder(network: Network, path: Path, *, exact: bool) -> None:
    """Write the ONNX file."""
    example = tuple(torch.ones((1, 12), dtype=torch.long) for _ in range(3))
    names = ["pieces", "look", "quote"]
    with tempfile.TemporaryDirectory() as folder:
        full = path if exact else Path(folder) / "full.onnx"
        torch.onnx.export(
            Reader(network, exact=exact),
            example,
            full,
            input_names=names,
            output_names=["scores", "vectors"],
            dynamic_axes={name: {1: "length"} for name in names} | {"scores": {0: "length"}, "vectors": {0: "length"}},
            opset_version=17,
            dynamo=False,
        )
        if not exact:
            # Seven bits: on processors without VNNI, sums of eight-bit products saturate.
            quantize_dynamic(full, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main()
