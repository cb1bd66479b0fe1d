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
from copy import copy
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import regex
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
from vnnews.words.tagger import LABELS
from vnnews.words.tokens import ONE_WORD, name_spans

T = TypeVar("T")

STAGES = ("sentences", "tagger", "names", "times", "facts")
"""In this order; the component of a stage is called "vnnews_" and its name."""

_LONGEST = 100_000_000
"""Characters of a text; spaCy's own limit of a million is for parsers, which need memory by the square."""

_ENTITIES = {"PER": "people", "ORG": "bodies", "LOC": "places", "LAW": "laws", "EVENT": "events", "MISC": "others"}
_ARTICLE_KEY = "__vnnews_article__"
_TAGS = "vnnews_tags"
"""Where the tokenizer leaves the labels of the tokens for the tagger, a byte each."""

_NO_WORD = len(LABELS)
_LABELS = [label.split("/") for label in (*LABELS, "X/X", "SPACE/_SP")]
_SPACE = len(LABELS) + 1


def load(model: str = "fast") -> Language:
    """A pipeline with the tokenizer and the components of all stages.

    Args:
        model: what finds the names; see :class:`vnnews.Analyzer`.
    """
    tokenizer = {"@tokenizers": "vnnews.Tokenizer.v1", "model": model}
    after_creation = {"@callbacks": "vnnews.News.v1"}
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": tokenizer, "after_creation": after_creation}})
    for stage in STAGES:
        nlp.add_pipe(f"vnnews_{stage}")
    return nlp


def make_tokenizer(model: str = "fast") -> Callable[[Language], Tokenizer]:
    """What ``@tokenizers = "vnnews.Tokenizer.v1"`` of a configuration means."""
    return lambda nlp: Tokenizer(nlp.vocab, model)


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


class News(Vietnamese):  # type: ignore[no-untyped-call]
    """Vietnamese, with articles read a batch at a time by ``pipe``."""

    def pipe(self, texts: Iterable[Any], *, as_tuples: bool = False, n_process: int = 1, **named: Any) -> Any:
        """As spaCy's; with more than one process, texts are read there, and pairs of text and context here."""
        if isinstance(self.tokenizer, Tokenizer):
            if as_tuples:
                texts = _with_contexts(self.tokenizer, texts)
            elif n_process == 1:
                texts = self.tokenizer.read(texts)
        run: Any = super().pipe
        return run(texts, as_tuples=as_tuples, n_process=n_process, **named)

    def _multiprocessing_pipe(self, texts: Any, pipes: Any, n_process: int, batch_size: int) -> Iterator[Doc]:
        """Lets each process read the texts of a batch together, before the components."""
        if not isinstance(self.tokenizer, Tokenizer):
            return super()._multiprocessing_pipe(texts, pipes, n_process, batch_size)
        worker = copy(self)
        worker.__class__ = _Worker
        return super(News, worker)._multiprocessing_pipe(texts, [self.tokenizer.read, *pipes], n_process, batch_size)


class _Worker(News):  # type: ignore[no-untyped-call]
    """The pipeline in another process."""

    def _ensure_doc_with_context(self, doc_like: Any, context: Any) -> Any:
        return doc_like if isinstance(doc_like, str) else super()._ensure_doc_with_context(doc_like, context)


class Tokenizer(DummyTokenizer):
    """Words as ``Article.tokens`` has them, also outside of sentences, none across the end of a name, time or fact."""

    def __init__(self, vocab: Vocab, model: str = "fast") -> None:
        self.vocab, self.model = vocab, model

    def __call__(self, text: str) -> Doc:
        return next(iter(self.pipe([text])))

    def pipe(self, texts: Iterable[str], **options: Any) -> Iterator[Doc]:
        """Documents of texts, in order, a batch at a time."""
        for batch in batches(map(_encodable, texts), len):
            yield from _make_docs(list(_analyzer(self.model).analyze_many(batch)), self.vocab)

    def read(self, items: Iterable[Any]) -> Iterator[Any]:
        """Texts as documents; whatever is no text passes as it is."""
        for batch in batches(items, len):
            made = self.pipe([item for item in batch if isinstance(item, str)])
            yield from [next(made) if isinstance(item, str) else item for item in batch]


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
            for stage in self.stages:
                _WRITERS[stage](batch, self)
            yield from batch

    def _read(self, batch: Sequence[Doc]) -> None:
        unread = [doc for doc in batch if doc._.article is None]
        for doc, article in zip(unread, _analyzer(self.model).analyze_many(doc.text for doc in unread), strict=True):
            doc._.article = article


