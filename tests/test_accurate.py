"""The accurate model: pieces, windows, file, and the analysis with it."""

from __future__ import annotations

import itertools
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnnews import Analyzer
from vnnews.errors import ModelError
from vnnews.names.labels import LABELS
from vnnews.tagging.confidence import path_probabilities
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.transformer.emissions import CONTEXT, CORE
from vnnews.transformer.pieces import BEGIN, END, PADDING, SPACE, UNKNOWN, Vocabulary, cut
from vnnews.transformer.windows import LONGEST, laid_out, pack, windows

WORDS = ("▁", "Hà", "▁Hà", "▁Nội", "N", "ội", "▁thành", "▁ph", "ố", "a", "b", ",", "1", "2")
VOCABULARY = Vocabulary(
    ("<s>", "<pad>", "</s>", "<unk>", *WORDS), np.array([0, 0, 0, 0, *(-5.0 for _ in WORDS)], dtype=np.float32)
)
ARTICLE = (
    "Hà Nội thêm 28 cơ sở\n\nSáng 26/5/2009, ông Nguyễn Công Soái, Phó Bí thư Thành ủy Hà Nội, làm việc với "
    "Sở Y tế Đồng Nai.\nÔng Soái nói Công ty Cổ phần Hoa Sen đã xây trường ở huyện Tân Phú."
)

text_strategy = st.text(alphabet=st.sampled_from(list("Hà Nội, thành phố ab12\n.\u0301\u00a0中🙂")), max_size=300)


@pytest.fixture(scope="module")
def accurate() -> Analyzer:
    pytest.importorskip("onnxruntime")
    return Analyzer("accurate", threads=1)


def test_pieces_follow_the_likeliest_path() -> None:
    batch = syllabify(["Hà Nội,ab"])
    pieces = cut(batch, VOCABULARY)
    assert [VOCABULARY.pieces[index] for index in pieces.ids] == ["▁Hà", "▁Nội", ",", "a", "b"]
    assert pieces.first.tolist() == [0, 1, 2, 3, 5]


@given(text_strategy)
def test_every_syllable_has_pieces(text: str) -> None:
    for form in ("NFC", "NFD"):
        batch = syllabify([unicodedata.normalize(form, text)])
        pieces = cut(batch, VOCABULARY)
        assert len(pieces.first) == len(batch) + 1
        assert (np.diff(pieces.first) >= 1).all()
        assert (np.diff(pieces.first) <= 10).all()


def test_normal_forms_are_cut_alike() -> None:
    forms = [cut(syllabify([unicodedata.normalize(form, ARTICLE)]), VOCABULARY).ids.tolist() for form in ("NFC", "NFD")]
    assert forms[0] == forms[1]


def test_a_strange_letter_is_unknown_once() -> None:
    assert VOCABULARY.cut("☃☃☃", spaced=False) == (UNKNOWN,)
    assert VOCABULARY.pieces[VOCABULARY.cut("Hà", spaced=True)[0]] == SPACE + "Hà"


@given(text_strategy, st.integers(8, 60), st.integers(0, 20))
def test_windows_read_each_syllable_once(text: str, core: int, context: int) -> None:
    batch = syllabify([text, ARTICLE, text])
    sentences = split_sentences(batch)
    pieces = cut(batch, VOCABULARY)
    found = windows(pieces, sentences, core, context)
    read = [syllable for window in found for syllable in range(window.first, window.last)]
    assert len(read) == len(set(read))
    inside = {s for a, b in zip(sentences.first.tolist(), sentences.stop.tolist(), strict=True) for s in range(a, b)}
    assert inside <= set(read)
    for window in found:
        assert window.begin <= pieces.first[window.first]
        assert pieces.first[window.last] <= window.end
        assert pieces.first[window.last] - pieces.first[window.first] <= core + 10
        assert window.end - window.begin <= core + 2 * context + 10


@given(text_strategy)
def test_packed_windows_keep_places(text: str) -> None:
    batch = syllabify([text, ARTICLE])
    pieces = cut(batch, VOCABULARY)
    found = windows(pieces, split_sentences(batch), 20, 8)
    packed = pack(pieces, found)
    assert (packed.ids[:, 0] == BEGIN).all()
    assert (packed.syllable[packed.window, packed.place] == packed.read).all()
    assert (packed.ids[packed.window, packed.place] == pieces.ids[pieces.first[packed.read]]).all()
    for row, window in enumerate(found):
        kept = packed.ids[row][packed.ids[row] != PADDING]
        assert kept[-1] == END
        assert len(kept) == window.end - window.begin + len(window.cuts) + 2
    features = np.arange(2 * len(batch), dtype=np.int64).astype(np.uint8).reshape(-1, 2)
    given_features = laid_out(features, packed.syllable)
    assert (given_features[packed.syllable < 0] == 0).all()
    assert (given_features[packed.window, packed.place] == features[packed.read]).all()


@pytest.mark.parametrize("text", ["Hà\n" * 3_000, "Hà Nội\n" * 1_500, "abababab\n" * 400, "b " * 3_000])
def test_windows_of_many_sentences_have_room_for_their_marks(text: str) -> None:
    batch = syllabify([text])
    pieces = cut(batch, VOCABULARY)
    found = windows(pieces, split_sentences(batch), CORE, CONTEXT)
    assert pack(pieces, found).ids.shape[1] <= LONGEST


def test_windows_of_nothing() -> None:
    batch = syllabify(["", " \n"])
    assert windows(cut(batch, VOCABULARY), split_sentences(batch), 20, 8) == []


