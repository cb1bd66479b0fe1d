"""Train the tagger: AdaGrad on the CRF likelihood, in NumPy, the same weights again for the same seed."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnews.tagging.model import STEP, Model

_SMALLEST = 0.02

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """How to train.

    Attributes:
        epochs: passes over the data at most.
        patience: passes without a better held-out score before it stops.
        rate: learning rate of AdaGrad.
        decay: L2 pull on the weights that a batch touches.
        dropout: share of the features of each syllable that a pass leaves out.
        batch: sentences at once.
        members: models to train and average.
        seed: of the order of sentences and of the features left out.
    """

    epochs: int = 25
    patience: int = 4
    rate: float = 0.12
    decay: float = 0.003
    dropout: float = 0.3
    batch: int = 32
    members: int = 1
    seed: int = 1


@dataclass(frozen=True)
class Sample:
    """Training sentences.

    Attributes:
        rows: rows of the weight table, shape (syllables, templates).
        tags: gold labels, shape (syllables,).
        lengths: syllables of each sentence, shape (sentences,).
        weight: how much each sentence counts, shape (sentences,).
    """

    rows: NDArray[np.int32]
    tags: NDArray[np.int64]
    lengths: NDArray[np.int64]
    weight: NDArray[np.float32]


def train(
    sample: Sample,
    labels: tuple[str, ...],
    templates: tuple[str, ...],
    bits: int,
    options: Options,
    score: Callable[[Model], float] | None,
) -> Model:
    """Train until ``score`` (higher is better, on held-out text) grows no more; the best model is returned.

    Without a score all passes are made, and the model of the last is returned.

    With several members each is trained from its own seed, and their weights are averaged: features are hashed alike,
    so that a row means the same in all of them.
    """
    members = []
    for member in range(options.members):
        log.info("member %d of %d", member + 1, options.members)
        own = dataclasses.replace(options, seed=options.seed + member)
        members.append(_train_one(sample, labels, templates, bits, own, score))
    weights = np.mean([model.weights.astype(np.float32) for model in members], axis=0)
    return compact(
        dataclasses.replace(
            members[0],
            weights=weights,
            transitions=np.mean([model.transitions for model in members], axis=0),
            initial=np.mean([model.initial for model in members], axis=0),
        )
    )


def _train_one(
    sample: Sample,
    labels: tuple[str, ...],
    templates: tuple[str, ...],
    bits: int,
    options: Options,
    score: Callable[[Model], float] | None,
) -> Model:
    trainer = _Trainer(sample, len(labels), bits, options)
    best, best_score, stale = trainer.model(labels, templates, bits), -1.0, 0
    for epoch in range(options.epochs):
        loss = trainer.epoch()
        model = trainer.model(labels, templates, bits)
        if score is None:
            log.info("epoch %d: loss %.4f", epoch + 1, loss)
            best = model
            continue
        reached = score(model)
        log.info("epoch %d: loss %.4f, held-out score %.4f", epoch + 1, loss, reached)
        if reached > best_score:
            best, best_score, stale = model, reached, 0
        else:
            stale += 1
            if stale >= options.patience:
                break
    return best


def compact(model: Model) -> Model:
    """The model with its weights in whole steps and the smallest of them zero: a third of the file, the same scores."""
    weights = model.weights.astype(np.float32)
    weights[np.abs(weights) < _SMALLEST] = 0
    steps = np.clip(np.round(weights / STEP), -127, 127).astype(np.int8)
    return dataclasses.replace(model, weights=steps)


class _Trainer:
    def __init__(self, sample: Sample, labels: int, bits: int, options: Options) -> None:
        self.sample, self.options = sample, options
        self.weights = np.zeros((1 << bits, labels), dtype=np.float32)
        self.transitions = np.zeros((labels, labels), dtype=np.float32)
        self.initial = np.zeros(labels, dtype=np.float32)
        self._squares = [np.full_like(array, 1e-2) for array in self._arrays]
        self._means: list[NDArray[np.float32]] = []
        self._random = np.random.default_rng(options.seed)
        self._first = np.cumsum(sample.lengths) - sample.lengths

    @property
    def _arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        return self.weights, self.transitions, self.initial

    def model(self, labels: tuple[str, ...], templates: tuple[str, ...], bits: int) -> Model:
        """The model with the running mean of the weights after each pass."""
        weights, transitions, initial = self._means or self._arrays
        return Model(labels, templates, bits, weights.astype(np.float16), transitions.copy(), initial.copy())

    def epoch(self) -> float:
        total = syllables = 0.0
        for batch in self._batches():
            total += self._step(batch)
            syllables += float(self.sample.lengths[batch].sum())
        if self._means:
            for mean, array in zip(self._means, self._arrays, strict=True):
                mean += (array - mean) / 2
        else:
            self._means = [array.copy() for array in self._arrays]
        return total / max(syllables, 1)

    def _batches(self) -> Iterator[NDArray[np.int64]]:
        """Sentences of similar length together, in random order."""
        lengths, size = self.sample.lengths, self.options.batch
        order = self._random.permutation(np.flatnonzero(lengths > 0))
        pools = [pool[np.argsort(lengths[pool], kind="stable")] for pool in _chunks(order, size * 30)]
        batches = [batch for pool in pools for batch in _chunks(pool, size)]
        for index in self._random.permutation(len(batches)):
            yield batches[index]

    def _step(self, batch: NDArray[np.int64]) -> float:
        lengths = self.sample.lengths[batch]
        steps = np.arange(int(lengths.max()))
        mask = steps[None, :] < lengths[:, None]
        at = self._first[batch][:, None] + np.minimum(steps[None, :], lengths[:, None] - 1)
        flat = at[mask]
        rows = self.sample.rows[flat]
        keep = None
        if self.options.dropout:
            keep = (self._random.random(rows.shape, dtype=np.float32) >= self.options.dropout).astype(np.float32)
            keep /= np.float32(1 - self.options.dropout)
        found, where = np.unique(rows, return_inverse=True)
        where = where.reshape(rows.shape)
        local = self.weights[found]
        emitted = local[where] if keep is None else local[where] * keep[:, :, None]
        emissions = np.zeros((*mask.shape, local.shape[1]), dtype=np.float32)
        emissions[mask] = emitted.sum(1)
        loss, slope, between = _gradient(
            emissions, self.sample.tags[at], mask, self.transitions, self.initial, self.sample.weight[batch]
        )
        at_rows = slope[mask]
        grown = np.empty_like(local)
        share = np.ones(rows.shape, np.float32) if keep is None else keep
        for label in range(local.shape[1]):
            grown[:, label] = np.bincount(
                where.ravel(), weights=(at_rows[:, label, None] * share).ravel(), minlength=len(found)
            )
        grown += np.float32(self.options.decay) * local
        square = self._squares[0][found] + grown * grown
        self._squares[0][found] = square
        self.weights[found] = local - np.float32(self.options.rate) * grown / np.sqrt(square)
        for array, gradient, squares in (
            (self.transitions, between, self._squares[1]),
            (self.initial, slope[:, 0].sum(0), self._squares[2]),
        ):
            squares += gradient * gradient
            array -= np.float32(self.options.rate) * gradient / np.sqrt(squares)
        return loss


def _chunks(array: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    return [array[begin : begin + size] for begin in range(0, len(array), size)]


def _gradient(
    emissions: NDArray[np.float32],
    tags: NDArray[np.int64],
    mask: NDArray[np.bool_],
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
    weight: NDArray[np.float32],
) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """Loss, its slope by emission (sentences, steps, labels) and by transition (labels, labels).

    Forward and backward messages are kept as normalised probabilities; ``scale`` is what was divided out.
    """
    sentences, steps, labels = emissions.shape
    top = emissions.max(2, keepdims=True)
    potential = np.exp(emissions - top)
    step_matrix = np.exp(transitions)
    forward = np.empty((sentences, steps, labels), dtype=np.float32)
    scale = np.ones((sentences, steps), dtype=np.float32)
    message = potential[:, 0] * np.exp(initial)
    scale[:, 0] = message.sum(1)
    forward[:, 0] = message / scale[:, 0, None]
    for step in range(1, steps):
        message = (forward[:, step - 1] @ step_matrix) * potential[:, step]
        norm = message.sum(1)
        live = mask[:, step]
        scale[:, step] = np.where(live, norm, 1)
        forward[:, step] = np.where(live[:, None], message / norm[:, None], forward[:, step - 1])
    backward = np.ones((sentences, steps, labels), dtype=np.float32)
    between = np.zeros((labels, labels), dtype=np.float32)
    for step in range(steps - 1, 0, -1):
        live = mask[:, step, None]
        coming = potential[:, step] * backward[:, step] / scale[:, step, None]
        between += (forward[:, step - 1] * weight[:, None] * live).T @ (coming * live)
        backward[:, step - 1] = np.where(live, coming @ step_matrix.T, 1)
    between *= step_matrix
    slope = forward * backward * mask[:, :, None]
    row, column = np.nonzero(mask)
    gold = tags[row, column]
    slope[row, column, gold] -= 1
    slope *= weight[:, None, None]
    pairs = mask[:, 1:]
    row2, column2 = np.nonzero(pairs)
    np.add.at(between, (tags[row2, column2], tags[row2, column2 + 1]), -weight[row2])
    partition = np.log(scale).sum(1) + (top[:, :, 0] * mask).sum(1)
    reached = np.zeros(sentences, dtype=np.float32)
    np.add.at(reached, row, emissions[row, column, gold])
    np.add.at(reached, row2, transitions[tags[row2, column2], tags[row2, column2 + 1]])
    reached += initial[tags[:, 0]]
    return float(((partition - reached) * weight).sum()), slope, between
