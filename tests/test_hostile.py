"""Input that means harm: nothing raises, time grows with the length, memory has bounds, broken models are refused."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fuzz_seeds
import fuzz_targets
import msgspec
import numpy as np
import pytest
from conftest import check_offsets
from hostile import cook, recipes
from hypothesis import given, settings
from hypothesis import strategies as st

import vnnews
from vnnews import ModelError, VnnewsError
from vnnews.reading import RawArticle, Reject, read_path, read_record
from vnnews.tagging.model import Model, load_arrays, load_model, save_bytes

CASES = Path(__file__).parent / "cases" / "hostile"
FOUND = json.loads((CASES / "found.json").read_text(encoding="utf-8"))
MODELS = Path(vnnews.__file__).parent / "models"
HUGE = ["one letter", "digits", "open brackets", "nested brackets", "combining marks", "newlines", "lone surrogates"]
DENSE = ["fractions", "colons", "lines of a number", "hyphened letters"]

# Texts


@pytest.mark.parametrize("name", recipes())
def test_any_text_gives_an_article(name: str) -> None:
    text = cook(recipes()[name], 3_000)
    article = vnnews.analyze(text)
    assert article.text == text
    check_offsets(article)


@pytest.mark.parametrize("case", FOUND["articles"], ids=[case["name"] for case in FOUND["articles"]])
def test_what_raised(case: dict[str, str]) -> None:
    check_offsets(vnnews.analyze(case["text"]))


@pytest.mark.parametrize("case", FOUND["texts"], ids=[case["name"] for case in FOUND["texts"]])
def test_what_was_slow(case: dict[str, Any]) -> None:
    text = " ".join([cook(recipes()[case["recipe"]], case["size"])] * case.get("copies", 1))
    assert seconds(lambda: list(vnnews.tokenize(vnnews.analyze(text).text))) < 3


def with_invisible_marks(text: str) -> str:
    """Zero-width spaces, soft hyphens and the like behind letters, as saved pages have them."""
    order = random.Random(text)
    marks = "\u200b\u200d\u00ad\u2060\ufeff"
    return "".join(c + order.choice(marks) if c.isalpha() and order.random() < 0.3 else c for c in text)


def with_misplaced_tones(text: str) -> str:
    """Tones on other letters of their syllables, which hashes do not tell apart: "trứơc"."""
    order, words = random.Random(text), list[str]()
    for word in text.split(" "):
        letters = unicodedata.normalize("NFD", word)
        bare = [c for c in letters if c not in "\u0300\u0301\u0303\u0309\u0323"]
        place = order.randrange(len(bare)) + 1 if bare else 0
        words.append("".join([*bare[:place], *(c for c in letters if c not in bare), *bare[place:]]))
    return unicodedata.normalize("NFC", " ".join(words))


def with_marks_on_digits(text: str) -> str:
    """Combining and invisible marks behind digits, which do not make them other digits."""
    order = random.Random(text)
    marks = "\u0301\u309a\u0323\u200b\ufeff"
    return "".join(c + order.choice(marks) if c.isdecimal() and order.random() < 0.5 else c for c in text)


@pytest.mark.parametrize("spoil", [with_invisible_marks, with_misplaced_tones, with_marks_on_digits])
def test_words_spelled_in_other_ways(spoil: Callable[[str], str]) -> None:
    """Grammars know words by hash, their builders look them up: no spelling may fall between the two."""
    times = json.loads((CASES.parent / "times.json").read_text(encoding="utf-8"))
    numbers = json.loads((CASES.parent / "numbers.json").read_text(encoding="utf-8"))
    texts = sorted({text for text in strings((times, numbers)) if " " in text})
    assert len(texts) > 500
    for article in vnnews.analyze_many(map(spoil, texts)):
        check_offsets(article)


def strings(value: object) -> Iterator[str]:
    """All strings in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff"])