def test_path_probabilities_are_shares_of_all_paths() -> None:
    random = np.random.default_rng(0)
    emissions = random.normal(size=(6, 3)).astype(np.float32)
    transitions, initial = random.normal(size=(3, 3)).astype(np.float32), random.normal(size=3).astype(np.float32)
    lengths, tags = np.array([2, 1, 3]), np.array([0, 2, 1, 1, 0, 2])
    found = path_probabilities(emissions, tags, lengths, transitions, initial)
    first = 0
    for size, share in zip(lengths, found, strict=True):
        rows = emissions[first : first + size]

        def weight(path: tuple[int, ...], rows: np.ndarray = rows) -> float:
            steps = sum(transitions[a, b] for a, b in itertools.pairwise(path))
            return float(np.exp(initial[path[0]] + steps + sum(rows[i, label] for i, label in enumerate(path))))

        every = sum(weight(path) for path in itertools.product(range(3), repeat=int(size)))
        assert share == pytest.approx(weight(tuple(tags[first : first + size])) / every, rel=1e-4)
        first += size


def test_an_article(accurate: Analyzer) -> None:
    article = accurate.analyze(ARTICLE)
    assert {person.name for person in article.people} == {"Nguyễn Công Soái"}
    assert {"Thành ủy Hà Nội", "Sở Y tế Đồng Nai"} <= {body.name for body in article.bodies}
    assert article.facts and article.times
    for span in (*article.mentions, *article.times, *article.facts):
        assert article.text[span.start : span.end] == span.text


def test_one_by_one_as_in_a_batch(accurate: Analyzer) -> None:
    texts = [ARTICLE, "", ARTICLE.upper(), "Hà Nội. " * 300, unicodedata.normalize("NFD", ARTICLE)]
    assert list(accurate.analyze_many(texts)) == [accurate.analyze(text) for text in texts]


STRANGE = ["", "a" * 20_000, "🙂" * 3_000, "(" * 3_000, "\u0301" * 500, "\ud800 x", "a\n" * 3_000]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text(accurate: Analyzer, text: str) -> None:
    article = accurate.analyze(text)
    assert article.text == text


def test_no_such_model() -> None:
    with pytest.raises(ValueError, match="'fast', 'accurate'"):
        Analyzer("best")  # type: ignore[arg-type]


def test_what_runs_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from vnnews.transformer.session import load

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"vnnews\[accurate\]"):
        load(Path("names-accurate.onnx"))


def test_damaged_model(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from vnnews.tagging.model import save_bytes
    from vnnews.transformer.session import load

    path = tmp_path / "model.onnx"
    save_bytes(path, b"not a model")
    with pytest.raises(ModelError, match="not a model of this version"):
        load(path)
    path.write_bytes(b"something else")
    with pytest.raises(ModelError, match="digest"):
        load(path)


def test_export_in_8_bits_and_in_32(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    from vnnews.tagging.model import save_bytes
    from vnnews.transformer.export import export
    from vnnews.transformer.session import load

    random = np.random.default_rng(0)
    hidden, inner, features = 24, 48, 5
    shapes = {
        "words.weight": (len(VOCABULARY.pieces), hidden),
        "places.weight": (64, hidden),
        "features.weight": (hidden, features),
        "out.weight": (len(LABELS), hidden),
        "out.bias": (len(LABELS),),
        **{f"layers.0.{name}.weight": (hidden, hidden) for name in ("q", "k", "v", "ao")},
        **{f"layers.0.{name}.bias": (hidden,) for name in ("q", "k", "v", "ao", "fo")},
        "layers.0.fi.weight": (inner, hidden),
        "layers.0.fi.bias": (inner,),
        "layers.0.fo.weight": (hidden, inner),
    }
    state = {name: random.normal(scale=0.3, size=shape).astype(np.float32) for name, shape in shapes.items()}
    for norm in ("norm", "layers.0.aln", "layers.0.oln"):
        state |= {f"{norm}.weight": np.ones(hidden, np.float32), f"{norm}.bias": np.zeros(hidden, np.float32)}
    transitions = np.zeros((len(LABELS), len(LABELS)), np.float32)
    ids = np.array([[0, 5, 6, 2, PADDING], [0, 7, 8, 9, 2]])
    given_features = random.integers(0, 2, (2, 5, features)).astype(np.float32)
    scores = []
    for bits in (8, 32):
        path = tmp_path / f"{bits}.onnx"
        save_bytes(path, export(state, transitions, transitions[0], LABELS, VOCABULARY, heads=2, bits=bits))
        model = load(path, threads=1)
        assert model.labels == LABELS
        assert model.vocabulary.pieces == VOCABULARY.pieces
        scores.append(model.run(ids, given_features))
        alone = model.run(ids[:1, :4], given_features[:1, :4])  # padding and neighbours change nothing
        np.testing.assert_allclose(scores[-1][:1, :4], alone, atol=1e-5)
    assert np.abs(scores[0] - scores[1])[0, :4].max() < 0.2
    assert np.corrcoef(scores[0][1].ravel(), scores[1][1].ravel())[0, 1] > 0.99


def test_silver_labels(accurate: Analyzer) -> None:
    from vnnews.names.accurate import accurate_tagger
    from vnnews.names.silver import label

    lines = ["Ông Nguyễn Công Soái làm việc ở Hà Nội.", "...", "Trời mưa.", "x" * 3_000 + " " + "Hà Nội " * 900]
    found = list(label(lines, accurate_tagger(1)))
    assert [text.text for text, _ in found] == lines
    assert all(0 <= sure <= 1 for _, sure in found)
    assert all(text.text[span.start : span.end] == span.text for text, _ in found for span in text.spans)
    assert [(span.label, span.text) for span in found[0][0].spans] == [("PER", "Nguyễn Công Soái"), ("LOC", "Hà Nội")]
    assert found[2][0].spans == ()
