from __future__ import annotations

import itertools
import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnnews.errors import ModelError
from vnnews.tagging.bio import bio_labels, decode, encode, forbidden
from vnnews.tagging.certain import decode_uncertain, margins
from vnnews.tagging.features import LONGEST, PAD, all_rows, columns, lay_out, parse_template
from vnnews.tagging.model import Model, load_model
from vnnews.tagging.training import Options, Sample, _gradient, train
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import Sentences, split_sentences
from vnnews.text.syllables import Syllables, syllabify

LABELS = bio_labels(["PER", "LOC"])
TEMPLATES = ("w0", "w-1|w0", "s0", "a0|z0", "g0")


def none(batch: Syllables) -> dict[str, np.ndarray]:
    """A column of the task that says nothing."""
    return {"g": np.zeros(len(batch), np.uint64)}


def random_scores(seed: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    size = len(LABELS)
    return tuple(random.normal(size=shape).astype(np.float32) for shape in ((rows, size), (size, size), (size,)))  # type: ignore[return-value]


def path_score(path: tuple[int, ...], emissions: np.ndarray, transitions: np.ndarray, initial: np.ndarray) -> float:
    score = initial[path[0]] + sum(emissions[i, label] for i, label in enumerate(path))
    return float(score + sum(transitions[a, b] for a, b in itertools.pairwise(path)))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(0, 999))
def test_viterbi_finds_the_best_path(lengths: list[int], seed: int) -> None:
    emissions, transitions, initial = random_scores(seed, sum(lengths))
    found = viterbi(emissions, np.array(lengths), transitions, initial)
    at = 0
    for length in lengths:
        part = emissions[at : at + length]
        paths = itertools.product(range(len(LABELS)), repeat=length)
        best = max(paths, key=lambda path: path_score(path, part, transitions, initial))
        assert tuple(found[at : at + length]) == best
        at += length


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 999), st.sampled_from([0.1, 1, 5, 1000]))
def test_certain_rows_change_nothing(lengths: list[int], seed: int, spread: float) -> None:
    emissions, transitions, initial = random_scores(seed, sum(lengths))
    emissions *= np.float32(spread)
    arguments = (emissions, np.array(lengths, dtype=np.int64), transitions, initial)
    assert decode_uncertain(*arguments, margins(transitions, initial)).tolist() == viterbi(*arguments).tolist()


@given(st.integers(0, 999))
def test_the_gradient_is_the_slope_of_the_loss(seed: int) -> None:
    lengths = [3, 2]
    emissions, transitions, initial = random_scores(seed, 6)
    emissions = emissions.reshape(2, 3, -1).astype(np.float64)
    mask = np.arange(3)[None] < np.array(lengths)[:, None]
    tags = np.random.default_rng(seed).integers(0, len(LABELS), (2, 3))
    weight = np.array([1, 0.5])

    def loss() -> float:
        total = 0.0
        for i, length in enumerate(lengths):
            paths = list(itertools.product(range(len(LABELS)), repeat=length))
            scores = [path_score(path, emissions[i], transitions, initial) for path in paths]
            total += weight[i] * (np.logaddexp.reduce(scores) - scores[paths.index(tuple(tags[i, :length]))])
        return float(total)

    value, slope, between = _gradient(emissions, tags, mask, transitions, initial, weight)
    assert value == pytest.approx(loss(), abs=1e-3)
    assert slope[~mask] == pytest.approx(0)
    for array, gradient, index in (
        (emissions, slope, (0, 1, 2)),
        (emissions, slope, (1, 0, 0)),
        (transitions, between, (1, 2)),
        (transitions, between, (0, 0)),
    ):
        step = 1e-2
        array[index] += step
        above = loss()
        array[index] -= 2 * step
        below = loss()
        array[index] += step
        assert gradient[index] == pytest.approx((above - below) / (2 * step), abs=2e-3)


def test_only_legal_transitions() -> None:
    between, initial = forbidden(LABELS)
    illegal = {(LABELS[a], LABELS[b]) for a, b in zip(*np.nonzero(between), strict=True)}
    assert ("O", "I-PER") in illegal and ("B-LOC", "I-PER") in illegal
    assert ("B-PER", "I-PER") not in illegal and ("I-PER", "B-LOC") not in illegal
    assert [label for label, bad in zip(LABELS, initial, strict=True) if bad] == ["I-PER", "I-LOC"]


