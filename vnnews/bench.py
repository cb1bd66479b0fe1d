"""How fast vnnews is, beside other toolkits on the same text in the same run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from vnnews.analyzer import Analyzer
from vnnews.names import fast_tagger, find_names
from vnnews.text.batches import batches
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.times import tag_times
from vnnews.words import segment

ROUNDS = 3
_STEADY = 0.5
HOSTILE_SIZES = (10_000, 100_000, 1_000_000)
RIVAL_SYLLABLES = 8_000
"""Enough text for a steady figure of a rival that reads some 2,000 syllables a second."""

WHOLE = "whole analysis, in batches"
SINGLE = "whole analysis, one by one"
NAMES = "names alone, in batches"
WORDS = "words alone, in batches"
TIMES = "times alone, in batches"
RIVAL_NAMES = "underthesea.ner"
RIVAL_WORDS = ("underthesea.word_tokenize", "pyvi")

_COLD_START = """
import json, sys, time
text = json.load(sys.stdin)[0]
begin = time.perf_counter()
import vnnews
imported = time.perf_counter()
vnnews.analyze(text)
print(json.dumps([imported - begin, time.perf_counter() - begin]))
"""
# the kernel's own mark for the program: ru_maxrss would still hold the memory of the process that started it
_PEAK = """
import json, pathlib, sys
texts = json.load(sys.stdin)
import vnnews
for article in vnnews.analyze_many(texts):
    pass
