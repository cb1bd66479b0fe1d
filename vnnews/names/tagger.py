"""Names in syllables, by the trained tagger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from vnnews.names import gazetteers
from vnnews.tagging.bio import bio_labels
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
ModelName = Literal["fast", "accurate"]
MODELS: tuple[ModelName, ...] = get_args(ModelName)
MODEL = Path(__file__).parent.parent / "models" / "names-fast.npz"


def name_tagger(model: ModelName = "fast", threads: int | None = None) -> NameTagger:
    """One of the models that come with vnnews.

    Args:
        model: one of MODELS.
        threads: of the accurate model; None for as many as there are processors.

    Raises:
        ValueError: there is no such model.
        ModelError: its file is missing or damaged, or what runs it is not installed.
    """
    if model not in MODELS:
        raise ValueError(f"no model {model!r}; there are {' and '.join(map(repr, MODELS))}")
    if model == "fast":
        return fast_tagger()
    from vnnews.names.accurate import accurate_tagger

    return accurate_tagger(threads)


@cache
def fast_tagger() -> FastTagger:
    """The fast model that comes with vnnews."""
    return FastTagger(load_model(MODEL))


class NameTagger(Protocol):
    """Finds names in syllables: :class:`FastTagger` or the accurate one."""

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """Indices of LABELS, legal BIO, one for each syllable; 0 outside of the sentences."""


@dataclass(frozen=True)
class FastTagger:
    """The linear-chain CRF with the gazetteers as features."""

    model: Model

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """See :class:`NameTagger`."""
        layout = lay_out(sentences)
        tags = np.zeros(len(batch), dtype=np.int64)
        tags[layout.syllable] = self.model.tag(batch, layout, gazetteers.mark(batch))
        return tags
