"""What a process of a job does: from records to tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pyarrow as pa
from msgspec import Struct

from vnnews.analyzer import Analyzer
from vnnews.integrations.frames import SCHEMAS, Frames, frames
from vnnews.names import Chosen
from vnnews.reading import RawArticle


class Chunk(Struct, frozen=True):
    """Some articles of one part, and their keys."""

    part: int
    keys: list[str]
    records: list[RawArticle]


class Failure(Struct, frozen=True):
    """An article that was read and could not be analysed."""

    article: str
    reason: str


class Analysed(Struct, frozen=True):
    """The tables of a chunk, and the articles that are not in them."""

    frames: list[Frames]
    failures: list[Failure]


def analyse(chunk: Chunk, model: Chosen, threads: int | None) -> Analysed:
    """Analyse a chunk; if that fails, article by article, so that a bad one costs itself only."""
    try:
        return Analysed([_frames(chunk.records, chunk.keys, model, threads)], [])
    except MemoryError:
        raise
    except Exception:
        return _one_by_one(chunk, model, threads)


def concatenated(frames: Sequence[Frames], name: str) -> pa.Table:
    """One of the tables of several frames, in memory of its own: the same, however the articles were cut in chunks."""
    return pa.concat_tables([SCHEMAS[name].empty_table(), *(getattr(f, name) for f in frames)]).combine_chunks()


def _one_by_one(chunk: Chunk, model: Chosen, threads: int | None) -> Analysed:
    found, failures = list[Frames](), list[Failure]()
    for record, key in zip(chunk.records, chunk.keys, strict=True):
        try:
            found.append(_frames([record], [key], model, threads))
        except MemoryError:
            raise
        except Exception as error:
            failures.append(Failure(key, f"not analysed: {type(error).__name__}: {error}"))
    return Analysed(found, failures)


def _frames(records: list[RawArticle], keys: list[str], model: Chosen, threads: int | None) -> Frames:
    return frames(_analyzer(model, threads).analyze_records(records), keys)


@cache
def _analyzer(model: Chosen, threads: int | None) -> Analyzer:
    return Analyzer(model, threads)
