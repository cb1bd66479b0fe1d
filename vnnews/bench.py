"""How fast vnnews is, beside underthesea.ner on the same text in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from vnnews.analyzer import Analyzer
from vnnews.text.syllables import syllabify

ROUNDS = 3
RIVAL_SYLLABLES = 8_000
"""Enough text for a steady figure of a rival that reads some 2,000 syllables a second."""

_COLD_START = """
import json, sys, time
text = json.load(sys.stdin)[0]
begin = time.perf_counter()
import vnnews
imported = time.perf_counter()
vnnews.analyze(text)
print(json.dumps([imported - begin, time.perf_counter() - begin]))
"""
_PEAK = """
import json, resource, sys
texts = json.load(sys.stdin)
import vnnews
for article in vnnews.analyze_many(texts):
    pass
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


class Bench(Struct, frozen=True):
    """Figures of one run.

    Attributes:
        articles, syllables: size of the text.
        batch: syllables a second of the whole analysis, many articles at once, one process.
        single: the same, article by article.
        underthesea: syllables a second of ``underthesea.ner``, sentence by sentence; None where it is not installed.
        import_s: seconds for ``import vnnews`` in a fresh process.
        first_s: seconds for the import and the first analysis.
        peak_mb: peak resident memory of a process that analyses all the text, in MiB.
    """

    articles: int
    syllables: int
    batch: float
    single: float
    underthesea: float | None
    import_s: float
    first_s: float
    peak_mb: float

    def lines(self) -> list[str]:
        """The figures, for reading."""
        lines = [
            f"text                      {self.articles:,} articles, {self.syllables:,} syllables",
            f"whole analysis, batches   {self.batch:,.0f} syllables/s, one process",
            f"whole analysis, one by one {self.single:,.0f} syllables/s",
        ]
        if self.underthesea and self.ratio:
            single = self.single / self.underthesea
            lines += [
                f"underthesea.ner           {self.underthesea:,.0f} syllables/s",
                f"ratio                     {self.ratio:.1f} in batches, {single:.1f} one by one",
            ]
        else:
            lines.append("underthesea.ner           not installed")
        return [
            *lines,
            f"start-up                  import {self.import_s:.2f} s, import and first analysis {self.first_s:.2f} s",
            f"peak memory               {self.peak_mb:.0f} MiB",
        ]

    @property
    def ratio(self) -> float | None:
        """How many times faster the whole analysis is, in batches, than the rival's names alone."""
        return self.batch / self.underthesea if self.underthesea else None


def bench(texts: Sequence[str]) -> Bench:
    """Measure; rival and own rounds take turns, and the best round of each counts."""
    analyzer = Analyzer()
    syllables = len(syllabify(texts))
    sentences = [s.text for article in analyzer.analyze_many(texts[:50]) for s in article.sentences]
    rival, rival_syllables = _rival(sentences)
    batch = single = other = float("inf")
    for _ in range(ROUNDS):
        batch = min(batch, _seconds(lambda: sum(1 for _ in analyzer.analyze_many(texts))))
        single = min(single, _seconds(lambda: [analyzer.analyze(text) for text in texts]))
        if rival is not None:
            other = min(other, _seconds(rival))
    import_s, first_s = min(_fresh(_COLD_START, texts[:1]) for _ in range(ROUNDS))
    return Bench(
        articles=len(texts),
        syllables=syllables,
        batch=syllables / batch,
        single=syllables / single,
        underthesea=rival_syllables / other if rival is not None else None,
        import_s=import_s,
        first_s=first_s,
        peak_mb=_fresh(_PEAK, texts),
    )


def _rival(sentences: Sequence[str]) -> tuple[Callable[[], object] | None, int]:
    try:
        from underthesea import ner
    except ImportError:
        return None, 0
    chosen, size = [], 0
    for sentence in sentences:
        if size >= RIVAL_SYLLABLES:
            break
        chosen.append(sentence)
        size += len(syllabify([sentence]))
    ner("Hà Nội")  # loads its model
    return lambda: [ner(sentence) for sentence in chosen], size


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _fresh(program: str, texts: Sequence[str]) -> Any:
    """Run a program in a fresh interpreter; it reads texts as JSON and prints its result as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(list(texts)), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
