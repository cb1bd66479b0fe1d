"""Measurements as tables: by class, and beside a rival."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from vnnews.corpora import NAME_LABELS, GoldText, find, read
from vnnews.evaluation.names import evaluate_names, evaluate_underthesea
from vnnews.evaluation.numbers import evaluate_numbers
from vnnews.evaluation.places import evaluate_places
from vnnews.evaluation.sentences import evaluate_sentences
from vnnews.evaluation.spans import Difference, Scores
from vnnews.evaluation.times import evaluate_times
from vnnews.evaluation.words import (
    RIVALS,
    WORD,
    evaluate_pos,
    evaluate_rival_words,
    evaluate_tags,
    evaluate_words,
)
from vnnews.names import OwnModel, name_tagger
from vnnews.words.treebank import read_treebank

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
        note: what the table cannot show.
    """

    title: str
    classes: dict[str, tuple[str, ...]]
    systems: dict[str, Scores]
    differences: list[Difference]
    note: str = ""


@dataclass(frozen=True)
class Options:
    """What is measured.

    Attributes:
        rival: other toolkits too, where they are installed.
        model: what finds the names, see :class:`vnnews.Analyzer`.
        watch: passes on the texts that a system, which it is told, reads one by one: to show how many are read.
    """

    rival: bool = True
    model: str | Path | OwnModel = "fast"
    watch: Callable[[str, Iterable[GoldText]], Iterable[GoldText]] = lambda system, texts: texts


def measure(task: str, paths: Sequence[Path], options: Options | None = None) -> Iterator[Measured]:
    """Measure a task (one of TASKS) on the dev files of each path.

    Raises:
        CorpusError: see :func:`vnnews.corpora.find`.
    """
    for path in paths:
        if task in TREEBANK_TASKS:
            (file,) = find([path], "dev", (".conllu",))
            texts = list(read_treebank(file))
        else:
            texts = list(read(find([path], "dev")))
        yield from TASKS[task](f"{task} on {path.name}: {len(texts)} texts", texts, options or Options())


def _names(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    model = options.model.path if isinstance(options.model, OwnModel) else Path(options.model)
    ours = f"vnnews {model.name}"
    scores, differences = evaluate_names(options.watch(ours, texts), name_tagger(options.model))
    systems = {ours: scores}
    if options.rival:
        with suppress(ImportError):  # it is a dependency, but a deployment may leave it out
            systems["underthesea"] = evaluate_underthesea(options.watch("underthesea", texts))
    classes = {label: (label,) for label in NAME_LABELS if scores.gold[label]}
    yield Measured(title, {**classes, "+".join(CORE): CORE}, systems, differences)


def _times(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    yield _one_class(title, "TIME", *evaluate_times(texts))


def _numbers(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    yield _one_class(title, "NUM", *evaluate_numbers(texts))


def _sentences(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    for line_breaks in (False, True):
        layout = "one a line" if line_breaks else "in paragraphs"
        yield _one_class(f"{title}, {layout}", "sentence", *evaluate_sentences(texts, line_breaks))


def _places(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    for gold_names in (True, False):
        measured = evaluate_places(texts, gold_names)
        classes = {kind: (kind,) for kind in sorted(measured.scores.gold)}
        names = "gold names" if gold_names else "names found in the text"
        note = f"{100 * measured.resolved:.1f} % have a code, {100 * measured.kinds:.1f} % of the kinds are right"
        systems = {"vnnews": measured.scores}
        yield Measured(f"{title}, {names}", {**classes, "all": ()}, systems, measured.differences, note)


def _one_class(title: str, label: str, scores: Scores, differences: list[Difference]) -> Measured:
    return Measured(title, {label: (label,)}, {"vnnews": scores}, differences)


def _words(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    scores, differences = evaluate_words(texts)
    systems = {"vnnews": scores}
    for name in RIVALS if options.rival else ():
        with suppress(ImportError):
            systems[name] = evaluate_rival_words(texts, name)[0]
    yield Measured(title, {WORD: (WORD,)}, systems, differences)


def _pos(title: str, texts: Sequence[GoldText], options: Options) -> Iterator[Measured]:
    for gold in (True, False):
        scores, differences = evaluate_pos(texts, gold=gold)
        classes = {label: (label,) for label in sorted(scores.gold)}
        words = "gold words" if gold else "words found in running text"
        yield Measured(f"{title}, {words}", {**classes, "all": ()}, {"vnnews": scores}, differences)
    systems = {"vnnews": evaluate_tags(texts)[0]}
    for name in RIVALS if options.rival else ():
        with suppress(ImportError):
            systems[name] = evaluate_tags(texts, name)[0]
    yield Measured(f"{title}, VLSP tags in running text", {"all": ()}, systems, [])


TASKS: Mapping[str, Callable[[str, Sequence[GoldText], Options], Iterator[Measured]]] = {
    "names": _names,
    "times": _times,
    "numbers": _numbers,
    "sentences": _sentences,
    "places": _places,
    "words": _words,
    "pos": _pos,
}
TREEBANK_TASKS = ("words", "pos")
"""Tasks that are measured on a treebank in CoNLL-U, the others on news and sentence files."""


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
        row = [name, str(sum(ours.gold[label] for label in labels or ours.gold))]
        for scores in measured.systems.values():
            row += [f"{100 * score(*labels):.1f}" for score in (scores.precision, scores.recall, scores.f1)]
        out.add_row(*row)
    if measured.note:
        out.caption = measured.note
    elif ours.valued != ours.right:
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
