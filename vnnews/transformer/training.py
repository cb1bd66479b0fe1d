"""Fine-tune the network: AdamW on the CRF likelihood, seeds fixed, the best pass on held-out text kept."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from vnnews.text.sentences import Sentences
from vnnews.transformer.network import Network
from vnnews.transformer.pieces import PADDING, UNKNOWN, Pieces
from vnnews.transformer.windows import Window, by_length, laid_out, pack, windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """How to train.

    Attributes:
        epochs: passes over the texts.
        rate: highest learning rate of the pretrained weights; ``head_rate`` of the others.
        decay: weight decay.
        warmup: share of the steps in which the rate rises.
        batch: pieces of a batch, padding included.
        core: bounds of the pieces read off one window, drawn anew for each pass; ``context`` pieces around it.
        shares: of the texts in each variant after the first (capitals, small letters, no diacritics, other names).
        unknown: share of the syllables that are hidden.
        mean: the model's weights are a running mean that keeps this share of the old values at each step.
        seed: of everything that is random.
    """

    epochs: int = 12
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.08
    batch: int = 4096
    core: tuple[int, int] = (32, 200)
    context: int = 32
    shares: tuple[float, ...] = (0.12, 0.08, 0.04)
    unknown: float = 0.03
    mean: float = 0.99
    seed: int = 1


@dataclass(frozen=True)
class Sample:
    """Texts to learn from, one variant of them.

    Attributes:
        pieces: of the batch.
        features: of each syllable, shape (syllables, features), bits.
        tags: gold labels, shape (syllables,).
        sentences: of the batch.
    """

    pieces: Pieces
    features: NDArray[np.uint8]
    tags: NDArray[np.int64]
    sentences: Sentences


class Chains(nn.Module):
    """A linear-chain CRF over sentences."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(labels, labels))
        self.initial = nn.Parameter(torch.zeros(labels))

    def loss(self, emissions: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """Negative log-likelihood of the rows of all sentences, sentences one after another."""
        longest = int(lengths.max())
        steps = torch.arange(longest, device=emissions.device)
        mask = steps[None, :] < lengths[:, None]
        padded = emissions.new_zeros(len(lengths), longest, emissions.shape[1])
        padded[mask] = emissions
        gold = tags.new_zeros(len(lengths), longest)
        gold[mask] = tags
        reached = (padded.gather(2, gold[:, :, None])[:, :, 0] * mask).sum() + self.initial[gold[:, 0]].sum()
        reached = reached + (self.transitions[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]).sum()
        top = padded.amax(2, keepdim=True).detach()
        potential = (padded - top).exp()
        onward = self.transitions.exp()
        message = potential[:, 0] * self.initial.exp()
        sums = [message.sum(1)]  # divided out at each step, so that messages stay probabilities
        message = message / sums[0][:, None]
        for step in range(1, longest):
            coming = (message @ onward) * potential[:, step]
            total = coming.sum(1)
            live = mask[:, step]
            sums.append(torch.where(live, total, 1.0))
            message = torch.where(live[:, None], coming / total[:, None], message)
        partition = torch.stack(sums, 1).log().sum() + (top[:, :, 0] * mask).sum()
        return partition - reached


def fit(
    network: Network,
    variants: Sequence[Sample],
    options: Options,
    score: Callable[[Network, Chains], float],
    device: str = "cpu",
) -> tuple[Network, Chains]:
    """Train; the network and transitions of the pass with the best ``score`` are returned."""
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    chains = Chains(network.out.out_features).to(device)
    network.to(device)
    passes = [list(_batches(variants, options, random)) for _ in range(options.epochs)]
    optimizer, schedule = _optimizer(network, chains, options, sum(map(len, passes)))
    best, best_score = _copy(network, chains), -1.0
    mean = _copy(network, chains)
    mean[0].eval()
    for number, batches in enumerate(passes, 1):
        network.train()
        total = syllables = 0.0
        for variant, chosen in batches:
            loss, count = _step_loss(network, chains, variants[variant], chosen, options, random, device)
            optimizer.zero_grad()
            (loss / max(count, 1)).backward()
            nn.utils.clip_grad_norm_([*network.parameters(), *chains.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            _blend(mean, (network, chains), options.mean)
            total, syllables = total + float(loss.detach()), syllables + count
        reached = score(*mean)
        log.info("epoch %d: loss %.4f, held-out score %.4f", number, total / max(syllables, 1), reached)
        if reached >= best_score:
            best, best_score = _copy(*mean), reached
    return best


def _copy(network: Network, chains: Chains) -> tuple[Network, Chains]:
    return copy.deepcopy(network), copy.deepcopy(chains)


def _blend(mean: tuple[nn.Module, nn.Module], latest: tuple[nn.Module, nn.Module], keep: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean, latest, strict=True):
            for a, b in zip(old.parameters(), new.parameters(), strict=True):
                a.lerp_(b, 1 - keep)


def _optimizer(
    network: Network, chains: Chains, options: Options, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    new = [*network.out.parameters(), *network.features.parameters(), *chains.parameters()]
    known = {id(parameter) for parameter in new}
    old = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [
        {"params": [p for p in old if p.ndim > 1], "lr": options.rate, "weight_decay": options.decay},
        {"params": [p for p in old if p.ndim <= 1], "lr": options.rate, "weight_decay": 0.0},
        {"params": new, "lr": options.head_rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, fused=True)
    rising = max(1.0, options.warmup * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, max(0.0, (steps - step) / max(1.0, steps - rising)))
    )
    return optimizer, schedule


def _batches(
    variants: Sequence[Sample], options: Options, random: np.random.Generator
) -> Iterator[tuple[int, list[Window]]]:
    """One pass: each text in one of its variants, cut into windows of a length drawn anew."""
    texts = int(variants[0].sentences.text.max()) + 1
    shares = np.cumsum([0.0, *options.shares[: len(variants) - 1]])
    drawn = random.random(texts)
    choice = np.searchsorted(shares, drawn, side="right") % (len(variants))  # beyond the last share: variant 0
    found: list[tuple[int, Window]] = []
    for number, sample in enumerate(variants):
        sizes = random.integers(*options.core, size=texts, endpoint=True)
        own = sample.sentences
        for size in np.unique(bucket := sizes // 24):
            keep = (choice[own.text] == number) & (bucket[own.text] == size)
            part = Sentences(own.first[keep], own.stop[keep], own.text[keep])
            if len(part):
                core = max(24, int(size) * 24)
                found += [(number, window) for window in windows(sample.pieces, part, core, options.context)]
    order = random.permutation(len(found))
    pools = [order[at : at + 1000] for at in range(0, len(order), 1000)]
    batches: list[tuple[int, list[Window]]] = []
    for pool in pools:
        for number in range(len(variants)):
            own_windows = (found[index][1] for index in pool if found[index][0] == number)
            batches += [(number, batch) for batch in by_length(own_windows, options.batch)]
    for index in random.permutation(len(batches)):
        yield batches[index]


def _step_loss(
    network: Network,
    chains: Chains,
    sample: Sample,
    chosen: list[Window],
    options: Options,
    random: np.random.Generator,
    device: str,
) -> tuple[Tensor, int]:
    packed = pack(sample.pieces, chosen)
    hidden = (random.random(packed.ids.shape) < options.unknown) & (packed.syllable >= 0)
    packed.ids[hidden] = UNKNOWN
    scores = _run(network, packed.ids, sample.features, packed.syllable, device)
    rows = scores[torch.from_numpy(packed.window).to(device), torch.from_numpy(packed.place).to(device)].float()
    tags = torch.from_numpy(sample.tags[packed.read]).to(device)
    number = np.searchsorted(sample.sentences.first, packed.read, side="right")
    begins = np.flatnonzero(np.append(True, (number[1:] != number[:-1]) | (packed.window[1:] != packed.window[:-1])))
    lengths = torch.from_numpy(np.diff(np.append(begins, len(number)))).to(device)
    return chains.loss(rows, tags, lengths), len(tags)


def _run(
    network: Network, ids: NDArray[np.int64], features: NDArray[np.uint8], syllable: NDArray[np.int64], device: str
) -> Tensor:
    """Scores of packed windows; on a GPU in bfloat16."""
    pieces = torch.from_numpy(ids).to(device)
    given = torch.from_numpy(laid_out(features, syllable)).to(device)
    with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
        scores: Tensor = network(pieces, given, pieces != PADDING)
    return scores
