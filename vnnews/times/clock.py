"""Hours and parts of day."""

from __future__ import annotations

import regex
from msgspec import structs

from vnnews.text.grammar import Hit
from vnnews.text.numerals import parse_numeral
from vnnews.text.syllables import SHAPE_TITLE
from vnnews.times import cues, words
from vnnews.times.match import after, before, before_at, has, number, word
from vnnews.times.reading import Reading

_CLOCK = regex.compile(r"(\d+)\s*[^\d\s]+\s*(\d*)")


def read_clock(hit: Hit) -> Reading | None:
    """Read "14h30", "14 giờ 30 phút", "2 giờ rưỡi", "11 giờ kém 15", "7:30", "8h-18h"; and "3 giờ" of either kind."""
    reading = _read_clock(hit)
    return structs.replace(reading, generic=True) if reading is not None and _scheduled(hit) else reading


def _scheduled(hit: Hit) -> bool:
    """Whether an hour is one of a timetable: "chuyến xe 5 giờ sáng", "suất 21h"."""
    beside = hit.symbols.text[max(0, hit.match.start() - 4) : hit.match.start()].split(" ")
    return not cues.SCHEDULED.isdisjoint(beside)


def _read_clock(hit: Hit) -> Reading | None:
    clock = _clock(hit, "hour", "minute")
    if clock is None:
        return None
    last = _clock(hit, "hour2", "minute2")
    if (has(hit, "hour2")) and last is None:
        return None
    until = None if last is None else Reading(clock=last)
    if has(hit, "head"):
        return Reading(clock=clock, until=until, generic=until is not None)
    left = before(hit)
    if has(hit, "colon"):
        if len(hit["minute"]) != 2:
            return None
        timed = has(hit, "second") and left not in cues.CLOCK_CUES  # a result by the stopwatch, unless a day is near
        return None if left in cues.SCORE_CUES else Reading(clock=clock, until=until, weak=timed)
    if has(hit, "bare"):  # "8 rưỡi tối"
        return Reading(clock=clock, weak=True)
    duration = _clock_duration(clock, last)
    if has(hit, "glued"):
        if left in cues.DURATION_CUES and clock[1] is None:
            return Reading(type="DURATION", literal=duration, clock=clock, until=until)
        if clock[0] == 24 and left not in cues.CLOCK_CUES and _behind_name(hit):  # trang Tủa Chùa 24h
            return None
        grams = hit.text[-1:] in "gG" and left not in cues.CLOCK_CUES
        return Reading(clock=clock, until=until, generic=until is not None, weak=grams)
    evening = has(hit, "digits") and not has(hit, "minute") and 13 <= clock[0] <= 23
    if evening and left in cues.PAST_AN_HOUR:
        return Reading(clock=clock, until=until)
    if left in cues.APPROXIMATORS:
        left = before_at(hit, hit.match.start() - 2)
    opens = (
        left in cues.CLAUSE_STARTS and (after(hit) in ",:" or after(hit) in cues.ALREADY) and not has(hit, "minutes")
    )
    if has(hit, "digits") and (left in cues.CLOCK_CUES or opens) and not _shortened(hit):
        return Reading(clock=clock, until=until)
    if has(hit, "less"):
        return Reading(clock=clock)
    if last is not None and last[0] > 12:
        return Reading(clock=clock, until=until, generic=True)
    spoken = has(hit, "minute") and not has(hit, "minutes")
    if spoken or (left in '\n.“"' and has(hit, "digits") and has(hit, "minute")):
        return Reading(clock=clock, until=until)
    if hit.symbols.text[hit.match.end() : hit.match.end() + 1] == "/":  # 8 giờ/ngày
        return None
    return Reading(type="DURATION", literal=duration, clock=clock, until=until)


def _shortened(hit: Hit) -> bool:
    """Whether hours are so many that become fewer: "từ 4-5 giờ xuống còn 2 giờ"."""
    behind = hit.symbols.text[hit.match.end() + 1 : hit.match.end() + 10]
    return behind.startswith(cues.BECOMES_LESS)


def read_range_hour(hit: Hit) -> Reading | None:
    """The first hour of "từ 7 đến 9 giờ sáng"."""
    hour = int(hit["hour"])
    return Reading(clock=(hour, None, None)) if hour <= 24 and before(hit) in cues.UNTIL_STARTS else None


