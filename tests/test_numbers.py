"""Numeric facts: cases as data, invariants on any text, linear time."""

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnnews
from vnnews.article import Check, Count, Fact, Percent, Ratio
from vnnews.corpora import read
from vnnews.evaluation.numbers import canonical, every_fact, gold_value
from vnnews.numbers import explain_numbers, tag_numbers
from vnnews.numbers.units import PINT_DEFINITIONS
from vnnews.numbers.words import read_table
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify

CASES = Path(__file__).parent / "cases"


class FactCase(msgspec.Struct, forbid_unknown_fields=True):
    """A text and the facts that it has, parts among them, in order; "of" is compared where a fact gives it."""

    class Expected(msgspec.Struct, forbid_unknown_fields=True):
        text: str
        value: str
        of: str | None = None

    text: str
    facts: list[Expected]
    note: str | None = None
    known_failure: bool = False


class CheckCase(msgspec.Struct, forbid_unknown_fields=True):
    """A text and the checks that its claims allow, in order; none where it claims nothing.

    With a day of publication the text is analysed whole, so that ages and headlines are checked too.
    """

    class Expected(msgspec.Struct, forbid_unknown_fields=True):
        kind: str
        stated: str
        computed: str
        ok: bool

    text: str
    checks: list[Expected]
    published: str | None = None
    note: str | None = None
    known_failure: bool = False


FACT_CASES = msgspec.json.decode((CASES / "numbers.json").read_bytes(), type=list[FactCase])
CHECK_CASES = msgspec.json.decode((CASES / "checks.json").read_bytes(), type=list[CheckCase])


def tag(text: str, excluded: list[tuple[int, int]] | None = None) -> tuple[list[Fact], list[Check]]:
    batch = syllabify([text])
    return tag_numbers(symbolise(batch), split_sentences(batch), [excluded or []])[0]


def marked(case: FactCase | CheckCase) -> object:
    marks = [pytest.mark.xfail(reason=case.note or "known failure", strict=True)] if case.known_failure else []
    return pytest.param(case, id=case.text[:60], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in FACT_CASES])
def test_facts(case: FactCase) -> None:
    facts = every_fact(*tag(case.text))
    assert [(fact.text, canonical(gold_value(fact))) for fact in facts] == [
        (expected.text, canonical(expected.value)) for expected in case.facts
    ]
    for fact, expected in zip(facts, case.facts, strict=True):
        assert expected.of is None or fact.of == expected.of


@pytest.mark.parametrize("case", [marked(case) for case in CHECK_CASES])
def test_checks(case: CheckCase) -> None:
    whole = None if case.published is None else vnnews.analyze(case.text, published=case.published)
    checks = tag(case.text)[1] if whole is None else whole.checks
    found = [(check.kind, Decimal(check.stated), Decimal(check.computed), check.ok) for check in checks]
    assert found == [(c.kind, Decimal(c.stated), Decimal(c.computed), c.ok) for c in case.checks]


def test_decomposed_text_gives_the_same_facts() -> None:
    for case in FACT_CASES:
        plain, apart = (every_fact(*tag(unicodedata.normalize(form, case.text))) for form in ("NFC", "NFD"))
        assert [gold_value(fact) for fact in plain] == [gold_value(fact) for fact in apart]


def test_ratio_with_percentage_and_parts() -> None:
    text = (
        "Đã có 31/577 xã, phường, thị trấn (bằng 5%) đăng ký, trong đó 25 đơn vị làm theo kế hoạch "
        "và 6 đơn vị đã làm trước."
    )
    facts, checks = tag(text)
    ratio = facts[0]
    assert isinstance(ratio, Ratio)
    assert (ratio.part, ratio.whole, ratio.stated_percent, ratio.of) == (31, 577, 5, "xã, phường, thị trấn")
    assert ratio.percent == pytest.approx(5.3726, abs=1e-4)
    assert [(part.value, part.of) for part in ratio.parts if isinstance(part, Count)] == [(25, "đơn vị"), (6, "đơn vị")]
    assert [(check.kind, check.ok) for check in checks] == [("sum", True), ("percent", True)]
    assert len(facts) == 1  # the percentage is the ratio's own
    assert [type(fact) for fact in checks[1].facts] == [Ratio, Percent]


