"""The figures as a picture."""

from __future__ import annotations

from pathlib import Path

from vnnews.bench import Bench
from vnnews.errors import VnnewsError


def plot(result: Bench, path: Path) -> None:
    """Draw speeds, stages and growth; the suffix of the path tells the format: .svg, .png, .pdf.

    Raises:
        VnnewsError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise VnnewsError("a plot needs matplotlib: pip install matplotlib") from error
    figure = Figure(figsize=(11, 8), layout="constrained")
    speeds, stages, length, corpus = figure.subplots(2, 2).flat
    speeds.barh(list(result.speeds)[::-1], list(result.speeds.values())[::-1])
    speeds.set(xscale="log", title="syllables a second, one process")
    left = dict.fromkeys(result.stages, 0.0)
    for stage in next(iter(result.stages.values())):
        shares = {way: 100 * by_stage[stage] for way, by_stage in result.stages.items()}
        stages.barh(list(shares), list(shares.values()), left=list(left.values()), label=stage)
        left = {way: left[way] + share for way, share in shares.items()}
    stages.set(title="stages, % of the time")
    stages.legend(fontsize="small", ncols=2)
    for axes, found, unit in (
        (length, result.lengths, "characters of one article"),
        (corpus, result.corpora, "articles"),
    ):
        axes.plot([growth.size for growth in found], [growth.syllables / growth.seconds for growth in found], "o-")
        axes.set(xscale="log", ylim=(0, None), xlabel=unit, ylabel="syllables a second")
        memory = axes.twinx()
        memory.plot(
            [growth.size for growth in found], [growth.peak_mb or 0 for growth in found], "s--", color="tab:red"
        )
        memory.set(ylim=(0, None), ylabel="peak memory, MiB (red)")
    figure.savefig(path)
