"""Figures that may only rise. Raise a floor when a change lifts the score; never lower one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import NEWS

from vnnews.corpora import find, read
from vnnews.evaluation.names import evaluate_names
from vnnews.evaluation.numbers import evaluate_numbers
from vnnews.evaluation.report import CORE
from vnnews.evaluation.times import evaluate_times
from vnnews.names import fast_tagger, name_tagger

pytestmark = pytest.mark.slow


def test_names_in_news() -> None:
    scores, _ = evaluate_names(read(find([NEWS], "dev")), fast_tagger())
    assert scores.f1(*CORE) >= 0.893


def test_names_in_shared_sentences(shared: Path) -> None:
    scores, _ = evaluate_names(read(find([shared / "corpora" / "names"], "dev")), fast_tagger())
    assert scores.f1(*CORE) >= 0.864


def test_names_by_the_accurate_model(shared: Path) -> None:
    pytest.importorskip("onnxruntime")
    tagger = name_tagger("accurate")
    for folder, floor in ((NEWS, 0.935), (shared / "corpora" / "names", 0.907)):
        scores, _ = evaluate_names(read(find([folder], "dev")), tagger)
        assert scores.f1(*CORE) >= floor


def test_times_in_news() -> None:
    scores, _ = evaluate_times(read(find([NEWS], "dev")))
    assert scores.f1() >= 0.975
    assert scores.value_accuracy() >= 0.960


def test_numbers_in_news() -> None:
    scores, _ = evaluate_numbers(read(find([NEWS], "dev")))
    assert scores.f1() >= 0.978
    assert scores.value_accuracy() >= 0.987


def test_speed_and_memory() -> None:
    pytest.importorskip("underthesea")
    from vnnews.bench import RIVAL_WORDS, TIMES, WORDS, bench

    measured = bench([text.text for text in read(find([NEWS], "dev"))])
    print("\n".join(measured.lines()))
    assert (measured.ratio() or 0) >= 20
    assert measured.speeds[WORDS] > 5 * measured.speeds[RIVAL_WORDS[0]]
    assert measured.share(TIMES) < 0.15
    assert measured.peak_mb is None or measured.peak_mb < 300
