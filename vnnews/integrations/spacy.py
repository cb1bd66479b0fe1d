"""A spaCy pipeline that reads Vietnamese news.

``vnnews.load()`` gives a ``Language`` with a tokenizer of words that keep the text exactly and one component for each
stage; ``nlp.add_pipe("vnnews")`` adds all stages to another pipeline, whose tokens stay as they are.

The tokenizer reads the whole article, because names tell where words end; the components write what it found into
the document:

================== ===================================================================================
component          writes
================== ===================================================================================
vnnews_sentences   ``doc.sents``
vnnews_tagger      ``token.pos_`` (Universal Dependencies), ``token.tag_`` (VLSP)
vnnews_names       ``doc.ents``, labels PER ORG LOC LAW EVENT MISC; ``ent._.entity`` is the Person, Body …
vnnews_times       ``doc.spans["times"]``, labels of TIMEX3; ``span._.time`` is the Timex, ``kb_id_`` its value
vnnews_facts       ``doc.spans["facts"]``, labels count, ratio …; ``span._.fact`` is the Fact, parts included
================== ===================================================================================

``doc._.article`` is the :class:`vnnews.Article`. It goes along with the document into bytes, ``DocBin`` (with
``store_user_data=True``) and other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import spacy
import srsly
from numpy.typing import NDArray
from spacy.lang.vi import Vietnamese
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import DummyTokenizer, filter_spans, registry
from spacy.vocab import Vocab

from vnnews.analyzer import Analyzer
from vnnews.article import Article, Entity, Fact, Timex
from vnnews.errors import VnnewsError
from vnnews.evaluation.numbers import every_fact, gold_value
from vnnews.serialization import from_json, to_json
from vnnews.text.batches import batches
from vnnews.text.sentences import Sentences, split_sentences
from vnnews.text.syllables import Syllables, syllabify
from vnnews.words import Words, segment, tag_words
from vnnews.words.tokens import ONE_WORD, name_spans

STAGES = ("sentences", "tagger", "names", "times", "facts")
"""In this order; the component of a stage is called "vnnews_" and its name."""

_CONFIG = {
    "nlp": {"tokenizer": {"@tokenizers": "vnnews.Tokenizer.v1"}, "after_creation": {"@callbacks": "vnnews.News.v1"}}
}
_LONGEST = 100_000_000
"""Characters of a text; spaCy's own limit of a million is for parsers, which need memory by the square."""

_ENTITIES = {"PER": "people", "ORG": "bodies", "LOC": "places", "LAW": "laws", "EVENT": "events", "MISC": "others"}
_ARTICLE_KEY = "__vnnews_article__"


def load() -> Language:
    """A pipeline with the tokenizer and the components of all stages."""
    nlp = spacy.blank("vi", config=_CONFIG)
    for stage in STAGES:
        nlp.add_pipe(f"vnnews_{stage}")
    return nlp


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """What ``@tokenizers = "vnnews.Tokenizer.v1"`` of a configuration means."""
    return lambda nlp: Tokenizer(nlp.vocab)


def make_news() -> Callable[[Language], Language]:
    """What ``@callbacks = "vnnews.News.v1"`` of a configuration means: the pipeline, made a :class:`News`."""

    def make(nlp: Language) -> Language:
        nlp.__class__ = News  # spaCy makes the class of the language, "vi", and lets a callback change only the object
        nlp.max_length = _LONGEST
        return nlp

    return make


def docs(articles: Iterable[Article], nlp: Language | None = None) -> Iterator[Doc]:
    """Documents of articles that have been analysed already, through the pipeline of :func:`load`."""
    nlp = load() if nlp is None else nlp
    for batch in batches(articles, _length):
        yield from nlp.pipe(_make_docs(batch, nlp.vocab))


def docbin(articles: Iterable[Article], article: bool = False) -> DocBin:
    """Analysed articles as a ``DocBin``, for annotators and for ``spacy train``.

    Args:
        articles: what is to be written.
        article: whether the objects (``doc._.article``) go along, not only what spaCy itself can hold.
    """
    return DocBin(store_user_data=article, docs=docs(articles))


