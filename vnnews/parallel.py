"""Work in other processes: chunk by chunk, in bounded memory, whatever happens to a process.

A process has one chunk at a time, so that its death costs that chunk and no other. The chunk is tried once more in
another process; if that one dies too, the chunk is given back as lost, and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from vnnews.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")

StartMethod: TypeAlias = Literal["spawn", "fork", "forkserver"]

_OPEN = 3  # chunks for each process that are taken and not given back yet: one at work, others ready to go or to come
_TRIES = 2
_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)
_STARTS = 3  # processes in a row that die before they can work


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A chunk and what came of it."""

    chunk: T
    result: R


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A chunk of which nothing came, and why."""

    chunk: T
    reason: str


def run(
    function: Callable[[T], R],
    chunks: Iterable[T],
    processes: int,
    *,
    ordered: bool = True,
    start_method: StartMethod = "spawn",
) -> Iterator[Done[T, R] | Lost[T]]:
    """Call a function for each chunk, in so many processes.

    Chunks are taken as they are needed; no more than three for each process are held. When the iterator is closed, or
    an exception such as KeyboardInterrupt leaves it, the processes are gone at once and print nothing.

    Args:
        function: what can be pickled; it should raise nothing, because then its chunk is lost, without another try.
        chunks: what can be pickled.
        processes: how many; with 1, the function is called in this one, and what it raises is raised.
        ordered: results in the order of the chunks, or as they come.
        start_method: how processes come to be, see :mod:`multiprocessing`. "fork" begins sooner, and must not be used
            in a program that has threads.

    Raises:
        ValueError: ``processes`` is less than 1.
        WorkerError: processes die again and again before they can begin.
    """
    if processes < 1:
        raise ValueError(f"processes must be 1 or more, not {processes}")
    if processes == 1:
        for chunk in chunks:
            yield Done(chunk, function(chunk))
        return
    pool = _Pool(function, processes, ordered, start_method)
    try:
        yield from pool.results(chunks)
    finally:
        pool.close()


@dataclass(slots=True)
class _Task(Generic[T]):
    number: int
    chunk: T
    tries: int = 0


class _Pool(Generic[T, R]):
    def __init__(self, function: Callable[[T], R], processes: int, ordered: bool, start_method: StartMethod) -> None:
        self._function, self._processes, self._ordered = function, processes, ordered
        self._context = multiprocessing.get_context(start_method)
        self._workers: list[_Worker[T, R]] = []
        self._tasks = deque[_Task[T]]()  # taken and in no process's hands
        self._finished: dict[int, Done[T, R] | Lost[T]] = {}
        self._failed_starts = 0

    def results(self, chunks: Iterable[T]) -> Iterator[Done[T, R] | Lost[T]]:
        source = (_Task(number, chunk) for number, chunk in enumerate(chunks))
        taken = given = 0
        more = True
        while True:
            while more and taken - given < _OPEN * self._processes:
                task = next(source, None)
                more = task is not None
                if task is not None:
                    self._tasks.append(task)
                    taken += 1
                    self._hand_out()
            if taken == given:
                return
            self._hand_out()
            self._collect()
            self._hand_out()  # before the caller is busy with the results
            for number in [given] if self._ordered else list(self._finished):
                while number in self._finished:
                    yield self._finished.pop(number)
                    given += 1
                    number += 1

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()  # it holds nothing that could be broken
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _hand_out(self) -> None:
        free = sum(worker.task is None for worker in self._workers)
        for _ in range(min(len(self._tasks) - free, self._processes - len(self._workers))):
            self._workers.append(_Worker(self._context, self._function))
        for worker in self._workers:
            if self._tasks and worker.ready and worker.task is None:
                worker.give(self._tasks.popleft())

    def _collect(self) -> None:
        """Wait until at least one process has something to say, or has died."""
        speaking: dict[Any, _Worker[T, R]] = {worker.connection: worker for worker in self._workers}
        dying: dict[Any, _Worker[T, R]] = {worker.process.sentinel: worker for worker in self._workers}
        for worker in {id(w): w for w in map((speaking | dying).__getitem__, wait([*speaking, *dying]))}.values():
            try:
                if not worker.connection.poll():
                    raise EOFError
                message = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if message is None:
                worker.ready = True
                self._failed_starts = 0
                continue
            task, worker.task = worker.task, None
            assert task is not None
            done, result = message
            self._finished[task.number] = Done(task.chunk, result) if done else Lost(task.chunk, result)

    def _bury(self, worker: _Worker[T, R]) -> None:
        self._workers.remove(worker)
        worker.process.kill()  # where only its connection has died
        worker.process.join()
        worker.connection.close()
        ending = _ending(worker.process.exitcode)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise WorkerError(
                    f"processes cannot begin to work, {_STARTS} in a row {ending}. A script that works in several "
                    'processes has to keep what it does under: if __name__ == "__main__":'
                )
        if worker.task:
            worker.task.tries += 1
            if worker.task.tries < _TRIES:
                self._tasks.appendleft(worker.task)
            else:
                reason = f"{_TRIES} processes that had it {ending}"
                self._finished[worker.task.number] = Lost(worker.task.chunk, reason)


class _Worker(Generic[T, R]):
    def __init__(self, context: Any, function: Callable[[T], R]) -> None:
        self.connection, theirs = context.Pipe()
        inherited = self.connection if context.get_start_method() == "fork" else None
        self.process = context.Process(
            target=_serve, args=(function, theirs, inherited), name="vnnews-worker", daemon=True
        )
        self.ready = False
        self.task: _Task[T] | None = None
        with _interrupts_held():
            self.process.start()
        theirs.close()

    def give(self, task: _Task[T]) -> None:
        self.task = task
        with suppress(OSError):  # it has died; whoever listens to it will notice
            self.connection.send(task.chunk)


def _serve(
    function: Callable[[Any], Any], connection: Connection[Any, Any], inherited: Connection[Any, Any] | None
) -> None:
    """The life of a process: it ends when the one that started it closes the connection or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    if inherited:
        inherited.close()
    parent = parent_process()
    assert parent is not None
    try:
        connection.send(None)
        while connection in wait([connection, parent.sentinel]):
            connection.send(_answer(function, connection.recv()))
    except (EOFError, OSError):
        return


def _answer(function: Callable[[Any], Any], chunk: Any) -> tuple[bool, Any]:
    try:
        return True, function(chunk)
    except MemoryError:
        os._exit(1)  # another process, with a memory of its own, may have more luck
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM come a moment later, so that no process is half started, which would print a traceback.

    Processes that are started here do not hear of Ctrl-C at all.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # because starting that lets interrupts through again
    came = list[int]()
    in_main = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in _INTERRUPTS} if in_main else {}
    for number in handlers:  # the mask is that of one thread, and the signal may come to another
        signal.signal(number, lambda number, _: came.append(number))
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for sent in came:
            signal.raise_signal(sent)


def _ending(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name if -exitcode in set(signal.Signals) else str(-exitcode)
        return f"were killed by {name}" + (" (out of memory?)" if -exitcode == signal.SIGKILL else "")
    return f"ended with status {exitcode}"