def _with_contexts(tokenizer: Tokenizer, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for batch in batches(pairs, lambda pair: len(pair[0])):
        yield from zip(tokenizer.read(text for text, _ in batch), [context for _, context in batch], strict=True)


def _make_docs(articles: Sequence[Article], vocab: Vocab) -> Iterator[Doc]:
    batch = syllabify([article.text for article in articles])
    words, tags = _tagged_words(articles, batch)
    starts, ends = batch.starts[words.first], batch.ends[words.stop - 1]
    bounds = pairwise(np.searchsorted(starts, batch.texts).tolist())
    for article, base, (first, stop) in zip(articles, batch.texts.tolist(), bounds, strict=False):
        texts, spaces, word = _tokens(
            article.text, (starts[first:stop] - base).tolist(), (ends[first:stop] - base).tolist()
        )
        doc = Doc(vocab, words=texts, spaces=spaces)
        doc._.article = article
        doc.user_data[_TAGS] = np.append(tags[first:stop], _NO_WORD)[word].astype(np.uint8).tobytes()
        yield doc


def _tagged_words(articles: Sequence[Article], batch: Syllables) -> tuple[Words, NDArray[np.int64]]:
    """The words of a batch of articles, and the number of the label of each in ``LABELS``."""
    sentences = split_sentences(batch)
    words = _words(articles, batch, sentences)
    return words, tag_words(batch, sentences, words)[1]


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


def _tokens(text: str, starts: list[int], ends: list[int]) -> tuple[list[str], list[bool], list[int]]:
    r"""The words of a text, and what lies between them: a space belongs to the word before, the rest is a token.

    Returns:
        The tokens, whether a space follows each, and which word each is, -1 for none.

    >>> _tokens("Hà Nội  mưa\n", [0, 8], [6, 11])
    (['Hà Nội', ' ', 'mưa', '\n'], [True, False, False, False], [0, -1, 1, -1])
    """
    texts, spaces, words, done = list[str](), list[bool](), list[int](), 0
    for word, (start, end) in enumerate(zip([*starts, len(text)], [*ends, len(text)], strict=True)):
        if start > done:
            own = done > 0 and text[done] == " "
            if own:
                spaces[-1] = True
            if start > done + own:
                texts.append(text[done + own : start])
                spaces.append(False)
                words.append(-1)
        if end > start:
            texts.append(text[start:end])
            spaces.append(False)
            words.append(word)
        done = end
    return texts, spaces, words


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
        _write(doc, ["SENT_START"], marks.astype(np.uint64))


def _write_tags(docs: Sequence[Doc], by: Stages) -> None:
    """The tags that the tokenizer found; without these, a token has the tag of the word that it begins in."""
    wanted = [doc for doc in docs if by.overwrite or not (doc.has_annotation("TAG") or doc.has_annotation("POS"))]
    found = [doc.user_data.pop(_TAGS, None) for doc in wanted]
    table = _label_table(docs[0].vocab)
    others = iter(_tags_of_others([doc for doc, tags in zip(wanted, found, strict=True) if tags is None]))
    for doc, tags in zip(wanted, found, strict=True):
        label = next(others) if tags is None else np.frombuffer(tags, dtype=np.uint8)
        label = np.where(doc.to_array("IS_SPACE") == 0, label, _SPACE)
        if len(doc):
            _write(doc, ["POS", "TAG"], table[label])


def _tags_of_others(docs: Sequence[Doc]) -> list[NDArray[np.int64]]:
    if not docs:
        return []
    batch = syllabify([doc._.article.text for doc in docs])
    words, tags = _tagged_words([doc._.article for doc in docs], batch)
    starts = [_starts(doc) + base for doc, base in zip(docs, batch.texts.tolist(), strict=False)]
    begins = np.concatenate(starts)
    syllable = np.searchsorted(batch.starts, begins, side="right") - 1
    visible = (syllable >= 0) & (np.append(batch.ends, 0)[syllable] > begins)
    label = np.full(len(begins), _NO_WORD)
    label[visible] = tags[np.searchsorted(words.first, syllable[visible], side="right") - 1]
    return np.split(label, np.cumsum([len(own) for own in starts])[:-1])


def _label_table(vocab: Vocab) -> NDArray[np.uint64]:
    """Part of speech and tag of each label as spaCy numbers them."""
    return np.array([[vocab.strings.add(name) for name in label] for label in _LABELS], dtype=np.uint64)


def _write_names(docs: Sequence[Doc], by: Stages) -> None:
    for doc in docs:
        mentions = doc._.article.mentions
        found = [
            Span(doc, first, stop, label=mention.label, span_id=mention.entity)
            for mention, (first, stop) in zip(mentions, _token_ranges(doc, mentions), strict=True)
        ]
        if any(before.end > after.start for before, after in pairwise(found)):  # tokens of others may hold two names
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
        facts = _facts(doc._.article)
        doc.spans["facts"] = [
            Span(doc, first, stop, label=_kind(fact), kb_id=gold_value(fact), span_id=f"fact-{number}")
            for number, (fact, (first, stop)) in enumerate(zip(facts, _token_ranges(doc, facts), strict=True))
        ]


def _token_ranges(doc: Doc, spans: Sequence[Any]) -> list[tuple[int, int]]:
    """First token and token after the last of each span; all tokens that it touches."""
    starts = _starts(doc)
    at = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2).T
    first = np.searchsorted(starts, at[0], side="right") - 1
    stop = np.searchsorted(starts, at[1], side="left")
    return list(zip(first.tolist(), stop.tolist(), strict=True))


