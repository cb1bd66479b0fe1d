"""Named days: "Giỗ Tổ Hùng Vương", "Quốc khánh 2/9", "lễ 30/4", "Tết Giáp Thìn"."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vnnews.tables import read_table
from vnnews.text.grammar import Hit
from vnnews.text.syllables import SHAPE_TITLE
from vnnews.times import cues
from vnnews.times.match import after, before, has, number, word
from vnnews.times.reading import Reading
from vnnews.times.years import cycle


def _table() -> dict[str, tuple[bool, int, int]]:
    rows = read_table(Path(__file__).with_name("feasts.tsv"))
    return {name: (calendar == "lunar", int(day[:2]), int(day[3:])) for name, calendar, day in rows}


FEASTS: Mapping[str, tuple[bool, int, int]] = _table()
"""Whether a feast is lunar, its month and its day, by name in small letters."""
HOLIDAYS = frozenset((month, day) for is_lunar, month, day in FEASTS.values() if not is_lunar)


def read_feast(hit: Hit) -> Reading | None:
    """A feast by its name, with its date in brief where that follows; not a cake or a lamp for it."""
    name = word(hit, "feast") or ""
    is_lunar, month, day = FEASTS[name]
    if has(hit, "day") and (number(hit, "month"), number(hit, "day")) != (month, day):
        return None
    if _ends_name(hit):
        return None
    abroad = name.endswith("quốc khánh") and not has(hit, "day") and after(hit) in cues.COUNTRIES
    if abroad or before(hit) in cues.FOR_FEASTS:
        return None
    return Reading(month=month, day=day, lunar=is_lunar, feast=True)


def read_holiday(hit: Hit) -> Reading | None:
    """Read "lễ 30/4", "nghỉ lễ 2-9": a date that is a feast by its numbers alone."""
    month, day = number(hit, "month"), number(hit, "day")
    if month is None or day is None or (month, day) not in HOLIDAYS:
        return None
    return Reading(month=month, day=day, feast=True)


def read_new_year(hit: Hit) -> Reading | None:
    """Read "Tết Giáp Thìn": the first day of that lunar year."""
    place = cycle(hit)
    return None if place is None else Reading(month=1, day=1, lunar=True, shift=("C", place), feast=True)


def _ends_name(hit: Hit) -> bool:
    """Whether a capitalised word that is no word for an occasion stands right before: Võ Quốc Khánh."""
    text, start = hit.symbols.text, hit.match.start()
    shapes = hit.symbols.syllables.shapes
    beside = text[start - 1 : start] == " " and before(hit) not in cues.OCCASIONS
    return beside and bool(shapes[hit.first - 1] == SHAPE_TITLE)
