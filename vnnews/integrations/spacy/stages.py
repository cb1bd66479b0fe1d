"""The components: what the article says, written into the documents of a batch at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from vnnews.analyzer import Analyzer, no_collection
from vnnews.article import Article
from vnnews.evaluation.numbers import gold_value
from vnnews.integrations.spacy.extensions import FACT, TIME, facts_of
from vnnews.integrations.spacy.tokenizer import TAGS
from vnnews.integrations.spacy.words import NO_WORD, tagged_words
from vnnews.text.batches import batches
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.words.tagger import LABELS

STAGES = ("sentences", "tagger", "names", "times", "facts")
"""In this order; the component of a stage is called "vnnews_" and its name."""

_LABELS = [label.split("/") for label in (*LABELS, "X/X", "SPACE/_SP")]
_SPACE = NO_WORD + 1
_BEGIN, _INSIDE, _OUTSIDE = 3, 1, 2  # ENT_IOB as spaCy numbers it
_STARTS, _STARTS_NOT = 1, np.uint64(-1 & 0xFFFFFFFFFFFFFFFF)  # SENT_START; -1 in the unsigned numbers of from_array


class Stages:
    """A component: some of the stages.

    Args:
        stages: which.
        overwrite: whether sentences, tags and entities that the document has already give way; otherwise they stay,
            and entities are added between them.
        model: what finds the names in documents that the tokenizer has not read.
    """

    def __init__(self, stages: Sequence[str], overwrite: bool, model: str = "fast") -> None:
        self.stages, self.overwrite, self.model = tuple(stages), overwrite, model

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Documents in order, a batch at a time."""
        for batch in batches(stream, len):
            self._read(batch)
            self._write(batch)
            yield from batch

    def _read(self, batch: Sequence[Doc]) -> None:
        unread = [doc for doc in batch if doc._.article is None]
        for doc, article in zip(unread, _analyzer(self.model).analyze_many(doc.text for doc in unread), strict=True):
            doc._.article = article

    @no_collection()
    def _write(self, batch: Sequence[Doc]) -> None:
        placed = Placed(batch)
        for stage in self.stages:
            _WRITERS[stage](placed, self.overwrite)


