"""Times: cases as data, what holds for any text, and that time grows linearly."""

from __future__ import annotations

import datetime
import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vnnews import analyze, from_json, to_json
from vnnews.article import Timex
from vnnews.corpora import read
from vnnews.evaluation.times import evaluate_times
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.times import explain_times, lunar, tag_times
from vnnews.times.grammar import RULES
from vnnews.times.values import interval_of

ROOT = Path(__file__).parent
CASES = json.loads((ROOT / "cases" / "times.json").read_text(encoding="utf-8"))
CHECK_CASES = json.loads((ROOT / "cases" / "date_checks.json").read_text(encoding="utf-8"))
NEWS = sorted((ROOT.parent / "corpora" / "news").glob("*.dev.txt"))
PUBLISHED = datetime.date(2009, 8, 25)


def tag(text: str, published: datetime.date | None = PUBLISHED) -> list[Timex]:
    batch = syllabify([text])
    return tag_times(symbolise(batch), split_sentences(batch), [published])[0]


def case_id(case: dict[str, Any]) -> str:
    return str(case["text"])[:60]


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case.get("known_failure"):
        request.applymarker(pytest.mark.xfail(reason=case.get("note", "known"), strict=True))
    published = case["published"] and datetime.date.fromisoformat(case["published"])
    assert [[found.text, found.value] for found in tag(case["text"], published)] == case["times"]


def test_cases_are_many_and_distinct() -> None:
    assert len(CASES) >= 400
    assert sum(not case["times"] for case in CASES) >= 60
    assert len({(case["text"], case["published"]) for case in CASES}) == len(CASES)


def test_types_intervals_and_modifiers() -> None:
    day, span, each, hour = tag("Từ ngày 26-5-2009, qua 5 tháng, hằng ngày; lúc 14h30 ngày 24/8 thì họp")
    assert (day.type, span.type, each.type, hour.type) == ("DATE", "DURATION", "SET", "TIME")
    assert day.interval is not None and day.interval.first == datetime.datetime(2009, 5, 26)
    assert day.interval.last == datetime.datetime(2009, 5, 26, 23, 59, 59)
    assert span.interval is None and each.interval is None
    assert hour.interval is not None and hour.interval.last == datetime.datetime(2009, 8, 24, 14, 30, 59)
    assert [found.mod for found in tag("Đầu năm 2008, giữa tháng 5 và cuối thế kỷ XX")] == ["START", "MID", "END"]


def test_lunar_days_have_their_solar_day() -> None:
    (found,) = tag("Hội mở mùng 3 Tết.", datetime.date(2014, 2, 10))
    assert found.lunar and found.value == "lunar:2014-01-03"
    assert found.interval is not None and found.interval.first.date() == datetime.date(2014, 2, 2)


def test_a_date_that_no_calendar_has_is_kept_without_a_false_value() -> None:
    (found,) = tag("Biên lai ghi ngày 31/4/2009.")
    assert found.value == "XXXX-XX-XX" and found.interval is None


@pytest.mark.parametrize("case", CHECK_CASES, ids=case_id)
def test_date_checks(case: dict[str, Any]) -> None:
    found = analyze(case["text"], case["published"]).checks
    assert [[made.kind, made.times[0].text, made.stated, made.computed, made.ok] for made in found] == case["checks"]


def test_a_check_refers_to_its_time() -> None:
    article = analyze("Họp thứ Hai 26/5/2009.")
    assert article.checks[0].times == article.times and article.checks[0].facts == ()
    assert from_json(to_json(article)) == article


def test_named_days_are_events_and_times() -> None:
    (found,) = tag("Phà tăng chuyến dịp Tết Trung thu.", datetime.date(2024, 9, 10))
    assert found.lunar and found.interval is not None and found.interval.first.date() == datetime.date(2024, 9, 17)
    article = analyze("Nhà máy nghỉ Giáng sinh.", "2024-12-10")
    assert [(time.text, time.value) for time in article.times] == [("Giáng sinh", "2024-12-25")]


def test_each_text_of_a_batch_has_its_own_day() -> None:
    texts = ["Hôm qua mưa.", "", "Hôm qua nắng.", "Hôm qua gió."]
    days = [datetime.date(2009, 8, 25), None, None, datetime.date(2020, 1, 1)]
    batch = syllabify(texts)
    found = tag_times(symbolise(batch), split_sentences(batch), days)
    assert [[item.value for item in items] for items in found] == [["2009-08-24"], [], ["ref-1d"], ["2019-12-31"]]
    assert all(
        text[item.start : item.end] == item.text for text, items in zip(texts, found, strict=True) for item in items
    )


def test_unicode_forms_do_not_matter() -> None:
    text = "Sáng thứ Hai tuần trước, ngày mùng một Tết, uỷ ban họp 5 tháng"
    composed = [found.value for found in tag(text)]
    assert composed == [found.value for found in tag(unicodedata.normalize("NFD", text))]
    assert composed == [found.value for found in tag(text.replace(" ", "\u00a0"))]


