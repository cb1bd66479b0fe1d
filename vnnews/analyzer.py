"""The pipeline: the stages in order, over batches of articles."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from vnnews.arguments import date_of, text_of, texts_of, warn_of_path
from vnnews.article import Article, Sentence, Timex
from vnnews.assembly import assemble
from vnnews.errors import WorkerError
from vnnews.names import Chosen, Name, NameTagger, OwnModel, choose, find_names, find_roles, name_tagger
from vnnews.numbers import Frame, tag_numbers
from vnnews.pieces import Found, add, is_long, pieces
from vnnews.reading import Offsets, RawArticle, read_page
from vnnews.text.batches import batches
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import Sentences, split_sentences
from vnnews.text.syllables import Syllables, syllabify
from vnnews.times import check_batch, tag_times

if TYPE_CHECKING:
    from vnnews.parallel import Lost, StartMethod


class Analyzer:
    """Reads articles. Built once, used for many; safe to use from threads.

    Args:
        model: what finds the names. "fast" is a linear-chain CRF in NumPy; "accurate" a small transformer, which makes
            a third fewer errors, takes some forty times as long, and needs ``pip install 'vnnews[accurate]'``. Or the
            path of a model of your own, .npz or .onnx, that ``vnnews train`` has written.
        threads: of the accurate model; None for as many as there are processors.

    Raises:
        ValueError: there is no such model.
        ModelError: the model's file is missing or damaged or holds another model, or what runs it is not installed.
    """

    def __init__(self, model: str | Path | OwnModel = "fast", threads: int | None = None) -> None:
        self._model = choose(model)
        self._tagger = name_tagger(self._model, threads)

    def __repr__(self) -> str:
        return f"Analyzer(model={self._model!r})"

    def analyze(self, text: str, published: datetime.date | str | None = None) -> Article:
        """Read one article.

        Args:
            text: the article as it is, with the page around it (section, dateline, credit) or without.
            published: day of publication, a date, "2018-03-14" or "14/3/2018"; it wins over the dateline in the text.

        Raises:
            TypeError: ``text`` is not a string.
            ValueError: ``published`` is not a date.

        >>> from vnnews import analyze
        >>> article = analyze("Đã có 31/577 xã, phường, thị trấn (bằng 5%) đăng ký.")
        >>> article.facts[0].part, article.facts[0].whole, article.facts[0].of
        (31, 577, 'xã, phường, thị trấn')
        """
        warn_of_path(text_of(text))
        return next(self.analyze_records([read_page(text, published=date_of(published))]))

    def analyze_many(
        self,
        texts: Iterable[str],
        processes: int = 1,
        *,
        ordered: bool = True,
        start_method: StartMethod = "spawn",
        on_lost: Callable[[Lost[list[RawArticle]]], None] | None = None,
    ) -> Iterator[Article]:
        """Read many articles: lazily, holding no more than a few batches.

        Args:
            texts: the articles; they are taken from the iterable as they are needed.
            processes: with more than one, batches are analysed by that many worker processes. With "spawn", the call
                has to stand under ``if __name__ == "__main__":`` in a script.
            ordered: articles in the order of the texts; with False, batches as the processes finish them.
            start_method: "spawn", "fork" or "forkserver", see :mod:`multiprocessing`. "fork" begins sooner, and must
                not be used in a program that has threads.
            on_lost: what to call with a batch that two processes did not survive (``.chunk`` holds the articles,
                ``.reason`` says why); then the rest goes on. Without it, WorkerError is raised.

        Raises:
            TypeError: a text is not a string, or ``texts`` is one.
            ValueError: ``processes`` is less than 1.
            WorkerError: the processes cannot start, or a batch is lost and there is no ``on_lost``.
        """
        records = (read_page(text_of(text)) for text in texts_of(texts))
        return self.analyze_records(records, processes, ordered=ordered, start_method=start_method, on_lost=on_lost)

    def analyze_records(
        self,
        records: Iterable[RawArticle],
        processes: int = 1,
        *,
        ordered: bool = True,
        start_method: StartMethod = "spawn",
        on_lost: Callable[[Lost[list[RawArticle]]], None] | None = None,
    ) -> Iterator[Article]:
        """The same for articles that :mod:`vnnews.reading` has read."""
        if processes == 1:
            for batch in batches(records, record_length):
                yield from _analyze_batch(batch, self._tagger)
            return
        from vnnews.parallel import Lost, run

        work = partial(_work, model=self._model)
        chunks = batches(records, record_length)
        for outcome in run(work, chunks, processes, ordered=ordered, start_method=start_method):
            if not isinstance(outcome, Lost):
                yield from _unpack(outcome.result)
            elif on_lost:
                on_lost(outcome)
            else:
                raise WorkerError(f"{len(outcome.chunk)} articles are lost: {outcome.reason}")


def analyze(text: str, published: datetime.date | str | None = None) -> Article:
    """Read one article with the default analyzer; see :meth:`Analyzer.analyze`."""
    return _default().analyze(text, published)


def analyze_many(
    texts: Iterable[str],
    processes: int = 1,
    *,
    ordered: bool = True,
    start_method: StartMethod = "spawn",
    on_lost: Callable[[Lost[list[RawArticle]]], None] | None = None,
) -> Iterator[Article]:
    """Read many articles with the default analyzer; see :meth:`Analyzer.analyze_many`."""
    return _default().analyze_many(texts, processes, ordered=ordered, start_method=start_method, on_lost=on_lost)


def record_length(record: RawArticle) -> int:
    """What :func:`vnnews.text.batches.batches` counts."""
    return len(record.text)


@cache
def _default() -> Analyzer:
    return Analyzer()


def _work(records: list[RawArticle], model: Chosen) -> bytes | list[Article]:
    """Articles as they leave a process: packed, which takes a tenth of the time of pickling them."""
    articles = _analyze_batch(records, name_tagger(model, threads=1))
    try:
        return msgspec.msgpack.encode(articles)
    except UnicodeEncodeError:  # lone surrogates
        return articles


def _unpack(packed: bytes | list[Article]) -> list[Article]:
    return msgspec.msgpack.decode(packed, type=list[Article]) if isinstance(packed, bytes) else packed


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for cycles while a batch is read: its many small objects have none, and looking takes a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@no_collection()
def _analyze_batch(records: Sequence[RawArticle], tagger: NameTagger) -> list[Article]:
    found = iter(_read([record for record in records if not is_long(record)], tagger))
    return [assemble(record, *(_read_long(record, tagger) if is_long(record) else next(found))) for record in records]


def _read_long(record: RawArticle, tagger: NameTagger) -> Found:
    found = Found([], [], [], [], [], [])
    for begin, piece in pieces(record):
        (more,) = _read([piece], tagger)
        add(found, more, begin)
    return found


def _read(records: Sequence[RawArticle], tagger: NameTagger) -> list[Found]:
    batch = syllabify([record.text for record in records])
    return _read_syllables(records, batch, split_sentences(batch), tagger)


@no_collection()
def analyze_syllables(
    records: Sequence[RawArticle], batch: Syllables, sentences: Sentences, tagger: NameTagger
) -> list[Article]:
    """The articles of a batch, for those who need its syllables and sentences themselves.

    Args:
        records: the articles as read.
        batch, sentences: the syllables and the sentences of their texts.
        tagger: what finds the names.
    """
    found = _read_syllables(records, batch, sentences, tagger)
    return [assemble(record, *one) for record, one in zip(records, found, strict=True)]


def _read_syllables(
    records: Sequence[RawArticle], batch: Syllables, sentences: Sentences, tagger: NameTagger
) -> list[Found]:
    outside = [_page_parts(record) for record in records]
    sentences = _in_body(sentences, batch, outside)
    symbols = symbolise(batch)
    names = find_names(symbols, sentences, tagger)
    roles = find_roles(symbols, names)
    times = tag_times(symbols, sentences, [record.published for record in records])
    times = [_free(found, parts, named) for found, parts, named in zip(times, outside, names, strict=True)]
    excluded = [
        sorted([*parts, *((n.start, n.end) for n in named), *((t.start, t.end) for t in timed)])
        for parts, named, timed in zip(outside, names, times, strict=True)
    ]
    frames = [Frame(time, record.published, record.headline) for time, record in zip(times, records, strict=True)]
    numbers = tag_numbers(symbols, sentences, excluded, frames)
    checks = [
        sorted([*checks, *of_times], key=lambda check: (*check.facts, *check.times)[0].start)
        for (_, checks), of_times in zip(numbers, check_batch(times), strict=True)
    ]
    split = _sentences(batch, sentences, len(records))
    return [
        Found(split[index], names[index], roles[index], times[index], numbers[index][0], checks[index])
        for index in range(len(records))
    ]


def _page_parts(record: RawArticle) -> list[Offsets]:
    """The parts of the page that are not read as text."""
    return sorted(part for part in (record.section, record.dateline, record.credit) if part)


def _in_body(sentences: Sentences, batch: Syllables, outside: Sequence[Sequence[Offsets]]) -> Sentences:
    """The sentences that do not begin in a part of the page around the body."""
    begins = batch.starts[sentences.first]
    keep = np.ones(len(sentences), dtype=np.bool_)
    for base, parts in zip(batch.texts.tolist(), outside, strict=False):
        for start, end in parts:
            first, stop = np.searchsorted(begins, [base + start, base + end])
            keep[first:stop] = False
    return Sentences(sentences.first[keep], sentences.stop[keep], sentences.text[keep])


def _free(times: Sequence[Timex], parts: Sequence[Offsets], names: Sequence[Name]) -> list[Timex]:
    """The times that stand neither in a part of the page nor inside a name ("World Cup 2022").

    A time that is all of an event's name stays: a feast is both ("Giáng sinh").
    """
    feasts = {(name.start, name.end) for name in names if name.label == "EVENT"}
    taken = sorted([*parts, *((name.start, name.end) for name in names)])
    free, index = [], 0
    for time in times:
        while index < len(taken) and taken[index][1] <= time.start:
            index += 1
        inside = index < len(taken) and taken[index][0] <= time.start and time.end <= taken[index][1]
        if not inside or (time.start, time.end) in feasts:
            free.append(time)
    return free


def _sentences(batch: Syllables, sentences: Sentences, texts: int) -> list[list[Sentence]]:
    split: list[list[Sentence]] = [[] for _ in range(texts)]
    starts = batch.starts[sentences.first]
    ends = batch.ends[sentences.stop - 1]
    bases = batch.texts[sentences.text]
    for text, base, start, end in zip(
        sentences.text.tolist(), bases.tolist(), starts.tolist(), ends.tolist(), strict=True
    ):
        split[text].append(Sentence(start=start - base, end=end - base, text=batch.text[start:end]))
    return split