def test_invisible_marks_change_nothing(mark: str) -> None:
    text = "Năm ngoái, ba mươi xã; tuần trước, ông Lê Văn An đến Huế. Hai tuần trước có năm xã."
    plain, marked = vnnews.analyze(text), vnnews.analyze(text.replace("c,", f"c{mark},").replace("N", f"N{mark}"))
    assert [time.value for time in marked.times] == [time.value for time in plain.times]
    assert [fact.value for fact in marked.facts] == [fact.value for fact in plain.facts]  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize("name", recipes())
def test_time_grows_with_the_length(name: str) -> None:
    texts = [cook(recipes()[name], size) for size in (60_000, 240_000)]
    vnnews.analyze(texts[0])
    small, large = (min(seconds(lambda text=text: vnnews.analyze(text)) for _ in range(2)) for text in texts)
    assert large < 0.1 or large / small < 8
    words = [min(seconds(lambda text=text: vnnews.tokenize(text)) for _ in range(2)) for text in texts]
    assert words[1] < 0.1 or words[1] / words[0] < 8


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE)
def test_ten_megabytes(name: str) -> None:
    spent, peak = measured(name, 10_000_000)
    assert spent < 60
    assert peak < 1_500


@pytest.mark.slow
@pytest.mark.parametrize("name", DENSE)
def test_two_megabytes_that_are_full_of_numbers(name: str) -> None:
    """A fact every two to four characters: what takes memory is what is found."""
    spent, peak = measured(name, 2_000_000)
    assert spent < 60
    assert peak < 700


@pytest.mark.slow
def test_a_hundred_thousand_mentions() -> None:
    text = cook(recipes()["names"], 2_200_000)
    article = vnnews.analyze(text)
    assert len(article.mentions) >= 100_000
    check_offsets(article)
    names = cook(recipes()["different names"], 3_200_000)
    assert seconds(lambda: vnnews.analyze(names)) < 60


def measured(name: str, size: int) -> tuple[float, float]:
    """Seconds of the processor and MiB at most that a process of its own takes for a text."""
    program = (
        "import json, pathlib, sys, time; sys.path.insert(0, sys.argv[1])\n"
        "from hostile import cook, recipes\n"
        "import vnnews\n"
        "text = cook(recipes()[sys.argv[2]], int(sys.argv[3]))\n"
        "vnnews.analyze('Tin.')\n"
        "begin = time.process_time()\n"
        "assert vnnews.analyze(text).text == text\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024\n"
        "print(json.dumps([time.process_time() - begin, peak]))\n"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent), name, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    spent, peak = json.loads(done.stdout)
    return spent, peak


# Bytes


@pytest.mark.parametrize("case", FOUND["targets"], ids=[case["name"] for case in FOUND["targets"]])
def test_what_fuzzing_found(case: dict[str, Any]) -> None:
    text = case["bytes"] + case.get("repeat", "") * case.get("times", 0)
    fuzz_targets.TARGETS[case["target"]](text.encode("latin-1"))


@given(st.data())
@settings(max_examples=40)
@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_any_bytes(name: str, data: st.DataObject) -> None:
    """Any bytes at all, and what a target takes with some changes."""
    changed = st.sampled_from(fuzz_seeds.seeds(name)).flatmap(fuzz_seeds.changed)
    fuzz_targets.TARGETS[name](data.draw(st.binary(max_size=300) | changed))


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_bytes_as_they_should_be(name: str) -> None:
    for seed in [b"", *fuzz_seeds.seeds(name)]:
        fuzz_targets.TARGETS[name](seed)


ARTICLE = vnnews.to_json(vnnews.analyze("Ngày 26-5-2009, ông Lê Văn An nói 31/577 xã (bằng 5%) ở Huế đã đăng ký."))


