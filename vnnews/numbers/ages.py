"""Ages against years of birth: "ông Ba (sinh năm 1950), 72 tuổi" in an article of 2022."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from vnnews.article import Age, Check, Fact, Timex
from vnnews.numbers.frame import Frame
from vnnews.text.folding import fold

_REACH = 48
"""Characters between an age and a year of birth of the same person."""
_OLDEST = 120
_BORN = regex.compile(r"(?:sinh(?: năm| ngày| tháng| vào| khoảng)?|\bs\.?n\.?)[ :]{0,2}$")
_SAME_PERSON = regex.compile(
    r"(?:[\s,;():\-–]|hiện nay|năm nay|hiện|nay|đã|mới|tròn|vừa|là|nam|nữ|sinh(?: năm| ngày| vào)?|s\.?n\.?|ở tuổi)*+"
)
_PAST = regex.compile(r"(?:khi|lúc|hồi|từ|năm|đến|trước|sau)[ ]?(?:mới|đã|vừa|tròn|lên)?[ ]?$")
_COUNTED_FROM_BIRTH = regex.compile(r"\b(?:tuổi ta|tuổi mụ|hưởng thọ|thượng thọ|thọ)\b")
"""Words of the traditional count, in which a child is one year old at birth."""


def check_ages(text: str, facts: Sequence[Fact], frame: Frame) -> Iterator[Check]:
    """Checks of the ages that stand beside a year of birth, where the day of publication is known.

    A person born in a year may have had the birthday of the publishing year or not; the traditional count adds one
    where the text uses it.
    """
    if frame.published is None or not frame.times:
        return
    starts = [time.start for time in frame.times]
    for fact in facts:
        if not isinstance(fact, Age) or fact.upper is not None or fact.approximation or not isinstance(fact.value, int):
            continue
        index = bisect_left(starts, fact.start)
        for time in frame.times[max(0, index - 2) : index + 1]:
            year = _birth(text, fact, time)
            if year is None:
                continue
            computed = frame.published.year - year
            if 0 < computed <= _OLDEST:
                around = fold(text[max(0, fact.start - _REACH) : fact.end + 12])
                most = computed + (_COUNTED_FROM_BIRTH.search(around) is not None)
                ok = computed - 1 <= fact.value <= most
                yield Check(kind="age", facts=(fact,), stated=fact.value, computed=computed, ok=ok)
                break


def _birth(text: str, fact: Age, time: Timex) -> int | None:
    """The year of a time that tells when the person of an age was born."""
    if time.type != "DATE" or time.interval is None or not time.value[:4].isdecimal():
        return None
    before = time.start < fact.start
    between = text[time.end : fact.start] if before else text[fact.end : time.start]
    if len(between) > _REACH or _BORN.search(fold(text[max(0, time.start - 12) : time.start])) is None:
        return None
    if _SAME_PERSON.fullmatch(fold(between)) is None:
        return None
    if _PAST.search(fold(text[max(0, fact.start - 12) : fact.start])) is not None and "nay" not in fold(between):
        return None
    return int(time.value[:4])
