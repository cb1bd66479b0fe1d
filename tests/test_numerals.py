"""Numerals: digits and words to numbers and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import ROUND_TRIPS
from hypothesis import example, given, settings
from hypothesis import strategies as st

import vnnews.numbers
from vnnews.text.grammar import Grammar, Rule, symbolise
from vnnews.text.numerals import CLASSES, NUMERAL, WORDS, parse_digits, parse_numeral, parse_roman, spell_numeral
from vnnews.text.syllables import syllabify

NUMERALS = {
    "0": 0,
    "577": 577,
    "1.200.000": 1200000,
    "1,200,000": 1200000,
    "1,234.56": Decimal("1234.56"),
    "1.234.567,8": Decimal("1234567.8"),
    "1.449,566": Decimal("1449.566"),
    "5,6": Decimal("5.6"),
    "5.6": Decimal("5.6"),
    "5,60": Decimal("5.60"),
    "0,683": Decimal("0.683"),
    "0.125": Decimal("0.125"),
    "-3": -3,
    "−2,5": Decimal("-2.5"),
    "+12": 12,
    "âm ba": -3,
    "1,2 triệu": 1200000,
    "3 tỷ 200 triệu": 3200000000,
    "2 triệu rưỡi": 2500000,
    "500 nghìn tỷ": 500 * 10**12,
    "1,2 triệu tỷ": 12 * 10**14,
    "3,3 vạn": 33000,
    "12 trăm": 1200,
    "2 chục": 20,
    "15k": 15000,
    "15K": 15000,
    "1,2tr": 1200000,
    "3tr5": 3500000,
    "3tr25": 3250000,
    "2tỷ": 2000000000,
    "1 triệu 7": 1700000,
    "không": 0,
    "mười": 10,
    "mười lăm": 15,
    "mười nhăm": 15,
    "hai mươi nhăm": 25,
    "hai mươi lăm": 25,
    "hai lăm": 25,
    "hăm lăm": 25,
    "băm ba": 33,
    "hai mốt": 21,
    "bốn tư": 44,
    "bốn mươi tư": 44,
    "bảy chục": 70,
    "chục rưỡi": 15,
    "một trăm": 100,
    "trăm hai": 120,
    "một trăm hai": 120,
    "một trăm linh hai": 102,
    "một trăm lẻ năm": 105,
    "bảy trăm rưỡi": 750,
    "một nghìn không trăm linh năm": 1005,
    "một ngàn lẻ năm": 1005,
    "một ngàn rưỡi": 1500,
    "hai nghìn không trăm hai mươi tư": 2024,
    "mười vạn tám nghìn": 108000,
    "hai triệu rưỡi": 2500000,
    "triệu rưỡi": 1500000,
    "một triệu tư": 1400000,
    "ba trăm bốn chục triệu": 340000000,
    "nửa triệu": 500000,
    "tỷ rưỡi": 1500000000,
    "tỉ rưỡi": 1500000000,
    "một nghìn hai trăm tỷ": 1200 * 10**9,
    "năm phẩy sáu": Decimal("5.6"),
    "không phẩy không năm": Decimal("0.05"),
    "ba phẩy hai triệu": 3200000,
    "HAI MƯƠI": 20,
    "XIV": 14,
    "III": 3,
}

NO_NUMERALS = [
    "",
    " ",
    "nhiều",
    "lăm",
    "rưỡi",
    "linh năm",
    "năm linh",
    "hai ba",
    "5 6",
    "26.5.2009",
    "1.2.3",
    "1.200.50",
    "hai mươi linh",
    "2 triệu rưỡi tỷ",
    "IIII",
    "vi",
    "12a",
    "nửa",
    "9" * 500,
    "hai " * 200,
    "٣",
]


@pytest.mark.parametrize("text", NUMERALS)
def test_numeral(text: str) -> None:
    value = parse_numeral(text)
    assert value == NUMERALS[text]
    assert type(value) is type(NUMERALS[text])
    assert str(value) == str(NUMERALS[text])


@pytest.mark.parametrize("text", NO_NUMERALS)
def test_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


def test_decomposed_writing_is_the_same() -> None:
    import unicodedata

    assert parse_numeral(unicodedata.normalize("NFD", "hai triệu rưỡi")) == 2500000


NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.integers(0, 15).flatmap(lambda digits: st.integers(-(10**digits), 10**digits)),  # as many short as long ones
)
SCALE_WORDS = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


@settings(max_examples=ROUND_TRIPS)
@given(NUMBERS)
@example(10**15)
@example(2_000_300)
@example(1_000_005)
@example(1_000_000_010)
def test_spelled_numbers_read_back(number: int) -> None:
    assert vnnews.numbers.parse(vnnews.numbers.spell(number)) == number


@settings(max_examples=ROUND_TRIPS)
@given(NUMBERS)
def test_words_of_the_south_read_back(number: int) -> None:
    south = {"nghìn": "ngàn", "linh": "lẻ", "tỷ": "tỉ", "bảy": "bẩy"}
    assert parse_numeral(" ".join(south.get(word, word) for word in spell_numeral(number).split())) == number


@settings(max_examples=ROUND_TRIPS)
@given(NUMBERS)
def test_digits_read_back(number: int) -> None:
    assert parse_numeral(str(number)) == number
    assert parse_numeral(f"{number:,}".replace(",", ".")) == number
    if abs(number) >= 10**6:  # with one comma it is a decimal
        assert parse_numeral(f"{number:,}") == number


@settings(max_examples=ROUND_TRIPS)
@given(st.integers(0, 10**9), st.integers(0, 99))
def test_decimals_read_back(whole: int, hundredths: int) -> None:
    expected = Decimal(f"{whole}.{hundredths:02}")
    written = f"{whole:,}".replace(",", ".") + f",{hundredths:02}"
    assert (parse_numeral(written), str(parse_numeral(written))) == (expected, str(expected))
    assert parse_numeral(f"{whole},{hundredths:02}") == expected


@settings(max_examples=ROUND_TRIPS)
@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(sorted(SCALE_WORDS)))
def test_digits_with_a_multiplier_read_back(whole: int, tenths: int, scale: str) -> None:
    assert parse_numeral(f"{whole},{tenths} {scale}") == (10 * whole + tenths) * SCALE_WORDS[scale] // 10
    assert parse_numeral(f"{spell_numeral(whole)} {scale}") == whole * SCALE_WORDS[scale]


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    parse_numeral(text)
    parse_digits(text)
    parse_roman(text)


def test_spelling() -> None:
    assert spell_numeral(2_500_000) == "hai triệu năm trăm nghìn"
    assert spell_numeral(105) == "một trăm linh năm"
    assert spell_numeral(21) == "hai mươi mốt"
    assert spell_numeral(0) == "không"
    with pytest.raises(ValueError, match="beyond"):
        spell_numeral(10**19)


def test_public_parse() -> None:
    assert vnnews.numbers.parse("hai triệu rưỡi") == 2500000
    assert vnnews.numbers.spell(2500000) == "hai triệu năm trăm nghìn"
    with pytest.raises(ValueError, match="no numeral: 'nhiều'"):
        vnnews.numbers.parse("nhiều")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("có hai mươi lăm xã", "hai mươi lăm"),
        ("suốt hai trăm năm", "hai trăm"),
        ("chờ mười năm", "mười"),
        ("hai nghìn năm trăm năm mươi đồng", "hai nghìn năm trăm năm mươi"),
        ("3 tỷ 200 triệu rồi", "3 tỷ 200 triệu"),
        ("bán 800 nghìn một tập", "800 nghìn"),
        ("hai triệu rưỡi đồng", "hai triệu rưỡi"),
    ],
)
def test_pattern_fragment(text: str, found: str) -> None:
    grammar = Grammar([Rule("numeral", NUMERAL, lambda hit: hit.text)], CLASSES)
    assert next(value for _, value in grammar.find(symbolise(syllabify([text])))) == found


def test_words_fragment_leaves_digits() -> None:
    grammar = Grammar([Rule("words", WORDS, lambda hit: hit.text)], CLASSES)
    assert [value for _, value in grammar.find(symbolise(syllabify(["25 xã và ba huyện"])))] == ["ba"]
