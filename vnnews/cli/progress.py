"""How far a command has come: one line on stderr, written anew, if that is a terminal."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from vnnews.reading import Meter

T = TypeVar("T")

_WINDOW = 30.0
"""Seconds that tell the rate: what a run that goes on has found done passes faster than what is still to come."""


@contextmanager
def progress(
    paths: list[str], leave_out: Path | None, wanted: bool
) -> Iterator[tuple[Meter | None, Callable[[int], None]]]:
    """Shows how many of the articles in some paths are done.

    Gives a meter for those who read them, and a function that is to be told of articles that are done. The remaining
    time is known by the bytes of the files; of standard input nobody knows how much will come.
    """
    if not (wanted and _on_terminal()):
        yield None, lambda articles: None
        return
    from vnnews.reading import Meter
    from vnnews.reading.files import size

    meter, pace, sizes = Meter(), Pace(), [size(path, leave_out) for path in paths]
    total = None if None in sizes else sum(filter(None, sizes)) or None

    def done(articles: int) -> None:
        meter.done(articles)
        pace.note(meter.articles, meter.bytes)
        shown.update(task, completed=meter.bytes)

    with _line("articles", pace) as shown:
        task = shown.add_task("", total=total)
        yield meter, done


@contextmanager
def watching() -> Iterator[Callable[[str, Iterable[T]], Iterable[T]]]:
    """Gives a function that passes things on and shows how many of them are through."""
    if not _on_terminal():
        yield lambda what, things: things
        return
    pace = Pace()

    def watch(what: str, things: Iterable[T]) -> Iterator[T]:
        every = list(things)
        pace.begin()
        shown.reset(task, total=len(every), description=what)
        for number, thing in enumerate(every, 1):
            yield thing
            pace.note(number, number)
            shown.update(task, completed=number)

    with _line("texts", pace) as shown:
        task = shown.add_task("", total=None)
        yield watch


class Pace:
    """How fast it went lately.

    Attributes:
        number: of things done.
        size: bytes, or what else their end is known by.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """Nothing is done yet."""
        self.number = self.size = 0
        self._notes = deque([(self._clock(), 0, 0)])

    def note(self, number: int, size: int) -> None:
        """So many things are done by now, of that size."""
        self.number, self.size, now = number, size, self._clock()
        if len(self._notes) > 2 and now - self._notes[-2][0] < _WINDOW / 100:
            self._notes.pop()
        self._notes.append((now, number, size))
        while len(self._notes) > 2 and self._notes[1][0] < now - _WINDOW:
            self._notes.popleft()

    def rate(self) -> float | None:
        """Things a second."""
        (begin, before, _), (end, after, _) = self._notes[0], self._notes[-1]
        return (after - before) / (end - begin) if end > begin else None

    def left(self, total: float) -> float | None:
        """Seconds until the whole size is done."""
        (begin, _, before), (end, _, after) = self._notes[0], self._notes[-1]
        return (total - after) * (end - begin) / (after - before) if after > before else None


def _on_terminal() -> bool:
    from rich.console import Console

    return sys.stderr.isatty() and not Console(stderr=True).is_dumb_terminal


def _line(unit: str, pace: Pace) -> Progress:
    """Bar, share, number, rate and time, each as wide at the end as at the beginning."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    class Numbers(ProgressColumn):
        def render(self, task: Task) -> Text:
            rate, left = pace.rate(), pace.left(task.total) if task.total else None
            share = f"{task.percentage:3.0f} %" if task.total else ""
            rated = f"{rate:,.0f}/s" if rate else ""
            time = f"{clock(left)} left" if left is not None else clock(task.elapsed or 0)
            label = f"{task.description}  " if task.description else ""
            return Text(f"{label}{share:>5} {pace.number:>11,} {unit} {rated:>9} {time:>12}", no_wrap=True)

    console = Console(stderr=True)
    return Progress(BarColumn(24), Numbers(), console=console, transient=True, redirect_stdout=False)


def clock(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> clock(4210.4)
    '1:10:10'
    """
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