class Placed:
    """A batch of documents and where their tokens stand; all offsets and tokens count on through the batch.

    Attributes:
        docs: the documents.
        articles: their articles.
        bounds: the first token of each, shape (documents + 1,).
    """

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.docs = docs
        self.articles: list[Article] = [doc._.article for doc in docs]
        self._sizes = [len(doc) for doc in docs]
        self.bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._sizes)])

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Where the text of each begins, shape (documents + 1,)."""
        lengths = [doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0 for doc in self.docs]
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Offset of each token."""
        return self._column("IDX").astype(np.int64) + np.repeat(self.offsets[:-1], self._sizes)

    @cached_property
    def visible(self) -> NDArray[np.bool_]:
        """Whether a token is more than white space, shape (tokens,)."""
        return np.equal(self._column("IS_SPACE"), 0)

    def ranges(self, spans: Sequence[Sequence[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First token and token after the last of the spans of each document, one after another.

        They are all tokens that a span touches.
        """
        base = np.repeat(self.offsets[:-1], [len(some) for some in spans])
        at = np.array([(span.start, span.end) for some in spans for span in some], dtype=np.int64).reshape(-1, 2).T
        first = np.searchsorted(self.starts, base + at[0], side="right") - 1
        return first, np.searchsorted(self.starts, base + at[1], side="left")

    def _column(self, attribute: str) -> NDArray[np.uint64]:
        return np.concatenate([doc.to_array(attribute) for doc in self.docs])

    def write(self, attributes: list[str], values: NDArray[np.uint64], into: Iterable[int]) -> None:
        """Write the values of all tokens, shape (tokens, attributes), into some of the documents."""
        bounds = self.bounds.tolist()
        for number in into:
            if bounds[number] < bounds[number + 1]:
                self.docs[number].from_array(attributes, values[bounds[number] : bounds[number + 1]])  # type: ignore[arg-type]


def _write_sentences(placed: Placed, overwrite: bool) -> None:
    """A sentence begins where one of the article or a part of the page does, and with what follows behind it."""
    bounds = list[int]()
    for article, base in zip(placed.articles, placed.offsets.tolist(), strict=False):
        parts = [part for part in (article.section, article.dateline, article.credit) if part]
        bounds += [offset + base for span in (*article.sentences, *parts) for offset in (span.start, span.end)]
    visible = np.append(np.flatnonzero(placed.visible), len(placed.starts))
    document = np.searchsorted(placed.bounds, visible, side="right")
    marks = np.full(len(placed.starts) + 1, _STARTS_NOT)
    behind = np.searchsorted(placed.starts[visible[:-1]], np.array(bounds, dtype=np.int64))
    marks[visible[behind]] = _STARTS
    marks[visible[np.append(True, document[1:] > document[:-1])]] = _STARTS_NOT
    marks[placed.bounds] = _STARTS  # white space before the first sentence goes with it
    blank = np.flatnonzero(np.bincount(document, minlength=len(placed.docs) + 2)[1:-1] == 0)
    wanted = [
        number
        for number, doc in enumerate(placed.docs)
        if not doc.has_annotation("DEP") and (overwrite or not doc.has_annotation("SENT_START"))
    ]
    placed.write(["SENT_START"], marks[:-1, None], sorted({*wanted} - {*blank.tolist()}))


def _write_tags(placed: Placed, overwrite: bool) -> None:
    """The tags that the tokenizer found; without these, a token has the tag of the word that it begins in."""
    docs, bounds = placed.docs, placed.bounds
    wanted = [
        number
        for number, doc in enumerate(docs)
        if overwrite or not (doc.has_annotation("TAG") or doc.has_annotation("POS"))
    ]
    label = np.full(len(placed.starts), NO_WORD, dtype=np.uint8)
    others = list[int]()
    for number in wanted:
        found = docs[number].user_data.pop(TAGS, None)
        if found is None:
            others.append(number)
        else:
            label[bounds[number] : bounds[number + 1]] = np.frombuffer(found, dtype=np.uint8)
    for number, found in zip(others, _tags_of_others(placed, others), strict=True):
        label[bounds[number] : bounds[number + 1]] = found
    label[~placed.visible] = _SPACE
    placed.write(["POS", "TAG"], _label_table(docs[0].vocab)[label], wanted)


def _tags_of_others(placed: Placed, numbers: Sequence[int]) -> list[NDArray[np.int64]]:
    if not numbers:
        return []
    articles = [placed.articles[number] for number in numbers]
    batch = syllabify([article.text for article in articles])
    words, tags = tagged_words(articles, batch, split_sentences(batch))
    shifts = batch.texts[:-1] - placed.offsets[numbers]
    starts = [
        placed.starts[placed.bounds[number] : placed.bounds[number + 1]] + shift
        for number, shift in zip(numbers, shifts.tolist(), strict=True)
    ]
    begins = np.concatenate(starts)
    syllable = np.searchsorted(batch.starts, begins, side="right") - 1
    visible = (syllable >= 0) & (np.append(batch.ends, 0)[syllable] > begins)
    label = np.full(len(begins), NO_WORD)
    label[visible] = tags[np.searchsorted(words.first, syllable[visible], side="right") - 1]
    return np.split(label, np.cumsum([len(own) for own in starts])[:-1])


def _label_table(vocab: Vocab) -> NDArray[np.uint64]:
    """Part of speech and tag of each label as spaCy numbers them."""
    return np.array([[vocab.strings.add(name) for name in label] for label in _LABELS], dtype=np.uint64)


def _write_names(placed: Placed, overwrite: bool) -> None:
    """Into the columns of all documents that have no entities yet, and between the entities of the others."""
    mentions = [article.mentions for article in placed.articles]
    first, stop = placed.ranges(mentions)
    names = np.array(
        [
            (doc.vocab.strings.add(mention.label), doc.vocab.strings.add(mention.entity))
            for doc, some in zip(placed.docs, mentions, strict=True)
            for mention in some
        ],
        dtype=np.uint64,
    ).reshape(-1, 2)
    columns = np.zeros((len(placed.starts), 3), dtype=np.uint64)
    columns[:, 0] = _OUTSIDE
    inside = np.repeat(np.arange(len(first)), stop - first)
    token = np.arange(len(inside)) + np.repeat(first - (np.cumsum(stop - first) - (stop - first)), stop - first)
    columns[token, 0] = _INSIDE
    columns[first, 0] = _BEGIN
    columns[token, 1:] = names[inside]
    numbers = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(some) for some in mentions])]).tolist()
    shared = (stop[:-1] > first[1:]).tolist()  # tokens of others may hold two names
    plain = list[int]()
    for number, (doc, (a, b)) in enumerate(zip(placed.docs, pairwise(numbers), strict=True)):
        if doc.ents or any(shared[a : b - 1]):
            base = int(placed.bounds[number])
            _add_names(doc, mentions[number], (first[a:b] - base).tolist(), (stop[a:b] - base).tolist(), overwrite)
        else:
            plain.append(number)
    placed.write(["ENT_IOB", "ENT_TYPE", "ENT_ID"], columns, plain)


def _add_names(doc: Doc, mentions: Sequence[Any], first: list[int], stop: list[int], overwrite: bool) -> None:
    found = filter_spans(
        Span(doc, a, b, label=mention.label, span_id=mention.entity)
        for mention, a, b in zip(mentions, first, stop, strict=True)
    )
    before, after = (found, doc.ents) if overwrite else (doc.ents, found)
    taken = {token.i for span in before for token in span}
    doc.set_ents([*before, *(span for span in after if taken.isdisjoint(range(span.start, span.end)))])


def _write_times(placed: Placed, overwrite: bool) -> None:
    _write_spans(placed, "times", TIME, [article.times for article in placed.articles], lambda time: time.type, _value)


def _write_facts(placed: Placed, overwrite: bool) -> None:
    facts = [facts_of(article) for article in placed.articles]
    _write_spans(placed, "facts", FACT, facts, lambda fact: str(fact.__struct_config__.tag), gold_value)


def _value(time: Any) -> str:
    return str(time.value)


def _write_spans(
    placed: Placed,
    group: str,
    prefix: str,
    objects: Sequence[Sequence[Any]],
    label: Callable[[Any], str],
    value: Callable[[Any], str],
) -> None:
    first, stop = placed.ranges(objects)
    base = np.repeat(placed.bounds[:-1], [len(some) for some in objects])
    at = zip((first - base).tolist(), (stop - base).tolist(), strict=True)
    for doc, some in zip(placed.docs, objects, strict=True):
        doc.spans[group] = [
            Span(doc, *next(at), label=label(one), kb_id=value(one), span_id=f"{prefix}{number}")
            for number, one in enumerate(some)
        ]


_WRITERS: dict[str, Callable[[Placed, bool], None]] = {
    "sentences": _write_sentences,
    "tagger": _write_tags,
    "names": _write_names,
    "times": _write_times,
    "facts": _write_facts,
}


@cache
def _analyzer(model: str) -> Analyzer:
    return Analyzer(model)


def _make_stages(nlp: Language, name: str, overwrite: bool, stages: list[str], model: str) -> Stages:
    return Stages(stages, overwrite, model)


for _name, _stages in {"vnnews": STAGES, **{f"vnnews_{stage}": (stage,) for stage in STAGES}}.items():
    Language.factory(
        _name, default_config={"overwrite": False, "stages": list(_stages), "model": "fast"}, func=_make_stages
    )
