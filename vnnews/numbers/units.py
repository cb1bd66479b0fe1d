"""Units and currencies that follow a numeral: tables ``units.tsv`` and ``currencies.tsv``.

Units are written as Pint spells them. Those of Viet Nam that Pint lacks keep their Vietnamese name, because their
size differs by region; ``PINT_DEFINITIONS`` gives the usual size, for ``pint.UnitRegistry().load_definitions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from vnnews.article import Number
from vnnews.numbers.words import Phrases, read_table

PINT_DEFINITIONS = (
    "m2 = meter ** 2",
    "km2 = kilometer ** 2",
    "cm2 = centimeter ** 2",
    "nm2 = nanometer ** 2",
    "mi2 = mile ** 2",
    "m3 = meter ** 3",
    "cm3 = centimeter ** 3",
    "tael = 37.5 * gram",
    "chỉ = 3.75 * gram",
    "sào = 360 * meter ** 2",
    "mẫu = 3600 * meter ** 2",
    "công = 1000 * meter ** 2",
    "giạ = 40 * liter",
    "thước = meter",
    "gang = 20 * centimeter",
    "sải = 1.6 * meter",
    "permille = 0.001",
    "richter = []",
    "DWT = metric_ton",
    "GT = []",
    "TEU = []",
    "trượng = 4 * meter",
    "kWp = kilowatt",
    "MWp = megawatt",
    "GWp = gigawatt",
    "mIU = []",
    "mach = 340 * meter / second",
    "megapixel = 1e6 * pixel",
)


class Unit(NamedTuple):
    """What a unit word means.

    Attributes:
        kind: which fact it makes.
        name: Pint name or ISO 4217 code; "" for percentages and ages.
        factor: what the number is multiplied with (100 for tạ, which is 100 kg).
        not_before: words that, following, show that it is no unit: "đồng chí", "cân nặng".
        only_before: words of which one must follow or stand nearby before, where not empty: "mẫu ruộng".
        not_behind: words that, nearby before, show that it is no unit: "3 ca, 4 kíp".
    """

    kind: Literal["money", "measure", "percent", "age"]
    name: str
    factor: Decimal = Decimal(1)
    not_before: frozenset[str] = frozenset()
    only_before: frozenset[str] = frozenset()
    not_behind: frozenset[str] = frozenset()


_OTHERS = {
    "%": Unit("percent", ""),
    "phần trăm": Unit("percent", ""),
    "điểm phần trăm": Unit("percent", ""),
    "điểm %": Unit("percent", ""),
    "tuổi": Unit("age", "", not_before=frozenset(["đảng", "nghề", "quân", "đoàn", "thọ"])),
    "năm tuổi": Unit("age", "", not_before=frozenset(["đảng", "nghề", "quân", "đoàn"])),
    "tháng tuổi": Unit("age", "month"),
    "tuần tuổi": Unit("age", "week"),
    "ngày tuổi": Unit("age", "day"),
}


@cache
def units() -> Phrases[Unit]:
    """The units by their words."""
    table = dict(_OTHERS)
    for kind, name in (("measure", "units.tsv"), ("money", "currencies.tsv")):
        for row in read_table(name):
            surface, unit, factor, *limits = row
            table[surface] = Unit(kind, unit, Decimal(factor), *(frozenset(limit.split()) for limit in limits))  # type: ignore[arg-type]
    return Phrases(table)


_PER = {
    **dict.fromkeys(("h", "giờ"), "h"),
    **dict.fromkeys(("s", "giây"), "s"),
    **dict.fromkeys(("ha", "hecta", "héc"), "ha"),
    **dict.fromkeys(("l", "lít", "lit"), "l"),
    **dict.fromkeys(("m2", "m²"), "m2"),
    **dict.fromkeys(("m3", "m³"), "m3"),
    "kg": "kg",
    "dl": "dl",
    "sào": "sào",
    "mẫu": "mẫu",
    "công": "công",
    "km": "km",
    "km2": "km2",
}
"""Units that make a compound behind "/"; others (/ngày, /người) are rates of what is counted and stay outside."""


def _compound(words: Sequence[str], length: int, unit: Unit) -> tuple[int, Unit]:
    """The unit with what it is divided by: mg/lít, tạ/ha, m3/giây."""
    per = _PER.get(words[length + 1]) if words[length : length + 1] == ["/"] and len(words) > length + 1 else None
    if unit.kind != "measure" or per is None:
        return length, unit
    extra = 2 + (words[length + 1] == "héc" and words[length + 2 : length + 3] == ["ta"])
    return length + extra, unit._replace(name=f"{unit.name}/{per}")


_NEARBY = 3


def _shown(unit: Unit, after: str, behind: Sequence[str]) -> bool:
    """Whether the words around an ambiguous unit show that it is one."""
    needed = unit.only_before
    if not unit.not_behind.isdisjoint(behind[-_NEARBY:]):
        return False
    alone = not after[:1].isalpha() and after != "-"
    return not needed or after in needed or (alone and not needed.isdisjoint(behind))


def find_unit(words: Sequence[str], digits: bool, behind: Sequence[str] = ()) -> tuple[int, Unit] | None:
    """The unit that begins the words: how many words it takes, and what it means.

    Args:
        words: folded words after the numeral.
        digits: whether the numeral is in digits; units of one letter stand only behind digits.
        behind: words before the numeral; they too can show that an ambiguous word is a unit ("thửa ruộng bốn mẫu").
    """
    found = units().at_start(words)
    while found is not None:
        length, unit = found
        after = words[length] if length < len(words) else ""
        lone = length == 1 and len(words[0]) == 1 and words[0].isalpha() and not digits and words[0] != "đ"
        if not lone and after not in unit.not_before and _shown(unit, after, behind):
            return _compound(words, length, unit)
        found = units().at_start(words[: length - 1]) if length > 1 else None
    return None


def scaled(value: Number, factor: Decimal) -> Number:
    """A product; whole results are int, other keep the digits written."""
    if factor == 1:
        return value
    product = value * factor
    return int(product) if product == product.to_integral_value() else product.normalize()


_AGE_DIVISORS = {"": 1, "month": 12, "week": 52, "day": 365}


def years(value: Number, unit: Unit) -> Number:
    """An age in years, two decimals where the text counts months, weeks or days."""
    divisor = _AGE_DIVISORS[unit.name]
    if divisor == 1:
        return value
    age = round(Decimal(value) / divisor, 2).normalize()
    return int(age) if age == age.to_integral_value() else age