@pytest.mark.parametrize("opened", ["[", '{"a":', '{"text":', '{"facts":[{"kind":"count","parts":', '{"x":[{"text":'])
@pytest.mark.parametrize("read", [vnnews.from_json, read_record])
def test_deep_json(opened: str, read: Callable[[str], object]) -> None:
    for text in (opened * 100_000, opened * 100_000 + "1" + "]" * 100_000):
        with pytest.raises(VnnewsError):
            read(text)


def test_a_number_that_fills_the_memory_is_not_written_out() -> None:
    from vnnews.report import report

    data = ARTICLE.replace(b'"stated":5', b'"stated":1e999999999').replace(b'"part":31', b'"part":31e99999999')
    article = vnnews.from_json(data)
    assert article != vnnews.from_json(ARTICLE)
    assert len(repr(article)) < 10_000
    report(article)
    assert "e+999999" in vnnews.describe.number(article.checks[0].stated)


# Files


def test_bombs_within_bombs(tmp_path: Path) -> None:
    inner = gzip.compress(bytes(30_000_000))
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(inner) * 3)  # members one after another, each compressed twice
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Tin."}\n' * 200_000))
    read = list(read_path(tmp_path, max_bytes=100_000))
    assert [type(one) for one in (read[0], read[-1])] == [Reject, Reject]
    assert "max-bytes" in str(read[-1]) and "binary" in str(read[0])
    assert len(read) < 100_000 / len('{"text": "Tin."}') + 2


