"""The network in PyTorch; needed to train, never to use."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vnnews.transformer.e5 import PretrainedFile

EPSILON = 1e-12


class Layer(nn.Module):
    """A layer of BERT: attention, then an inner layer, each with its sum and norm."""

    def __init__(self, hidden: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, EPSILON), nn.LayerNorm(hidden, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x``: (windows, length, hidden); ``mask``: (windows, 1, 1, length), true for real pieces."""
        size, length, hidden = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(size, length, self.heads, hidden // self.heads).transpose(1, 2)

        seen = nn.functional.scaled_dot_product_attention(
            split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask
        )
        x = self.aln(x + self.dropout(self.ao(seen.transpose(1, 2).reshape(size, length, hidden))))
        inner: Tensor = self.oln(x + self.dropout(self.fo(nn.functional.gelu(self.fi(x)))))
        return inner


class Network(nn.Module):
    """Pieces and features of syllables in, scores of labels out.

    Args:
        vocabulary, hidden, layers, heads, inner, places: sizes.
        features: number of features of a syllable, added to the embedding of its first piece.
        labels: number of labels.
        dropout: share of values left out in training.
    """

    def __init__(
        self,
        vocabulary: int,
        features: int,
        labels: int,
        layers: int = 12,
        hidden: int = 384,
        heads: int = 12,
        inner: int = 1536,
        places: int = 512,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, hidden), nn.Embedding(places, hidden)
        self.features = nn.Linear(features, hidden, bias=False)
        self.norm = nn.LayerNorm(hidden, EPSILON)
        self.layers = nn.ModuleList(Layer(hidden, inner, heads, dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(hidden, labels)
        nn.init.zeros_(self.features.weight)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Scores (windows, length, labels) of ``ids`` and ``mask`` (windows, length), ``features`` (…, features)."""
        scores: Tensor = self.out(self.dropout(self.states(ids, features, mask)))
        return scores

    def states(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """States of the last layer, (windows, length, hidden)."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x: Tensor = self.dropout(self.norm(self.words(ids) + self.places(place) + self.features(features)))
        seen = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen)
        return x


def pretrained(file: PretrainedFile, kept: list[int], features: int, labels: int, layers: int = 12) -> Network:
    """The network with the weights of the file; of fewer layers, evenly spaced ones stay.

    Args:
        file: the weights of multilingual-e5-small.
        kept: rows of its vocabulary.
        features, labels, layers: see :class:`Network`.
    """
    sizes = file.sizes
    hidden, inner = sizes.hidden, sizes.inner
    network = Network(len(kept), features, labels, layers, hidden, sizes.heads, inner, sizes.places)
    state = {
        "words.weight": file.words[kept],
        "places.weight": file.floats("emb.pos", sizes.places, hidden) + file.floats("emb.type", sizes.types, hidden)[0],
        "norm.weight": file.floats("emb.ln.w", hidden),
        "norm.bias": file.floats("emb.ln.b", hidden),
    }
    shapes = dict.fromkeys(("q", "k", "v", "ao"), (hidden, hidden)) | {"fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(layers):
        source = round((layer + 1) * sizes.layers / layers) - 1
        for name, shape in shapes.items():
            state[f"layers.{layer}.{name}.weight"] = file.matrix(f"l{source}.{name}.w", *shape)
            state[f"layers.{layer}.{name}.bias"] = file.floats(f"l{source}.{name}.b", shape[0])
        for name in ("aln", "oln"):
            state[f"layers.{layer}.{name}.weight"] = file.floats(f"l{source}.{name}.w", hidden)
            state[f"layers.{layer}.{name}.bias"] = file.floats(f"l{source}.{name}.b", hidden)
    own = {name: value for name, value in network.state_dict().items() if name not in state}
    network.load_state_dict({**{name: torch.from_numpy(value) for name, value in state.items()}, **own})
    return network
