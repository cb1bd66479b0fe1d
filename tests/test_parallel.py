"""Work in other processes: order, bounds, deaths, interrupts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import vnnews
from vnnews.parallel import Done, Lost, StartMethod, run

START_METHODS: list[StartMethod] = ["spawn", "fork"]
PATIENCE = 120  # seconds, for slow machines; nothing waits so long where all is well


def double(number: int) -> int:
    return 2 * number


def slow_if_even(number: int) -> int:
    time.sleep(0.2 if number % 2 == 0 else 0)
    return number


def die(number: int, deadly: int, folder: Path, lives: int) -> int:
    """End this process at one number, the first few times."""
    died = len(list(folder.iterdir()))
    if number == deadly and died < lives:
        (folder / str(died)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    if number == 3:
        raise LookupError("no three")
    if number == 5:
        raise MemoryError
    return number


def die_at_birth() -> None:
    os._exit(3)


class Deadly:
    """What ends the process that unpickles it."""

    def __call__(self, number: int) -> int:
        return number

    def __reduce__(self) -> tuple[object, ...]:
        return die_at_birth, ()


@pytest.mark.parametrize("start_method", START_METHODS)
def test_order(start_method: StartMethod) -> None:
    assert list(run(double, range(20), 3, start_method=start_method)) == [Done(n, 2 * n) for n in range(20)]


def test_one_process_is_this_one() -> None:
    here = run(lambda number: os.getpid(), range(3), 1)
    assert {done.result for done in here if isinstance(done, Done)} == {os.getpid()}


def test_unordered() -> None:
    results = list(run(slow_if_even, range(12), 2, ordered=False, start_method="fork"))
    assert sorted(done.chunk for done in results) == list(range(12))
    assert [done.chunk for done in results] != list(range(12))


@pytest.mark.parametrize("ordered", [True, False])
def test_takes_no_more_than_it_needs(ordered: bool) -> None:
    taken = 0

    def numbers() -> Iterator[int]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield number

    for given, _ in enumerate(run(double, numbers(), 2, ordered=ordered, start_method="fork")):
        assert taken - given <= 6
    assert taken == 60


@pytest.mark.parametrize("start_method", START_METHODS)
def test_a_killed_process_costs_nothing(start_method: StartMethod, tmp_path: Path) -> None:
    work = partial(die, deadly=4, folder=tmp_path, lives=1)
    assert list(run(work, range(10), 2, start_method=start_method)) == [Done(n, n) for n in range(10)]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("ordered", [True, False])
def test_a_deadly_chunk_is_tried_once_more_and_reported(ordered: bool, tmp_path: Path) -> None:
    work = partial(die, deadly=4, folder=tmp_path, lives=100)
    results = list(run(work, range(10), 2, ordered=ordered, start_method="fork"))
    (lost,) = (result for result in results if isinstance(result, Lost))
    assert lost == Lost(4, "2 processes that had it were killed by SIGKILL (out of memory?)")
    assert sorted(result.chunk for result in results) == list(range(10))
    assert len(list(tmp_path.iterdir())) == 2


def test_what_fails_is_reported() -> None:
    results = list(run(fail, range(8), 2, start_method="fork"))
    assert [result for result in results if isinstance(result, Lost)] == [
        Lost(3, "LookupError: no three"),
        Lost(5, "2 processes that had it ended with status 1"),
    ]


def test_processes_killed_from_outside() -> None:
    """Whichever process is killed, at work or not: nothing is missing."""
    results = []
    for done in run(slow_if_even, range(40), 2, ordered=False, start_method="fork"):
        results.append(done)
        if len(results) in (2, 9, 17):
            victim = multiprocessing.active_children()[0]
            assert victim.pid
            os.kill(victim.pid, signal.SIGKILL)
    assert sorted(done.chunk for done in results) == list(range(40))
    assert all(isinstance(done, Done) for done in results)


def test_processes_that_cannot_start() -> None:
    with pytest.raises(vnnews.WorkerError, match="3 in a row ended with status 3"):
        list(run(Deadly(), range(4), 2))


def test_what_the_source_raises_is_raised_and_processes_are_gone() -> None:
    def numbers() -> Iterator[int]:
        yield from range(3)
        raise KeyError("source")

    before = set(multiprocessing.active_children())
    with pytest.raises(KeyError, match="source"):
        list(run(double, numbers(), 2, start_method="fork"))
    assert set(multiprocessing.active_children()) == before


def test_closing_ends_the_processes() -> None:
    before = set(multiprocessing.active_children())
    results = run(slow_if_even, iter(int, 1), 2, start_method="fork")
    next(results)
    started = set(multiprocessing.active_children()) - before
    assert len(started) == 2
    results.close()  # type: ignore[attr-defined]
    assert not any(process.is_alive() for process in started)


SCRIPT = """
import sys
from vnnews import analyze_many

if __name__ == "__main__":
    for article in analyze_many(iter(lambda: "Hà Nội có 28 cơ sở.", None), 2, start_method=sys.argv[1]):
        print(len(article.facts), flush=True)
"""


@pytest.mark.parametrize("start_method", START_METHODS)
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_the_program(start_method: str, ending: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C goes to all processes of the terminal: one traceback, that of the program itself, and all are gone."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, str(script), start_method],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout and program.stderr
    assert program.stdout.readline() == b"1\n"
    if ending == signal.SIGINT:
        os.killpg(program.pid, signal.SIGINT)
    else:
        program.kill()
    program.stdout.read()  # to the end: as long as a process lives, it holds the other end
    errors = program.stderr.read().decode()
    assert program.wait(PATIENCE) == -ending
    assert errors.count("Traceback") == (1 if ending == signal.SIGINT else 0), errors
    assert "Process vnnews-worker" not in errors


TEXTS = [f"Xã {number} có {number} trường học." for number in range(250)]


@pytest.mark.parametrize("start_method", START_METHODS)
def test_articles(start_method: StartMethod) -> None:
    expected = list(vnnews.analyze_many(TEXTS))
    assert list(vnnews.analyze_many(TEXTS, 2, start_method=start_method)) == expected


def test_articles_unordered() -> None:
    articles = list(vnnews.analyze_many(TEXTS, 2, ordered=False, start_method="fork"))
    assert sorted(article.text for article in articles) == sorted(TEXTS)


def test_lone_surrogates_pass() -> None:
    texts = ["Hà Nội \ud800 có 3 quận.", *TEXTS]
    assert list(vnnews.analyze_many(texts, 2, start_method="fork")) == list(vnnews.analyze_many(texts))


def test_lost_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = vnnews.analyzer._analyze_batch

    def deadly(records: list[vnnews.analyzer.RawArticle], *rest: object) -> list[vnnews.Article]:
        if any(record.text == TEXTS[120] for record in records):
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(records, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("vnnews.analyzer._analyze_batch", deadly)
    lost: list[Lost[list[vnnews.analyzer.RawArticle]]] = []
    articles = list(vnnews.analyze_many(TEXTS, 2, start_method="fork", on_lost=lost.append))
    assert [article.text for article in articles] == TEXTS[:100] + TEXTS[200:]
    assert [[record.text for record in batch.chunk] for batch in lost] == [TEXTS[100:200]]
    with pytest.raises(vnnews.WorkerError, match="100 articles are lost: 2 processes"):
        list(vnnews.analyze_many(TEXTS, 2, start_method="fork"))
