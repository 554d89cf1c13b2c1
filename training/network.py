"""The attribution network: a small encoder, a label for each word decoded as a chain, and links between pieces."""

import numpy as np
import torch
from corpus import LABELS, ROLES
from torch import Tensor, nn
from transformers import BertModel

LINK_SIZE = 96
DISTANCES = 12


class Network(nn.Module):
    """Word pieces in; label scores and link vectors of each word out. The chain and the links have weights of their own."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.look = nn.Embedding(5, size)
        self.quote = nn.Embedding(3, size)
        nn.init.normal_(self.look.weight, std=0.02)
        nn.init.normal_(self.quote.weight, std=0.02)
        self.dropout = nn.Dropout(0.2)
        self.label = nn.Linear(size, LABELS)
        self.link = nn.Linear(size, LINK_SIZE)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.starts = nn.Parameter(torch.zeros(LABELS))
        # An earlier piece as antecedent: bilinear in the pieces' vectors, by the pair of roles and the distance.
        self.bilinear = nn.Parameter(torch.randn(len(ROLES), len(ROLES), LINK_SIZE, LINK_SIZE) * 0.02)
        self.pair = nn.Parameter(torch.zeros(len(ROLES), len(ROLES)))
        self.distance = nn.Parameter(torch.zeros(len(ROLES), len(ROLES), DISTANCES))
        self.alone = nn.Linear(LINK_SIZE, 1)
        forbid = torch.zeros(LABELS, LABELS)
        for role in range(len(ROLES)):
            inside = 2 + 2 * role
            forbid[:, inside] = -1e4
            forbid[1 + 2 * role, inside] = forbid[inside, inside] = 0
        self.register_buffer("forbid", forbid)

    def forward(self, pieces: Tensor, mask: Tensor, look: Tensor, quote: Tensor) -> tuple[Tensor, Tensor]:
        """`pieces`, `mask`, `look`, `quote`: (batch, length). Gives (batch, length, LABELS) and (batch, length, LINK_SIZE)."""
        embeddings = self.encoder.embeddings.word_embeddings(pieces) + self.look(look) + self.quote(quote)
        hidden = self.encoder(inputs_embeds=embeddings, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.label(hidden), torch.tanh(self.link(hidden))

    def chain_loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """The negative log likelihood of label chains (Lafferty et al. 2001). `scores` (batch, words, LABELS)."""
        transitions = self.transitions + self.forbid
        starts = self.starts + self.forbid[0]
        gold = starts[labels[:, 0]] + scores[:, 0].gather(1, labels[:, :1]).squeeze(1)
        total = starts + scores[:, 0]
        steps = transitions[labels[:, :-1], labels[:, 1:]] + scores[:, 1:].gather(2, labels[:, 1:, None]).squeeze(2)
        gold = gold + (steps * mask[:, 1:]).sum(1)
        for step in range(1, scores.shape[1]):
            after = torch.logsumexp(total[:, :, None] + transitions, 1) + scores[:, step]
            total = torch.where(mask[:, step, None] > 0, after, total)
        return (torch.logsumexp(total, 1) - gold).sum()

    def link_loss(self, vectors: Tensor, pieces: list[tuple[int, int, int, frozenset[str]]]) -> Tensor:
        """For each piece, the negative log likelihood of its true earlier pieces, or of none (Lee et al. 2017)."""
        if len(pieces) < 2:
            return vectors.new_zeros(())
        represented = torch.stack([vectors[first:last].mean(0) for first, last, _, _ in pieces])
        roles = torch.tensor([role for _, _, role, _ in pieces])
        count = len(pieces)
        order = torch.arange(count)
        # Every pair under every pair of roles is nine small products; a matrix for each pair would be megabytes.
        products = torch.einsum("id,abde,je->abij", represented, self.bilinear, represented)
        scores = products[roles[:, None], roles[None, :], order[:, None], order[None, :]]
        scores = scores + self.pair[roles[:, None], roles[None, :]]
        middles = torch.tensor([(first + last) // 2 for first, last, _, _ in pieces])
        buckets = distance_bucket((middles[:, None] - middles[None, :]).abs())
        scores = scores + self.distance[roles[:, None], roles[None, :], buckets]
        alone = self.alone(represented)
        together = torch.tensor([[bool(a[3] & b[3]) for b in pieces] for a in pieces])
        earlier = torch.ones(count, count, dtype=torch.bool).tril(-1)
        everything = torch.cat([alone, scores.masked_fill(~earlier, -1e4)], 1)
        right = together & earlier
        gold = torch.cat([~right.any(1, keepdim=True), right], 1)
        return (torch.logsumexp(everything, 1) - torch.logsumexp(everything.masked_fill(~gold, -1e4), 1)).sum()


def distance_bucket(words: Tensor) -> Tensor:
    """0 to 11: distances in words, finer for near ones."""
    return torch.log2(words.float() + 1).mul(1.25).long().clamp(max=DISTANCES - 1)


def collect_weights(network: Network) -> dict[str, np.ndarray]:
    """What `groundtruce.read.labelling.chain` and `groundtruce.read.labelling.links` take."""
    tensors = {
        "transitions": network.transitions + network.forbid,
        "starts": network.starts + network.forbid[0],
        "bilinear": network.bilinear,
        "pair": network.pair,
        "distance": network.distance,
        "alone": torch.cat([network.alone.weight[0], network.alone.bias]),
    }
    return {name: tensor.detach().numpy().astype(np.float32) for name, tensor in tensors.items()}