status = pathlib.Path("/proc/self/status").read_text()
print(json.dumps(int(status.partition("VmHWM:")[2].split()[0]) / 1024))
"""


class Bench(Struct, frozen=True):
    """Figures of one run.

    Attributes:
        articles, syllables: size of the text.
        speeds: syllables a second by what was run, one process; rivals that are not installed are left out.
        hostile: seconds a megabyte that the times take on digits, slashes and "ngày tháng năm" in any order, by
            characters of the text; it stays the same where time grows with the length.
        import_s: seconds for ``import vnnews`` in a fresh process.
        first_s: seconds for the import and the first analysis.
        peak_mb: peak resident memory of a process that analyses all the text, in MiB; None where the system does not
            tell (it is read from /proc).
    """

    articles: int
    syllables: int
    speeds: dict[str, float]
    hostile: dict[int, float]
    import_s: float
    first_s: float
    peak_mb: float | None

    def ratio(self, ours: str = WHOLE, rival: str = RIVAL_NAMES) -> float | None:
        """How many times faster one is than the other; None where the rival is not installed."""
        return self.speeds[ours] / self.speeds[rival] if rival in self.speeds else None

    def share(self, stage: str) -> float:
        """How much of a whole analysis, of 1, one stage takes on text that is already in symbols and sentences."""
        return self.speeds[WHOLE] / self.speeds[stage]

    def lines(self) -> list[str]:
        """The figures, for reading."""
        pairs = [(WHOLE, RIVAL_NAMES), (SINGLE, RIVAL_NAMES), (NAMES, RIVAL_NAMES), *((WORDS, r) for r in RIVAL_WORDS)]
        return [
            f"{self.articles:,} articles, {self.syllables:,} syllables; syllables a second, one process:",
            *(f"  {name:27} {speed:>11,.0f}" for name, speed in self.speeds.items()),
            *(
                f"  {ours} : {rival} = {ratio:.1f}"
                for ours, rival in pairs
                if (ratio := self.ratio(ours, rival)) is not None
            ),
            f"  {TIMES}: {100 * self.share(TIMES):.1f} % of {WHOLE}",
            "  times on hostile text, seconds a megabyte: "
            + ", ".join(f"{size:,} characters {seconds:.1f}" for size, seconds in self.hostile.items()),
            f"start-up: import {self.import_s:.2f} s, import and first analysis {self.first_s:.2f} s",
            "peak memory: " + ("not known here" if self.peak_mb is None else f"{self.peak_mb:.0f} MiB"),
        ]


def bench(texts: Sequence[str]) -> Bench:
    """Measure; rival and own rounds take turns, and the best round of each counts."""
    analyzer = Analyzer()
    syllables = len(syllabify(texts))
    sentences = [s.text for article in analyzer.analyze_many(texts[:50]) for s in article.sentences]
    runs: dict[str, tuple[int, Callable[[], object]]] = {
        WHOLE: (syllables, lambda: sum(1 for _ in analyzer.analyze_many(texts))),
        SINGLE: (syllables, lambda: [analyzer.analyze(text) for text in texts]),
        NAMES: (syllables, lambda: _each_batch(texts, _names)),
        WORDS: (syllables, lambda: _each_batch(texts, _words)),
        TIMES: (syllables, _times(texts)),
        **dict(_rivals(sentences)),
    }
    seconds = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, (_, run) in runs.items():
            seconds[name] = min(seconds[name], _best(run))
    import_s, first_s = min(_fresh(_COLD_START, texts[:1]) for _ in range(ROUNDS))
    return Bench(
        articles=len(texts),
        syllables=syllables,
        speeds={name: size / seconds[name] for name, (size, _) in runs.items()},
        hostile={size: _seconds(_times([_hostile(size)])) / size * 1e6 for size in HOSTILE_SIZES},
        import_s=import_s,
        first_s=first_s,
        peak_mb=_fresh(_PEAK, texts) if Path("/proc/self/status").is_file() else None,
    )


def _each_batch(texts: Sequence[str], run: Callable[[list[str]], object]) -> None:
    for batch in batches(texts, len):
        run(batch)


def _names(texts: list[str]) -> object:
    symbols = symbolise(syllabify(texts))
    return find_names(symbols, split_sentences(symbols.syllables), fast_tagger())


def _words(texts: list[str]) -> object:
    batch = syllabify(texts)
    return segment(batch, split_sentences(batch))


def _times(texts: Sequence[str]) -> Callable[[], object]:
    """The times alone, from symbols that are made beforehand: the other stages use them too."""
    made = [symbolise(syllabify(batch)) for batch in batches(texts, len)]
    ready = [(symbols, split_sentences(symbols.syllables)) for symbols in made]
    return lambda: [tag_times(*stage, [None] * (len(stage[0].syllables.texts) - 1)) for stage in ready]


def _hostile(size: int) -> str:
    """Pieces of dates in any order, the same at each run."""
    order = random.Random(size)
    pieces = ("ngày ", "tháng ", "năm ", "/", "-", " ", *"0123456789")
    return "".join(order.choices(pieces, k=size))[:size]


def _rivals(sentences: Sequence[str]) -> Iterator[tuple[str, tuple[int, Callable[[], object]]]]:
    """The rivals that are installed, on as many sentences as they read in a few seconds."""
    chosen: list[str] = []
    size = 0
    for sentence in sentences:
        if size < RIVAL_SYLLABLES:
            chosen.append(sentence)
            size += len(syllabify([sentence]))
    for name, load in ((RIVAL_NAMES, _load_ner), (RIVAL_WORDS[0], _load_word_tokenize), (RIVAL_WORDS[1], _load_pyvi)):
        try:
            rival = load()
        except ImportError:
            continue
        rival("Hà Nội")  # loads its model
        yield name, (size, lambda rival=rival: [rival(sentence) for sentence in chosen])  # type: ignore[misc]


def _load_ner() -> Callable[[str], object]:
    from underthesea import ner

    return ner  # type: ignore[no-any-return]


def _load_word_tokenize() -> Callable[[str], object]:
    from underthesea import word_tokenize

    return word_tokenize  # type: ignore[no-any-return]


def _load_pyvi() -> Callable[[str], object]:
    from pyvi import ViTokenizer

    return ViTokenizer.tokenize  # type: ignore[no-any-return]


def _best(work: Callable[[], object]) -> float:
    """The fastest of several runs, as many as fit into half a second: short ones feel other programs most."""
    times = [_seconds(work)]
    while sum(times) < _STEADY:
        times.append(_seconds(work))
    return min(times)


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
