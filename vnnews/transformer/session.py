"""A model file run by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.tagging.model import checked_bytes
from vnnews.transformer.emissions import Transformer
from vnnews.transformer.pieces import BEGIN, END, UNKNOWN, Vocabulary
from vnnews.transformer.settings import KEY, Settings


def load(path: Path, threads: int | None = None) -> Transformer:
    """Read a model that :func:`vnnews.transformer.export.export` made.

    Args:
        path: the file.
        threads: for one run of the network; None for as many as there are processors.

    Raises:
        ModelError: the file is missing or damaged, the digest does not fit, or onnxruntime is not installed.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError("the accurate model needs onnxruntime: pip install 'vnnews[accurate]'") from error
    data = checked_bytes(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait leave the processor
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        settings = msgspec.json.decode(session.get_modelmeta().custom_metadata_map[KEY], type=Settings)
    except Exception as error:  # the errors of onnxruntime have no class in common
        raise ModelError(f"{path}: not a model of this version: {error}") from error

    def run(ids: NDArray[np.int64], features: NDArray[np.float32]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = session.run(None, {"ids": ids, "features": features})[0]
        return scores

    model = Transformer(
        settings.labels,
        Vocabulary(settings.pieces, np.array(settings.scores, dtype=np.float32)),
        run,
        _array(path, settings.transitions),
        _array(path, settings.initial),
    )
    _check(path, model)
    try:
        _try(model, session.get_inputs())
    except Exception as error:
        raise ModelError(f"{path}: its network and its settings do not fit together: {error}") from error
    return model


def _array(path: Path, rows: object) -> NDArray[np.float32]:
    try:
        return np.array(rows, dtype=np.float32)
    except ValueError as error:  # rows of different lengths
        raise ModelError(f"{path}: not a model of this version: {error}") from error


def _check(path: Path, model: Transformer) -> None:
    """Refuse what would load but label at random."""
    size, pieces = len(model.labels), model.vocabulary.pieces
    if not size or model.transitions.shape != (size, size) or model.initial.shape != (size,):
        raise ModelError(f"{path}: transitions and labels do not fit together")
    if len(pieces) <= UNKNOWN + 1 or model.vocabulary.scores.shape != (len(pieces),):
        raise ModelError(f"{path}: pieces and their scores do not fit together")
    if not all(np.isfinite(array).all() for array in (model.transitions, model.initial, model.vocabulary.scores)):
        raise ModelError(f"{path}: damaged: some scores are no numbers")


def _try(model: Transformer, inputs: Sequence[Any]) -> None:
    """Run the network once, on the last piece of the vocabulary, and look at what comes out.

    Raises:
        ValueError: no score for each label of each piece. onnxruntime has errors of its own.
    """
    width = next(given.shape[-1] for given in inputs if given.name == "features")
    ids = np.array([[BEGIN, len(model.vocabulary.pieces) - 1, END]], dtype=np.int64)
    scores = model.run(ids, np.zeros((*ids.shape, width), dtype=np.float32))
    if scores.shape != (*ids.shape, len(model.labels)) or not np.isfinite(scores).all():
        raise ValueError(f"scores of shape {scores.shape} for {len(model.labels)} labels")
