"""Durations and repeated times."""

from __future__ import annotations

from decimal import Decimal

from vnnews.text.grammar import Hit
from vnnews.text.numerals import parse_numeral
from vnnews.text.syllables import SHAPE_TITLE
from vnnews.times import cues, words
from vnnews.times.match import after, before, has, number, second_after, word
from vnnews.times.reading import Anchor, Reading


def read_duration(hit: Hit) -> Reading | None:
    """Read "5 tháng", "hai năm rưỡi", "3 năm 6 tháng", "nhiều ngày"."""
    if _no_duration(hit):
        return None
    unit, amount = word(hit, "unit") or "", _amount(hit, "count")
    value = None if amount is None else _duration_value(hit, amount, unit)
    if value is None or amount is None:
        return None
    left = before(hit)
    if left in cues.CUMULATIVE and unit == "tháng" and amount.isdecimal() and 1 < int(amount) < 12:
        return Reading(shift=("Y", 0), months=int(amount), edge="START")
    if left in cues.EVERY:
        return Reading(type="SET", literal=f"R/{value}")
    if (
        left in cues.APPROXIMATORS
        and hit.symbols.text[max(0, hit.match.start() - 6) : hit.match.start() - 3] in cues.AWAY
    ):
        return _distance(hit, amount, unit, -1) or Reading(type="DURATION", literal=value)
    if hit.folded("count") == "một" and _is_rate(hit):
        return None if left in cues.SPEEDS else Reading(type="SET", literal=f"R/{value}")
    return Reading(type="DURATION", literal=value)


def read_shifted_duration(hit: Hit) -> Reading | None:
    """Read "ba năm trước", "5 ngày nữa", "cách đây hai năm": dates; "5 năm qua", "hai năm nay" stay durations."""
    if _no_duration(hit):
        return None
    unit, amount = word(hit, "unit") or "", _amount(hit, "count")
    value = None if amount is None else _duration_value(hit, amount, unit)
    if value is None or amount is None:
        return None
    tail = word(hit, "tail")
    if tail == "qua" and after(hit) in cues.CLOSED:
        return None
    sign = -1 if has(hit, "lead") else words.TAILS.get(tail or "")
    following = after(hit)
    if sign is None:
        return Reading(type="DURATION", literal=value)
    if tail in ("trước", "sau") and (following in cues.AFTER_EVENT or following in "mno"):
        return None
    if tail == "nữa" and before(hit) in cues.REMAINDER_CUES:
        return None
    return _distance(hit, amount, unit, sign) or Reading(type="DURATION", literal=value)


def _distance(hit: Hit, amount: str, unit: str, sign: int) -> Reading | None:
    """So many units from the publication or, for "sau" and "trước đó", from the time last named."""
    tail = word(hit, "tail") or ""
    letter, times = words.UNITS[unit]
    size = None if amount == "X" else Decimal(amount) * times
    if size is None or size != int(size) or size > 10**6 or has(hit, "count2") or has(hit, "unit2"):
        return None
    anchor: Anchor = "last" if tail in ("sau", "trước đó", "sau đó") else "published"
    return Reading(shift=(letter, sign * int(size)), anchor=anchor, loose=len(tail.split()))


def read_one(hit: Hit) -> Reading | None:
    """Read "thập kỷ qua": one unit, without a numeral."""
    value = _one_duration("1", word(hit, "unit") or "")
    return None if value is None else Reading(type="DURATION", literal=value)


def read_first(hit: Hit) -> Reading | None:
    """Read "tuần đầu", "giờ đầu tiên" as the length of time that they last."""
    value = _one_duration("1", word(hit, "unit") or "")
    return None if value is None or before(hit) not in cues.EARLY else Reading(type="DURATION", literal=value)


def _no_duration(hit: Hit) -> bool:
    """Whether a number and a unit are something else: a score, a name, an age, a year, a rate."""
    unit, text, start = word(hit, "unit") or "", hit.symbols.text, hit.match.start()
    following, left = after(hit), before(hit)
    if text[hit.match.end() : hit.match.end() + 1] == "/":  # 6 ngày/tuần
        return True
    if unit == "ngày" and left in cues.DOCUMENTS and following in "ab":
        return True
    if unit == "giờ" and has(hit, "count2") and has(hit, "until") and following in cues.PARTS:  # 7 đến 9 giờ sáng
        return True
    if following in cues.NOT_DURATION.get(unit, frozenset()) or (unit == "tiếng" and following in "mno"):
        return True
    year_behind = (
        unit == "năm" and following == "d" and text[hit.match.end() + 2 : hit.match.end() + 3] not in ("-", "–")
    )
    if year_behind or left in cues.AGES or left in cues.NUMBERED:
        return True
    if hit["unit"][:1].isupper() and not hit.text.isupper():  # sân Mười Năm, đường 3 Tháng 2
        return True
    if start and text[start - 1] in "-–/:.":
        return True
    if hit.symbols.syllables.shapes[hit.first] == SHAPE_TITLE and left not in cues.CLAUSE_STARTS:  # Hồ Bốn
        return True
    if following in cues.AGES:
        return left in cues.BADGES or second_after(hit) not in cues.AGE_TAILS
    if unit == "tháng" and has(hit, "until") and following in "ab" and left in cues.RANGE_CUES:  # 14 đến 16 tháng 6
        return True
    count, counted = hit["count"], hit.folded("count")
    if counted == "năm" and unit == "tháng" and left in cues.PLURALS:  # những năm tháng ấy
        return True
    if len(count) == 4 and count.isdecimal() and 1900 <= int(count) <= 2100:
        return True
    if counted == "mấy" and unit == "giờ":  # what time
        return True
    if counted in words.LONE_SCALES and (left in "abcdefg" or left in cues.FRACTIONS):
        return True
    return has(hit, "count2") and left in cues.SCORE_CUES


