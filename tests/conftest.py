"""What the tests share: where the shared material lies, and the rule that all spans obey."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from vnnews import Article, Span

ROOT = Path(__file__).parent.parent
NEWS = ROOT / "corpora" / "news"
SHARED = Path(os.environ.get("VNNEWS_SHARED", ROOT.parent / "shared"))

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
settings.load_profile(PROFILE)
ROUND_TRIPS = 20_000 if PROFILE == "nightly" else 500
"""Examples of the cheap properties that must hold for every number: HYPOTHESIS_PROFILE=nightly tries more."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts that may be used but not published; a clone on its own has none."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared texts, which are not at {SHARED}")
    return SHARED


def spans(value: object) -> Iterator[Span]:
    """All spans inside an object."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def check_offsets(article: Article) -> None:
    """Assert what holds for every article: offsets are exact, lists in order, keys resolve."""
    for span in spans(article):
        assert 0 <= span.start < span.end <= len(article.text), span
        assert article.text[span.start : span.end] == span.text
    for found in (article.sentences, article.mentions, article.times, article.facts):
        assert [s.start for s in found] == sorted(s.start for s in found)
    for mentions in (article.sentences, article.mentions, article.times):
        assert all(a.end <= b.start for a, b in pairwise(mentions))
    entities = [*article.people, *article.bodies, *article.places, *article.laws, *article.events, *article.others]
    keys = [entity.key for entity in entities]
    assert len(set(keys)) == len(keys)
    assert {mention.entity for mention in article.mentions} == set(keys)
    assert sorted(m.start for e in entities for m in e.mentions) == [m.start for m in article.mentions]
    for mention in article.mentions:
        sentence = article.sentences[mention.sentence]
        assert sentence.start <= mention.start < sentence.end


@pytest.fixture(scope="session")
def news_text() -> str:
    """All of the project's articles in one string."""
    from vnnews.corpora import read

    return "\n".join(text.text for text in read(sorted(NEWS.glob("*.txt"))))