class News(Vietnamese):
    """Vietnamese, with articles read a batch at a time by ``pipe``."""

    def pipe(self, texts: Iterable[Any], *, as_tuples: bool = False, n_process: int = 1, **named: Any) -> Any:  # type: ignore[override]
        """As spaCy's; in other processes it is these that read, text by text."""
        if n_process == 1 and isinstance(self.tokenizer, Tokenizer):
            texts = self.tokenizer.read(texts) if not as_tuples else self._with_contexts(texts)
        return super().pipe(texts, as_tuples=as_tuples, n_process=n_process, **named)

    def _with_contexts(self, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
        for batch in batches(pairs, lambda pair: len(pair[0])):
            yield from zip(self.tokenizer.read(text for text, _ in batch), [context for _, context in batch], strict=True)


class Tokenizer(DummyTokenizer):  # type: ignore[misc]
    """Words as ``Article.tokens`` has them, also outside of sentences, none across the end of a name, time or fact."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return next(iter(self.pipe([text])))

    def pipe(self, texts: Iterable[str], batch_size: int = 0) -> Iterator[Doc]:
        """Documents of texts, in order, a batch at a time."""
        for batch in batches(map(_encodable, texts), len):
            yield from _make_docs(list(_analyzer().analyze_many(batch)), self.vocab)

    def read(self, items: Iterable[Any]) -> Iterator[Any]:
        """Texts as documents; whatever is no text passes as it is."""
        for batch in batches(items, len):
            made = self.pipe([item for item in batch if isinstance(item, str)])
            yield from [next(made) if isinstance(item, str) else item for item in batch]


class Stages:
    """A component: some of the stages.

    Args:
        stages: which.
        own: whether the tokens are those of :class:`Tokenizer`.
        overwrite: whether sentences, tags and entities that the document has already give way; otherwise they stay,
            and entities are added between them.
    """

    def __init__(self, stages: Sequence[str], own: bool, overwrite: bool) -> None:
        self.stages, self.own, self.overwrite = tuple(stages), own, overwrite

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Documents in order, a batch at a time."""
        for batch in batches(stream, len):
            self._read(batch)
            for stage in self.stages:
                _WRITERS[stage](batch, self)
            yield from batch

    def _read(self, batch: Sequence[Doc]) -> None:
        unread = [doc for doc in batch if doc._.article is None]
        for doc, article in zip(unread, _analyzer().analyze_many(doc.text for doc in unread), strict=True):
            doc._.article = article


def _make_docs(articles: Sequence[Article], vocab: Vocab) -> Iterator[Doc]:
    batch = syllabify([article.text for article in articles])
    words = _words(articles, batch, split_sentences(batch))
    starts, ends = batch.starts[words.first], batch.ends[words.stop - 1]
    bounds = pairwise(np.searchsorted(starts, batch.texts).tolist())
    for article, base, (first, stop) in zip(articles, batch.texts.tolist(), bounds, strict=False):
        texts, spaces = _tokens(article.text, (starts[first:stop] - base).tolist(), (ends[first:stop] - base).tolist())
        doc = Doc(vocab, words=texts, spaces=spaces)
        doc._.article = article
        yield doc


def _words(articles: Sequence[Article], batch: Syllables, sentences: Sentences) -> Words:
    """The words of a batch of articles: its names known, and cut where a name, a time or a fact begins or ends."""
    bases = batch.texts.tolist()
    names, cuts = list[tuple[int, int]](), list[int]()
    for article, base in zip(articles, bases, strict=False):
        names += [(m.start + base, m.end + base) for m in article.mentions if m.label in ONE_WORD]
        spans = (*article.mentions, *article.times, *every_fact(article.facts, article.checks))
        cuts += [offset + base for span in spans for offset in (span.start, span.end)]
    words = segment(batch, sentences, list(name_spans(batch, names)))
    begins = np.zeros(len(batch) + 1, dtype=np.bool_)
    inside = np.searchsorted(words.first, np.arange(len(batch)), side="right")
    begins[np.searchsorted(batch.starts, cuts)] = True
    begins = begins[:-1] & (inside > 0)
    begins[words.first] = True
    first = np.flatnonzero(begins)
    word = inside[first] - 1
    stop = np.minimum(np.append(first[1:], len(batch)), words.stop[word])
    kept = first < words.stop[word]
    return Words(first[kept], stop[kept], words.sentence[word[kept]])


def _tokens(text: str, starts: list[int], ends: list[int]) -> tuple[list[str], list[bool]]:
    """The words of a text, and what lies between them: a single space belongs to the word before, the rest is a token.

    >>> _tokens("Hà Nội  mưa\\n", [0, 8], [6, 11])
    (['Hà Nội', ' ', 'mưa', '\\n'], [True, False, False, False])
    """
    texts, spaces, done = list[str](), list[bool](), 0
    for start, end in zip([*starts, len(text)], [*ends, len(text)], strict=True):
        if start > done:
            own = done > 0 and text[done] == " "
            if own:
                spaces[-1] = True
            if start > done + own:
                texts.append(text[done + own : start])
                spaces.append(False)
        if end > start:
            texts.append(text[start:end])
            spaces.append(False)
        done = end
    return texts, spaces


def _write_sentences(docs: Sequence[Doc], by: Stages) -> None:
    """A sentence begins where one of the article or a part of the page does, and with what follows behind it."""
    for doc in docs:
        if doc.has_annotation("DEP") or (doc.has_annotation("SENT_START") and not by.overwrite):
            continue
        article = doc._.article
        parts = [part for part in (article.section, article.dateline, article.credit) if part]
        bounds = [offset for span in (*article.sentences, *parts) for offset in (span.start, span.end)]
        visible = np.flatnonzero(doc.to_array("IS_SPACE") == 0)
        if not len(visible):
            continue
        starts = _starts(doc)[visible]
        marks = np.full(len(doc), -1, dtype=np.int64)
        behind = np.searchsorted(starts, bounds)
        marks[visible[behind[behind < len(visible)]]] = 1
        marks[: visible[0] + 1] = -1  # white space before the first sentence goes with it
        marks[0] = 1
        doc.from_array(["SENT_START"], marks.astype(np.uint64))


def _write_tags(docs: Sequence[Doc], by: Stages) -> None:
    """Own tokens are tagged as they are; in other documents a token has the tag of the word that it begins in."""
    wanted = [doc for doc in docs if by.overwrite or not (doc.has_annotation("TAG") or doc.has_annotation("POS"))]
    batch = syllabify([doc._.article.text for doc in wanted])
    sentences = split_sentences(batch)
    starts = [_starts(doc) + base for doc, base in zip(wanted, batch.texts.tolist(), strict=False)]
    begins = np.concatenate([[], *starts]).astype(np.int64)
    syllable = np.searchsorted(batch.starts, begins, side="right") - 1
    seen = (syllable >= 0) & (np.append(batch.ends, 0)[syllable] > begins)
    if by.own:
        words = _given_words(batch, sentences, syllable[seen])
    else:
        words = _words([doc._.article for doc in wanted], batch, sentences)
    labels, numbers = tag_words(batch, sentences, words)
    table = np.array([_label(label, docs[0].vocab) for label in (*labels, "X/X", "SPACE/_SP")], dtype=np.uint64)
    label = np.full(len(begins), len(labels), dtype=np.int64)  # what is neither visible nor white space is X
    label[seen] = numbers[np.searchsorted(words.first, syllable[seen], side="right") - 1]
    done = 0
    for doc in wanted:
        if len(doc):
            own = np.where(doc.to_array("IS_SPACE") == 0, label[done : done + len(doc)], len(labels) + 1)
            doc.from_array(["POS", "TAG"], table[own])
            done += len(doc)


def _given_words(batch: Syllables, sentences: Sentences, first: NDArray[np.int64]) -> Words:
    """Words that begin with the syllables in which tokens begin, and where sentences do."""
    first = np.union1d(first, sentences.first).astype(np.int64)
    sentence = np.searchsorted(sentences.first, first, side="right") - 1
    return Words(first, np.minimum(np.append(first[1:], len(batch)), sentences.stop[sentence]), sentence)


def _write_names(docs: Sequence[Doc], by: Stages) -> None:
    for doc in docs:
        mentions = doc._.article.mentions
        found = [
            Span(doc, first, stop, label=mention.label, span_id=mention.entity)
            for mention, (first, stop) in zip(mentions, _token_ranges(doc, mentions), strict=True)
        ]
        if not by.own:
            found = filter_spans(found)
        if doc.ents:
            first, second = (found, doc.ents) if by.overwrite else (doc.ents, found)
            taken = {token.i for span in first for token in span}
            found = [*first, *(span for span in second if taken.isdisjoint(range(span.start, span.end)))]
        doc.set_ents(found)


def _write_times(docs: Sequence[Doc], by: Stages) -> None:
    for doc in docs:
        times = doc._.article.times
        doc.spans["times"] = [
            Span(doc, first, stop, label=time.type, kb_id=time.value, span_id=f"time-{number}")
            for number, (time, (first, stop)) in enumerate(zip(times, _token_ranges(doc, times), strict=True))
        ]


def _write_facts(docs: Sequence[Doc], by: Stages) -> None:
    for doc in docs:
        facts = _facts(doc)
        doc.spans["facts"] = [
            Span(doc, first, stop, label=_kind(fact), kb_id=gold_value(fact), span_id=f"fact-{number}")
            for number, (fact, (first, stop)) in enumerate(zip(facts, _token_ranges(doc, facts), strict=True))
        ]


def _token_ranges(doc: Doc, spans: Sequence[Any]) -> list[list[int]]:
    """First token and token after the last of each span; all tokens that it touches."""
    starts = _starts(doc)
    at = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2).T
    first = np.searchsorted(starts, at[0], side="right") - 1
    stop = np.searchsorted(starts, at[1], side="left")
    return np.stack([first, stop], axis=1).tolist()


