"""The stage: symbols of a batch in, facts and checks of each text out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vnnews.article import Check, Fact
from vnnews.numbers.build import build
from vnnews.numbers.drafts import Draft
from vnnews.numbers.facts import draft
from vnnews.numbers.frame import Frame
from vnnews.numbers.grammar import GRAMMAR
from vnnews.numbers.words import HIDDEN, Words
from vnnews.text.grammar import Symbols
from vnnews.text.sentences import Sentences


def tag_numbers(
    symbols: Symbols,
    sentences: Sentences,
    excluded: Sequence[Sequence[tuple[int, int]]],
    frames: Sequence[Frame] | None = None,
) -> list[tuple[list[Fact], list[Check]]]:
    """Find the numeric facts of a batch and check them against each other.

    Args:
        symbols: the batch, symbolised after this package was imported.
        sentences: its sentences.
        excluded: per text, spans (start, end; code points in the text) inside which a number is no fact: times,
            names, document numbers, headers.
        frames: per text its times, day of publication and headline, against which numbers are checked too.

    Returns:
        Per text its facts in order, a part of a breakdown only inside its whole, and the checks.
    """
    words, texts = _drafts(symbols, sentences, excluded)
    bounds = symbols.syllables.texts.tolist()
    return [
        build(found, words, start, frame, words.text[start:stop])
        for found, start, stop, frame in zip(texts, bounds, bounds[1:], frames or [Frame()] * len(texts), strict=False)
    ]


def explain_numbers(
    symbols: Symbols, sentences: Sentences, excluded: Sequence[Sequence[tuple[int, int]]] | None = None
) -> list[tuple[str, tuple[str, ...]]]:
    """What was found in a batch, and what made it: the rule, the kind its neighbours gave it, later steps.

    >>> from vnnews.text.grammar import symbolise
    >>> from vnnews.text.sentences import split_sentences
    >>> from vnnews.text.syllables import syllabify
    >>> batch = syllabify(["Sản lượng tăng từ 10 lên 12 triệu tấn."])
    >>> for found in explain_numbers(symbolise(batch), split_sentences(batch)):
    ...     print(found)
    ('10', ('numeral', 'count', 'unit of a neighbour'))
    ('12 triệu tấn', ('numeral', 'measure', 'change'))
    """
    count = len(symbols.syllables.texts) - 1
    words, texts = _drafts(symbols, sentences, [()] * count if excluded is None else excluded)
    for found in texts:
        build(found, words, 0, Frame(), "")
    return [
        (words.text[words.starts[made.first] : words.ends[made.last]], made.rules)
        for found in texts
        for drafts in found
        for made in drafts
    ]


def _drafts(
    symbols: Symbols, sentences: Sentences, excluded: Sequence[Sequence[tuple[int, int]]]
) -> tuple[Words, list[list[list[Draft]]]]:
    """The words of a batch, and per text and sentence the drafts of its facts."""
    hidden = hide(symbols, excluded)
    words = Words(hidden)
    drafts: list[Draft] = []
    for _, amount in GRAMMAR.find(hidden):
        if drafts and amount.first <= drafts[-1].last:  # inside the unit of the fact before: 158 [năm] tuổi
            continue
        made = draft(amount, words, drafts[-1] if drafts else None)
        if made is not None:
            drafts.append(made)
    texts: list[list[list[Draft]]] = [[] for _ in range(len(symbols.syllables.texts) - 1)]
    owners = np.searchsorted(sentences.first, [made.first for made in drafts], side="right") - 1
    done = -1
    for made, owner in zip(drafts, owners.tolist(), strict=True):
        if owner < 0 or made.first >= sentences.stop[owner]:  # in a line of the page around the body
            continue
        by_sentence = texts[int(sentences.text[owner])]
        if owner != done:
            by_sentence.append([])
            done = owner
        by_sentence[-1].append(made)
    return words, texts


def hide(symbols: Symbols, excluded: Sequence[Sequence[tuple[int, int]]]) -> Symbols:
    """The batch with the syllables of excluded spans replaced by ``HIDDEN``."""
    batch = symbols.syllables
    spans = [
        (start + int(offset), end + int(offset))
        for offset, found in zip(batch.texts, excluded, strict=False)
        for start, end in found
        if end > start
    ]
    if not spans:
        return symbols
    bounds = np.array(spans, dtype=np.int64)
    first = np.searchsorted(batch.ends, bounds[:, 0], side="right")
    stop = np.searchsorted(batch.starts, bounds[:, 1], side="left")
    change = np.zeros(len(batch) + 1, dtype=np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, np.maximum(first, stop), -1)
    inside = np.cumsum(change)[:-1] > 0
    codes = symbols.codes.copy()
    codes[symbols.position[inside]] = ord(HIDDEN)
    return Symbols(batch, codes.tobytes().decode("utf-32-le"), codes, symbols.syllable, symbols.position)
