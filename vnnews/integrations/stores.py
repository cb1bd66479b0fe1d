"""Where ``vnnews analyze`` can put articles other than as lines into a file: databases, folders of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from vnnews.article import Article


def _duckdb(articles: Iterable[Article], path: Path) -> str:
    from vnnews.integrations.duckdb import append

    done = append(articles, path)
    return f", {done.replaced} of them in place of the same articles" if done.replaced else ""


def _spacy(articles: Iterable[Article], path: Path) -> str:
    from vnnews.integrations.spacy import docbin
    from vnnews.unfinished import unfinished

    with unfinished(path) as made:
        made.write_bytes(docbin(articles).to_bytes())
        made.replace(path)
    return ""


def _brat(articles: Iterable[Article], path: Path) -> str:
    from vnnews.integrations.brat import write_brat

    write_brat(articles, path)
    return ""


STORES: dict[str, Callable[[Iterable[Article], Path], str]] = {
    "duckdb": _duckdb,
    "spacy": _spacy,
    "brat": _brat,
}
"""By format; each writes the articles to a path and tells what else is to be told."""

SUFFIXES = {".duckdb": "duckdb", ".spacy": "spacy", ".conll": "conll", ".txt": "text"}
"""Formats by what a file is called."""