def test_parts_stand_only_inside_their_whole() -> None:
    facts, _ = tag("Có 28 cơ sở (17 xã, 11 phường) hoàn thành.")
    assert len(facts) == 1
    assert [part.text for part in facts[0].parts] == ["17", "11"]


def test_excluded_spans_hold_no_facts() -> None:
    text = "Kế hoạch số 24-KH/TU ngày 26-5-2009 áp dụng cho 12 xã."
    facts, _ = tag(text, [(0, 35)])
    assert [fact.text for fact in facts] == ["12"]


@pytest.mark.parametrize(
    ("text", "approximation"),
    [
        ("Đoàn khảo sát 500 hộ.", None),
        ("Bảo tàng sưu tầm 300 hiện vật.", None),
        ("Trường mầm non 52 trẻ.", None),
        ("Sở giám sát gần 15 dự án.", "under"),
        ("Khoảng 200 người tham gia.", "about"),
        ("Hơn 200 người tham gia.", "over"),
        ("Gần 200 người tham gia.", "under"),
        ("Ít nhất 200 người tham gia.", "at least"),
        ("Không quá 200 người tham gia.", "at most"),
        ("Có 200 người tham gia.", None),
        ("Hàng trăm người tham gia.", "about"),
    ],
)
def test_approximation(text: str, approximation: str | None) -> None:
    facts, _ = tag(text)
    assert facts[0].approximation == approximation


@pytest.mark.parametrize(
    ("text", "index", "change"),
    [
        ("Xuất khẩu tăng 6,5% so với cùng kỳ năm ngoái.", 0, ("up", None, None, "cùng kỳ năm ngoái")),
        ("Tỷ lệ nghèo giảm từ 12% xuống 9%.", 1, ("down", 12, 9, None)),
        ("Tỷ lệ nghèo giảm còn 5%.", 0, ("down", None, 5, None)),
        ("Giá vé tăng lên 240 euro.", 0, ("up", None, 240, None)),
    ],
)
def test_change(text: str, index: int, change: tuple[str, int | None, int | None, str | None]) -> None:
    facts, _ = tag(text)
    found = facts[index].change
    assert found is not None
    assert (found.direction, found.start, found.end, found.baseline) == change


def test_no_change_without_movement() -> None:
    assert tag("Tỷ lệ nghèo là 5%.")[0][0].change is None


def test_facts_read_well() -> None:
    text = "Có 28 cơ sở (17 xã, 11 phường), giá tăng 5% so với <b>năm & tháng</b>."
    facts = vnnews.analyze(text).facts
    assert repr(facts).count("\n") == len(facts) + 1
    table = facts._repr_html_()  # type: ignore[attr-defined]
    assert table.count("<tr") == 1 + 4
    assert table.count('<tr class="vn-part">') == 2
    assert "<bdi>17</bdi>" in table
    assert "<b>" not in table
    read = vnnews.from_json(vnnews.to_json(vnnews.analyze(text)))
    assert read.facts == facts
    assert repr(read.facts) == repr(facts)


def test_explaining_names_the_rules() -> None:
    batch = syllabify(["Ba đội lần lượt được 5 và 9 triệu đồng.", "Có 28 cơ sở (17 xã, 11 phường)."])
    explained = explain_numbers(symbolise(batch), split_sentences(batch))
    assert explained[1:4] == [
        ("5", ("numeral", "count", "unit of a neighbour")),
        ("9 triệu đồng", ("numeral", "money")),
        ("28", ("numeral", "count", "whole")),
    ]


def test_pint_knows_every_unit() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    registry.load_definitions(list(PINT_DEFINITIONS))
    for row in read_table("units.tsv"):
        registry.parse_units(row[1])
    for unit in ("km/h", "t/ha", "kg/ha", "m3/s", "mg/l", "µg/m3"):
        registry.parse_units(unit)