def _starts(doc: Doc) -> NDArray[np.int64]:
    """Offset of each token in the text."""
    sizes = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).reshape(-1, 2).sum(axis=1)
    return np.cumsum(sizes) - sizes


def _label(label: str, vocab: Vocab) -> tuple[int, int]:
    upos, _, tag = label.partition("/")
    return vocab.strings.add(upos), vocab.strings.add(tag)


def _kind(fact: Fact) -> str:
    return str(fact.__struct_config__.tag)


_WRITERS: dict[str, Callable[[Sequence[Doc], Stages], None]] = {
    "sentences": _write_sentences,
    "tagger": _write_tags,
    "names": _write_names,
    "times": _write_times,
    "facts": _write_facts,
}


def _facts(doc: Doc) -> list[Fact]:
    return every_fact(doc._.article.facts, doc._.article.checks)


def _entity(span: Span) -> Entity | None:
    """What an entity of ``doc.ents`` names; None if vnnews did not find it."""
    article = span.doc._.article
    named = getattr(article, _ENTITIES.get(span.label_, ""), ())
    return next((entity for entity in named if entity.key == span.id_), None)


def _time(span: Span) -> Timex | None:
    """The Timex of a span of ``doc.spans["times"]``."""
    return _numbered(span, "time-", lambda doc: doc._.article.times)