def _is_rate(hit: Hit) -> bool:
    """Whether a number and what it counts stand before "một ngày": "60 lít một ngày"."""
    beside = hit.symbols.text[max(0, hit.match.start() - 6) : hit.match.start()].split(" ")[:-1]
    if not beside or not cues.FUNCTION_WORDS.isdisjoint(beside[-2:]):
        return False
    number_of = [symbol in cues.NUMERALS or symbol in tuple("abcdefg") for symbol in beside]
    return beside[-1].endswith("%") or any(number_of[-3:-1])


def _amount(hit: Hit, group: str) -> str | None:
    text = hit.get(group)
    if text is None:
        return None
    folded = hit.folded(group) or ""
    if folded == "nửa":
        return "0.5"
    if folded in words.LONE_SCALES:
        return str(words.LONE_SCALES[folded])
    if not words.VAGUE.isdisjoint(folded.split()) or folded.startswith("hàng"):
        return "X"
    value = parse_numeral(text)
    if value is None or value < 0:
        return None
    return str(value)


def _duration_value(hit: Hit, amount: str, unit: str) -> str | None:
    first = _one_duration(amount, unit)
    if first is None:
        return None
    if has(hit, "half"):
        extra = {"Y": "6M", "M": "15D", "TH": "30M", "W": "4D", "D": "T12H", "TM": "30S"}[words.UNITS[unit][0]]
        return first + extra
    if has(hit, "unit2"):
        amount2, unit2 = _amount(hit, "more"), word(hit, "unit2") or ""
        second = None if amount2 is None else _one_duration(amount2, unit2)
        if second is None:
            return None
        if unit2 == "đêm" and unit == "ngày":
            return first
        if words.UNIT_ORDER.index(words.UNITS[unit2][0]) <= words.UNIT_ORDER.index(words.UNITS[unit][0]):
            return None
        tail = second[1:]
        if tail.startswith("T") and "T" in first:
            tail = tail[1:]
        first += tail
        return first
    if has(hit, "count2"):
        amount2 = _amount(hit, "count2")
        if amount2 is not None and "X" not in amount + amount2 and Decimal(amount2) < Decimal(amount):
            return None
        second = None if amount2 is None else _one_duration(amount2, unit)
        return None if second is None else f"{first}/{second}"
    return first


def _one_duration(amount: str, unit: str) -> str | None:
    letter, times = words.UNITS[unit]
    if amount == "X":
        return f"P{letter[:-1]}X{letter[-1]}"
    if amount == "0.5":
        half = {"Y": "P6M", "M": "P15D", "TH": "PT30M", "TM": "PT30S", "D": "P0.5D"}
        if times == 1 and letter in half:
            return half[letter]
    size = Decimal(amount) * times
    text = f"{size.normalize():f}" if "." in str(size) else str(size)
    return f"P{letter[:-1]}{text}{letter[-1]}" if len(text) <= 12 else None


def read_sport_time(hit: Hit) -> Reading | None:
    """A result by the stopwatch: "4 phút 31 giây 20", "54 giây 25"."""
    minute, second, fraction = hit.get("minute"), hit["second"], hit.get("fraction")
    value = f"{second}.{fraction}" if fraction else second
    return Reading(type="DURATION", literal=f"PT{minute}M{value}S" if minute else f"PT{value}S")


def read_fraction(hit: Hit) -> Reading | None:
    """Read "bốn phần nghìn giây"."""
    count, of = number(hit, "count"), number(hit, "of")
    if count is None or not of or not 0 < count < of:
        return None
    return Reading(type="DURATION", literal=f"PT{Decimal(count) / of:f}S")


def read_frequency(hit: Hit) -> Reading | None:
    """Read "2 lần/tuần" as so many times a unit, "R2/P1W"; "2-3 lần/tuần" as each unit."""
    value, count = _one_duration("1", word(hit, "unit") or ""), number(hit, "count")
    if value is None or not count:
        return None
    return Reading(type="SET", literal=f"R{'' if count == 1 or has(hit, 'count2') else count}/{value}")


def read_set(hit: Hit) -> Reading | None:
    """Read "hằng ngày", "mỗi năm", "hai giờ một lần", "thứ Hai hằng tuần"."""
    unit = word(hit, "unit")
    if unit is None:
        return None
    amount = _amount(hit, "count") if has(hit, "count") else "1"
    if amount is None:
        return None
    if (unit == "quý" and after(hit) in cues.QUARTERS_BEHIND) or after(hit) in cues.ON_END:
        return None
    if unit in words.UNITS:
        value = _one_duration(amount, unit)
        return None if value is None else Reading(type="SET", literal=f"R/{value}")
    if unit == "cuối tuần":
        return Reading(type="SET", literal="R/P1W")
    return Reading(type="SET", literal="R/P1D", part=words.PARTS[unit])
