"""The stable JSON form of all objects."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from vnnews.article import Article
from vnnews.errors import VnnewsError

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_json(article: Article) -> bytes:
    """One line of UTF-8 JSON; fields that are empty or unknown are left out, decimals keep their digits.

    Raises:
        TypeError: it is no article; of many, write one a line.
        VnnewsError: the text has lone surrogates, which no JSON can hold.

    >>> from vnnews import analyze, from_json, to_json
    >>> article = analyze("Giá vàng tăng 1,50% so với hôm qua.")
    >>> from_json(to_json(article)) == article
    True
    """
    if not isinstance(article, Article):
        raise TypeError(f"to_json writes an Article, not {type(article).__name__}")
    try:
        return _ENCODER.encode(article)
    except UnicodeEncodeError as error:
        raise VnnewsError(f"the article cannot be written as JSON: {error}") from error


def from_json(data: bytes | str) -> Article:
    """The article that :func:`to_json` wrote.

    Raises:
        VnnewsError: not the JSON of an article; the message says where.
    """
    try:
        return _decoder().decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise VnnewsError(f"not the JSON of an article: {error}") from error


@cache
def _decoder() -> msgspec.json.Decoder[Article]:
    return msgspec.json.Decoder(Article)


def json_schema() -> dict[str, Any]:
    """JSON schema of an article.

    >>> json_schema()["$ref"]
    '#/$defs/Article'
    """
    return msgspec.json.schema(Article)
