"""A check in words: what follows from the numbers or the calendar, and what the text states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from vnnews.article import Check, Fact, Number, Percent, Ratio, Score, Span
from vnnews.describe import amount, number, unit

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALL = 100


def verdict(check: Check) -> str:
    """What a check found.

    >>> from vnnews import analyze
    >>> for check in analyze("Thứ Hai 26/5/2009, 28 xã (17 xã nghèo, 12 xã khác) họp.").checks:
    ...     print(verdict(check))
    2009-05-26 is a Tuesday, stated Monday
    17 + 12 = 29, stated 28
    """
    return _VERDICTS[check.kind](check)


def concerned(check: Check) -> Sequence[Span]:
    """The facts or times that a check is about, the one that claims something first."""
    return (*check.facts, *check.times)


def _sum(check: Check) -> str:
    claimed, *others = check.facts or (None,)
    of = "" if claimed is None else unit(claimed)
    stated = f"stated {number(check.stated)}{of}"
    terms = [value for other in others if (value := _value(other)) is not None]
    if len(terms) < 2:
        return f"{number(check.computed)}{of}, {stated}"
    rest = isinstance(claimed, Percent) and _ALL - sum(terms) == check.computed != sum(terms)
    shown = f"{_ALL} − {' − '.join(map(number, terms))}" if rest else " + ".join(map(number, terms))
    return f"{shown} = {number(check.computed)}{of}, {stated}"


def _percent(check: Check) -> str:
    claimed, *others = check.facts or (None,)
    share = [claimed.part, claimed.whole] if isinstance(claimed, Ratio) and len(others) < 2 else map(_value, others)
    shown = "/".join(number(value) for value in share if value is not None)
    return f"{shown} = {_short(check.computed)} %, stated {number(check.stated)} %"


def _change(check: Check) -> str:
    claimed, *told = check.facts or (None,)
    first, last = (told[0], told[-1]) if len(told) > 1 else (None, None)
    if claimed is None or first is None or last is None:
        return f"{_short(check.computed)}, stated {number(check.stated)}"
    by = first.change.direction if first.change and first.change.end is None and not _starts(last) else None
    path = f"{by} {amount(first)} to {amount(last)}" if by else f"from {amount(first)} to {amount(last)}"
    of = " points" if isinstance(claimed, Percent) and _apart(first, last) == check.computed else unit(claimed)
    return f"{path}: {_short(check.computed)}{of}, stated {number(check.stated)}{of}"


def _starts(fact: Fact) -> bool:
    return fact.change is not None and fact.change.start is not None


def _apart(first: Fact, last: Fact) -> Decimal | None:
    """How many points two percentages are apart."""
    if not isinstance(first, Percent) or not isinstance(last, Percent):
        return None
    return abs(Decimal(first.value) - Decimal(last.value))


def _age(check: Check) -> str:
    before = number(check.computed - 1)
    return f"{before} or {number(check.computed)} by the year of birth, stated {number(check.stated)}"


def _headline(check: Check) -> str:
    of = unit(check.facts[0]) if check.facts else ""
    return f"{number(check.computed)}{of} in the body, {number(check.stated)}{of} in the headline"


def _weekday(check: Check) -> str:
    day = check.times[0].value[: len("2009-05-26")] if check.times else "the date"
    return f"{day} is a {_day_name(check.computed)}, stated {_day_name(check.stated)}"


def _day_name(day: Number) -> str:
    return _WEEKDAYS[int(day) - 1] if day in range(1, 8) else number(day)


def _date(check: Check) -> str:
    return f"the month ends on day {number(check.computed)}, stated {number(check.stated)}"


_VERDICTS: Mapping[str, Callable[[Check], str]] = {
    "sum": _sum,
    "percent": _percent,
    "change": _change,
    "age": _age,
    "headline": _headline,
    "weekday": _weekday,
    "date": _date,
}


def _value(fact: Fact) -> Number | None:
    """The number that a fact puts into a calculation."""
    if isinstance(fact, Ratio):
        return fact.part
    return None if isinstance(fact, Score) else fact.value


def _short(computed: Number) -> str:
    return number(computed) if isinstance(computed, int) else f"{float(computed):.4g}"
