"""Days and months: "26-5-2009", "tháng Giêng", "mùng 3 Tết", "14 đến 18/9"."""

from __future__ import annotations

from msgspec import structs

from vnnews.text.grammar import KINDS, Hit
from vnnews.times import cues, words
from vnnews.times.match import after, before, has, names, number, sign, word, written_year
from vnnews.times.reading import Reading, yearly
from vnnews.times.values import can_exist
from vnnews.times.years import cycle

_LUNAR_FEASTS = {(10, 3), (5, 5), (3, 3), (7, 7)}
"""Days with mùng and a month in digits that are lunar: (day, month)."""


def read_date(hit: Hit) -> Reading | None:
    """Day and month, month, or day alone, each with or without a year: "26-5-2009", "tháng Giêng", "mùng 3 Tết"."""
    month, is_lunar = _month(hit)
    day, last = _day(hit), number(hit, "last")
    year = written_year(hit)
    if has(hit, "month") and has(hit, "year") and not _same_separators(hit):
        return None
    if has(hit, "month") and (month is None or not 1 <= month <= 12):
        return None
    if last is None and (word(hit, "head") or "").startswith(("tuần", "các", "những")):
        return None
    if day is not None and not has(hit, "head") and names(hit):  # đường 3 Tháng 2
        return None
    if (day is not None and not 1 <= day <= 31) or (last is not None and not 1 <= last <= 31):
        return None
    if has(hit, "year") and year is None:
        return None
    is_lunar = is_lunar or has(hit, "lunar") or _traditional(hit, day, month)
    if is_lunar and not has(hit, "month") and day is not None and not has(hit, "full"):
        month = 12 if has(hit, "tet") and day >= 20 else None if has(hit, "lunar") else 1
    place = cycle(hit) if has(hit, "stem") else None
    if place is not None:
        return Reading(month=month, day=day, lunar=True, shift=("C", place))
    if month is not None and day is None and names(hit):
        return None
    direction = words.SHIFTS.get(word(hit, "direction") or "")
    reading = Reading(
        year=year,
        month=month,
        day=day,
        lunar=is_lunar,
        direction=sign(direction) if direction is not None else -1 if word(hit, "head") == "hôm" else None,
        until=None if last is None else Reading(year=year, month=month, day=last),
    )
    if before(hit) in cues.EVERY and reading.day is not None and reading.month is not None and year is None:
        return Reading(type="SET", literal=yearly(reading))  # cứ ngày 22-12
    edge = word(hit, "edge")
    if edge is None:
        return reading
    return structs.replace(reading, edge=words.EDGES[edge], half_month=words.HALVES.get(edge))


def _same_separators(hit: Hit) -> bool:
    """Whether day, month and year are divided alike: 26-5-2009, not 9-10/11."""
    match, text = hit.match, hit.symbols.text
    if "day" not in match.re.groupindex or not has(hit, "day"):
        return True
    left, right = text[match.start("month") - 1], text[match.end("month")]
    if left == " " or right not in "/-.–":
        return True
    return (left == right or left + right == "-–") and (not has(hit, "last") or left == "/")


def _month(hit: Hit) -> tuple[int | None, bool]:
    name = word(hit, "month")
    if name is None:
        return None, False
    if name in words.MONTHS:
        foreign = has(hit, "year") and "day" not in hit.match.re.groupindex  # "tháng Giêng năm 2004": January
        return words.MONTHS[name], name in words.LUNAR_MONTHS and not foreign
    return number(hit, "month"), False


def _day(hit: Hit) -> int | None:
    if has(hit, "full"):  # rằm
        return 15
    return number(hit, "day")


def _traditional(hit: Hit, day: int | None, month: int | None) -> bool:
    """Whether a day is counted in the lunar way: mùng of no month, of tháng Giêng, or on a feast."""
    if has(hit, "full") or has(hit, "tet"):
        return True
    head = word(hit, "head")
    if head is None or not head.endswith(("mùng", "mồng")):
        return False
    return month is None or month == 1 or (day, month) in _LUNAR_FEASTS


def read_date_range(hit: Hit) -> Reading | None:
    """Read "1/3-15/4"."""
    day, month, last, last_month = (number(hit, group) for group in ("day", "month", "last", "last_month"))
    if day is None or month is None or last is None or last_month is None:
        return None
    if not (can_exist(month, day) and can_exist(last_month, last)):
        return None
    year = written_year(hit)
    if year is not None:
        year -= last_month < month
    return Reading(day=day, month=month, year=year, until=Reading(day=last, month=last_month))


