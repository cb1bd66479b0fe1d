"""Train the models for words and parts of speech, and build the lexicon; the same data and options, the same model."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from vnnews.corpora import GoldText
from vnnews.evaluation.words import evaluate_pos, evaluate_words, gold_words, whole_texts
from vnnews.tagging.features import all_rows, columns, lay_out
from vnnews.tagging.model import Model
from vnnews.tagging.training import Options, Sample, train
from vnnews.text.syllables import SHAPE_DIGITS, Syllables, syllabify
from vnnews.words import segmenter, tagger
from vnnews.words.lexicon import (
    LENGTHS,
    Lexicon,
    Table,
    WordTags,
    keys_of,
    merge,
    pair_keys,
    pair_value,
    shorten,
    tag_values,
)
from vnnews.words.segmenter import BEGINS, GOES_ON, Words, fixed

log = logging.getLogger(__name__)

WORD_LISTS = (
    ("underthesea", ("corpus/data/Viet11K.txt",)),
    ("underthesea", ("corpus/data/Viet22K.txt",)),
    ("underthesea", ("corpus/data/Viet39K.txt",)),
    ("underthesea", ("corpus/data/Viet74K.txt",)),
    ("pyvi", ("models/words.txt",)),
    ("vnnews", ("names/gazetteers/communes.txt", "names/gazetteers/districts.txt")),
)
"""Package and files of the word lists, in the order of their bits in the lexicon."""

_LONG_LISTS = (1, 3, 4, 5)
"""Those whose entries of more than two syllables are used, in the order of their bits."""

HELD_OUT = 20
"""One in so many sentences tells when to stop."""

WORDS_OPTIONS = Options(epochs=14, patience=14, rate=0.06, decay=0.003, dropout=0.2, members=4)
POS_OPTIONS = Options(epochs=14, patience=14, rate=0.08, decay=0.003, dropout=0.2, members=4)

OTHER_ROUND = "train"
"""Ids of the sentences of the treebank's other round of annotation begin so."""
OTHER_WEIGHT = 0.5
PLAIN_WEIGHT = 0.2
"""Weight of a copy of each sentence without diacritics."""

Spans = Sequence[tuple[int, int]]


class Silver(msgspec.Struct, frozen=True):
    """A text with the words that two tools find, as offsets."""

    text: str
    first: Spans
    second: Spans


def label(texts: Iterable[str]) -> Iterator[Silver]:
    """Words by pyvi and underthesea; texts that one of them changes are left out."""
    from pyvi import ViTokenizer
    from underthesea import word_tokenize

    for text in texts:
        first = align(text, [word.replace("_", " ") for word in ViTokenizer.tokenize(text).split()])
        second = align(text, word_tokenize(text))
        if first and second:
            yield Silver(text, first, second)


def align(text: str, words: Iterable[str]) -> Spans | None:
    """Offsets of words that follow each other in a text, white space aside; None if they are not those of the text."""
    spans, at = [], 0
    for word in words:
        start = -1
        for char in word:
            if char.isspace():
                continue
            while at < len(text) and text[at].isspace():
                at += 1
            if at == len(text) or text[at] != char:
                return None
            start = at if start < 0 else start
            at += 1
        if start >= 0:
            spans.append((start, at))
    return spans


def word_lists() -> list[list[str]]:
    """The lists of WORD_LISTS, from the installed packages."""
    return [
        [
            line.strip().replace("_", " ")
            for name in names
            for line in (files(package) / name).read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
        ]
        for package, names in WORD_LISTS
    ]


def build_lexicon(lists: Sequence[Sequence[str]], silver: Sequence[Silver]) -> Lexicon:
    """The lexicon of word lists and silver text."""
    tables: dict[str, Table] = {}
    for variant, change in (("", str), ("-plain", plain)):
        changed = [[change(entry) for entry in entries] for entries in lists]
        for length in LENGTHS:
            chosen = changed if length == 2 else [changed[number] for number in _LONG_LISTS]
            tables[str(length) + variant] = merge([keys_of(entries, length) for entries in chosen])
        tables["pairs" + variant] = _pairs([Silver(change(s.text), s.first, s.second) for s in silver])
    return Lexicon(tables)


def plain(text: str) -> str:
    """A text in NFC without its diacritics, of the same length.

    >>> plain("Đường Hoà Bình")
    'Duong Hoa Binh'
    """
    return "".join(_BARE.get(char) or unicodedata.normalize("NFD", char)[0] for char in text)


_BARE = {"đ": "d", "Đ": "D"}


def _pairs(silver: Sequence[Silver]) -> Table:
    """The pairs of neighbouring words of letters, and how often both tools join them."""
    batch = syllabify([s.text for s in silver])
    letters = batch.shapes < SHAPE_DIGITS
    within = np.ones(len(batch), dtype=np.bool_)
    within[np.searchsorted(batch.starts, batch.texts[:-1])] = False
    at = np.flatnonzero(letters[1:] & letters[:-1] & within[1:])
    keys, where, seen = np.unique(pair_keys(batch)[at], return_inverse=True, return_counts=True)
    joined = [
        np.bincount(where, _inside(batch, tool)[1:][at], minlength=len(keys))
        for tool in ([s.first for s in silver], [s.second for s in silver])
    ]
    values = pair_value([counts.astype(np.int64) for counts in joined], seen)
    return keys, values


