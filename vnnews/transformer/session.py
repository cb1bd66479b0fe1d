"""A model file run by onnxruntime."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.tagging.model import checked_bytes
from vnnews.transformer.emissions import Transformer
from vnnews.transformer.pieces import Vocabulary
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

    return Transformer(
        settings.labels,
        Vocabulary(settings.pieces, np.array(settings.scores, dtype=np.float32)),
        run,
        np.array(settings.transitions, dtype=np.float32),
        np.array(settings.initial, dtype=np.float32),
    )
