"""Names in syllables, by the trained tagger."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from vnnews.names import gazetteers
from vnnews.tagging.bio import bio_labels, decode
from vnnews.tagging.features import lay_out
from vnnews.tagging.model import Model, load_model
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables

CLASSES = ("PER", "ORG", "LOC", "LAW", "EVENT", "MISC")
LABELS = bio_labels(CLASSES)
BITS = 19
TEMPLATES = (
    *("w0", "w-1", "w1", "w-2", "w2", "w-3", "w3"),
    *("w-1|w0", "w0|w1", "w-2|w-1", "w1|w2", "w-1|w1", "w-2|w-1|w0", "w0|w1|w2"),
    *("s0", "s-1|s0", "s0|s1", "s-1|s0|s1", "s-2|s-1|s0|s1|s2", "s-3|s-2|s-1|s0", "s0|s1|s2|s3"),
    *("w0|s0", "w-1|s0", "w1|s0", "w0|s-1|s1", "w-2|s-1|s0", "w2|s0|s1"),
    *("a0|s0", "z0|s0", "a0|z0|s0|s1"),
    *(
        template.replace("g", column)
        for column in gazetteers.GAZETTEERS
        for template in (
            *("g0|s0", "g-1|s0", "g1|s0", "g-1|g0|s0", "g0|g1|s0", "g-2|g-1|s0"),
            *("g-1|s-1|s0|s1", "w-1|g0|s0", "w0|g-1|s0"),
        )
    ),
    "p0|l0|b0|s0",
)
MODEL = Path(__file__).parent.parent / "models" / "names-fast.npz"


@cache
def fast_model() -> Model:
    """The model that comes with vnnews."""
    return load_model(MODEL)


def tag_names(batch: Syllables, sentences: Sentences, model: Model) -> list[tuple[str, int, int]]:
    """Names of a batch.

    Returns:
        (class, first syllable, index after the last syllable), in order, not overlapping.
    """
    layout = lay_out(sentences)
    tags = np.zeros(len(batch), dtype=np.int64)
    tags[layout.syllable] = model.tag(batch, layout, gazetteers.mark(batch))
    return decode(tags, model.labels)
