"""Times told by their distance: "hôm qua", "cuối năm ngoái", "thứ Hai tới", "hiện nay"."""

from __future__ import annotations

from vnnews.text.grammar import Hit
from vnnews.times import cues, words
from vnnews.times.match import after, before, has, number, sign, word
from vnnews.times.reading import Reading


def read_relative(hit: Hit) -> Reading | None:
    """A unit and how far away it is: "tháng trước", "cuối năm ngoái", "sang tuần", "đầu năm"."""
    unit = {"năm": "Y", "tháng": "M", "quý": "Q", "tuần": "W"}.get(word(hit, "unit") or "", "CENTURY")
    shift = words.SHIFTS[word(hit, "shift") or ""] if has(hit, "shift") else 1 if has(hit, "next") else 0
    edge = word(hit, "edge")
    number_of = number(hit, "months")
    if has(hit, "quarters"):
        number_of = 3 * (number(hit, "quarters") or 4)
        if number_of > 9:
            return None
    if before(hit) in cues.LASTING or after(hit) in cues.PASSING:  # lâu năm này; năm này qua năm khác
        return None
    if has(hit, "months") and (number_of is None or not 1 <= number_of <= 11):
        return None
    return Reading(
        shift=(unit, shift),
        edge="LAST" if edge == "hết" else words.EDGES[edge] if edge else "START" if number_of else None,
        weekend=unit == "W" and edge == "cuối",
        placed=has(hit, "shift") or has(hit, "next"),
        anchor="last" if after(hit) in cues.THAT else "published",
        compared=word(hit, "shift") == "trước" and before(hit) in cues.COMPARISONS,
        months=number_of,
        half=words.HALVES.get(edge or "") if unit == "Y" else None,
    )


def read_day(hit: Hit) -> Reading | None:
    """A day by its distance: hôm qua, ngày mai, chiều nay; hôm sau and cùng ngày from the day last named."""
    name = word(hit, "days") or ""
    count, last = words.DAYS[name]
    part = word(hit, "part")
    return Reading(
        shift=("D", count), anchor="last" if last else "published", part=words.PARTS.get(part, "MO") if part else None
    )


def read_same_day(hit: Hit) -> Reading | None:
    """Read "cùng ngày năm ngoái"."""
    return Reading(shift=("SY", words.SHIFTS[word(hit, "shift") or ""]))


def read_weekday(hit: Hit) -> Reading | None:
    """A day of the week, with a word that places it."""
    name = word(hit, "weekday")
    weekday = 7 if name is None else int(name) - 1 if name.isdecimal() else words.WEEKDAYS[name]
    if not 1 <= weekday <= 7 or name == "8":
        return None
    direction = words.SHIFTS.get(word(hit, "direction") or "")
    head = word(hit, "head")
    if before(hit) in cues.PLURALS:
        return Reading(type="SET", literal=f"R/XXXX-WXX-{weekday}")
    weak = False
    if name is None:
        first, second = hit["sunday"][:1], hit["sunday"].split()[-1][:1]
        if first.islower() and second.isupper():  # Dân [chủ Nhật] Bản
            return None
        weak = len(hit["sunday"]) == 2
    else:
        plain = not hit["weekday"][:1].isupper() or hit.text.isupper()
        if plain and (
            (head == "ngày" and before(hit) not in cues.WEEKDAY_CUES) or before(hit) in cues.WEEKDAY_HEADS
        ):  # ngày thứ ba: the third day
            return None
        weak = plain and head is None and direction is None and before(hit) not in cues.WEEKDAY_CUES
    if (head == "hôm" or before(hit) in cues.COMPARISONS) and direction is None:  # "hôm", "so với" look back
        direction = -1
    return Reading(weekday=weekday, direction=None if direction is None else sign(direction), weak=weak)


def read_short_weekday(hit: Hit) -> Reading | None:
    """Read "T2", "CN": in a list or range of a timetable a repeated day, else only beside a date or a part of day."""
    short = word(hit, "short") or ""
    weekday = 7 if short == "cn" else int(short[1]) - 1
    if not hit.text.isupper():
        return None
    if _in_timetable(hit):
        return Reading(type="SET", literal=f"R/XXXX-WXX-{weekday}", weekday=weekday)
    return Reading(weekday=weekday, weak=before(hit) not in cues.PARTS)


def _in_timetable(hit: Hit) -> bool:
    """Whether other short weekdays stand beside and a word for a timetable before: "từ T2 đến CN", "học T3, T5"."""
    text, start, end = hit.symbols.text, hit.match.start(), hit.match.end()
    following = [symbol for symbol in text[end : end + 4] if symbol != " "]
    beside = len(following) > 1 and following[0] in cues.LIST_JOINS and following[1] in cues.SHORT_WEEKDAYS
    before_list = [symbol for symbol in text[max(0, start - 24) : start] if symbol != " "]
    while len(before_list) > 1 and before_list[-1] in cues.LIST_JOINS and before_list[-2] in cues.SHORT_WEEKDAYS:
        beside = True
        del before_list[-2:]
    return beside and (not before_list or before_list[-1] in cues.TIMETABLES)


def read_every_weekday(hit: Hit) -> Reading | None:
    """Read "mỗi sáng thứ Hai"."""
    name, part = word(hit, "weekday"), word(hit, "part")
    weekday = 7 if name is None else int(name) - 1 if name.isdecimal() else words.WEEKDAYS[name]
    if not 1 <= weekday <= 7:
        return None
    if part is None and name is not None and hit["weekday"].islower():  # hàng thứ tư: the fourth row
        return None
    return Reading(type="SET", literal=f"R/XXXX-WXX-{weekday}" + (f"T{words.PARTS[part]}" if part else ""))


def read_reference(hit: Hit) -> Reading | None:
    """Present, vague past and vague future."""
    if (hit.folded() or "").startswith("hiện") and before(hit) in cues.NOT_NOW_LEFT:
        return None
    name = hit.folded() or ""
    if name == "ngày trước" and (before(hit) in cues.NUMERALS or after(hit) in cues.AFTER_EVENT or after(hit) in "mno"):
        return None
    return Reading(type="DATE", literal=words.REFERENCES[name])


def read_now(hit: Hit) -> Reading | None:
    """Read "nay", "hiện", "giờ" as words of their own."""
    name = hit.folded() or ""
    left, right = before(hit), after(hit)
    if hit.text == "Nay" and (left not in cues.CLAUSE_STARTS or right in "mno"):
        return None
    if name == "hiện" and (left in cues.NOT_NOW_LEFT or right in cues.NOT_NOW_RIGHT):
        return None
    if name == "giờ" and left in cues.UNTIL and (right in cues.STILL or right in ".,;\n"):
        return Reading(type="DATE", literal="PRESENT_REF")
    if name == "giờ" and (left not in cues.CLAUSE_STARTS or right in cues.NOT_HOUR_RIGHT):
        return None
    return Reading(type="DATE", literal="PRESENT_REF")
