"""The doors to the integrations that stand in ``vnnews`` itself; what is behind them is imported when they open."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from vnnews.article import Article

if TYPE_CHECKING:
    from spacy.language import Language

    from vnnews.integrations.frames import Frames


def load(model: str | Path = "fast") -> Language:
    """A spaCy pipeline that reads Vietnamese news; see :mod:`vnnews.integrations.spacy`.

    >>> import vnnews
    >>> nlp = vnnews.load()
    >>> doc = nlp("Ông Lê Khắc Bình ký Quyết định số 187-QĐ/TU ngày 14-3-2018.")
    >>> [(ent.text, ent.label_) for ent in doc.ents]
    [('Lê Khắc Bình', 'PER'), ('Quyết định số 187-QĐ/TU', 'LAW')]
    """
    from vnnews.integrations.spacy import load

    return load(str(model))


def frames(articles: Iterable[Article]) -> Frames:
    """What articles say as Arrow tables that join; see :mod:`vnnews.integrations.frames`.

    >>> import vnnews
    >>> frames = vnnews.frames([vnnews.analyze("Xã có 28 cơ sở (17 trường, 11 trạm).")])
    >>> frames.facts.select(["kind", "value", "of", "part_of"]).to_pylist()[1]
    {'kind': 'count', 'value': 17.0, 'of': 'trường', 'part_of': 0}
    """
    from vnnews.integrations.frames import frames

    return frames(articles)


def to_parquet(articles: Iterable[Article], folder: Path | str) -> dict[str, Path]:
    """Write the tables of :func:`frames` into a folder, one Parquet file each, a batch of articles at a time.

    Returns:
        The file of each table.
    """
    from vnnews.integrations.frames import to_parquet

    return to_parquet(articles, folder)
