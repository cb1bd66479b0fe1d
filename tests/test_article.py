from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnnews
from vnnews import Article, Count, Fact, Ratio, VnnewsError, from_json, json_schema, to_json


def count(value: vnnews.article.Number, **fields: object) -> Count:
    return Count(start=0, end=2, text="28", value=value, **fields)  # type: ignore[arg-type]


def test_facts_are_a_tagged_union() -> None:
    fact = count(28, of="cơ sở", parts=(count(17, of="xã"), count(11, of="phường")))
    data = msgspec.json.encode(fact)
    assert msgspec.json.decode(data)["kind"] == "count"
    assert msgspec.json.decode(data, type=Fact) == fact


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-(10**15), 10**15))
def test_numbers_keep_their_digits(decimal: Decimal, integer: int) -> None:
    article = Article(text="28", facts=(count(decimal), count(integer)))
    again = from_json(to_json(article))
    assert again == article
    assert [type(fact.value) for fact in again.facts] == [type(fact.value) for fact in article.facts]  # type: ignore[union-attr]


def test_objects_are_frozen_and_compare_by_value() -> None:
    with pytest.raises(AttributeError):
        count(28).value = 29  # type: ignore[misc]
    assert count(28) == count(28) != count(29)


def test_repr_shows_what_matters() -> None:
    fact = Ratio(start=0, end=6, text="31/577", part=31, whole=577, percent=3100 / 577, of="xã", stated_percent=5)
    assert repr(fact) == "Ratio(text='31/577', of='xã', part=31, whole=577, percent=5.373, stated_percent=5)"


def test_schema_names_every_object() -> None:
    names = json_schema()["$defs"].keys()
    assert {"Article", "Person", "Body", "Place", "Law", "Timex", "Ratio", "Check"} <= names


@pytest.mark.parametrize("data", [b"", b"[]", b'{"text": 1}', b'{"text": "a", "facts": [{"kind": "odd"}]}', b"\xff"])
def test_wrong_json_is_a_clear_error(data: bytes) -> None:
    with pytest.raises(VnnewsError, match="not the JSON of an article"):
        from_json(data)


def test_lone_surrogates_have_no_json() -> None:
    with pytest.raises(VnnewsError, match="cannot be written as JSON"):
        to_json(vnnews.analyze("Ông \ud800 nói."))
