"""What only a fresh process tells: start-up, peak memory, and how both grow with the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from vnnews.text.syllables import syllabify

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
"""Characters of one article."""
CORPORA = (100, 1_000, 10_000)
"""Articles of a corpus."""
_ACCURATE_ARTICLES = 20

_BEGIN = """
import itertools, json, pathlib, sys, time
given = json.load(sys.stdin)
began, busy = time.perf_counter(), time.process_time()
def peak():  # the kernel's own mark: ru_maxrss would still hold the memory of the process that started this one
    status = pathlib.Path("/proc/self/status")
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.is_file() else None
import vnnews
"""
_COLD_START = """
imported = time.process_time()
vnnews.analyze(given)
print(json.dumps([imported - busy, time.process_time() - busy]))
"""
_MANY = """
texts, count = given
vnnews.analyze(texts[0])
begin = time.process_time()
for article in vnnews.analyze_many(itertools.islice(itertools.cycle(texts), count)):
    pass
print(json.dumps([time.process_time() - begin, peak()]))
"""
_ONE = """
vnnews.analyze("Hà Nội có 31/577 xã, ngày 26-5-2009.")
begin = time.process_time()
vnnews.analyze(given)
print(json.dumps([time.process_time() - begin, peak()]))
"""
_ACCURATE = """
analyzer = vnnews.Analyzer("accurate", threads=1)
analyzer.analyze(given[0])
first = time.perf_counter() - began
begin = time.process_time()
for article in analyzer.analyze_many(given):
    pass
print(json.dumps([first, time.process_time() - begin, peak()]))
"""


class Growth(Struct, frozen=True):
    """What a text of some size takes.

    Attributes:
        size: characters of one article, or articles of a corpus.
        syllables: of it.
        seconds: of the processor, with everything loaded before.
        peak_mb: peak memory of the process in MiB, None where the system does not tell.
    """

    size: int
    syllables: int
    seconds: float
    peak_mb: float | None

    def line(self, unit: str) -> str:
        """The figures, for reading."""
        memory = "" if self.peak_mb is None else f", peak {self.peak_mb:.0f} MiB"
        return f"{self.size:,} {unit}: {self.seconds:.3f} s, {self.syllables / self.seconds:,.0f} syllables/s{memory}"


class Accurate(Struct, frozen=True):
    """Figures of the accurate model on one thread: syllables a second, seconds to the first result, peak in MiB."""

    speed: float
    first_s: float
    peak_mb: float | None

    def line(self) -> str:
        """The figures, for reading."""
        memory = "" if self.peak_mb is None else f", peak {self.peak_mb:.0f} MiB"
        return f"accurate model, one thread: {self.speed:,.0f} syllables/s, first result {self.first_s:.2f} s{memory}"


def cold_start(text: str) -> tuple[float, float]:
    """Seconds of the processor for the import, and for the import and a first analysis."""
    import_s, first_s = _fresh(_COLD_START, text)
    return import_s, first_s


def peak(texts: Sequence[str]) -> float | None:
    """Peak memory of a process that analyses the texts, in MiB."""
    return _corpus(texts, len(texts)).peak_mb


def lengths(texts: Sequence[str]) -> tuple[Growth, ...]:
    """One article of each length, made of the texts."""
    whole = "\n\n".join(texts)
    found = []
    for size in LENGTHS:
        text = (whole * (size // len(whole) + 1))[:size]
        found.append(Growth(size, len(syllabify([text])), *_fresh(_ONE, text)))
    return tuple(found)


def corpus_sizes(texts: Sequence[str]) -> tuple[Growth, ...]:
    """A corpus of each size, made of the texts."""
    return tuple(_corpus(texts, size) for size in CORPORA)


def accurate(texts: Sequence[str]) -> Accurate:
    """The accurate model on a few of the texts."""
    some = list(texts[:_ACCURATE_ARTICLES])
    first, seconds, memory = _fresh(_ACCURATE, some)
    return Accurate(len(syllabify(some)) / seconds, first, memory)


def _corpus(texts: Sequence[str], size: int) -> Growth:
    counts = [len(syllabify([text])) for text in texts]
    rounds, rest = divmod(size, len(texts))
    return Growth(size, rounds * sum(counts) + sum(counts[:rest]), *_fresh(_MANY, [list(texts), size]))


def _fresh(program: str, given: object) -> Any:
    """Run a program in a fresh interpreter; it gets its input as JSON and prints its result as JSON.

    Modules are compiled as in an installation, whatever the environment says: else each process would compile them.
    """
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    )
    return json.loads(done.stdout)
