"""Measurements as tables: by class, and beside a rival."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from vnnews.corpora import NAME_LABELS, GoldText, find, read
from vnnews.evaluation.names import evaluate_names, evaluate_underthesea
from vnnews.evaluation.numbers import evaluate_numbers
from vnnews.evaluation.spans import Difference, Scores
from vnnews.evaluation.times import evaluate_times
from vnnews.names import fast_model

CORE = ("PER", "ORG", "LOC")
"""The classes of names that all toolkits know; "together" counts these."""


@dataclass(frozen=True)
class Measured:
    """One task on one corpus.

    Attributes:
        title: task, corpus and size.
        classes: rows of the table, each a name and the classes that it counts.
        systems: scores by name of the system, ours first.
        differences: our errors.
    """

    title: str
    classes: dict[str, tuple[str, ...]]
    systems: dict[str, Scores]
    differences: list[Difference]


def measure(task: str, paths: Sequence[Path], rival: bool = True) -> Iterator[Measured]:
    """Measure a task ("names", "times", "numbers") on the dev files of each path.

    Raises:
        CorpusError: see :func:`vnnews.corpora.find`.
    """
    for path in paths:
        texts = list(read(find([path], "dev")))
        title = f"{task} on {path.name}: {len(texts)} texts"
        if task == "names":
            yield _names(title, texts, rival)
        else:
            scores, differences = evaluate_times(texts) if task == "times" else evaluate_numbers(texts)
            yield Measured(title, {label: (label,) for label in sorted(scores.gold)}, {"vnnews": scores}, differences)


def _names(title: str, texts: Sequence[GoldText], rival: bool) -> Measured:
    scores, differences = evaluate_names(texts, fast_model())
    systems = {"vnnews": scores}
    if rival:
        with suppress(ImportError):  # it is a dependency, but a deployment may leave it out
            systems["underthesea"] = evaluate_underthesea(texts)
    classes = {label: (label,) for label in NAME_LABELS if scores.gold[label]}
    return Measured(title, {**classes, "+".join(CORE): CORE}, systems, differences)


def table(measured: Measured) -> Table:
    """Precision, recall and F1 in percent."""
    out = Table(title=measured.title, title_justify="left")
    out.add_column("")
    out.add_column("gold", justify="right")
    for system in measured.systems:
        for column in ("P", "R", "F1"):
            out.add_column(f"{system} {column}" if column == "P" else column, justify="right")
    ours = next(iter(measured.systems.values()))
    for name, labels in measured.classes.items():
        row = [name, str(sum(ours.gold[label] for label in labels))]
        for scores in measured.systems.values():
            row += [f"{100 * score(*labels):.1f}" for score in (scores.precision, scores.recall, scores.f1)]
        out.add_row(*row)
    if ours.valued != ours.right:
        right = sum(ours.right.values())
        out.caption = f"values right on {100 * ours.value_accuracy():.1f} % of the {right} spans found exactly"
    return out


def errors(measured: Measured, most: int) -> Iterator[str]:
    """Up to ``most`` errors of each kind, a line each."""
    kinds = dict.fromkeys(difference.kind for difference in measured.differences)
    for kind in kinds if most else ():
        found = [difference for difference in measured.differences if difference.kind == kind]
        yield f"{kind}: {len(found)}"
        for difference in found[:most]:
            said = f"{difference.gold or '-'} | {difference.found or '-'}"
            yield f"  {difference.text}: {said} | …{difference.context}…"
