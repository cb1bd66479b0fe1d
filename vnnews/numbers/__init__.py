"""Numeric facts: what is counted or measured, how it breaks down, and whether the numbers agree."""

from vnnews.numbers.frame import Frame
from vnnews.numbers.tagging import explain_numbers, tag_numbers
from vnnews.text.numerals import Number, parse_numeral
from vnnews.text.numerals import spell_numeral as spell

__all__ = ["Frame", "explain_numbers", "parse", "spell", "tag_numbers"]


def parse(numeral: str) -> Number:
    """The number that a numeral writes, in digits, words or Roman letters.

    Raises:
        ValueError: the text is no numeral.

    >>> parse("hai triệu rưỡi"), parse("1.200,5")
    (2500000, Decimal('1200.5'))
    """
    value = parse_numeral(numeral)
    if value is None:
        raise ValueError(f"no numeral: {numeral[:80]!r}")
    return value