def test_a_table_that_repeats_one_text(tmp_path: Path) -> None:
    """724 bytes that would become 5 GB: one text of 5 MB in a thousand rows."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["Tin. " * 1_000_000]))
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": text}), path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 2_000
    read = list(read_path(path, max_bytes=20_000_000))
    assert [type(one) for one in read] == [RawArticle] * 4 + [Reject]
    assert "a.parquet:5: a row group of 25000000 bytes" in str(read[-1])


def test_script_in_every_field() -> None:
    from vnnews.integrations.html import page

    harm = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> ông Lê Văn An "
    fields = ("text", "title", "id", "source", "url", "author")
    record = read_record(json.dumps({**dict.fromkeys(fields, harm), "published": "2009-05-26"}))
    (article,) = vnnews.Analyzer().analyze_records([record])
    shown = page(article)
    assert "<script>alert" not in shown and "<img" not in shown
    assert vnnews.from_json(vnnews.to_json(article)) == article


# Models


LABELS = ("O", "B-PER", "I-PER")


def made(**changes: Any) -> bytes:
    """The file of a small model, with other arrays or settings."""
    parts: dict[str, Any] = {
        "weights": np.zeros((8, 3), np.float16),
        "transitions": np.zeros((3, 3), np.float32),
        "initial": np.zeros(3, np.float32),
        "settings": {"labels": LABELS, "templates": ("w0", "w-1|w0"), "bits": 3},
        **{name: value for name, value in changes.items() if name != "own"},
    }
    parts["settings"] = {**parts["settings"], **changes.get("own", {})}
    parts["settings"] = np.frombuffer(msgspec.json.encode(parts["settings"]), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **{name: value for name, value in parts.items() if value is not None})
    return file.getvalue()


def test_a_model_as_it_should_be(tmp_path: Path) -> None:
    save_bytes(tmp_path / "a.npz", made())
    assert isinstance(load_model(tmp_path / "a.npz", LABELS), Model)
    with pytest.raises(ModelError, match="labels are not those"):
        load_model(tmp_path / "a.npz", ("O", "B-LOC", "I-LOC"))


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": None},
        {"weights": np.zeros((8, 3), np.int16)},
        {"weights": np.zeros((8, 4), np.int8)},
        {"weights": np.full((8, 3), np.nan, np.float16)},
        {"weights": np.zeros((3, 8), np.float16)},
        {"weights": np.zeros((16, 3), np.float16)},
        {"transitions": np.full((3, 3), np.inf, np.float32)},
        {"transitions": np.zeros((3, 3), "U4")},
        {"initial": np.zeros(4, np.float32)},
        {"initial": np.zeros((3, 1), np.float32)},
        {"initial": np.array(["a", None, {}], dtype=object)},
        {"own": {"bits": -3}},
        {"own": {"bits": 0}},
        {"own": {"bits": 4}},
        {"own": {"bits": 10**9}},
        {"own": {"labels": ()}},
        {"own": {"labels": ("O", "B-PER")}},
        {"own": {"templates": ("w0", "__import__('os')")}},
        {"own": {"templates": ("w9",)}},
        {"own": {"templates": ("w0",) * 257}},
        {"own": {"more": 1}},
    ],
)
def test_a_model_that_cannot_be_one(tmp_path: Path, changes: dict[str, Any]) -> None:
    save_bytes(tmp_path / "a.npz", made(**changes))
    with pytest.raises(ModelError):
        load_model(tmp_path / "a.npz")


def strange_archives() -> dict[str, bytes]:
    def archive(**members: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in members.items():
                made.writestr(f"{name}.npy", data)
        return file.getvalue()

    def array(header: str, data: bytes = b"") -> bytes:
        return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + data

    single, flipped, encrypted = io.BytesIO(), bytearray(made()), bytearray(made())
    np.save(single, np.zeros(3))
    flipped[60:70] = b"\xff" * 10
    encrypted[6] |= 1
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    huge = array("{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }\n")
    names = ("weights", "transitions", "initial", "settings")
    return {
        "one array": single.getvalue(),
        "no arrays": archive(**dict.fromkeys(names, b"junk")),
        "bomb": archive(**dict.fromkeys(names, bytes(3_000_000))),
        "shape beyond memory": archive(**dict.fromkeys(names, huge)),
        "header that is code": archive(**dict.fromkeys(names, array("__import__('os').abort()\n"))),
        "header that nests": archive(**dict.fromkeys(names, array("(" * 9000 + "\n"))),
        "pickle": archive(**dict.fromkeys(names, array("{'descr': '|O', 'fortran_order': False, 'shape': (), }\n"))),
        "flipped": bytes(flipped),
        "encrypted": bytes(encrypted),
        "empty": b"",
        "cut": made()[:-30],
    }


@pytest.mark.parametrize("name", list(strange_archives()))
def test_an_archive_that_holds_no_model(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnnews.tagging.model._LARGEST", 10_000_000)
    save_bytes(tmp_path / "a.npz", strange_archives()[name])
    with pytest.raises(ModelError):
        load_model(tmp_path / "a.npz")


@pytest.mark.parametrize("name", ["names-fast", "gazetteers", "words", "pos", "words-lexicon", "pos-lexicon"])
@pytest.mark.parametrize("harm", ["cut", "flipped", "swapped"])
def test_the_models_that_come_with_vnnews(tmp_path: Path, name: str, harm: str) -> None:
    """Damaged ones do not fit their digest; others in their place, digest and all, are not of their kind."""
    from vnnews.names import phrases
    from vnnews.names.gazetteers import GAZETTEERS
    from vnnews.words import segmenter, tagger
    from vnnews.words.lexicon import load_lexicon, load_word_tags

    load: dict[str, Callable[[Path], object]] = {
        "words": lambda path: load_model(path, segmenter.LABELS),
        "pos": lambda path: load_model(path, tagger.LABELS),
        "names-fast": lambda path: load_model(path, vnnews.names.labels.LABELS),
        "gazetteers": lambda path: phrases.load(path, len(GAZETTEERS)),
        "words-lexicon": load_lexicon,
        "pos-lexicon": load_word_tags,
    }
    others = sorted(load) if harm == "swapped" else [name]
    for other in others:
        data = (MODELS / f"{other}.npz").read_bytes()
        (tmp_path / "a.npz").write_bytes(data)
        (tmp_path / "a.sha256").write_bytes((MODELS / f"{other}.sha256").read_bytes())
        if harm == "cut":
            (tmp_path / "a.npz").write_bytes(data[: len(data) // 2])
        elif harm == "flipped":
            (tmp_path / "a.npz").write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
        elif other == name:
            load[name](tmp_path / "a.npz")
            continue
        with pytest.raises(ModelError):
            load[name](tmp_path / "a.npz")


def test_a_lexicon_out_of_order(tmp_path: Path) -> None:
    from vnnews.words.lexicon import load_word_tags

    arrays = load_arrays(MODELS / "pos-lexicon.npz", ["keys", "values"])
    file = io.BytesIO()
    np.savez(file, keys=arrays["keys"][::-1], values=arrays["values"])
    save_bytes(tmp_path / "a.npz", file.getvalue())
    with pytest.raises(ModelError, match="order"):
        load_word_tags(tmp_path / "a.npz")


def network(tmp_path: Path, **changes: Any) -> Path:
    """A small network, with other settings than those it was made with."""
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from onnx import TensorProto, helper, numpy_helper

    out, width = changes.pop("out", 3), changes.pop("width", 5)
    weights = numpy_helper.from_array(changes.pop("weights", np.ones((width, out), np.float32)), "w")
    length = "length"
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["features", "w"], ["scores"])],
        "a",
        [
            helper.make_tensor_value_info(changes.pop("ids", "ids"), TensorProto.INT64, ["windows", length]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["windows", length, width]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["windows", length, out])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    settings: dict[str, Any] = {
        "labels": LABELS,
        "pieces": ["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b"],
        "scores": [0, 0, 0, 0, -1, -2],
        "transitions": [[0] * 3] * 3,
        "initial": [0] * 3,
        **changes,
    }
    helper.set_model_props(model, {"vnnews": json.dumps(settings)} if settings["labels"] is not None else {})
    save_bytes(tmp_path / "a.onnx", onnx.ModelProto.SerializeToString(model))
    return tmp_path / "a.onnx"


def test_a_network_as_it_should_be(tmp_path: Path) -> None:
    from vnnews.transformer.session import load

    assert load(network(tmp_path)).labels == LABELS


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": None},
        {"labels": ("O", "B-PER")},
        {"labels": ()},
        {"out": 4},
        {"ids": "words"},
        {"weights": np.full((5, 3), np.nan, np.float32)},
        {"weights": np.ones((4, 3), np.float32)},
        {"pieces": ["<s>", "<pad>", "</s>", "<unk>"], "scores": [0, 0, 0, 0]},
        {"scores": [0, 0, 0, 0, -1]},
        {"scores": [0, 0, 0, 0, -1, 1e300]},
        {"transitions": [[0] * 3] * 2},
        {"transitions": [[0] * 3, [0] * 2, [0] * 3]},
        {"initial": [0] * 4},
        {"more": 1},
    ],
)
@pytest.mark.filterwarnings("ignore:overflow")
def test_a_network_that_cannot_be_one(tmp_path: Path, changes: dict[str, Any]) -> None:
    from vnnews.transformer.session import load

    with pytest.raises(ModelError):
        load(network(tmp_path, **changes))


@given(st.integers(0, 400), st.integers(1, 255), st.booleans())
@settings(max_examples=60)
def test_a_network_with_other_bytes(tmp_path_factory: pytest.TempPathFactory, place: int, bits: int, cut: bool) -> None:
    """With a digest that fits: refused, or a network that still gives a score for each label."""
    from vnnews.transformer.session import load

    path = network(tmp_path_factory.mktemp("network"))
    data = bytearray(path.read_bytes())
    place %= len(data)
    data[place] ^= bits
    save_bytes(path, bytes(data[:place] if cut else data))
    try:
        model = load(path)
    except ModelError:
        return
    assert len(model.labels) == len(model.initial) == 3


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin
