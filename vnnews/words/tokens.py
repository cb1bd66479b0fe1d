"""Words as strings and as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from vnnews.arguments import text_of, texts_of
from vnnews.article import Article, Sentence, Token
from vnnews.text.batches import batches
from vnnews.text.sentences import Sentences, sentences_at, split_sentences
from vnnews.text.syllables import Syllables, syllabify

if TYPE_CHECKING:
    from vnnews.words.segmenter import Words

ONE_WORD = ("PER", "LOC")
"""Classes of names that become one word each; names of other classes are phrases: "Ủy ban nhân dân tỉnh Nghệ An"."""


def tokenize(text: str) -> list[str]:
    """The words of a text, each exactly as written there.

    Raises:
        TypeError: ``text`` is not a string.

    >>> tokenize("Học sinh TP.HCM đi 15 km/h ngày 27/11.")
    ['Học sinh', 'TP.HCM', 'đi', '15', 'km/h', 'ngày', '27/11', '.']
    """
    return next(tokenize_many([text_of(text, "a text")]))


def tokenize_many(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of many texts: lazily, in order, a batch at a time.

    Args:
        texts: the texts; they are taken from the iterable as they are needed.
    """
    from vnnews.words.segmenter import segment

    for some in batches((text_of(text, "a text") for text in texts_of(texts)), len):
        batch = syllabify(some)
        words = segment(batch, split_sentences(batch))
        starts, ends = batch.starts[words.first], batch.ends[words.stop - 1]
        found = [batch.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        bounds = np.searchsorted(starts, batch.texts).tolist()
        for first, stop in pairwise(bounds):
            yield found[first:stop]


def article_tokens(article: Article) -> tuple[Token, ...]:
    """The words of the sentences of an article, with parts of speech."""
    batch = syllabify([article.text])
    bounds = [(sentence.start, sentence.end) for sentence in article.sentences]
    names = [(name.start, name.end) for name in article.mentions if name.label in ONE_WORD]
    return _tokens(batch, sentences_at(batch, bounds), list(name_spans(batch, names)), 0)


def sentence_tokens(sentence: Sentence) -> tuple[Token, ...]:
    """The words of a sentence, with parts of speech and with offsets as the sentence has them."""
    batch = syllabify([sentence.text])
    return _tokens(batch, sentences_at(batch, [(0, len(sentence.text))]), [], sentence.start)


def _tokens(batch: Syllables, sentences: Sentences, names: Sequence[tuple[int, int]], offset: int) -> tuple[Token, ...]:
    from vnnews.words.segmenter import segment
    from vnnews.words.tagger import tag_words

    words = segment(batch, sentences, names)
    labels, numbers = tag_words(batch, sentences, words)
    return tuple(
        Token(
            start=syllables[0][0] + offset,
            end=syllables[-1][1] + offset,
            text=batch.text[syllables[0][0] : syllables[-1][1]],
            syllables=tuple(batch.text[start:end] for start, end in syllables),
            upos=upos,
            tag=tag,
        )
        for syllables, (upos, _, tag) in zip(
            _syllables(batch, words), (labels[number].partition("/") for number in numbers.tolist()), strict=True
        )
    )


def _syllables(batch: Syllables, words: Words) -> Iterator[list[tuple[int, int]]]:
    """Offsets of the syllables of each word."""
    spans = list(zip(batch.starts.tolist(), batch.ends.tolist(), strict=True))
    for first, stop in zip(words.first.tolist(), words.stop.tolist(), strict=True):
        yield spans[first:stop]


def name_spans(batch: Syllables, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Syllables of names, type words in lower case before a place left out: "tỉnh Nghệ An" is two words."""
    for first, stop in np.searchsorted(batch.starts, np.array(names, dtype=np.int64).reshape(-1, 2)).tolist():
        while first < stop and batch.text[batch.starts[first]].islower():
            first += 1
        if first < stop:
            yield first, stop
