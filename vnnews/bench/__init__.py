"""How fast vnnews is: the whole and each stage, start-up, memory and growth, beside other toolkits in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from msgspec import Struct

from vnnews.analyzer import Analyzer
from vnnews.bench.fresh import Accurate, Growth, accurate, cold_start, corpus_sizes, lengths, peak
from vnnews.bench.rivals import RIVAL_NAMES, RIVAL_WORDS, rivals
from vnnews.bench.stages import hostile_seconds, stage_seconds, tag_names, tag_times, tag_words
from vnnews.bench.timing import best, repeated
from vnnews.text.syllables import syllabify

__all__ = ["NAMES", "RIVAL_NAMES", "RIVAL_WORDS", "SINGLE", "TIMES", "WHOLE", "WORDS", "Bench", "bench"]

ROUNDS = 3
WHOLE = "whole analysis, in batches"
SINGLE = "whole analysis, one by one"
NAMES = "names alone, in batches"
WORDS = "words alone, in batches"
TIMES = "times alone, in batches"

_GOALS = {WHOLE: 100, SINGLE: 60}
_GOAL_FIRST = 0.4


class Bench(Struct, frozen=True):
    """Figures of one run; seconds of speeds are of the processor, so that other programs do not count.

    Attributes:
        articles, syllables: size of the text.
        speeds: syllables a second by what was run, one process; rivals that are not installed are left out.
        stages: share of each stage of the analysis, of 1, in batches and one by one.
        hostile: seconds a megabyte that the times take on digits, slashes and "ngày tháng năm" in any order, by
            characters of the text; it stays the same where time grows with the length.
        import_s: seconds for ``import vnnews`` in a fresh process, which imports little until a name of it is used.
        first_s: seconds for the import and the first analysis.
        peak_mb: peak resident memory of a process that analyses all the text, in MiB; None where the system does not
            tell (it is read from /proc).
        lengths: one article of so many characters.
        corpora: a corpus of so many articles, the given ones again and again.
        accurate: the accurate model, None where it does not run or was not asked for.
    """

    articles: int
    syllables: int
    speeds: dict[str, float]
    stages: dict[str, dict[str, float]]
    hostile: dict[int, float]
    import_s: float
    first_s: float
    peak_mb: float | None
    lengths: tuple[Growth, ...] = ()
    corpora: tuple[Growth, ...] = ()
    accurate: Accurate | None = None

    def ratio(self, ours: str = WHOLE, rival: str = RIVAL_NAMES) -> float | None:
        """How many times faster one is than the other; None where the rival is not installed."""
        return self.speeds[ours] / self.speeds[rival] if rival in self.speeds else None

    def share(self, stage: str) -> float:
        """How much of a whole analysis, of 1, one stage takes on text that is already in symbols and sentences."""
        return self.speeds[WHOLE] / self.speeds[stage]

    def lines(self) -> list[str]:
        """The figures, for reading."""
        return [
            f"{self.articles:,} articles, {self.syllables:,} syllables; syllables a second, one process:",
            *(f"  {name:27} {speed:>11,.0f}" for name, speed in self.speeds.items()),
            *self._ratios(),
            f"  {TIMES}: {100 * self.share(TIMES):.1f} % of {WHOLE}",
            *(
                f"stages, {way}: " + ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items())
                for way, shares in self.stages.items()
            ),
            "times on hostile text, seconds a megabyte: "
            + ", ".join(f"{size:,} characters {seconds:.1f}" for size, seconds in self.hostile.items()),
            f"start-up: import {self.import_s:.2f} s, import and first analysis {self.first_s:.2f} s "
            f"(goal {_GOAL_FIRST})",
            "peak memory: " + ("not known here" if self.peak_mb is None else f"{self.peak_mb:.0f} MiB"),
            *(f"one article of {growth.line('characters')}" for growth in self.lengths),
            *(f"a corpus of {growth.line('articles')}" for growth in self.corpora),
            *([] if self.accurate is None else [self.accurate.line()]),
        ]

    def _ratios(self) -> list[str]:
        pairs = [(ours, RIVAL_NAMES) for ours in (WHOLE, SINGLE, NAMES)] + [(WORDS, rival) for rival in RIVAL_WORDS]
        return [
            f"  {ours} : {rival} = {ratio:.1f}" + (f" (goal {_GOALS[ours]})" if ours in _GOALS else "")
            for ours, rival in pairs
            if (ratio := self.ratio(ours, rival)) is not None
        ]


def bench(texts: Sequence[str], growth: bool = False) -> Bench:
    """Measure; rival and own rounds take turns, and the best round of each counts.

    Args:
        texts: the articles.
        growth: whether to measure the growth with length and corpus and the accurate model too, some minutes more.
    """
    analyzer = Analyzer()
    syllables = len(syllabify(texts))
    sentences = [s.text for article in analyzer.analyze_many(texts[:50]) for s in article.sentences]

    def in_batches() -> None:
        for _ in analyzer.analyze_many(texts):
            pass

    def one_by_one() -> None:
        for text in texts:
            analyzer.analyze(text)

    runs: dict[str, tuple[int, Callable[[], object]]] = {
        WHOLE: (syllables, in_batches),
        SINGLE: (syllables, one_by_one),
        NAMES: (syllables, tag_names(texts)),
        WORDS: (syllables, tag_words(texts)),
        TIMES: (syllables, tag_times(texts)),
        **dict(rivals(sentences)),
    }
    seconds = best({name: run for name, (_, run) in runs.items()}, ROUNDS)
    import_s, first_s = min(repeated(lambda: cold_start(texts[0]), ROUNDS))
    has_accurate = growth and find_spec("onnxruntime") is not None
    return Bench(
        articles=len(texts),
        syllables=syllables,
        speeds={name: size / seconds[name] for name, (size, _) in runs.items()},
        stages={WHOLE: stage_seconds(in_batches), SINGLE: stage_seconds(one_by_one)},
        hostile=hostile_seconds(),
        import_s=import_s,
        first_s=first_s,
        peak_mb=peak(texts),
        lengths=lengths(texts) if growth else (),
        corpora=corpus_sizes(texts) if growth else (),
        accurate=accurate(texts) if has_accurate else None,
    )