def test_a_batch_is_its_texts() -> None:
    texts = ["Có 28 cơ sở (17 xã, 11 phường).", "", "Giá 5 triệu đồng.\nBán 3 xe.", "Không có gì."]
    batch = syllabify(texts)
    together = tag_numbers(symbolise(batch), split_sentences(batch), [[] for _ in texts])
    assert together == [tag(text) for text in texts]


WORDS = (
    "hai ba một năm mười trăm nghìn triệu tỷ rưỡi lẻ linh phần trăm nửa gấp lần thứ hạng trong đó gồm còn lại bằng "
    "chiếm đạt 1 28 31/577 5% 1.200 5,6 3-1 2m18 15k ( ) , ; : . - / % đồng km xã người tuổi từ đến lên xuống "
    "khoảng hơn"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "XIV", "\u0303", "😀", "\u200f"])


NEWS = Path(__file__).parent.parent / "corpora" / "news"
SLIPS = {
    ("news-4.train/1", "2426561", "2416561"),  # town and country against the population
    ("news-4.train/8", "19", "18"),  # the dead by district
    ("news-4.train/10", "24.1", "21.2766"),  # how far the injured fell, against their number
    ("news-4.train/14", "412", "419"),  # a price from … to …
    ("news-4.train/18", "28.5", "25.4639"),  # the share of one market
    ("news-4.train/20", "13844", "13944"),  # hectares by district
    ("news-4.dev/0", "2400", "2450"),  # places by subject group
}
"""Where the corpus has a journalist's slip that its own numbers show: article, stated, computed."""


@pytest.mark.skipif(not NEWS.is_dir(), reason="corpora/news is not there")
def test_slips_of_the_corpus_are_found_without_false_alarms() -> None:
    texts = list(read(sorted(NEWS.glob("*.txt"))))
    batch = syllabify([text.text for text in texts])
    excluded = [[(span.start, span.end) for span in text.spans if span.label != "NUM"] for text in texts]
    tagged = tag_numbers(symbolise(batch), split_sentences(batch), excluded)
    checks = [(text.id, check) for text, (_, found) in zip(texts, tagged, strict=True) for check in found]
    assert {(name, str(c.stated), str(c.computed)) for name, c in checks if not c.ok} == SLIPS
    assert sum(check.ok for _, check in checks) >= 70


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join)))
def test_offsets_hold_and_nothing_raises(text: str) -> None:
    facts, checks = tag(text)
    found = every_fact(facts, checks)
    for fact in found:
        assert text[fact.start : fact.end] == fact.text
        assert fact.text
        assert fact.of is None or fact.of in text
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    for check in checks:
        assert check.facts
        assert all(text[fact.start : fact.end] == fact.text for fact in check.facts)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "12 ",
        "(3 ",
        "5 xã (",
        "10 xã, trong đó 3 xã ",
        "10 gồm 2 và ",
        "hai ba ",
        "1/2/",
        "3 người, ",
        "hai nghìn ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        batch = syllabify([piece * (size // len(piece))])
        symbols, sentences = symbolise(batch), split_sentences(batch)
        start = time.process_time()
        tag_numbers(symbols, sentences, [[]])
        return time.process_time() - start

    seconds(1000)
    small, large = (min(seconds(size) for _ in range(3)) for size in (8_000, 64_000))
    assert large < 8 * small * 3 + 0.1


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["(3 ", "1/2 ", "5% ", "10 gồm 2 và ", "- 3 tấn\n"])
def test_dense_numbers_take_little_more_than_news(piece: str, news_text: str) -> None:
    """A number costs about the same wherever it stands: a text of nothing else takes no more per fact than twice."""

    def per_fact(text: str) -> float:
        batch = syllabify([text])
        symbols, sentences = symbolise(batch), split_sentences(batch)
        start = time.process_time()
        facts, checks = tag_numbers(symbols, sentences, [[]])[0]
        return (time.process_time() - start) / len(every_fact(facts, checks))

    per_fact(news_text[:10_000])
    news = min(per_fact(news_text[:300_000]) for _ in range(3))
    assert min(per_fact(piece * (100_000 // len(piece))) for _ in range(3)) < 2 * news
