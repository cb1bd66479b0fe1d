"""``vnnews evaluate``: how good the stages are."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vnnews.cli.corpus import Corpora, annotated_files, own_corpus
from vnnews.cli.options import ModelOption, model_of
from vnnews.cli.progress import watching


class Task(StrEnum):
    """What can be measured."""

    names = "names"
    times = "times"
    numbers = "numbers"
    sentences = "sentences"
    places = "places"
    words = "words"
    pos = "pos"


def evaluate(
    task: Annotated[Task, typer.Argument(help="What to measure.")],
    paths: Corpora = None,
    rival: Annotated[bool, typer.Option(help="Names, words, pos: other toolkits too, where installed.")] = True,
    errors: Annotated[int, typer.Option(metavar="N", help="Also list up to N errors of each kind.")] = 0,
    model: ModelOption = "fast",
    disagreements: Annotated[
        bool, typer.Option("--disagreements", help="Names: list where the annotation disagrees with itself instead.")
    ] = False,
) -> None:
    """Measure against annotated texts.

    Reads *.dev.txt and *.dev.jsonl of the folders named; for words and pos, dev.conllu. Prints precision, recall and
    F1 of exact spans by class, and the share of right values for times and numbers.
    """
    from rich.console import Console

    from vnnews.evaluation import report
    from vnnews.report import printable

    if disagreements:
        _disagreements(task, paths or [own_corpus(task.value)])
        return
    names = model_of(model)
    console = Console(width=None if sys.stdout.isatty() else 120)
    for path in paths or [own_corpus(task.value)]:
        with watching() as watch:
            tables = list(report.measure(task.value, [path], report.Options(rival, names, watch)))
        for measured in tables:
            with console.capture() as captured:
                console.print(report.table(measured))
            print(captured.get(), end="")
            for line in report.errors(measured, errors):
                print(printable(line))


def _disagreements(task: Task, folders: list[Path]) -> None:
    """Surfaces with several labels, and spans that break a decision of the guidelines, in train and dev files."""
    from vnnews import corpora
    from vnnews.evaluation import disagreements

    if task is not Task.names:
        raise typer.BadParameter("only names have it", param_hint="'--disagreements'")
    for line in disagreements.lines(list(corpora.read(annotated_files(folders)))):
        print(line)
