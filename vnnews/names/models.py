"""Which model finds the names: one that comes with vnnews, or the file of one that its user has trained."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias, get_args

from vnnews.errors import ModelError
from vnnews.names.labels import LABELS
from vnnews.names.tagger import FastTagger, NameTagger, fast_tagger
from vnnews.tagging.model import load_model
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify

ModelName = Literal["fast", "accurate"]
MODELS: tuple[ModelName, ...] = get_args(ModelName)

SUFFIXES = (".npz", ".onnx")
"""Of the files that ``vnnews train names`` and ``vnnews train accurate`` write."""

_TRIAL = "Sáng 3/6, ông Nguyễn Văn An ở Hà Nội ký Luật Đất đai."


class OwnModel(NamedTuple):
    """A model in a file.

    Attributes:
        path: where it lies.
        sha256: digest of the file when it was chosen; other processes refuse another file in its place.
    """

    path: Path
    sha256: str

    def __str__(self) -> str:
        """What tells it from other models, wherever it lies."""
        return f"sha256:{self.sha256}"


Chosen: TypeAlias = ModelName | OwnModel


def choose(model: str | Path | Chosen) -> Chosen:
    """The model that is meant by a name of MODELS or by the path of a file.

    Raises:
        ValueError: it is no such name, and no file of a model is called so.
        ModelError: the file is missing.
    """
    if isinstance(model, OwnModel):
        return model
    for name in MODELS:
        if model == name:
            return name
    path = Path(model)
    if path.suffix not in SUFFIXES:
        known = ", ".join(map(repr, MODELS))
        raise ValueError(f"no model {str(model)!r}; there are {known}, and files of your own: {' or '.join(SUFFIXES)}")
    try:
        return OwnModel(path.absolute(), hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError as error:
        raise ModelError(f"cannot read the model {path}: {error.strerror}") from error


def name_tagger(model: str | Path | Chosen = "fast", threads: int | None = None) -> NameTagger:
    """What finds the names.

    Args:
        model: one of MODELS, or the file of a model that ``vnnews train`` has written.
        threads: of the accurate model; None for as many as there are processors.

    Raises:
        ValueError: there is no such model.
        ModelError: its file is missing or damaged or holds another model, or what runs it is not installed.
    """
    chosen = choose(model)
    if chosen == "fast":
        return fast_tagger()
    if isinstance(chosen, OwnModel):
        return _own(chosen, threads if chosen.path.suffix == ".onnx" else None)
    from vnnews.names.accurate import accurate_tagger

    return accurate_tagger(threads)


@lru_cache(maxsize=4)
def _own(model: OwnModel, threads: int | None) -> NameTagger:
    tagger: NameTagger
    if model.path.suffix == ".npz":
        tagger = FastTagger(load_model(model.path, LABELS))
    else:
        from vnnews.names.accurate import load_accurate

        tagger = load_accurate(model.path, threads)
    if choose(model.path) != model:
        raise ModelError(f"{model.path}: the file has changed since it was chosen; begin again")
    try:
        trial = syllabify([_TRIAL])
        tagger.tag(trial, split_sentences(trial))
    except Exception as error:  # features that there are not: whatever fails would fail at the first article
        raise ModelError(f"{model.path}: not a model of names of this version: {error!r}") from error
    return tagger
