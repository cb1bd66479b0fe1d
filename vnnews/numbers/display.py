"""Facts as a table, for notebooks; everything that comes from the text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from vnnews.article import Change, Fact, Measure, Money, Number, Percent, Ratio, Score

_HEAD = ("text", "kind", "value", "unit", "of", "change", "place")
_SIGNS = {"about": "≈ ", "over": "> ", "under": "< ", "at least": "≥ ", "at most": "≤ "}
_ARROWS = {"up": "↑", "down": "↓", "same": "="}


def facts_table(facts: Iterable[Fact]) -> str:
    """An HTML table with a row for each fact; the parts of a breakdown stand under their whole.

    >>> from vnnews import analyze
    >>> "<td>31/577 = 5.373 %</td>" in facts_table(analyze("Có 31/577 xã tham gia.").facts)
    True
    """
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in _rows(facts, 0)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _rows(facts: Iterable[Fact], depth: int) -> Iterator[tuple[str, ...]]:
    for fact in facts:
        yield (
            "└ " * depth + fact.text,
            str(fact.__struct_config__.tag),
            value(fact),
            "%" if isinstance(fact, Percent) else fact.unit if isinstance(fact, Money | Measure) else "",
            fact.of or "",
            "" if fact.change is None else _change(fact.change),
            f"{fact.start}–{fact.end}",
        )
        yield from _rows(fact.parts, depth + 1)


def value(fact: Fact) -> str:
    """The value of a fact, for reading.

    >>> from vnnews import analyze
    >>> [value(fact) for fact in analyze("Hơn 1,2 triệu người xem, giá 5-7 triệu đồng, tỷ số 2-1.").facts]
    ['> 1,200,000', '5,000,000 … 7,000,000', '2 : 1']
    """
    sign = _SIGNS.get(fact.approximation or "", "")
    if isinstance(fact, Score):
        return f"{fact.home} : {fact.away}"
    if isinstance(fact, Ratio):
        stated = "" if fact.stated_percent is None else f" (stated {_shown(fact.stated_percent)} %)"
        percent = "" if fact.percent is None else f" = {fact.percent:.4g} %"
        return f"{sign}{_shown(fact.part)}/{_shown(fact.whole)}{percent}{stated}"
    return f"{sign}{_shown(fact.value)}" + ("" if fact.upper is None else f" … {_shown(fact.upper)}")


def _shown(number: Number) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def _change(change: Change) -> str:
    ends = [_shown(end) for end in (change.start, change.end) if end is not None]
    moved = f"{_ARROWS[change.direction]} {' → '.join(ends)}".rstrip()
    return moved if change.baseline is None else f"{moved}, {change.baseline}"
