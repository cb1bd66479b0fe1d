"""A job: articles from files to the parts of a folder."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct, structs

from vnnews.analyzer import record_length
from vnnews.errors import JobError
from vnnews.integrations.frames import Frames, article_key
from vnnews.jobs.folder import JobFolder, Manifest, Part, Settings, part_name
from vnnews.jobs.keys import Keys
from vnnews.jobs.work import Chunk, Failure, analyse
from vnnews.names import Chosen, choose, name_tagger
from vnnews.parallel import Lost, StartMethod, run
from vnnews.reading import Meter, RawArticle, Reject, read_path
from vnnews.text.batches import batches

_PART_CHARACTERS = 50_000_000  # a part is full at these, too, so that long articles do not fill the memory


class Summary(Struct, frozen=True):
    """What came of a job.

    Attributes:
        articles, rejected, mentions, facts, failed_checks: numbers of the whole job.
        parts: how many there are.
        analysed: articles that this run analysed; the others it found done.
        seconds: that this run took.
    """

    articles: int
    rejected: int
    mentions: int
    facts: int
    failed_checks: int
    parts: int
    analysed: int
    seconds: float

    def __str__(self) -> str:
        """One line."""
        found = f", {self.articles - self.analysed} of them found done" if self.analysed < self.articles else ""
        rate = f"; {self.analysed / self.seconds:.0f} articles/s" if self.analysed else ""
        return (
            f"{self.articles} articles in {self.parts} parts{found}, {self.rejected} rejected; "
            f"{self.mentions} mentions, {self.facts} facts, {self.failed_checks} failed checks{rate}"
        )


def run_job(
    paths: Sequence[str],
    folder: Path | str,
    settings: Settings,
    *,
    processes: int = 1,
    threads: int | None = None,
    start_method: StartMethod = "spawn",
    on_reject: Callable[[str], None] | None = None,
    on_articles: Callable[[int], None] | None = None,
    meter: Meter | None = None,
) -> Summary:
    """Analyse all articles in some files into a folder; a job that was broken off goes on where it was.

    To go on, the articles are read once more from the beginning. Those of the parts that are there are compared with
    what the parts were made of, and not analysed again. A part that lacks articles, because processes died of them, is
    made again.

    Args:
        paths: files and folders, see :func:`vnnews.reading.read_path`.
        folder: where the results go, see :mod:`vnnews.jobs.folder`; it is made if it is not there.
        settings: what the result depends on.
        processes: that analyse; the result is the same, however many.
        threads: of the accurate model, if there is one process.
        start_method: how processes come to be, see :func:`vnnews.parallel.run`.
        on_reject: told of what cannot be read or analysed.
        on_articles: told of numbers of articles, as they are done.
        meter: counts what is read.

    Raises:
        JobError: the folder holds something else, or results of other articles or settings, or another run is on, or
            it cannot be written to.
        WorkerError: the processes cannot start.
        ValueError: there is no such model.
        ModelError: the model cannot be loaded.
    """
    threads = threads if processes == 1 else 1
    model = choose(settings.model)
    name_tagger(model, threads)  # raises before anything is written
    job = _Job(paths, Path(folder), settings, model, on_reject, on_articles, meter)
    try:
        return job.run(processes, threads, start_method)
    except OSError as error:  # of writing, because what cannot be read is rejected
        reason = error.strerror or error
        raise JobError(f"{folder}: {reason}; when that is mended, the same command goes on where it was") from error
    finally:
        job.close()


class _Job:
    def __init__(
        self,
        paths: Sequence[str],
        folder: Path,
        settings: Settings,
        model: Chosen,
        on_reject: Callable[[str], None] | None,
        on_articles: Callable[[int], None] | None,
        meter: Meter | None,
    ) -> None:
        self._paths, self._settings, self._model = paths, settings, model
        self._on_reject, self._on_articles, self._meter = on_reject, on_articles, meter
        self._folder = JobFolder(folder, structs.replace(settings, model=str(model)))
        self._rejects: IO[bytes] = self._folder.rejects()
        self._rejected = 0
        self._digests: dict[int, str] = {}  # of parts that are read and not written
        self._parts: dict[int, Part] = {}

    def close(self) -> None:
        with suppress(OSError):  # where the disk is full, that has been told
            self._rejects.close()
        self._folder.close()

    def run(self, processes: int, threads: int | None, start_method: StartMethod) -> Summary:
        began = time.monotonic()
        work = partial(analyse, model=self._model, threads=threads)
        frames, failures, number = list[Frames](), list[Failure](), -1
        analysed = 0
        for outcome in run(work, self._chunks(), processes, start_method=start_method):
            chunk = outcome.chunk
            if chunk.part != number:
                self._write_part(number, frames, failures)
                frames, failures, number = [], [], chunk.part
            if isinstance(outcome, Lost):
                failures += [Failure(key, f"not analysed: {outcome.reason}") for key in chunk.keys]
            else:
                frames += outcome.result.frames
                failures += outcome.result.failures
                analysed += len(chunk.keys) - len(outcome.result.failures)
            self._tell_articles(len(chunk.keys))
        self._write_part(number, frames, failures)
        manifest = self._finish()
        return Summary(
            manifest.articles or 0,
            manifest.rejected or 0,
            manifest.mentions or 0,
            manifest.facts or 0,
            manifest.failed_checks or 0,
            len(self._parts),
            analysed,
            time.monotonic() - began,
        )

    def _chunks(self) -> Iterator[Chunk]:
        """The articles that are to be analysed; those of finished parts are passed over."""
        keyed, number = self._keyed(), 0
        while (first := next(keyed, None)) is not None:
            digest = hashlib.sha256()
            part = _digested(_full(chain([first], keyed), self._settings.part_size), digest.update)
            found = self._folder.part(number)
            if found and not found.failures:
                for _ in part:
                    self._tell_articles(1)
                self._parts[number] = found
            else:
                for batch in batches(part, _keyed_length):
                    yield Chunk(number, [key for key, _ in batch], [record for _, record in batch])
                self._digests[number] = digest.hexdigest()
            if found and digest.hexdigest() != found.input:
                raise self._other_articles(part_name(number))
            number += 1
        if beyond := self._folder.parts_from(number):
            raise self._other_articles(beyond[0])

    def _keyed(self) -> Iterator[tuple[str, RawArticle]]:
        keys = Keys()
        how = {name: getattr(self._settings, name) for name in ("published", "columns", "max_bytes")}
        options = {name: value for name, value in how.items() if value is not None}
        for path in self._paths:
            for read in read_path(path, leave_out=self._folder.path, meter=self._meter, **options):
                if isinstance(read, Reject):
                    self._reject(read, str(read))
                else:
                    yield keys.take(article_key(read.id, read.text)), read

    def _write_part(self, number: int, frames: Sequence[Frames], failures: list[Failure]) -> None:
        if number >= 0:
            self._parts[number] = self._folder.write_part(number, frames, failures, self._digests.pop(number))

    def _finish(self) -> Manifest:
        parts = [self._parts[number] for number in sorted(self._parts)]
        for part in parts:
            for failure in part.failures:
                self._reject(failure, f"article {failure.article}: {failure.reason}")
        self._rejects.flush()
        manifest = Manifest(
            settings=self._folder.settings,
            complete=True,
            articles=sum(part.articles for part in parts),
            rejected=self._rejected,
            mentions=sum(part.mentions for part in parts),
            facts=sum(part.facts for part in parts),
            failed_checks=sum(part.failed_checks for part in parts),
            parts={part_name(number): part.articles for number, part in enumerate(parts)},
        )
        self._folder.finish(manifest)
        return manifest

    def _reject(self, what: Reject | Failure, told: str) -> None:
        self._rejected += 1
        self._rejects.write(msgspec.json.encode(what) + b"\n")
        if self._on_reject:
            self._on_reject(told)

    def _tell_articles(self, number: int) -> None:
        if self._on_articles:
            self._on_articles(number)

    def _other_articles(self, part: str) -> JobError:
        return JobError(f"{self._folder.path}: {part} was made of other articles; use a new folder, or the same input")


def _full(keyed: Iterable[tuple[str, RawArticle]], articles: int) -> Iterator[tuple[str, RawArticle]]:
    """The articles of one part, taken from many."""
    size = 0
    for number, (key, record) in enumerate(keyed, 1):
        yield key, record
        size += len(record.text)
        if number == articles or size >= _PART_CHARACTERS:
            return


def _digested(
    keyed: Iterable[tuple[str, RawArticle]], update: Callable[[bytes], None]
) -> Iterator[tuple[str, RawArticle]]:
    for pair in keyed:
        update(msgspec.msgpack.encode(pair))
        yield pair


def _keyed_length(keyed: tuple[str, RawArticle]) -> int:
    return record_length(keyed[1])
