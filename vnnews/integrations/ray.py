"""Ray Data: the articles of a dataset analysed by a pool of actors, on one machine or on many.

``vnnews.ray.analyze(dataset)`` is lazy, as all of Ray Data is: work begins when the result is written or iterated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.errors import ExtraError

try:
    import ray.data
except ImportError as error:
    raise ExtraError("vnnews.ray", "ray", "ray") from error

from vnnews.integrations.batches import TABLES, analyze_batch, analyzer, schema

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 100
"""Articles that an actor gets at once: more do not make it faster, and are more to do again where it dies."""


def analyze(
    dataset: ray.data.Dataset,
    *,
    model: str | Path = "fast",
    columns: Mapping[str, str] | None = None,
    tables: Sequence[str] = TABLES,
    actors: int | tuple[int, int] | None = None,
    batch_size: int = _BATCH,
    **options: Any,
) -> ray.data.Dataset:
    """Analyse a dataset with an article a row.

    Each actor loads the model once and has one processor. Where an actor or its machine dies, Ray starts another one
    and gives it the batches again that were lost.

    Args:
        dataset: rows with a text each, and with a title, a date …, where there are.
        model: see :class:`vnnews.Analyzer`.
        columns: which columns hold what, where their names do not tell: ``{"text": "body_clean"}``.
        tables: what to give of each article, of :data:`vnnews.integrations.batches.TABLES`.
        actors: at most how many, or at least and at most how many; else as many as the cluster has processors for.
            Reading and writing need a processor too: with all of them in the hands of actors, Ray waits for ever.
        batch_size: articles that an actor gets at once.
        options: for :meth:`ray.data.Dataset.map_batches`, such as ``num_cpus`` or ``memory``.

    Returns:
        A dataset of as many rows, with the columns of :func:`vnnews.integrations.batches.schema`. ``rejected`` says of
        a row why it could not be analysed.

    Raises:
        ValueError: there is no such table.
    """
    schema(tables)  # raises before the work begins
    least, most = actors if isinstance(actors, tuple) else (1, actors)
    return dataset.map_batches(
        Analysis,
        batch_size=batch_size,
        batch_format="pyarrow",
        zero_copy_batch=True,
        compute=ray.data.ActorPoolStrategy(min_size=least, max_size=most),
        fn_constructor_kwargs={"model": model, "columns": dict(columns or {}), "tables": list(tables)},
        **{"num_cpus": 1, **options},
    )


class Analysis:
    """What an actor is."""

    def __init__(self, model: str | Path, columns: Mapping[str, str], tables: Sequence[str]) -> None:
        self._model, self._columns, self._tables = model, columns, tables
        analyzer(model)  # loaded before the first batch comes

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Analyse a batch."""
        return analyze_batch(batch, model=self._model, columns=self._columns, tables=self._tables)
