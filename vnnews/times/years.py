"""Years and what divides or joins them: quarters, seasons, periods, decades, centuries."""

from __future__ import annotations

from vnnews.text.grammar import Hit
from vnnews.text.numerals import TAILS, parse_numeral
from vnnews.times import cues, lunar, words
from vnnews.times.match import after, before, has, number, sign, word, written_year
from vnnews.times.reading import Reading


def read_year(hit: Hit) -> Reading | None:
    """A year in digits; without "năm" only where the word before calls for one."""
    year = written_year(hit)
    if year is None:
        return None
    edge = word(hit, "edge")
    named = hit.text[:1].isalpha() or has(hit, "months")
    weak = False
    if not named:
        text, start = hit.symbols.text, hit.match.start()
        listed = text[start - 3 : start] == "d, "  # năm 2021, 2022
        if not (1000 if listed else 1800) <= year <= 2099:
            return None
        entry = before(hit) == "\n" and after(hit) == ":"  # "2010: …" of a chronology
        weak = not (listed or entry or before(hit) in cues.YEAR_CUES) or after(hit) in cues.UNITS_BEHIND
    months = number(hit, "months")
    if has(hit, "months") and edge is None:  # 9 tháng năm 2025
        if months is None or not 2 <= months <= 12 or hit.text[:1] == "0":
            return None
        edge = "đầu"
    return Reading(
        year=year,
        edge=words.EDGES[edge] if edge else None,
        half=words.HALVES.get(edge or ""),
        months=months,
        weak=weak,
    )


def read_short_year(hit: Hit) -> Reading | None:
    """Read "năm 97"."""
    left, right = before(hit), after(hit)
    if len(hit["year"]) != 2 or int(hit["year"]) < 45 or left in cues.NUMERALS or left in "abcdefg":
        return None
    return None if right in cues.UNITS_BEHIND or right in "/-" else Reading(year=written_year(hit))


def read_marked_year(hit: Hit) -> Reading | None:
    """Read "'09", "năm ’85": a year where the words before call for one, not the start of a quotation or feet."""
    named = has(hit, "edge") or (hit.folded() or "").startswith("năm")
    if len(hit["year"]) != 2 or not (named or _year_expected(hit)):
        return None
    edge = word(hit, "edge")
    return Reading(year=written_year(hit), edge=words.EDGES[edge] if edge else None)


def _year_expected(hit: Hit) -> bool:
    text, start = hit.symbols.text, hit.match.start()
    return text[start - 1 : start] == " " and before(hit) in cues.SHORT_YEAR_CUES


def read_spelled_year(hit: Hit) -> Reading | None:
    """Read "năm bảy chín"."""
    tens, ones = (parse_numeral(hit[group]) for group in ("tens", "ones"))
    if not isinstance(tens, int):
        return None
    ones = TAILS.get(hit.folded("ones") or "", ones)
    year = 10 * tens + int(ones or 0)
    if not 45 <= year <= 99 or before(hit) in cues.NUMERALS or after(hit) in cues.UNITS_BEHIND:
        return None
    return Reading(year=1900 + year)


def read_quarter(hit: Hit) -> Reading | None:
    """A quarter of a year."""
    edge = word(hit, "edge")
    name = word(hit, "quarter") or ""
    quarter = int(name) if name.isdecimal() else {**words.QUARTERS, **words.QUARTER_EDGES}[name]
    shift = word(hit, "shift")
    if not 1 <= quarter <= 4:
        return None
    return Reading(
        quarter=quarter,
        year=written_year(hit),
        edge=words.EDGES[edge] if edge else None,
        shift=("Y", words.SHIFTS[shift] if shift else 0) if has(hit, "unit") and not has(hit, "year") else None,
    )


def read_season(hit: Hit) -> Reading | None:
    """A season, of a year or alone."""
    shift = word(hit, "shift")
    year = written_year(hit)
    named = (hit.folded() or "").startswith("mùa")
    if not named and before(hit) in cues.SEASONS:  # vụ đông xuân
        return None
    season = words.SEASONS[word(hit, "season") or ""]
    if shift and "năm" in (hit.folded() or "").split():  # of a year, not the season before or after
        return Reading(season=season, shift=("Y", words.SHIFTS[shift]))
    return Reading(
        season=season,
        year=year,
        direction=sign(words.SHIFTS[shift]) if shift else None,
    )


def read_period(hit: Hit) -> Reading | None:
    """Years from one to another: "giai đoạn 2021-2025", "nhiệm kỳ 2020-2025"."""
    first, last = int(hit["first"]), int(hit["last"])
    if last < 100:
        last += first - first % 100
    if not 100 <= first < last <= 2999:
        return None
    if not has(hit, "head") and (last - first > 100 or not 1800 <= first <= 2100):
        return None
    return Reading(type="DATE", literal=f"{first:04d}/{last:04d}")


def read_school_year(hit: Hit) -> Reading | None:
    """Read "năm học này", "năm học mới"."""
    count = {"trước": -1, "vừa qua": -1, "tới": 1, "sau": 1}.get(word(hit, "which") or "", 0)
    edge = "START" if word(hit, "which") == "mới" else None  # in summer the coming one
    return Reading(shift=("SCHOOL", count), edge=edge) if word(hit, "head") == "năm học" else None


def read_decade(hit: Hit) -> Reading | None:
    """Read "thập niên 1990", "những năm 90", "thế kỷ XX"."""
    value = number(hit, "count")
    if value is None:
        return None
    edge = word(hit, "edge")
    mod = words.EDGES[edge] if edge else None
    if has(hit, "century"):
        return Reading(type="DATE", literal=f"{value - 1:02d}XX", mod=mod) if 1 <= value <= 30 else None
    if value % 10 or not (10 <= value < 100 or 1000 <= value <= 2990):
        return None
    value += 1900 if value < 100 else 0
    return Reading(type="DATE", literal=f"{value // 10}X", mod=mod)


def read_cycle_year(hit: Hit) -> Reading | None:
    """A year by stem and branch, "năm Tân Hợi", or its spring, with its number where the text gives it."""
    year = written_year(hit)
    season = words.SEASONS[word(hit, "season") or ""] if has(hit, "season") else None
    edge = words.EDGES[word(hit, "edge") or ""] if has(hit, "edge") else None
    if year is not None:
        return Reading(year=year, season=season, edge=edge)
    branch = _branch(hit)
    stem = word(hit, "stem")
    position = branch if stem is None else cycle(hit)
    return None if position is None else Reading(shift=("C" if stem else "B", position), season=season, edge=edge)


def cycle(hit: Hit) -> int | None:
    """Place of a stem and a branch among the sixty, None for a pair that does not occur."""
    stem, branch = lunar.STEMS.index(word(hit, "stem") or ""), _branch(hit)
    return next((k for k in range(60) if k % 10 == stem and k % 12 == branch), None)


def _branch(hit: Hit) -> int:
    name = word(hit, "branch") or ""
    return lunar.BRANCHES.index({"tí": "tý", "tị": "tỵ"}.get(name, name))


def read_same_period(hit: Hit) -> Reading | None:
    """Read "cùng kỳ": the period last named, a year before or in the year that follows."""
    shift = word(hit, "shift")
    year = written_year(hit)
    count = words.SHIFTS[shift] if shift else -1
    own = shift in (None, "trước")  # a year before the period, not before the publication
    return Reading(same_period=True, year=year, shift=None if year else ("Y", count), compared=own)
