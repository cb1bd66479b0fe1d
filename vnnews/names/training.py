"""Train the fast model for names."""

from __future__ import annotations

import dataclasses
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from vnnews.corpora import GoldText
from vnnews.evaluation.names import evaluate_names
from vnnews.names import documents, gazetteers
from vnnews.names.labels import LABELS
from vnnews.names.tagger import BITS, TEMPLATES, FastTagger
from vnnews.tagging.bio import encode
from vnnews.tagging.features import all_rows, columns, lay_out
from vnnews.tagging.model import Model
from vnnews.tagging.training import Options, Sample, train
from vnnews.text.sentences import Sentences, sentences_at
from vnnews.text.syllables import Syllables, syllabify

log = logging.getLogger(__name__)

NAMES_OPTIONS = Options(members=3, epochs=15)

UPPER_SHARE = 0.4
LOWER_SHARE = 0.2
"""Shares of the texts that are learnt from once more in other case."""

HELD_OUT = 20
"""Every so many texts of the training data one is held out to tell when to stop."""

HALF_EPOCHS = 6
"""Passes of the models that only tell the evidence, at most."""

FIRST_TIME = 0.3
"""Share of the texts that are learnt from without the evidence of the rest of the text."""

SILVER_WEIGHT = 0.3
"""How much a sentence that the accurate model labelled counts beside an annotated one, times its probability."""

SUREST = 0.8
"""Labelled sentences whose labels are less probable are left out."""


def train_names(
    texts: Iterable[GoldText],
    options: Options = NAMES_OPTIONS,
    templates: Sequence[str] = TEMPLATES,
    silver: Sequence[tuple[GoldText, float]] = (),
) -> Model:
    """Train; deterministic for equal texts and options.

    Args:
        texts: annotated by hand.
        options: how to train.
        templates: of the features.
        silver: sentences that the accurate model labelled, each with the probability of its labels
            (:func:`vnnews.names.silver.label`).
    """
    every = list(texts)
    held_out = every[::HELD_OUT]
    kept = [text for index, text in enumerate(every) if index % HELD_OUT]
    log.info("%d texts to train on, %d held out", len(kept), len(held_out))
    sure = [(text, SILVER_WEIGHT * probability) for text, probability in silver if probability >= SUREST]
    log.info("%d sentences labelled by the accurate model, %d of them sure", len(silver), len(sure))
    copies = recased(kept, options.seed)
    weights = [1.0] * (len(kept) + len(copies)) + [weight for _, weight in sure]
    every = [*kept, *copies, *(text for text, _ in sure)]
    sample = _sample(every, weights, templates, _evidence(every, weights, templates, options))
    return train(
        sample,
        LABELS,
        tuple(templates),
        BITS,
        options,
        lambda model: evaluate_names(held_out, FastTagger(model))[0].f1("PER", "ORG", "LOC"),
    )


def _evidence(
    texts: Sequence[GoldText], weights: Sequence[float], templates: Sequence[str], options: Options
) -> NDArray[np.uint64]:
    """The evidence of each text, as a model finds it that has not seen the text: one of two, each of half the texts.

    Where a text comes again in other case, its copy is in the same half. Of some texts it is left out: so they are
    read the first time.
    """
    halves = np.array([zlib.crc32(text.text.lower().encode("utf-8")) % 2 for text in texts])
    batch = syllabify([text.text for text in texts])
    sentences = gold_sentences(texts, batch)
    owner = np.searchsorted(batch.texts, batch.starts, side="right") - 1
    half = halves[owner]
    tags = np.zeros(len(batch), dtype=np.int64)
    for number in range(2):
        log.info("half %d of the texts, for the evidence of the others", number + 1)
        chosen = np.flatnonzero(halves == number).tolist()
        part, counted = [texts[index] for index in chosen], [weights[index] for index in chosen]
        once = dataclasses.replace(options, epochs=min(options.epochs, HALF_EPOCHS), members=1)
        sample = _sample(part, counted, templates, np.zeros(int((half == number).sum()), dtype=np.uint64))
        model = train(sample, LABELS, tuple(templates), BITS, once, None)
        found = FastTagger(model, documents=False).tag(batch, sentences)
        tags[half != number] = found[half != number]
    bits = documents.evidence(batch, tags)
    first_time = np.random.default_rng(options.seed).random(len(texts)) < FIRST_TIME
    bits[first_time[owner]] = 0
    return bits


def recased(texts: Sequence[GoldText], seed: int) -> list[GoldText]:
    """Some of the texts again, all in capitals or all in small letters, as headlines and hasty writers have them."""
    shares = ((str.upper, UPPER_SHARE), (str.lower, LOWER_SHARE))
    random = np.random.default_rng(seed)
    copies = [
        msgspec.structs.replace(text, text=recase(text.text))
        for recase, share in shares
        for text in texts
        if random.random() < share
    ]
    return [copy for copy in copies if all(copy.text[s.start : s.end].lower() == s.text.lower() for s in copy.spans)]


def gold_sentences(texts: Sequence[GoldText], batch: Syllables) -> Sentences:
    """The annotated sentences of a batch."""
    bases = batch.texts.tolist()
    pairs = zip(texts, bases, strict=False)
    return sentences_at(batch, ((base + start, base + end) for text, base in pairs for start, end in text.sentences))


def gold_names(texts: Sequence[GoldText], batch: Syllables) -> Iterator[tuple[str, int, int]]:
    """The annotated spans of a batch: class, and offsets in its text."""
    for text, base in zip(texts, batch.texts.tolist(), strict=False):
        for span in text.spans:
            yield span.label, base + span.start, base + span.end


def _sample(
    texts: Sequence[GoldText], weights: Sequence[float], templates: Sequence[str], evidence: NDArray[np.uint64]
) -> Sample:
    batch = syllabify([text.text for text in texts])
    sentences = gold_sentences(texts, batch)
    layout = lay_out(sentences)
    padded = columns(batch, layout, {**gazetteers.mark(batch), documents.COLUMN: evidence})
    tags = encode(batch, gold_names(texts, batch), LABELS)[layout.syllable]
    rows: NDArray[np.int32] = all_rows(padded, layout, templates, BITS)
    pieces = layout.syllable[np.cumsum(layout.lengths) - layout.lengths]
    text = sentences.text[np.searchsorted(sentences.first, pieces, side="right") - 1]
    return Sample(rows, tags, layout.lengths, np.array(weights, dtype=np.float32)[text])
