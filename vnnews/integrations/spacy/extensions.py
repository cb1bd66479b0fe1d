"""What a document and its spans know beyond spaCy: ``doc._.article``, ``ent._.entity``, ``span._.time``, ``._.fact``.

A span of ``doc.spans`` has the number of its object in the article as its id; an entity has the key of what it names.
The article itself is written into bytes as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import regex
import srsly
from spacy.tokens import Doc, Span

from vnnews.article import Article, Entity, Fact, Timex
from vnnews.evaluation.numbers import every_fact
from vnnews.serialization import from_json, to_json

T = TypeVar("T")

TIME, FACT = "time-", "fact-"
"""Before the number of a time or a fact in the id of its span."""

_ENTITIES = {"PER": "people", "ORG": "bodies", "LOC": "places", "LAW": "laws", "EVENT": "events", "MISC": "others"}
_ARTICLE_KEY = "__vnnews_article__"


def register() -> None:
    """Tell spaCy of them, and how an article becomes bytes."""
    Doc.set_extension("article", default=None, force=True)
    for name, getter in (("entity", _entity), ("time", _time), ("fact", _fact)):
        Span.set_extension(name, getter=getter, force=True)
    srsly.msgpack_encoders.register("vnnews", func=_pack_article)
    srsly.msgpack_decoders.register("vnnews", func=_unpack_article)


def facts_of(article: Article) -> list[Fact]:
    """The facts of an article with their parts, in the order of ``doc.spans["facts"]``."""
    return every_fact(article.facts, article.checks)


def _entity(span: Span) -> Entity | None:
    """What an entity of ``doc.ents`` names; None if vnnews did not find it."""
    article = span.doc._.article
    named = getattr(article, _ENTITIES.get(span.label_, ""), ())
    return next((entity for entity in named if entity.key == span.id_), None)


def _time(span: Span) -> Timex | None:
    """The Timex of a span of ``doc.spans["times"]``."""
    return _numbered(span, TIME, lambda article: article.times)


def _fact(span: Span) -> Fact | None:
    """The Fact of a span of ``doc.spans["facts"]``."""
    return _numbered(span, FACT, facts_of)


def _numbered(span: Span, prefix: str, objects: Callable[[Article], Sequence[T]]) -> T | None:
    """The object with the number behind the prefix of the span's id; other components may have ids of their own."""
    article, found = span.doc._.article, regex.fullmatch(rf"{prefix}([0-9]{{1,9}})", span.id_)
    if article is None or found is None:
        return None
    return next(iter(objects(article)[int(found[1]) :]), None)


def _pack_article(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Article):
        return {_ARTICLE_KEY: to_json(value)}
    return value if chain is None else chain(value)


def _unpack_article(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, dict) and _ARTICLE_KEY in value:
        return from_json(value[_ARTICLE_KEY])
    return value if chain is None else chain(value)
