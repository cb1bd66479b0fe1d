"""The rules of temporal expressions: patterns over syllables and what they read.

A rule reads one piece ("18h", "tối", "thứ Sáu tuần trước", "20/4"); :mod:`vnnews.times.compose` joins the pieces that
stand side by side. Each named group of a pattern is a field that its reader knows: day, month, year, shift, unit …
"""

from __future__ import annotations

from vnnews.text.grammar import Grammar, Rule
from vnnews.text.numerals import CLASSES, WORDS
from vnnews.times import lunar, words
from vnnews.times.clock import (
    read_all_days,
    read_clock,
    read_first_part,
    read_part,
    read_range_hour,
    read_round_the_clock,
)
from vnnews.times.days import (
    read_date,
    read_date_range,
    read_dotted_date,
    read_dotted_month,
    read_first_month,
    read_month_year,
    read_new_years_eve,
    read_part_of_day,
    read_range_day,
    read_short_date,
)
from vnnews.times.durations import (
    read_duration,
    read_first,
    read_fraction,
    read_frequency,
    read_one,
    read_set,
    read_shifted_duration,
    read_sport_time,
)
from vnnews.times.feasts import FEASTS, read_feast, read_holiday, read_new_year
from vnnews.times.reading import Reading
from vnnews.times.relative import (
    read_day,
    read_every_weekday,
    read_now,
    read_reference,
    read_relative,
    read_same_day,
    read_short_weekday,
    read_weekday,
)
from vnnews.times.years import (
    read_cycle_year,
    read_decade,
    read_marked_year,
    read_period,
    read_quarter,
    read_same_period,
    read_school_year,
    read_season,
    read_short_year,
    read_spelled_year,
    read_year,
)

_DASH = "(?:-|–|—| - | – )"
_NUMBER = f"(?:NUMBER|{WORDS})"
_YEAR = "(?P<year>INT4)"
_AHEAD = "(?! (?:ngày|tháng|năm|nay|hôm|INT|thứ|hết|cuối|đầu|giờ))"
_SHIFT = f"(?:(?P<shift>SURESHIFT)|(?P<shift>OPENSHIFT){_AHEAD})"
_BEGIN = "(?<!(?:bắt|ban|mở|lần) )"  # bắt đầu tháng 12: it begins in December
_EDGE = f"(?:{_BEGIN}(?P<edge>EDGE) )?"
_DIRECTION = f"(?: (?P<direction>tới|này|vừa qua|vừa rồi|sắp tới|tới đây){_AHEAD})?"
_MONTH = "tháng (?P<month>INT2|MONTH)"
_LUNAR = "(?: (?:(?P<lunar>âm lịch|ta)|dương lịch))?"
_TET = "(?P<tet>tết)(?: nguyên đán)?(?: (?P<stem>STEM) (?P<branch>BRANCH))?"
_MUNG = "(?:mùng|mồng)"
_HEAD = f"(?:(?P<head>(?:(?:các |những )?ngày|hôm|tuần lễ|tuần)(?: {_MUNG})?|{_MUNG}) )"
_FRESH = "(?<![/:.–-])"  # not inside 1/1/1/1
_DAYS = f"(?P<day>INT2)(?:{_DASH}(?P<last>INT2))?"
_SHORT_WEEKDAY = "(?P<short>t2|t3|t4|t5|t6|t7|cn)"
_WEEKDAY = "(?:thứ (?P<weekday>WEEKDAY|INT1)|(?P<sunday>SUNDAY))"
_COUNT = f"(?:{_NUMBER}|nửa|(?:VAGUE|hàng) (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ)|VAGUE|trăm|nghìn|ngàn)"
_DURATION = (
    f"(?P<count>{_COUNT})(?:(?:{_DASH}|(?P<until> đến | tới ))(?P<count2>{_NUMBER}))? (?P<unit>UNIT)"
    f"(?: (?P<half>rưỡi)| (?P<more>{_NUMBER}) (?P<unit2>UNIT))?"
)

