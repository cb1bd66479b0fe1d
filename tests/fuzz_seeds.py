"""Bytes that the targets take as they should be, for fuzzers to change; and how hypothesis changes them."""

from __future__ import annotations

import datetime
import io
from functools import cache
from typing import Any

import msgspec
import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import vnnews

_TEXT = (
    "Ngày 26-5-2009, ông Lê Văn An, Chủ tịch UBND xã Tân Lập, nói 31/577 xã (bằng 5%) ở Huế đã đăng ký. 28 cơ sở "
    "(17 xã, 11 phường) tăng từ 5% lên 7%, ở số 12 phố Huế, phường Cửa Nam, Hà Nội, theo Nghị định "
    "15/2020/NĐ-CP, thứ Hai 26/5."
)
_RECORD = '{"id": 7, "title": "Tin", "text": "Xã có 28 trường.", "published": "25/8/2009", "url": "http://a.vn"}'
_PAGE = (
    "<html lang=vi><head><title>Tin | Báo</title><meta property=og:site_name content=Báo></head><body>"
    f"<h1>Tin</h1><p>{_TEXT}</p><p>{_TEXT}</p><script>x</script></body></html>"
)
_ANNOTATIONS = (
    "-DOCSTART- -X- -X- O\n\nHà Np B-W B-LOC\nNội Np I-W I-LOC\n",
    "# y | 2024-02-29 | x\n[[LOC|Huế]]\n[[NUM=count 3|ba]] con\n",
    '{"id": "a", "text": "a b", "entities": [["PER", 0, 1]]}\n',
    "T1\tLOC 0 2;3 5\tT1 LO\n#1\tAnnotatorNotes T1\tcount 28\n",
    "# sent_id = 1\n1\ta b\t_\tNOUN\tN\t_\t0\t_\t_\t_\n",
)
_JOB = (
    '{"format":1,"settings":{"vnnews":"0","part_size":7},"complete":true,"parts":{"part-00000":1}}\0'
    '{"articles":1,"mentions":2,"facts":3,"failed_checks":0,"input":"a","failures":[{"article":"a","reason":"b"}]}'
)
_LABELS = ("O", "B-PER", "I-PER")
_SPECIAL = [b"", b"-1", b"1e999", b"9" * 5000, b"9" * 20, b"null", b"[]", b"{}", b'"', b"\0", b"\xff", b"\n", b"\t"]


@cache
def seeds(name: str) -> list[bytes]:
    """Those of a target of ``fuzz_targets.py``."""
    article = vnnews.to_json(vnnews.analyze(_TEXT, published=datetime.date(2024, 2, 29)))
    text, record, page = _TEXT.encode(), _RECORD.encode(), _PAGE.encode()
    of_article = [b"\xff" + article, b"\0" + bytes(range(1, 120))]
    found: dict[str, list[bytes]] = {
        "analyze": [bytes(range(1, 120)), b"\x80" + bytes(range(120, 248))],
        "times": [b"2009-05-26T14:30", b"lunar:2014-01-03", b"R2/P1W", b"XXXX-08-25", b"2005/2010", b"ref-1d"],
        "json": [article],
        "record": [record],
        "files": [
            *(b"\0" + text, b"\x01" + record, b"\x02id,text\n7,Tin\n", b"\x04" + page),
            b"\x05" + _parquet(),
        ],
        "lines": [b"\0" + record + b"\n" + record, b"\x01id;text\n7;Tin\n", b"\x02" + text],
        "html": [page],
        "model": [_model(), _lexicon()],
        "network": [_network()],
        "table": [bytes(range(200))],
        "annotations": [b"\xff" + bytes(range(1, 120)), *(b"\0" + one.encode() for one in _ANNOTATIONS)],
        "view": of_article,
        "database": of_article,
        "job": [_JOB.encode()],
    }
    return found.get(name, [text])


def changed(seed: bytes) -> SearchStrategy[bytes]:
    """A seed in which a few pieces are gone, or are those of other places, or others."""
    place = st.integers(0, len(seed))
    new = st.binary(max_size=8) | st.sampled_from(_SPECIAL) | st.tuples(place, place)
    return st.lists(st.tuples(place, place, new), min_size=1, max_size=4).map(lambda edits: _edited(seed, edits))


def _edited(seed: bytes, edits: list[tuple[int, int, Any]]) -> bytes:
    for one, other, new in edits:
        start = min(one, other)
        stop = min(max(one, other), start + 40)
        seed = seed[:start] + (seed[slice(*sorted(new))] if isinstance(new, tuple) else new) + seed[stop:]
    return seed


def _parquet() -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return b""
    stream = io.BytesIO()
    parquet.write_table(pa.table({"id": [7, 8], "text": ["Xã có 28 trường.", None]}), stream)
    return stream.getvalue()


def _model() -> bytes:
    settings = msgspec.json.encode({"labels": _LABELS, "templates": ("w0", "w-1|w0"), "bits": 3})
    return _arrays(
        weights=np.zeros((8, 3), np.float16),
        transitions=np.zeros((3, 3), np.float32),
        initial=np.zeros(3, np.float32),
        settings=np.frombuffer(settings, np.uint8),
    )


def _lexicon() -> bytes:
    names = [base + end for base in ("2", "3", "4", "pairs") for end in ("", "-plain")]
    keys, values = np.arange(4, dtype=np.uint32), np.arange(4, dtype=np.uint16)
    parts = {f"{name}-{part}": array for name in names for part, array in (("keys", keys), ("values", values))}
    return _arrays(keys=keys, values=values, **parts)


def _arrays(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # not compressed: a changed byte is then a changed number
    return file.getvalue()


def _network() -> bytes:
    """A network of one product of matrices."""
    try:
        from onnx import ModelProto, TensorProto, helper, numpy_helper
    except ImportError:
        return b""
    shape = ["windows", "length"]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["features", "w"], ["scores"])],
        "a",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, shape),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, [*shape, 5]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, 3])],
        [numpy_helper.from_array(np.ones((5, 3), np.float32), "w")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    settings = {
        "labels": _LABELS,
        "pieces": ["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b"],
        "scores": [0, 0, 0, 0, -1, -2],
        "transitions": [[0] * 3] * 3,
        "initial": [0] * 3,
    }
    helper.set_model_props(made, {"vnnews": msgspec.json.encode(settings).decode()})
    return bytes(ModelProto.SerializeToString(made))
