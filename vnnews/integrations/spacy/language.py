"""The pipeline as a ``Language``: made, and run over batches of texts also in other processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any

import spacy
from spacy.lang.vi import Vietnamese
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import registry

from vnnews.article import Article
from vnnews.integrations.spacy.stages import STAGES
from vnnews.integrations.spacy.tokenizer import Tokenizer, article_docs
from vnnews.text.batches import batches

_LONGEST = 100_000_000
"""Characters of a text; spaCy's own limit of a million is for parsers, which need memory by the square."""


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
    for batch in batches(articles, lambda article: len(article.text)):
        yield from nlp.pipe(article_docs(batch, nlp.vocab))


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


def _with_contexts(tokenizer: Tokenizer, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for batch in batches(pairs, lambda pair: len(pair[0])):
        yield from zip(tokenizer.read(text for text, _ in batch), [context for _, context in batch], strict=True)


registry.callbacks("vnnews.News.v1", func=make_news)