RULES: tuple[Rule[Reading], ...] = (
    # dates in digits and words
    Rule(
        "day/month/year",
        f"{_FRESH}{_HEAD}?{_DAYS}[/.–-](?P<month>INT2)[/.–-](?P<year>INT4|INT2){_DIRECTION}",
        read_date,
    ),
    Rule("spaced date", f"{_HEAD}?(?P<day>INT2) (?:- (?P<month>INT2) -|/ (?P<month>INT2) /) {_YEAR}", read_date),
    Rule("ISO date", f"{_FRESH}(?P<year>INT4)(?:-(?P<month>INT2)-|/(?P<month>INT2)/)(?P<day>INT2)", read_date),
    Rule("day-head day/month", f"{_HEAD}{_DAYS}[/-](?P<month>INT2){_LUNAR}{_DIRECTION}", read_date),
    Rule("around the clock", "(?P<part>INT2)/(?P<hours>INT2 (?:giờ|tiếng|h|g)|CLOCK)", read_round_the_clock),
    Rule("all days", "(?P<hours>INT2)/(?P<days>INT1)", read_all_days),
    Rule("day/month", f"{_FRESH}{_DAYS}[/-](?P<month>INT2){_LUNAR}{_DIRECTION}", read_short_date),
    Rule(
        "day/month - day/month",
        f"{_FRESH}{_HEAD}?(?P<day>INT2)/(?P<month>INT2){_DASH}(?P<last>INT2)/(?P<last_month>INT2)(?:/{_YEAR})?",
        read_date_range,
    ),
    Rule("months of year", f"(?P<months>{_NUMBER}) tháng(?: (?P<edge>đầu|cuối))? năm {_YEAR}", read_year),
    Rule(
        "day tháng month",
        f"{_HEAD}?(?P<day>INT2|{WORDS}) {_MONTH}{_LUNAR}(?:(?:[/-]|{_DASH}| | năm |, năm |, ){_YEAR})?{_DIRECTION}",
        read_date,
    ),
    Rule("dotted date", f"{_HEAD}?(?P<dotted>DOTTED)", read_dotted_date),
    Rule("dotted day.month", f"{_HEAD}?(?P<dotted>DECIMAL)", read_dotted_date),
    Rule("tháng month.year", f"{_EDGE}tháng (?P<dotted>DECIMAL)", read_dotted_month),
    Rule("ngày day", f"(?:(?P<head>ngày|(?:ngày |hôm )?{_MUNG}) )(?P<day>INT2|{WORDS})(?: {_TET})?{_LUNAR}", read_date),
    Rule(
        "day of a range",
        "(?P<day>INT2)(?=(?:, INT2){0,4},? (?:đến|tới|và) INT2"
        "(?:[/-](?P<month>INT2)(?:[/-](?P<year>INT4))?| tháng (?P<month>INT2|MONTH)(?: năm (?P<year>INT4))?))",
        read_range_day,
    ),
    Rule("part of day, day", "(?P<part>PART) (?P<day>INT2)", read_part_of_day),
    Rule(
        "thirtieth of Tết", "(?:(?P<part>đêm|tối|chiều|sáng) |ngày )(?P<thirtieth>ba mươi)(?: tết)?", read_new_years_eve
    ),
    Rule("new year's eve", "(?P<part>đêm) giao thừa", read_new_years_eve),
    Rule("rằm", f"(?:ngày |hôm )?(?P<full>rằm)(?: {_MONTH})?{_LUNAR}", read_date),
    Rule("day tết", f"(?:ngày )?(?P<day>INT2|{WORDS}) {_TET}", read_date),
    Rule("tháng month", f"{_EDGE}{_MONTH}{_LUNAR}(?:(?:[/-]|{_DASH}){_YEAR}| năm {_YEAR})?{_DIRECTION}", read_date),
    Rule("month/year", f"{_FRESH}(?P<month>INT2)[/-]{_YEAR}", read_month_year),
    Rule("year", f"{_EDGE}năm {_YEAR}", read_year),
    Rule("year in two digits", "năm (?P<year>INT2)", read_short_year),
    Rule("year with an apostrophe", f"{_EDGE}(?:năm )?(?P<mark>['’‘])(?P<year>INT2)(?!['’‘])", read_marked_year),
    Rule("spelled year", "năm (?P<tens>ONE) (?P<ones>UNITTAIL|ODDTAIL)", read_spelled_year),
    Rule("bare year", f"{_EDGE}{_YEAR}", read_year),
    Rule("year by stem and branch", f"{_EDGE}năm (?:(?P<stem>STEM) )?(?P<branch>BRANCH)(?: {_YEAR})?", read_cycle_year),
    Rule(
        "spring by stem and branch",
        f"(?:mùa )?(?P<season>xuân) (?P<stem>STEM) (?P<branch>BRANCH)(?: {_YEAR})?",
        read_cycle_year,
    ),
    Rule("quarter", f"{_EDGE}quý (?P<quarter>QUARTER|INT1)(?:(?:[/-]| năm | ){_YEAR})?", read_quarter),
    Rule("quarter at an edge", f"quý (?P<quarter>đầu|cuối) (?P<unit>năm)(?: {_YEAR}| {_SHIFT})?", read_quarter),
    Rule(
        "season",
        f"{_EDGE}(?:mùa (?P<season>SEASON)(?: năm)?(?: {_YEAR}| {_SHIFT})?"
        f"|(?P<season>hè|xuân)(?: năm)?(?: {_YEAR}(?![/-])| {_SHIFT}))",
        read_season,
    ),
    Rule("years", f"{_FRESH}(?:(?P<head>PERIOD) )?(?P<first>INT4)(?:{_DASH}|/)(?P<last>INT4)", read_period),
    Rule(
        "school year", "(?P<head>năm học|niên khóa|mùa giải) (?P<which>này|mới|tới|trước|vừa qua|sau)", read_school_year
    ),
    Rule("ra giêng", "(?P<month>ra giêng)", read_first_month),
    Rule("decade", f"{_EDGE}(?:những năm|thập niên|thập kỷ|thập kỉ) (?P<count>NUMBER)", read_decade),
    Rule("century", f"{_EDGE}(?P<century>thế kỷ|thế kỉ) (?:thứ )?(?P<count>ROMAN|INT2|{WORDS})", read_decade),
    # feasts
    Rule("feast", "(?P<feast>FEAST)", read_feast),
    Rule("day of the fallen", "(?P<feast>ngày thương binh) - liệt sĩ", read_feast),
    Rule("national day", "(?P<feast>quốc khánh) (?P<day>INT2)[/-](?P<month>INT2)", read_feast),
    Rule("holiday", "lễ (?P<day>INT2)[/-](?P<month>INT2)", read_holiday),
    Rule("Tết of a year", "tết (?P<stem>STEM) (?P<branch>BRANCH)", read_new_year),
    # relative to the day of publication or to the time last named
    Rule("relative unit", f"{_EDGE}(?P<unit>năm|tháng|quý|tuần) {_SHIFT}", read_relative),
    Rule(
        "next unit",
        f"{_EDGE}(?P<next>sang) (?P<unit>năm(?! mới)|tháng)(?! (?:SURESHIFT|OPENSHIFT|INT|MONTH))",
        read_relative,
    ),
    Rule("past decade", "(?P<unit>thế kỷ|thế kỉ|thập kỷ|thập kỉ|thập niên) (?:qua|vừa qua|tới|gần đây)", read_one),
    Rule("relative century", f"{_EDGE}(?P<unit>thế kỷ|thế kỉ) {_SHIFT}", read_relative),
    Rule("edge of unit", f"{_BEGIN}(?P<edge>EDGE) (?P<unit>năm|tháng|quý|tuần|thế kỷ|thế kỉ)", read_relative),
    Rule(
        "end of unit",
        "(?P<edge>hết) (?P<unit>năm|tháng|quý|tuần)(?! (?:INT|MONTH|QUARTER|SURESHIFT|OPENSHIFT))",
        read_relative,
    ),
    Rule(
        "months of relative year",
        f"(?P<months>{_NUMBER}) tháng (?P<edge>đầu|cuối) (?P<unit>năm)(?: {_SHIFT})?",
        read_relative,
    ),
    Rule(
        "quarters of a year",
        f"(?P<quarters>{_NUMBER}) quý (?P<edge>đầu|cuối) (?P<unit>năm)(?: {_SHIFT})?",
        read_relative,
    ),
    Rule("so many months of year", f"(?P<months>{_NUMBER}) tháng (?P<unit>năm) {_SHIFT}", read_relative),
    Rule("relative day", "(?P<days>DAY)", read_day),
    Rule("relative part of day", "(?:lúc )?(?P<part>PART|sớm) (?P<days>qua|nay|mai|kia|mốt)", read_day),
    Rule("part of day to another", "(?P<part>PART)(?= (?:đến|tới) PART)", read_first_part),
    Rule("part of day", "(?:(?P<head>lúc|buổi|ban) )?(?P<part>PART)", read_part),
    Rule("short weekday", _SHORT_WEEKDAY, read_short_weekday),
    Rule(
        "weekday",
        f"(?:(?P<head>hôm|ngày) )?{_WEEKDAY}(?: (?P<direction>tới|này|vừa qua|vừa rồi|sắp tới|tới đây|rồi|qua)"
        f"{_AHEAD})?",
        read_weekday,
    ),
    Rule("same day of year", f"(?:cùng ngày|ngày này) năm {_SHIFT}", read_same_day),
    Rule("same period", f"cùng kỳ(?: năm {_YEAR}| {_YEAR}| năm {_SHIFT})?", read_same_period),
    # clock
    Rule("glued clock", f"(?:(?P<head>lúc) )?(?P<glued>(?P<hour>CLOCK))(?:{_DASH}(?P<hour2>CLOCK))?", read_clock),
    Rule(
        "spoken clock",
        f"(?:(?P<head>lúc) )?(?P<hour>(?P<digits>INT2)|{WORDS}) giờ(?:"
        f" (?P<minute>INT2)(?P<minutes> phút(?: (?P<second>INT2) giây)?)?"
        f"| (?P<half>rưỡi)| kém (?P<less>INT2|{WORDS}))?",
        read_clock,
    ),
    Rule("clock range", f"(?:(?P<head>lúc) )?(?P<digits>(?P<hour>INT2)){_DASH}(?P<hour2>INT2) giờ", read_clock),
    Rule(
        "colon clock", "(?:(?P<head>lúc) )?(?P<colon>(?P<hour>INT2):(?P<minute>INT2)(?::(?P<second>INT2))?)", read_clock
    ),
    Rule("hours to a glued clock", f"(?:(?P<head>lúc) )?(?P<glued>(?P<hour>INT2){_DASH}(?P<hour2>CLOCK))", read_clock),
    Rule("spaced clock", "(?:(?P<head>lúc) )?(?P<bare>(?P<hour>INT2)) (?:g|h)(?: (?P<minute>INT2))?", read_clock),
    Rule("hour of a range", "(?P<hour>INT2)(?= (?:đến|tới) INT2 giờ (?:PART|ngày|hôm))", read_range_hour),
    Rule("half past", "(?:(?P<head>lúc) )?(?P<bare>(?P<hour>INT2)) (?P<half>rưỡi)", read_clock),
    # durations
    Rule("duration", _DURATION, read_duration),
    Rule("duration away", f"(?:(?P<lead>cách đây) )?{_DURATION} (?P<tail>TAIL){_AHEAD}", read_shifted_duration),
    Rule("duration ago", f"(?P<lead>cách đây) {_DURATION}", read_shifted_duration),
    Rule("fraction of a second", f"(?P<count>{_NUMBER}) phần (?P<of>mười|trăm|nghìn|ngàn) giây", read_fraction),
    Rule("stopwatch", "(?:(?P<minute>INT2) phút )?(?P<second>INT2) giây (?P<fraction>INT)", read_sport_time),
    # repeated
    Rule("every unit", "(?:hằng|hàng|mỗi) (?P<unit>UNIT|PART|cuối tuần)", read_set),
    Rule("times a unit", f"(?P<count>{_NUMBER})(?:{_DASH}(?P<count2>{_NUMBER}))? lần/(?P<unit>UNIT)", read_frequency),
    Rule("every weekday", f"(?:hằng|hàng|mỗi) (?:(?P<part>PART) )?{_WEEKDAY}", read_every_weekday),
    Rule("any unit", "(?P<unit>UNIT|PART|cuối tuần) nào(?= cũng)", read_set),
    Rule("first unit", "(?P<unit>phút|giờ|tuần|tháng) đầu(?: tiên)?(?! (?:UNIT|INT|MONTH))", read_first),
    Rule(
        "once in units",
        f"(?:cứ )?(?P<count>{_NUMBER}) (?P<unit>UNIT) (?:một|1) (?:lần|kỳ|phiên|chuyến|lượt|bữa)",
        read_set,
    ),
    # present, vague past, vague future
    Rule("reference", "REFERENCE", read_reference),
    Rule("now", "nay|hiện|giờ", read_now),
)

_WORDS = {
    "WEEKDAY": words.WEEKDAYS,
    "SUNDAY": words.SUNDAYS,
    "MONTH": words.MONTHS,
    "PART": words.PARTS,
    "UNIT": words.UNITS,
    "SEASON": words.SEASONS,
    "FEAST": FEASTS,
    "EDGE": words.EDGES,
    "QUARTER": words.QUARTERS,
    "SURESHIFT": words.SURE_SHIFTS,
    "OPENSHIFT": words.OPEN_SHIFTS,
    "ROMAN": words.ROMANS,
    "REFERENCE": words.REFERENCES,
    "DAY": [days for days in words.DAYS if " " in days],
    "STEM": lunar.STEMS,
    "BRANCH": (*lunar.BRANCHES, "tí", "tị"),
    "PERIOD": words.PERIODS,
    "VAGUE": sorted(words.VAGUE),
    "TAIL": words.DURATION_TAILS,
}

GRAMMAR = Grammar(RULES, {**CLASSES, **_WORDS})
