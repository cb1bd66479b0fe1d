"""Sentences labelled by the accurate model, for the fast model to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vnnews.corpora import GoldSpan, GoldText
from vnnews.names import gazetteers
from vnnews.names.accurate import AccurateTagger
from vnnews.names.labels import LABELS
from vnnews.names.tagger import placed
from vnnews.tagging.bio import decode
from vnnews.tagging.confidence import path_probabilities
from vnnews.tagging.features import lay_out
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import sentences_at
from vnnews.text.syllables import syllabify

TOGETHER = 400
"""Sentences labelled at once, as one text: each is read with its neighbours as context."""


def label(sentences: Sequence[str], tagger: AccurateTagger) -> Iterator[tuple[GoldText, float]]:
    """Label sentences that follow one another.

    Args:
        sentences: one string each, without line breaks.
        tagger: the accurate model.

    Yields:
        Each sentence with its names, and the probability that the model gives to just these labels, 0-1.
    """
    for number, lines in enumerate(_parts(sentences)):
        batch = syllabify(["\n".join(lines)])
        ends = np.cumsum([len(line) + 1 for line in lines]).tolist()
        begins = [end - len(line) - 1 for end, line in zip(ends, lines, strict=True)]
        spans = sentences_at(batch, [(begin, end - 1) for begin, end in zip(begins, ends, strict=True)])
        layout = lay_out(spans)
        scores = tagger.scores(batch, spans, layout, gazetteers.mark(batch))
        transitions, initial = tagger.legal
        tags = viterbi(scores, layout.lengths, transitions, initial)
        sure = path_probabilities(scores, tags, layout.lengths, transitions, initial)
        names = [
            GoldSpan(name, start := int(batch.starts[a]), end := int(batch.ends[b - 1]), batch.text[start:end])
            for name, a, b in decode(placed(batch, layout, tags), LABELS)
        ]
        lowest = np.ones(len(lines))
        piece_ends = np.cumsum(layout.lengths)
        at = batch.starts[layout.syllable[piece_ends - layout.lengths]]
        np.minimum.at(lowest, np.searchsorted(begins, at, side="right") - 1, sure)
        for place, (line, begin, end) in enumerate(zip(lines, begins, ends, strict=True)):
            own = tuple(
                GoldSpan(name.label, name.start - begin, name.end - begin, name.text)
                for name in names
                if begin <= name.start < end
            )
            text = GoldText(f"silver/{number}/{place}", line, own, ((0, len(line)),))
            yield text, float(lowest[place])


def _parts(sentences: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(sentences), TOGETHER):
        yield list(sentences[at : at + TOGETHER])
