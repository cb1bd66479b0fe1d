"""Readings that stand side by side -> one reading: "18h" + "tối" + "thứ Sáu" + "20/4"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct, structs

from vnnews.text.grammar import Hit
from vnnews.text.syllables import SHAPE_TITLE
from vnnews.times import cues
from vnnews.times.cues import phrases
from vnnews.times.reading import Reading, yearly


class Piece(Struct, frozen=True):
    """A reading and where it stands: symbols of the batch, end exclusive."""

    start: int
    end: int
    hit: Hit
    reading: Reading
    rules: tuple[str, ...]


def compose(found: Iterable[tuple[Hit, Reading]]) -> list[Piece]:
    """Join neighbours that read as one time and drop readings that needed a neighbour and have none."""
    pieces: list[Piece] = []
    for hit, reading in found:
        start, end = hit.match.span()
        piece = Piece(start, end, hit, reading, (hit.rule,))
        pieces.append(piece)
        while len(pieces) > 1 and (joined := _join(pieces[-2], pieces[-1])) is not None:
            pieces[-2:] = [joined]
    strong = _stand(pieces)
    return [piece for piece in pieces if (not piece.reading.weak or piece.start in strong) and not _in_name(piece)]


def _stand(pieces: list[Piece]) -> set[int]:
    """Starts of the weak dates that a sure one beside them in a list makes sure."""
    strong: set[int] = set()
    for first, second in pairwise(pieces):
        if _of_list(first) and second.reading.weak:
            strong.add(second.start)
        if first.reading.weak != second.reading.weak and _listed(first, second):
            strong.add(first.start if first.reading.weak else second.start)
    return strong


def _of_list(piece: Piece) -> bool:
    """Whether a day stands in a list whose last member tells the month: "ngày 5, 6 và 7/9"."""
    return piece.rules == ("day of a range",)


def _listed(first: Piece, second: Piece) -> bool:
    """Whether two weekdays or two dates with a slash stand in a list: "thứ ba và thứ tư", "30/4 và 1/5"."""
    text, pair = first.hit.symbols.text, (first, second)
    dates = all(piece.reading.month is not None and "/" in text[piece.start : piece.end] for piece in pair)
    if not dates and any(piece.reading.weekday is None for piece in pair):
        return False
    return second.start - first.end <= 4 and text[first.end : second.start].strip(" ") in _LISTING


def _in_name(piece: Piece) -> bool:
    """Whether a capital in the middle of a sentence makes a time part of a name: "đồng chí Tháng Tư", "hè Mùa Xuân"."""
    batch, text = piece.hit.symbols.syllables, piece.hit.symbols.text
    index = piece.hit.first
    if batch.shapes[index] != SHAPE_TITLE or piece.reading.weekday is not None or piece.reading.feast:
        return False
    reading = piece.reading
    dated = reading.month is not None and (reading.year is not None or reading.shift is not None)
    if dated or (reading.day is not None and not reading.lunar):
        return False
    gap = text[piece.start - 1] if piece.start else "\n"
    return gap == " " and text[piece.start - 2] not in cues.CLAUSE_STARTS


_LISTING = {",", *phrases("và, hoặc, hay, đến, tới")}
_SPANNING = {"", ",", "-", "–", *phrases("đến, tới, và, đến hết, cho đến")}
_DAY_FIELDS = ("year", "month", "day", "weekday", "shift", "lunar", "direction", "anchor")


def borrow(pieces: list[Piece]) -> list[Piece]:
    """Give the first of two joined times what only the second says: "từ 5h đến 12h ngày 8/6", "16/2 đến 24/2/2016"."""
    for index in range(len(pieces) - 2, -1, -1):
        piece, following = pieces[index], pieces[index + 1]
        if following.start - piece.end > 12:
            continue
        gap = piece.hit.symbols.text[piece.end : following.start]
        gap = gap.strip(" ")
        if gap in _SPANNING:
            gap = "và" if gap == "," and _of_list(following) else gap
            first, second = _share(piece.reading, following.reading, gap)
            pieces[index] = structs.replace(piece, reading=first)
            pieces[index + 1] = structs.replace(following, reading=second)
    return pieces


def _year_of(first: Reading, second: Reading) -> bool:
    """Whether a year follows a feast: "Giáng sinh năm nay", "Trung thu 2023"."""
    whole = second.shift[0] == "Y" if second.shift is not None else second.year is not None
    return first.feast and first.year is None and first.shift is None and whole and second.literal is None


def _one_night(first: Reading, second: Reading) -> bool:
    """Whether only the second of two parts of a night says the month: "đêm 5, rạng sáng 6/9"."""
    if first.part is None or second.part is None or first.day is None or first.month is not None or second.day is None:
        return False
    return second.month is not None and second.day == first.day + 1


def _days_of_week(first: Reading, second: Reading) -> bool:
    """Whether only the second of two weekdays says of which week they are: "thứ Bảy và Chủ nhật tuần sau"."""
    bare = first.weekday is not None and first.day is None and first.shift is None and first.direction is None
    return bare and second.weekday is not None and second.shift is not None and second.shift[0] == "W"


_ROUND = (None, 0, 15, 30, 45)


def _share(first: Reading, second: Reading, gap: str) -> tuple[Reading, Reading]:
    borrowed = _borrow(first, second, gap)
    if borrowed is not None:
        return borrowed, second
    if gap != "," and _no_day(first) and _no_day(second):
        return structs.replace(first, generic=True), structs.replace(second, generic=True)
    return first, second


def _no_day(reading: Reading) -> bool:
    """Whether a reading is an hour of no day and round, as opening hours are."""
    if reading.clock is None or reading.literal is not None or reading.clock[1] not in _ROUND:
        return False
    return reading.day is None and reading.weekday is None and reading.shift is None


def _borrow(first: Reading, second: Reading, gap: str) -> Reading | None:
    if gap in ("", ",") and _one_night(first, second):
        return structs.replace(first, month=second.month, year=second.year)
    if gap == "":
        return structs.replace(first, year=second.year, shift=second.shift) if _year_of(first, second) else None
    if gap != "," and _days_of_week(first, second):
        return structs.replace(first, shift=second.shift, anchor=second.anchor)
    if gap == "," and (first.clock is None or second.clock is not None):
        return None
    if first.literal is not None and first.clock is not None and second.clock is not None:
        if gap == "," or second.literal is not None:
            return None
        hour = structs.replace(first, type=None, literal=None)  # "8 giờ đến 11 giờ ngày 21/9"
        return _borrow(hour, second, gap) or hour
    if first.literal is not None or second.literal is not None or first.shift is not None:
        return None
    if first.clock is not None and first.day is None and first.weekday is None:
        if second.day is None and second.weekday is None and second.shift is None:
            return None
        if second.shift is not None and second.shift[0] not in _SHIFT_RANKS:
            return None
        if second.clock is None and (gap != "," or second.part is not None):
            return None
        day = {name: getattr(second, name) for name in _DAY_FIELDS}
        return structs.replace(first, **day)
    if first.day is not None and second.day is not None and first.clock is None and second.shift is None:
        if (first.month is None or (first.lunar and not second.lunar)) and second.month is not None:
            return structs.replace(first, month=second.month, year=second.year, lunar=second.lunar)
        if first.month is not None and second.month is not None and first.year is None and second.year is not None:
            earlier = (first.month, first.day) > (second.month, second.day)
            return structs.replace(first, year=second.year - earlier)
    return None


def _join(left: Piece, right: Piece) -> Piece | None:
    gap = left.hit.symbols.text[left.end : right.start]
    if left.reading.feast or right.reading.feast:
        return None
    comma = gap == ", " and right.reading.day is not None
    comma = comma and (
        left.reading.weekday is not None or (_names_today(left.reading) and right.reading.weekday is not None)
    )
    if gap == " " or comma:
        merged = _repeated(left, right) or merge(left.reading, right.reading) or _stamp(left, right)
        if merged is not None:
            return Piece(left.start, right.end, left.hit, merged, left.rules + right.rules)
    return None


def _stamp(left: Piece, right: Piece) -> Reading | None:
    """A full date with its hour behind it: "26/5/2009 14:30"."""
    day, hour = left.reading, right.reading
    if day.day is None or day.month is None or day.year is None or day.lunar or day.clock is not None:
        return None
    if hour != Reading(clock=hour.clock, until=hour.until) or hour.clock is None or hour.clock[1] is None:
        return None
    return structs.replace(day, clock=hour.clock, until=hour.until)


def _names_today(reading: Reading) -> bool:
    return reading.shift is not None and reading.shift[0] == "D" and reading.anchor == "published"


def _repeated(left: Piece, right: Piece) -> Reading | None:
    """A weekday or hour with "hằng tuần", "mỗi sáng" behind it."""
    reading, every = left.reading, right.reading
    if every.type != "SET":
        return None
    if reading.weekday is not None and every.literal == "R/P1W" and reading.day is None:
        part = f"T{reading.part}" if reading.part else ""
        return Reading(type="SET", literal=f"R/XXXX-WXX-{reading.weekday}{part}")
    plain = reading.day is not None and reading.year is None and reading.clock is None and reading.until is None
    if plain and every.literal == ("R/P1M" if reading.month is None else "R/P1Y"):
        return Reading(type="SET", literal=yearly(reading))
    if reading.clock is not None and every.part is not None and reading.day is None:
        return Reading(type="SET", literal=f"R/P1DT{reading.clock[0]:02d}:{reading.clock[1] or 0:02d}")
    return None


def merge(left: Reading, right: Reading) -> Reading | None:
    """One reading from two, None where they are not parts of one time.

    Smaller units come first: clock, part of day, weekday, day, week, month, season or quarter, year; a field may be
    said twice only where a day is named in two ways (hôm nay 18-3).
    """
    if (left.literal is not None and left.clock is None) or (right.literal is not None and right.clock is None):
        return None
    if right.clock is not None and right.literal is not None:
        return None
    today = _names_today(left) and right.weekday is not None and right.day is not None  # "hôm qua, thứ Hai 25/5"
    if right.clock is not None or (_finest(right) < _coarsest(left) and not today):
        return None
    fields: dict[str, object] = {}
    for name in ("year", "half", "quarter", "month", "season", "day", "weekday", "part", "clock", "shift", "direction"):
        first, second = getattr(left, name), getattr(right, name)
        if first is not None and second is not None:
            if name != "direction" and not (name == "shift" and second is None):
                return None
            second = first
        fields[name] = second if first is None else first
    if left.same_period or right.same_period:
        return None
    if left.shift is not None and right.day is not None and right.month is not None:
        fields["shift"] = None  # "hôm nay 18-3": the date says it all
    return structs.replace(
        left,
        type=None,
        literal=None,
        weak=left.weak and right.weak,
        generic=(left.generic or right.generic) and _finest(right) < 2,
        anchor=right.anchor if right.shift is not None else left.anchor,
        edge=left.edge or right.edge,
        months=left.months or right.months,
        lunar=left.lunar or right.lunar or _counted_by_moon(left, right),
        midnight=False,
        early=left.early or right.early,
        weekend=left.weekend or right.weekend,
        until=_until(left, right),
        **fields,
    )


def _counted_by_moon(left: Reading, right: Reading) -> bool:
    """Whether a year by stem and branch makes the month before it lunar: "tháng Tám năm Kỷ Hợi"."""
    return left.month is not None and right.shift is not None and right.shift[0] in ("C", "B")


def _until(left: Reading, right: Reading) -> Reading | None:
    if left.until is None or right.until is not None:
        return right.until if left.until is None else None
    return left.until


_RANKS = {"clock": 0, "part": 1, "weekday": 2, "day": 3, "month": 5, "season": 6, "quarter": 6, "half": 6, "year": 7}
_SHIFT_RANKS = {"D": 3, "W": 4, "M": 5, "Q": 6, "Y": 7, "C": 7, "B": 7}


def _ranks(reading: Reading) -> list[int]:
    ranks = [rank for name, rank in _RANKS.items() if getattr(reading, name) is not None]
    if reading.shift is not None:
        ranks.append(_SHIFT_RANKS.get(reading.shift[0], 0))
    return ranks or [9]


def _finest(reading: Reading) -> int:
    return min(_ranks(reading))


def _coarsest(reading: Reading) -> int:
    return max(_ranks(reading))