def _behind_name(hit: Hit) -> bool:
    shapes, index = hit.symbols.syllables.shapes, hit.first
    return hit.symbols.text[hit.match.start() - 1 : hit.match.start()] == " " and bool(shapes[index - 1] == SHAPE_TITLE)


def read_round_the_clock(hit: Hit) -> Reading | None:
    """Read "24/24 giờ", "24/24h"."""
    whole = hit["part"] == "24" and hit["hours"][:2] == "24" and not hit["hours"][-1].isdecimal()
    return Reading(type="DURATION", literal="PT24H") if whole else None


def read_all_days(hit: Hit) -> Reading | None:
    """Read "24/7" where something is open or on duty, not the 24th of July."""
    whole = hit["hours"] == "24" and hit["days"] == "7" and before(hit) in cues.ON_DUTY
    return Reading(type="SET", literal="R/P1D") if whole else None


def _clock(hit: Hit, hour_group: str, minute_group: str) -> tuple[int, int | None, str | None] | None:
    text = hit.get(hour_group)
    if text is None:
        return None
    found = _CLOCK.fullmatch(text)
    if found is not None:  # 14h30
        hour, minute = int(found[1]), int(found[2]) if found[2] else None
    else:
        value = parse_numeral(text)
        if not isinstance(value, int):
            return None
        hour, minute = value, number(hit, minute_group)
    second = hit.get("second") if hour_group == "hour" else None
    if has(hit, "half") and hour_group == "hour":
        minute = 30
    if has(hit, "less") and hour_group == "hour":
        less = number(hit, "less")
        if less is None or not 0 < less < 60:
            return None
        hour, minute = hour - 1, 60 - less
    if not (0 <= hour <= 24 and 0 <= (minute or 0) <= 59):
        return None
    return hour, minute, second


def _clock_duration(clock: tuple[int, int | None, str | None], last: tuple[int, int | None, str | None] | None) -> str:
    value = f"PT{clock[0]}H"
    if clock[1] is not None:
        value += f"{clock[1]:02d}M" if clock[2] is None and clock[1] < 10 else f"{clock[1]}M"
    if clock[2] is not None:
        value += f"{clock[2]}S"
    return value if last is None else f"{value}/PT{last[0]}H"


def read_part(hit: Hit) -> Reading | None:
    """A part of day; alone it is a time only where it opens a clause or has "lúc", "buổi", "ban" before it."""
    name = word(hit, "part") or ""
    part = words.PARTS[name]
    head = word(hit, "head")
    if name == "chiều" and before(hit) in cues.ONE_WAY:
        return None
    if _ends_range(hit):  # từ sáng đến tối
        return Reading(part=part, generic=True)
    if name == "nửa đêm" and (head is None or head == "lúc"):
        return Reading(part=part, clock=None, midnight=True)
    if after(hit) in cues.THAT:
        return None
    if head == "buổi" and before(hit) in cues.ARTICLES:
        return None
    if head == "ban" and after(hit) in cues.PART_NAMES:
        return None
    if head == "ban" or (after(hit) in cues.AT and head is None and hit.text[:1].isupper()):
        return Reading(type="TIME", literal=f"T{part}")
    strong = head is not None or (" " in name and name not in ("đêm hôm",))
    if not strong:
        left = before(hit)
        opens = left in '\n.;:“"-–' and hit.text[:1].isupper() and after(hit) == ","
        strong = opens or (left in cues.SESSIONS and after(hit) not in cues.PART_NAMES)
    return Reading(part=part, early=name in words.BEFORE_DAWN, weak=not strong)


def _ends_range(hit: Hit) -> bool:
    left = hit.symbols.text[max(0, hit.match.start() - 6) : hit.match.start()].split(" ")
    if len(left) != 4:
        return False
    return left[0] in cues.UNTIL_STARTS and left[1] in cues.PARTS and left[2] in cues.UNTIL


def read_first_part(hit: Hit) -> Reading | None:
    """The first part of "từ sáng đến tối"."""
    if before(hit) not in cues.UNTIL_STARTS:
        return None
    return Reading(part=words.PARTS[word(hit, "part") or ""], generic=True)
