"""The trained network as an ONNX file, its matrices in 8 bits; needs onnx.

The graph is written node by node, so that it is the same for the same weights whatever the version of PyTorch. A
matrix has a scale for each column; the states that meet it are rounded to 8 bits with a scale for each piece, so that
a piece gets the same scores whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from vnnews.transformer.pieces import PADDING, Vocabulary
from vnnews.transformer.settings import KEY, Settings

OPSET = 20
_LARGEST = 63
"""Weights are within 7 bits: older processors add two products of 8 bits in 16, which more would overflow."""

_EPSILON = 1e-12
_FAR = -1e4

State = Mapping[str, NDArray[np.float32]]


def export(
    state: State,
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
    labels: Sequence[str],
    vocabulary: Vocabulary,
    heads: int = 12,
    bits: int = 8,
) -> bytes:
    """Write the model.

    Args:
        state: arrays by the names of :class:`vnnews.transformer.network.Network`.
        transitions, initial: of the CRF.
        labels: the label set, "O" first.
        vocabulary: the pieces, one for each row of the embeddings.
        heads: of the attention.
        bits: 8, or 32 for a model with the weights as they are.
    """
    graph = _Graph(state, heads, bits)
    settings = Settings(
        tuple(labels),
        vocabulary.pieces,
        tuple(round(score, 4) for score in vocabulary.scores.tolist()),
        tuple(map(tuple, transitions.round(4).tolist())),
        tuple(initial.round(4).tolist()),
    )
    model = graph.model()
    helper.set_model_props(model, {KEY: msgspec.json.encode(settings).decode("utf-8")})
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)  # type: ignore[no-any-return]


class _Graph:
    def __init__(self, state: State, heads: int, bits: int) -> None:
        self.state, self.heads, self.bits = state, heads, bits
        self.hidden = state["norm.weight"].shape[0]
        self.layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        x = self._embeddings()
        far = self._far()
        for layer in range(self.layers):
            x = self._layer(x, far, f"layers.{layer}")
        self._op("Add", self._matmul(x, "out.weight"), self._array("out.bias"), out="scores")
        features = self.state["features.weight"].shape[1]
        labels = self.state["out.bias"].shape[0]
        graph = helper.make_graph(
            self.nodes,
            "vnnews",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, ["windows", "length"]),
                helper.make_tensor_value_info("features", TensorProto.FLOAT, ["windows", "length", features]),
            ],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["windows", "length", labels])],
            list(self.constants.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)

    def _embeddings(self) -> str:
        if self.bits == 8:
            weights = self.state["words.weight"]
            scale = np.maximum(np.abs(weights).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
            rows = self._op("Gather", self._constant("words", np.round(weights / scale).astype(np.int8)), "ids")
            sizes = self._op("Gather", self._constant("words.scale", scale), "ids")
            words = self._op("Mul", self._op("Cast", rows, to=TensorProto.FLOAT), sizes)
        else:
            words = self._op("Gather", self._array("words.weight"), "ids")
        shape = self._op("Shape", "ids", start=1, end=2)
        length = self._op("Squeeze", shape)
        zero, one = (self._constant(f"int.{n}", np.array(n, dtype=np.int64)) for n in (0, 1))
        places = self._op("Gather", self._array("places.weight"), self._op("Range", zero, length, one))
        features = self._op("MatMul", "features", self._transposed("features.weight"))
        return self._norm(self._op("Add", self._op("Add", words, places), features), "norm")

    def _far(self) -> str:
        """Added to attention, (windows, 1, 1, length): far below zero for padding."""
        padding = self._op("Equal", "ids", self._constant("padding", np.array(PADDING, dtype=np.int64)))
        values = (self._constant(f"far.{n}", np.array(n, dtype=np.float32)) for n in (_FAR, 0))
        far = self._op("Where", padding, *values)
        return self._op("Unsqueeze", far, self._constant("axes", np.array([1, 2], dtype=np.int64)))

    def _layer(self, x: str, far: str, name: str) -> str:
        size = self.hidden // self.heads
        joint = np.concatenate([self.state[f"{name}.{part}.weight"] for part in "qkv"]).copy()
        bias = np.concatenate([self.state[f"{name}.{part}.bias"] for part in "qkv"]).copy()
        joint[: self.hidden] /= np.sqrt(size)
        bias[: self.hidden] /= np.sqrt(size)
        projected = self._op(
            "Add", self._matmul(x, f"{name}.qkv.weight", joint), self._constant(f"{name}.qkv.bias", bias)
        )
        apart = self._op(
            "Reshape", projected, self._constant("apart", np.array([0, 0, 3, self.heads, size], dtype=np.int64))
        )
        turned = self._op("Transpose", apart, perm=[2, 0, 3, 1, 4])
        q, k, v = (
            self._op("Gather", turned, self._constant(f"int.{n}", np.array(n, dtype=np.int64))) for n in range(3)
        )
        k = self._op("Transpose", k, perm=[0, 1, 3, 2])
        weights = self._op("Softmax", self._op("Add", self._op("MatMul", q, k), far), axis=-1)
        seen = self._op("Transpose", self._op("MatMul", weights, v), perm=[0, 2, 1, 3])
        seen = self._op("Reshape", seen, self._constant("joined", np.array([0, 0, self.hidden], dtype=np.int64)))
        x = self._norm(self._op("Add", x, self._linear(seen, f"{name}.ao")), f"{name}.aln")
        inner = self._op("Gelu", self._linear(x, f"{name}.fi"))
        return self._norm(self._op("Add", x, self._linear(inner, f"{name}.fo")), f"{name}.oln")

    def _norm(self, x: str, name: str) -> str:
        return self._op(
            "LayerNormalization", x, self._array(f"{name}.weight"), self._array(f"{name}.bias"), epsilon=_EPSILON
        )

    def _linear(self, x: str, name: str) -> str:
        return self._op("Add", self._matmul(x, f"{name}.weight"), self._array(f"{name}.bias"))

    def _matmul(self, x: str, name: str, weights: NDArray[np.float32] | None = None) -> str:
        """``x`` times the matrix, given with a row for each output."""
        matrix = np.ascontiguousarray((self.state[name] if weights is None else weights).T)
        if self.bits != 8:
            return self._op("MatMul", x, self._constant(name, matrix))
        scale = np.maximum(np.abs(matrix).max(0) / _LARGEST, 1e-12).astype(np.float32)
        integers = np.round(matrix / scale).astype(np.int8)
        rounded, sizes = self._rounded(x)
        product = self._op(
            "MatMulInteger", rounded, self._constant(name, integers), self._constant("middle", np.array(128, np.uint8))
        )
        scaled = self._op(
            "Mul", self._op("Cast", product, to=TensorProto.FLOAT), self._constant(f"{name}.scale", scale)
        )
        return self._op("Mul", scaled, sizes)

    def _rounded(self, x: str) -> tuple[str, str]:
        """``x`` in unsigned 8 bits around 128, and the scale of each piece."""
        largest = self._op(
            "ReduceMax", self._op("Abs", x), self._constant("last", np.array([-1], dtype=np.int64)), keepdims=1
        )
        sizes = self._op(
            "Add",
            self._op("Mul", largest, self._constant("unit", np.array(1 / 127, dtype=np.float32))),
            self._constant("tiny", np.array(1e-9, dtype=np.float32)),
        )
        whole = self._op("Round", self._op("Div", x, sizes))
        shifted = self._op("Add", whole, self._constant("shift", np.array(128, dtype=np.float32)))
        return self._op("Cast", shifted, to=TensorProto.UINT8), sizes

    def _array(self, name: str) -> str:
        return self._constant(name, self.state[name])

    def _transposed(self, name: str) -> str:
        return self._constant(f"{name}.T", np.ascontiguousarray(self.state[name].T))

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(value, name)
        return name

    def _op(self, kind: str, *inputs: str, out: str = "", **attributes: object) -> str:
        out = out or f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out
