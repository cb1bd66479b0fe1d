"""The words of a batch of articles with their parts of speech, and the tokens that keep the text exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnews.article import Article
from vnnews.integrations.spacy.extensions import facts_of
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables
from vnnews.words import Words, segment, tag_words
from vnnews.words.tagger import LABELS
from vnnews.words.tokens import ONE_WORD, name_spans

NO_WORD = len(LABELS)
"""Number of the label of a token that is not part of any word."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of a batch of texts, in order.

    Attributes:
        starts, ends: offsets in the batch.
        spaces: whether the space behind a token belongs to it.
        word: which word each is, -1 for what lies between words.
        bounds: the first token of each text, and the number of all, shape (texts + 1,).
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    spaces: NDArray[np.bool_]
    word: NDArray[np.int64]
    bounds: NDArray[np.int64]


def tagged_words(
    articles: Sequence[Article], batch: Syllables, sentences: Sentences
) -> tuple[Words, NDArray[np.int64]]:
    """The words of a batch of articles, and the number of the label of each in ``LABELS``."""
    words = _words(articles, batch, sentences)
    return words, tag_words(batch, sentences, words)[1]


def tokens(batch: Syllables, words: Words) -> Tokens:
    r"""The words of a batch, and what lies between them: a space belongs to the word before, the rest is a token.

    >>> from vnnews.text.sentences import split_sentences
    >>> from vnnews.text.syllables import syllabify
    >>> batch = syllabify(["Hà Nội  mưa\n"])
    >>> found = tokens(batch, segment(batch, split_sentences(batch)))
    >>> [batch.text[start:end] for start, end in zip(found.starts, found.ends)]
    ['Hà Nội', ' ', 'mưa', '\n']
    >>> found.spaces.tolist(), found.word.tolist()
    ([True, False, False, False], [0, -1, 1, -1])
    """
    begins, ends = batch.texts[:-1], batch.texts[1:] - 2  # two line feeds follow each text
    starts = batch.starts[words.first]
    texts = np.searchsorted(starts, batch.texts)
    # one row for each word and one for the end of each text, where nothing more follows
    start = np.insert(starts, texts[1:], ends)
    end = np.insert(batch.ends[words.stop - 1], texts[1:], ends)
    number = np.insert(np.arange(len(words)), texts[1:], -1)
    first = texts + np.arange(len(texts))
    done = np.concatenate([np.zeros(1, np.int64), end[:-1]])
    done[first[:-1]] = begins
    space = (start > done) & (batch.codes[done] == ord(" "))
    space[first[:-1]] = False
    # two tokens may come of a row: what lies before the word, and the word
    there = np.stack([start > done + space, end > start], axis=1).ravel()
    made = np.concatenate([np.zeros(1, np.int64), np.cumsum(there)])
    behind = np.append(space[1:], False)
    return Tokens(
        np.stack([done + space, start], axis=1).ravel()[there],
        np.stack([start, end], axis=1).ravel()[there],
        np.stack([np.zeros_like(behind), behind], axis=1).ravel()[there],
        np.stack([np.full_like(number, -1), number], axis=1).ravel()[there],
        made[2 * first],
    )


def _words(articles: Sequence[Article], batch: Syllables, sentences: Sentences) -> Words:
    """The words of a batch of articles: its names known, and cut where a name, a time or a fact begins or ends."""
    names, cuts = list[tuple[int, int]](), list[int]()
    for article, base in zip(articles, batch.texts.tolist(), strict=False):
        names += [(m.start + base, m.end + base) for m in article.mentions if m.label in ONE_WORD]
        spans = (*article.mentions, *article.times, *facts_of(article))
        cuts += [span.start + base for span in spans]
        cuts += [span.end + base for span in spans]
    words = segment(batch, sentences, list(name_spans(batch, names)))
    begins = np.zeros(len(batch) + 1, dtype=np.bool_)
    inside = np.searchsorted(words.first, np.arange(len(batch)), side="right")
    begins[np.searchsorted(batch.starts, np.array(cuts, dtype=np.int64))] = True
    begins = begins[:-1] & (inside > 0)
    begins[words.first] = True
    first = np.flatnonzero(begins)
    word = inside[first] - 1
    stop = np.minimum(np.append(first[1:], len(batch)), words.stop[word])
    kept = first < words.stop[word]
    return Words(first[kept], stop[kept], words.sentence[word[kept]])