def _fact(span: Span) -> Fact | None:
    """The Fact of a span of ``doc.spans["facts"]``."""
    return _numbered(span, "fact-", _facts)


def _numbered(span: Span, prefix: str, objects: Callable[[Doc], Sequence[Any]]) -> Any:
    number = span.id_.removeprefix(prefix)
    if span.doc._.article is None or number == span.id_ or not number.isdecimal():
        return None
    found = objects(span.doc)
    return found[int(number)] if int(number) < len(found) else None


def _encodable(text: str) -> str:
    """The text, if spaCy can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise VnnewsError(f"spaCy cannot hold this text: {error}") from error
    return text


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _length(article: Article) -> int:
    return len(article.text)


def _pack_article(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Article):
        return {_ARTICLE_KEY: to_json(value)}
    return value if chain is None else chain(value)


def _unpack_article(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, dict) and _ARTICLE_KEY in value:
        return from_json(value[_ARTICLE_KEY])
    return value if chain is None else chain(value)


def _make_stages(nlp: Language, name: str, overwrite: bool, stages: list[str]) -> Stages:
    return Stages(stages, own=isinstance(nlp.tokenizer, Tokenizer), overwrite=overwrite)


def _register() -> None:
    """Tell spaCy what there is; entry points import this module when a pipeline names something of it."""
    registry.tokenizers("vnnews.Tokenizer.v1", func=make_tokenizer)
    registry.callbacks("vnnews.News.v1", func=make_news)
    srsly.msgpack_encoders.register("vnnews", func=_pack_article)
    srsly.msgpack_decoders.register("vnnews", func=_unpack_article)
    Doc.set_extension("article", default=None, force=True)
    for name, getter in (("entity", _entity), ("time", _time), ("fact", _fact)):
        Span.set_extension(name, getter=getter, force=True)
    factories = {"vnnews": list(STAGES)} | {f"vnnews_{stage}": [stage] for stage in STAGES}
    for name, stages in factories.items():
        Language.factory(name, default_config={"overwrite": False, "stages": stages}, func=_make_stages)


_register()