def test_unicode_forms_do_not_matter_in_the_corpus() -> None:
    texts = [(text.text, text.published) for text in read(NEWS[:3])]
    for form in (lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "\u00a0")):
        for text, published in texts:
            changed = [found.value for found in tag(form(text), published)]
            assert changed == [found.value for found in tag(text, published)]


def test_explain_names_the_rules() -> None:
    batch = syllabify(["Họp lúc 14h30 ngày 26-5, qua 5 tháng."])
    assert explain_times(symbolise(batch)) == [
        ("lúc 14h30 ngày 26-5", ("glued clock", "day-head day/month")),
        ("5 tháng", ("duration",)),
    ]


def test_words_before_a_time_modify_it() -> None:
    text = "Trước ngày 20/8, sau năm 2005, khoảng tháng 3/2008, hơn 10 năm, gần 5 tháng, 3 ngày"
    assert [found.mod for found in tag(text)] == ["BEFORE", "AFTER", "APPROX", "MORE_THAN", "LESS_THAN", None]


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("lunar_date", "solar"),
    [
        ((2024, 1, 1), "2024-02-10"),
        ((1985, 1, 1), "1985-01-21"),  # a month before the Chinese new year
        ((2007, 1, 1), "2007-02-17"),  # a day before it
        ((1968, 1, 1), "1968-01-29"),
        ((2025, 8, 15), "2025-10-06"),
        ((2004, 4, 15), "2004-06-02"),
        ((2030, 1, 1), "2030-02-02"),
    ],
)
def test_lunar_calendar(lunar_date: tuple[int, int, int], solar: str) -> None:
    assert lunar.to_solar(*lunar_date) == datetime.date.fromisoformat(solar)


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_lunar_months_follow_each_other(year: int, month: int) -> None:
    first = lunar.to_solar(year, month, 1)
    assert first is not None and lunar.month_length(year, month) in (29, 30)
    assert lunar.to_solar(year, month, lunar.month_length(year, month)) is not None


PHRASES = """
ngày tháng năm hôm qua nay mai tuần trước sau tới thứ hai ba tư chủ nhật sáng chiều tối đêm lúc giờ phút rưỡi kém
mùng rằm tết giêng chạp quý đầu giữa cuối nửa thế kỷ thập niên giai đoạn mỗi hằng hàng nào cũng cách đây nữa cùng kỳ
26 5 2009 31 4 0 99999 26-5-2009 31/577 14h30 7:30 26.5.2009 2005-2010 II XX , . - / : ( ) % và đến từ vào sẽ đã
"""
WORDS = PHRASES.split()


@given(
    st.lists(st.sampled_from(WORDS), max_size=40),
    st.sampled_from([PUBLISHED, None, datetime.date.min, datetime.date.max]),
)
@example(["giữa", "đêm"], datetime.date.max)
def test_any_order_of_words_of_time(words: list[str], published: datetime.date | None) -> None:
    check(" ".join(words), published)


@given(st.text(max_size=200), st.sampled_from([PUBLISHED, None]))
def test_any_text(text: str, published: datetime.date | None) -> None:
    check(text, published)


def check(text: str, published: datetime.date | None) -> None:
    end = 0
    for found in tag(text, published):
        assert end <= found.start < found.end and text[found.start : found.end] == found.text
        end = found.end
        assert found.interval is None or found.interval.first <= found.interval.last


@given(st.text(alphabet="0123456789-/XQHWTSPFAUEDNIMlunar:", max_size=24))
def test_interval_of_any_string(value: str) -> None:
    interval_of(value)


HOSTILE = [
    "1" * 50,
    "1/" * 25,
    "1-1-1-" * 8,
    "ngày tháng năm ",
    "năm ",
    "từ 5 đến ",
    "sáng thứ hai ",
    "1.000.000 năm ",
    "12:30:",
    "T2, ",
    "13, 14 và ",
    "30/4 và 1/5, ",
    "thứ Hai 31/4/2009, ",
    "hôm qua (8/12), ",
    "hai mươi trăm nghìn triệu tỷ ",
    "(((((",
]


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: str(piece)[:12])
def test_time_grows_linearly(piece: str) -> None:
    tag(piece * 10)  # compiles the rules
    times = [min(seconds(piece, size) for _ in range(3)) for size in (20_000, 160_000)]
    assert times[1] < 8 * 3 * max(times[0], 0.004), times


def seconds(piece: str, size: int) -> float:
    batch = syllabify([piece * (size // len(piece))])
    symbols, sentences = symbolise(batch), split_sentences(batch)
    start = time.perf_counter()
    tag_times(symbols, sentences, [PUBLISHED])
    return time.perf_counter() - start


def test_scores_on_the_news_corpus() -> None:
    scores, differences = evaluate_times(read(NEWS))
    assert scores.f1() >= 0.97 and scores.value_accuracy() >= 0.96
    assert {difference.kind for difference in differences} <= {"missed", "spurious", "boundary", "value"}