def test_spans_and_labels() -> None:
    batch = syllabify(["Ông Lê Văn A ở Huế"])
    tags = encode(batch, [("PER", 4, 12), ("LOC", 15, 18), ("LAW", 0, 3)], LABELS)
    assert [LABELS[tag] for tag in tags] == ["O", "B-PER", "I-PER", "I-PER", "O", "B-LOC"]
    assert decode(tags, LABELS) == [("PER", 1, 4), ("LOC", 5, 6)]


@given(st.lists(st.text("ab .\n", max_size=40), max_size=5))
def test_the_layout_holds_every_syllable_once(texts: list[str]) -> None:
    batch = syllabify(texts)
    layout = lay_out(split_sentences(batch))
    assert layout.syllable.tolist() == list(range(len(batch)))
    assert (layout.place >= PAD).all() and (layout.place < layout.size - PAD).all()
    assert layout.size >= 2 * PAD


def test_long_sentences_are_cut() -> None:
    batch = syllabify(["a " * (2 * LONGEST + 3)])
    assert lay_out(split_sentences(batch)).lengths.tolist() == [LONGEST, LONGEST, 3]


def test_features_see_neighbours_but_not_other_sentences() -> None:
    batch = syllabify(["a b", "a b\nc", "x"])
    layout = lay_out(split_sentences(batch))
    rows = all_rows(columns(batch, layout, none(batch)), layout, ["w0", "w-1|w0", "w0|w1"], 18)
    assert rows[:2].tolist() == rows[2:4].tolist()
    assert len(set(rows[:, 0].tolist())) == 4
    with pytest.raises(ValueError, match="w0&w1"):
        parse_template("w0&w1")


def toy() -> tuple[Sample, Sentences]:
    texts = ["ông Nam ở Huế", "bà Lan ở Vinh", "ông Tú về Huế", "ở Vinh có ông Tú", "Huế mưa", "bà Tú cười"] * 5
    batch = syllabify(texts)
    sentences = split_sentences(batch)
    layout = lay_out(sentences)
    spans = []
    for base, text in zip(batch.texts.tolist(), texts, strict=False):
        for name, label in (("Nam", "PER"), ("Lan", "PER"), ("Tú", "PER"), ("Huế", "LOC"), ("Vinh", "LOC")):
            if name in text:
                at = base + text.index(name)
                spans.append((label, at, at + len(name)))
    rows = all_rows(columns(batch, layout, none(batch)), layout, TEMPLATES, 12)
    tags = encode(batch, spans, LABELS)
    return Sample(rows, tags, layout.lengths, np.ones(len(texts), np.float32)), sentences


def trained() -> Model:
    sample, _ = toy()
    return train(sample, LABELS, TEMPLATES, 12, Options(epochs=8, batch=4), lambda model: 0.5)


def test_training_learns_and_repeats(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    model, again = trained(), trained()
    assert (model.weights == again.weights).all() and (model.transitions == again.transitions).all()
    losses = [float(record.getMessage().split()[3].rstrip(",")) for record in caplog.records]
    assert losses[4] < losses[0]


def test_the_trained_model_tags() -> None:
    sample, _ = toy()
    model = train(sample, LABELS, TEMPLATES, 12, Options(epochs=8, batch=4), score_increasing())
    batch = syllabify(["bà Nam về Vinh"])
    layout = lay_out(split_sentences(batch))
    tags = model.tag(batch, layout, none(batch))
    assert decode(tags, LABELS) == [("PER", 1, 2), ("LOC", 3, 4)]


def score_increasing():  # type: ignore[no-untyped-def]
    """A held-out score that lets training go on to the end."""
    calls = itertools.count()
    return lambda model: float(next(calls))


def test_a_saved_model_is_the_same(tmp_path: Path) -> None:
    model = trained()
    path = tmp_path / "toy.npz"
    model.save(path)
    again = load_model(path)
    assert (again.labels, again.templates, again.bits) == (model.labels, model.templates, model.bits)
    assert (again.weights == model.weights).all()


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "gone", "junk"])
def test_a_damaged_model_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "toy.npz"
    trained().save(path)
    data = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(data[:-10])
    elif harm == "flip":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif harm == "swap":
        path.write_bytes(b"PK\x05\x06" + bytes(18))
    elif harm == "gone":
        path.unlink()
    else:  # a digest that fits does not make it a model
        import hashlib

        path.write_bytes(b"junk")
        path.with_suffix(".sha256").write_text(hashlib.sha256(b"junk").hexdigest())
    with pytest.raises(ModelError):
        load_model(path)