def _inside(batch: Syllables, words: Sequence[Spans]) -> NDArray[np.bool_]:
    """Whether each syllable goes on in the word of the one before."""
    bases = batch.texts.tolist()
    begins = np.array([base + start for base, spans in zip(bases, words, strict=False) for start, _ in spans])
    return ~np.isin(batch.starts, begins)


def train_words(treebank: Iterable[GoldText], options: Options = WORDS_OPTIONS) -> Model:
    """Train the segmenter with the lexicon that is installed."""
    kept, held_out = _split(treebank)
    labels, templates, bits = segmenter.LABELS, segmenter.TEMPLATES, segmenter.BITS
    return train(words_sample(kept), labels, templates, bits, options, partial(_f1, held_out))


def train_pos(treebank: Iterable[GoldText], options: Options = POS_OPTIONS) -> Model:
    """Train the parts of speech on gold words, with the table of tags that is installed."""
    kept, held_out = _split(treebank)
    labels, templates, bits = tagger.LABELS, tagger.TEMPLATES, tagger.BITS
    return train(pos_sample(kept), labels, templates, bits, options, partial(_accuracy, held_out))


def _split(treebank: Iterable[GoldText]) -> tuple[list[GoldText], list[GoldText]]:
    """The sentences to train on and those held out."""
    texts = list(treebank)
    kept = [text for index, text in enumerate(texts) if (index + 1) % HELD_OUT]
    held_out = texts[HELD_OUT - 1 :: HELD_OUT]
    log.info("%d sentences to train on, %d held out", len(kept), len(held_out))
    return kept, held_out


def _f1(held_out: Sequence[GoldText], model: Model) -> float:
    return evaluate_words(held_out, model)[0].f1()


def _accuracy(held_out: Sequence[GoldText], model: Model) -> float:
    return evaluate_pos(held_out, model, gold=True)[0].recall()


def words_sample(treebank: Sequence[GoldText]) -> Sample:
    """Training sentences for the segmenter, each also without its diacritics."""
    every, weights = _with_bare(treebank)
    batch = syllabify([text.text for text in every])
    sentences = whole_texts(batch)
    layout = lay_out(sentences)
    tags = _inside(batch, [[(word.start, word.end) for word in text.spans] for text in every]).astype(np.int64)
    known = fixed(batch, sentences)
    tags[known == BEGINS] = 0
    tags[known == GOES_ON] = 1
    padded = columns(batch, layout, segmenter.own_columns(batch, sentences))
    rows = all_rows(padded, layout, segmenter.TEMPLATES, segmenter.BITS)
    return Sample(rows, tags[layout.syllable], layout.lengths, weights)


def pos_sample(treebank: Sequence[GoldText]) -> Sample:
    """Training sentences for the parts of speech, each also without its diacritics."""
    every, weights = _with_bare(treebank)
    batch = syllabify([text.text for text in every])
    words, labels = gold_words(batch, every)
    rows, sentences = tagger.word_rows(batch, whole_texts(batch), words)
    layout = lay_out(sentences)
    index = {label: number for number, label in enumerate(tagger.LABELS)}
    tags = np.array([index.get(label, index["X/X"]) for label in labels])
    padded = columns(rows, layout, tagger.own_columns(rows))
    table = all_rows(padded, layout, tagger.TEMPLATES, tagger.BITS)
    return Sample(table, tags[layout.syllable], layout.lengths, weights)


def _with_bare(treebank: Sequence[GoldText]) -> tuple[list[GoldText], NDArray[np.float32]]:
    """The sentences, a copy of each without diacritics, and the weights of all."""
    bare = [msgspec.structs.replace(text, text=plain(text.text)) for text in treebank]
    weights = np.array([OTHER_WEIGHT if text.id.startswith(OTHER_ROUND) else 1 for text in treebank], np.float32)
    return [*treebank, *bare], np.concatenate([weights, weights * np.float32(PLAIN_WEIGHT)])


def label_tags(texts: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Words with VLSP tags by pyvi."""
    from pyvi import ViPosTagger, ViTokenizer

    for text in texts:
        words, tags = ViPosTagger.postagging(ViTokenizer.tokenize(text))
        yield [(word.replace("_", " "), tag) for word, tag in zip(words, tags, strict=True)]


def build_word_tags(silver: Iterable[Sequence[tuple[str, str]]]) -> WordTags:
    """The table of the tags that words have in silver text, with and without diacritics."""
    pairs = [(word, tag) for words in silver for word, tag in words]
    tags = {tag: number for number, tag in enumerate(sorted({tag for _, tag in pairs}))}
    words = [word for word, _ in pairs]
    numbers = np.array([tags[tag] for _, tag in pairs])
    batch = syllabify(words + [plain(unicodedata.normalize("NFC", word)) for word in words])
    sentences = whole_texts(batch)
    rows, _ = tagger.word_rows(batch, sentences, Words(sentences.first, sentences.stop, np.arange(len(sentences))))
    keys, where = np.unique(shorten(rows.hashes), return_inverse=True)
    counts = np.zeros((len(keys), len(tags)), dtype=np.int64)
    np.add.at(counts, (where, np.tile(numbers, 2)[sentences.text]), 1)
    often = counts.sum(1) > 1
    return WordTags((keys[often], tag_values(counts[often])))
