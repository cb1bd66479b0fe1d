"""``vnnews bench``: how fast the analysis is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vnnews.cli.corpus import Corpora, annotated_files, own_corpus
from vnnews.cli.output import check_output, open_output


def bench(
    paths: Corpora = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.json", help="Also write the figures as JSON, - for stdout."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw them: .svg, .png or .pdf; needs matplotlib.")
    ] = None,
    growth: Annotated[
        bool, typer.Option(help="Also growth with length and corpus, and the accurate model: some minutes.")
    ] = True,
) -> None:
    """Measure how fast the analysis is.

    The whole and its stages beside other toolkits in the same run; also start-up, memory, growth.
    """
    import sys

    import msgspec

    from vnnews import corpora
    from vnnews.bench import bench as measure

    for path in (output, plot):
        if path is not None and str(path) != "-":
            check_output(path)

    texts = [text.text for text in corpora.read(annotated_files(paths or [own_corpus()]))]
    result = measure(texts, growth)
    to_stdout = str(output) == "-"
    print("\n".join(result.lines()), file=sys.stderr if to_stdout else sys.stdout, flush=True)
    if output is not None:
        with open_output(output) as file:
            file.write(msgspec.json.format(msgspec.json.encode(result)) + b"\n")
    if plot is not None:
        from vnnews.bench.plot import plot as draw

        draw(result, plot)
