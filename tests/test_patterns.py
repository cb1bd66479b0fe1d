"""No pattern of the package takes more than linear time, shown by measurement on what is worst for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import patterns
import pytest

SMALL, LARGE, CHECKED = 1_000, 4_000, (10_000, 40_000)
SLOW = 0.002
"""Seconds; what is done with the larger text in less cannot be more than linear by much."""

USES = patterns.uses()
ELSEWHERE = {
    "vnnews.integrations.spacy.extensions": "a whole key of a known word and at most nine digits",
    "vnnews.reading.credit": "of the names of outlets, looked up below",
    "vnnews.text.grammar": "the rules of grammars, whose repeats are bounded: test_no_rule_of_a_grammar_explodes",
    "vnnews.words.whole": "of patterns in a list, looked up below",
}


def test_every_pattern_is_known() -> None:
    assert len(USES) > 100
    assert {place.split(":")[0] for place in patterns.missing()} == set(ELSEWHERE)


@pytest.mark.parametrize("number", range(len(USES)), ids=[use.name for use in USES])
def test_time_of_a_pattern_grows_with_the_text(number: int) -> None:
    assert list(superlinear(USES[number], pairs=25)) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(USES)), ids=[use.name for use in USES])
def test_time_of_a_pattern_grows_with_any_text(number: int) -> None:
    assert list(superlinear(USES[number], pairs=2_000)) == []


@pytest.mark.parametrize("pairs", [40, pytest.param(1_000, marks=pytest.mark.slow)])
def test_time_of_patterns_that_functions_compile_grows_with_the_text(pairs: int) -> None:
    from vnnews.reading.credit import _names
    from vnnews.words.whole import _pattern

    for use in (patterns.Use("whole", _pattern(), True), patterns.Use("names", _names(), False)):
        assert list(superlinear(use, pairs)) == []


@pytest.mark.parametrize("name", patterns.grammars())
def test_no_rule_of_a_grammar_explodes(name: str) -> None:
    """Repeats in rules are bounded, so that a match costs a constant; it must be a small one."""
    slow = []
    for rule, pattern in zip(patterns.grammars()[name].rules, patterns.grammars()[name].patterns(), strict=True):
        for attack in patterns.symbol_attacks(pattern, pairs=40):
            match = partial(pattern.match, attack)
            if seconds(match) > 0.0005 and best(match) > 0.0005:
                slow.append((rule.name, attack))
    assert slow == []


def superlinear(use: patterns.Use, pairs: int) -> Iterator[tuple[tuple[str, str, str], float]]:
    """The attacks under which four times the text takes more than eight times as long, and how much more."""
    for attack in patterns.attacks(use.pattern, pairs):
        small, large = (_run(use, _text(attack, size)) for size in (SMALL, LARGE))
        if seconds(large) < SLOW or best(large) < 7 * best(small):
            continue
        small, large = (_run(use, _text(attack, size)) for size in CHECKED)
        ratio = best(large) / best(small)
        if ratio > 8:
            yield attack, ratio


def _text(attack: tuple[str, str, str], size: int) -> str:
    first, middle, last = attack
    return first + middle * (size // len(middle)) + last


def _run(use: patterns.Use, text: str) -> Callable[[], object]:
    subject = text.encode() if isinstance(use.pattern.pattern, bytes) else text
    if use.searches:
        return lambda: sum(1 for _ in use.pattern.finditer(subject))
    return lambda: (use.pattern.match(subject), use.pattern.fullmatch(subject))


def best(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(4))


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()  # not that of other programs
    work()
    return time.process_time() - begin
