"""How far a command has come: one line on stderr, written anew, if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from vnnews.reading import Meter

T = TypeVar("T")


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

    meter, sizes = Meter(), [size(path, leave_out) for path in paths]
    total = None if None in sizes else sum(filter(None, sizes)) or None

    def done(articles: int) -> None:
        meter.done(articles)
        shown.update(task, completed=meter.articles if total is None else meter.bytes)

    with _line("articles", lambda: meter.articles) as shown:
        task = shown.add_task("", total=total)
        yield meter, done


@contextmanager
def watching() -> Iterator[Callable[[str, Iterable[T]], Iterable[T]]]:
    """Gives a function that passes things on and shows how many of them are through."""
    if not _on_terminal():
        yield lambda what, things: things
        return
    through = 0

    def watch(what: str, things: Iterable[T]) -> Iterator[T]:
        nonlocal through
        through, every = 0, list(things)
        shown.reset(task, total=len(every), description=what)
        for thing in every:
            yield thing
            through += 1
            shown.update(task, completed=through)

    with _line("texts", lambda: through) as shown:
        task = shown.add_task("", total=None)
        yield watch


def _on_terminal() -> bool:
    from rich.console import Console

    return sys.stderr.isatty() and not Console(stderr=True).is_dumb_terminal


def _line(unit: str, number: Callable[[], int]) -> Progress:
    """Bar, share, number, rate and time, each as wide at the end as at the beginning."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    class Numbers(ProgressColumn):
        def render(self, task: Task) -> Text:
            share = f"{task.percentage:3.0f} %" if task.total else ""
            each = number() / task.completed if task.completed else 0.0  # of what the task counts: bytes, articles
            rate = f"{task.speed * each:,.0f}/s" if task.speed else ""
            left = task.time_remaining if task.total else task.elapsed
            time = f"{_clock(left)} {'left' if task.total else ''}" if left is not None else ""
            label = f"{task.description}  " if task.description else ""
            return Text(f"{label}{share:>5} {number():>11,} {unit} {rate:>9} {time:>12}", no_wrap=True)

    console = Console(stderr=True)
    return Progress(BarColumn(24), Numbers(), console=console, transient=True, redirect_stdout=False)


def _clock(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> _clock(4210.4)
    '1:10:10'
    """
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
