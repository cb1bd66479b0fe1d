"""Seconds of the processor, taken so that other programs on the machine show least."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")

_STEADY = 0.5
"""Seconds of a round; short work is done several times in it."""


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds that the processor works for this process."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def best(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The fewest seconds of each work; the works take turns, so that a slow minute meets all of them."""
    fewest = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            done = 0.0
            while done < _STEADY:
                took = seconds_of(work)
                fewest[name] = min(fewest[name], took)
                done += took
    return fewest


def repeated(work: Callable[[], T], times: int) -> list[T]:
    """What several runs give."""
    return [work() for _ in range(times)]