def _write(doc: Doc, attributes: list[str], values: NDArray[np.uint64]) -> None:
    doc.from_array(attributes, values)  # type: ignore[arg-type]  # one column may be flat


def _starts(doc: Doc) -> NDArray[np.int64]:
    """Offset of each token in the text."""
    sizes: NDArray[np.int64] = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).reshape(-1, 2).sum(axis=1)
    return np.cumsum(sizes) - sizes


def _kind(fact: Fact) -> str:
    return str(fact.__struct_config__.tag)


_WRITERS: dict[str, Callable[[Sequence[Doc], Stages], None]] = {
    "sentences": _write_sentences,
    "tagger": _write_tags,
    "names": _write_names,
    "times": _write_times,
    "facts": _write_facts,
}


def _facts(article: Article) -> list[Fact]:
    return every_fact(article.facts, article.checks)


def _entity(span: Span) -> Entity | None:
    """What an entity of ``doc.ents`` names; None if vnnews did not find it."""
    article = span.doc._.article
    named = getattr(article, _ENTITIES.get(span.label_, ""), ())
    return next((entity for entity in named if entity.key == span.id_), None)


def _time(span: Span) -> Timex | None:
    """The Timex of a span of ``doc.spans["times"]``."""
    return _numbered(span, "time-", lambda article: article.times)


def _fact(span: Span) -> Fact | None:
    """The Fact of a span of ``doc.spans["facts"]``."""
    return _numbered(span, "fact-", _facts)


def _numbered(span: Span, prefix: str, objects: Callable[[Article], Sequence[T]]) -> T | None:
    """The object with the number behind the prefix of the span's id; other components may have ids of their own."""
    article, found = span.doc._.article, regex.fullmatch(rf"{prefix}([0-9]{{1,9}})", span.id_)
    if article is None or found is None:
        return None
    return next(iter(objects(article)[int(found[1]) :]), None)


def _encodable(text: str) -> str:
    """The text, if spaCy can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise VnnewsError(f"spaCy cannot hold this text: {error}") from error
    return text


@cache
def _analyzer(model: str) -> Analyzer:
    return Analyzer(model)


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


def _make_stages(nlp: Language, name: str, overwrite: bool, stages: list[str], model: str) -> Stages:
    return Stages(stages, overwrite, model)


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
        Language.factory(
            name, default_config={"overwrite": False, "stages": stages, "model": "fast"}, func=_make_stages
        )


_register()