def read_short_date(hit: Hit) -> Reading | None:
    """Read "26/5", "26-5" without a word that says date: told from ratios, scores and ranges by what stands beside."""
    reading = read_date(hit)
    if reading is None or reading.day is None or reading.month is None:
        return None
    left, right = before(hit), after(hit)
    if _two_before(hit) in cues.AT_LATEST or _opens_dispatch(hit):
        return reading
    false = not can_exist(reading.month, reading.day)
    if (
        left in cues.NUMBER_CUES
        or names(hit)
        or hit.symbols.text[hit.match.start() - 1 : hit.match.start()] in tuple("/-–.")
        or (right in cues.COUNTED and (reading.day <= reading.month or false))
        or (reading.day <= reading.month and (left in cues.APPROXIMATORS or _two_before(hit) in cues.AS_MANY))
    ):
        return None
    slash = "/" in hit.text
    if _explains(hit):
        return reading
    if right in cues.UNITS_BEHIND and (not slash or left in cues.NUMERALS):
        return None
    if left in cues.DATE_CUES or reading.direction is not None:
        return structs.replace(reading, weak=not slash and reading.day <= 12 and left in cues.LOOSE_DATE_CUES)
    if slash:
        return reading if reading.until or reading.day > reading.month else structs.replace(reading, weak=True)
    if _among_scores(hit):
        return None
    return reading if reading.day > max(12, reading.month) else structs.replace(reading, weak=True)


def _opens_dispatch(hit: Hit) -> bool:
    """Whether a match stands between the place and the agency of a dispatch: "Tuy Hòa, 8-3 (TTXVN)"."""
    text, start, end = hit.symbols.text, hit.match.start(), hit.match.end()
    return (
        text[max(0, start - 2) : start] == ", "
        and text[end : end + 2] == " ("
        and text[end + 2 : end + 3] in tuple(KINDS["UPPER"])
    )


def _two_before(hit: Hit) -> str:
    """The symbols of the two words before a match."""
    return hit.symbols.text[max(0, hit.match.start() - 4) : hit.match.start() - 1]


def _explains(hit: Hit) -> bool:
    """Whether a match stands in brackets or commas behind a day that it explains: "tối qua (8/12)"."""
    text, start, end = hit.symbols.text, hit.match.start(), hit.match.end()
    left, right = text[max(0, start - 8) : start], text[end : end + 1]
    if left.endswith("("):
        return right in ("", ")", ",") and left[:-1].rstrip(" ").endswith(cues.PLACED_DAYS)
    return right == "," and left.endswith(", ") and left[:-2].endswith(cues.PLACED_DAYS)


def _among_scores(hit: Hit) -> bool:
    """Whether pairs like "25-17, 25-20" stand before a match."""
    text = hit.symbols.text[max(0, hit.match.start() - 6) : hit.match.start()]
    return (text[-2:] == ", " and text[-4:-3] == "-") or text[-1:] == "("


def read_range_day(hit: Hit) -> Reading | None:
    """The first day of "14 đến 18/9", "21 và 22-10"."""
    left = [symbol for symbol in hit.symbols.text[max(0, hit.match.start() - 20) : hit.match.start()] if symbol != " "]
    while left[-1:] == [","] and left[-2:-1] and left[-2] in "ab":  # 13, 14 và 15-6
        del left[-2:]
    return read_date(hit) if left and left[-1] in cues.RANGE_CUES else None


def read_dotted_date(hit: Hit) -> Reading | None:
    """Read "26.5.2009", "ngày 26.5"."""
    parts = hit["dotted"].split(".")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    if len(parts) == 2 and not has(hit, "head") and before(hit) not in cues.DOTTED_CUES:
        return None
    if len(parts) == 3:
        day, month, year = (int(part) for part in parts)
        if len(parts[2]) == 2:
            year += 1900 if year >= 50 else 2000
        if not 100 <= year <= 2999:
            return None
    elif len(parts) == 2:
        day, month, year = int(parts[0]), int(parts[1]), 0
        if after(hit) in cues.UNITS_BEHIND:
            return None
    else:
        return None
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Reading(day=day, month=month, year=year or None)


def read_dotted_month(hit: Hit) -> Reading | None:
    """Read "tháng 9.2019"."""
    month, _, year = hit["dotted"].partition(".")
    if len(year) != 4 or not year.isdecimal() or not 1 <= int(month) <= 12 or not 1800 <= int(year) <= 2200:
        return None
    edge = word(hit, "edge")
    return Reading(month=int(month), year=int(year), edge=words.EDGES[edge] if edge else None)


def read_month_year(hit: Hit) -> Reading | None:
    """Read "5/2009", not the start of "15/2020/NĐ-CP"."""
    text, end = hit.symbols.text, hit.match.end()
    if (
        text[end : end + 1] in ("/", "-")
        or names(hit)
        or text[max(0, hit.match.start() - 1) : hit.match.start()] in ("/", "-")
    ):
        return None
    reading = read_date(hit)
    return reading if reading and reading.year and 1800 <= reading.year <= 2200 else None


def read_part_of_day(hit: Hit) -> Reading | None:
    """Read "đêm 31" where nothing follows that could be counted."""
    day = number(hit, "day")
    if day is None or not 1 <= day <= 31 or after(hit) not in cues.DAY_ENDS:
        return None
    return Reading(part=words.PARTS[word(hit, "part") or ""], day=day)


def read_new_years_eve(hit: Hit) -> Reading | None:
    """Read "đêm giao thừa", "đêm ba mươi": the last night of the lunar year."""
    if after(hit) in cues.UNITS_BEHIND:
        return None
    part = word(hit, "part")
    return Reading(day=30, month=12, lunar=True, part=words.PARTS[part] if part else None)


def read_first_month(hit: Hit) -> Reading | None:
    """Read "ra Giêng": the first lunar month, next time."""
    return Reading(month=1, lunar=True)
