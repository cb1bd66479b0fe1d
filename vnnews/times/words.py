"""Words of time by what they mean: the tables behind the grammar."""

from __future__ import annotations

from collections.abc import Mapping

WEEKDAYS: Mapping[str, int] = {
    "hai": 1,
    "ba": 2,
    "tư": 3,
    "năm": 4,
    "sáu": 5,
    "bảy": 6,
    "bẩy": 6,
}
"""What follows "thứ", by ISO number; Sunday has its own words."""

SUNDAYS = ("chủ nhật", "chúa nhật", "cn")

MONTHS: Mapping[str, int] = {
    "một": 1,
    "giêng": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
LUNAR_MONTHS = ("giêng", "chạp")
"""Month names that only the lunar calendar has."""

PARTS: Mapping[str, str] = {
    **dict.fromkeys(["sáng", "sáng sớm", "sáng tinh mơ", "mờ sáng", "rạng sáng", "tờ mờ sáng", "gần sáng"], "MO"),
    **dict.fromkeys(["hừng sáng", "tảng sáng", "đầu giờ sáng", "cuối giờ sáng", "sáng ra"], "MO"),
    **dict.fromkeys(["trưa", "giữa trưa", "đầu giờ trưa", "trưa muộn"], "MI"),
    **dict.fromkeys(
        ["chiều", "chiều muộn", "chiều tối", "xế chiều", "xế trưa", "đầu giờ chiều", "cuối giờ chiều"], "AF"
    ),
    **dict.fromkeys(["cuối buổi chiều", "đầu buổi chiều", "cuối chiều", "đầu chiều"], "AF"),
    **dict.fromkeys(
        ["tối", "chập tối", "sẩm tối", "nhá nhem tối", "tối muộn", "đầu giờ tối", "đầu tối", "tối mịt"], "EV"
    ),
    **dict.fromkeys(["đêm", "khuya", "đêm khuya", "giữa đêm", "nửa đêm", "đêm muộn", "tối khuya"], "NI"),
    **dict.fromkeys(["rạng ngày"], "MO"),
}

BEFORE_DAWN = frozenset(["mờ sáng", "rạng sáng", "tờ mờ sáng", "gần sáng", "hừng sáng", "tảng sáng"])

UNITS: Mapping[str, tuple[str, int]] = {
    "thế kỷ": ("Y", 100),
    "thế kỉ": ("Y", 100),
    "thập kỷ": ("Y", 10),
    "thập kỉ": ("Y", 10),
    "thập niên": ("Y", 10),
    "năm": ("Y", 1),
    "quý": ("M", 3),
    "tháng": ("M", 1),
    "tuần": ("W", 1),
    "tuần lễ": ("W", 1),
    "ngày": ("D", 1),
    "hôm": ("D", 1),
    "ngày đêm": ("D", 1),
    "đêm": ("D", 1),
    "giờ": ("TH", 1),
    "tiếng": ("TH", 1),
    "giờ đồng hồ": ("TH", 1),
    "tiếng đồng hồ": ("TH", 1),
    "phút": ("TM", 1),
    "giây": ("TS", 1),
}
"""Units of durations: the TIMEX3 unit (T before the ones of the clock) and how many of it."""

SEASONS: Mapping[str, str] = {"xuân": "SP", "hè": "SU", "hạ": "SU", "thu": "FA", "đông": "WI"}

EDGES: Mapping[str, str] = {
    "đầu": "START",
    "giữa": "MID",
    "cuối": "END",
    "nửa đầu": "START",
    "nửa cuối": "END",
    "thượng tuần": "START",
    "trung tuần": "MID",
    "hạ tuần": "END",
    "nửa sau": "END",
}

HALVES: Mapping[str, int] = {"nửa đầu": 1, "nửa cuối": 2, "nửa sau": 2}

QUARTERS: Mapping[str, int] = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
}
QUARTER_EDGES: Mapping[str, int] = {"đầu": 1, "cuối": 4}

SURE_SHIFTS: Mapping[str, int] = {
    "nay": 0,
    "này": 0,
    "hiện tại": 0,
    "hiện nay": 0,
    "ngoái": -1,
    "vừa qua": -1,
    "vừa rồi": -1,
    "mới rồi": -1,
    "liền trước": -1,
    "liền kề trước": -1,
    "kia": -2,
    "trước nữa": -2,
    "kìa": -3,
    "sắp tới": 1,
    "tới đây": 1,
    "sau nữa": 2,
    "tới nữa": 2,
}
"""Words behind a unit, by how many units they lead away from the present one."""
OPEN_SHIFTS: Mapping[str, int] = {"trước": -1, "qua": -1, "rồi": -1, "sau": 1, "tới": 1}
"""The same where the word may also be a preposition or a verb of what follows."""
SHIFTS: Mapping[str, int] = {**SURE_SHIFTS, **OPEN_SHIFTS}

ROMANS = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
    "xxi",
]

REFERENCES: Mapping[str, str] = {
    **dict.fromkeys(["hiện nay", "bây giờ", "hiện giờ", "giờ đây", "lúc này", "hiện tại", "ngày nay"], "PRESENT_REF"),
    **dict.fromkeys(["chừ", "những ngày này", "thời điểm này", "thời điểm hiện tại", "hiện thời"], "PRESENT_REF"),
    **dict.fromkeys(
        ["trước đây", "trước kia", "gần đây", "mới đây", "vừa qua", "thời gian qua", "thời gian gần đây"], "PAST_REF"
    ),
    **dict.fromkeys(
        ["thời gian vừa qua", "ngày xưa", "thuở xưa", "xưa kia", "lâu nay", "bấy lâu nay", "xưa nay"], "PAST_REF"
    ),
    **dict.fromkeys(
        ["trước nay", "những năm gần đây", "những năm qua", "những ngày qua", "những tháng qua"], "PAST_REF"
    ),
    **dict.fromkeys(
        ["những năm trước", "mấy bữa trước", "mấy năm gần đây", "những ngày gần đây", "dạo trước"], "PAST_REF"
    ),
    **dict.fromkeys(
        ["những tuần qua", "những tháng gần đây", "những tuần gần đây", "hồi xưa", "ngày trước"], "PAST_REF"
    ),
    **dict.fromkeys(["sắp tới", "thời gian tới", "thời gian sắp tới", "những ngày tới", "những năm tới"], "FUTURE_REF"),
    **dict.fromkeys(["những tháng tới", "những tuần tới", "những ngày sắp tới", "mai sau", "mai này"], "FUTURE_REF"),
    **dict.fromkeys(["những năm sắp tới", "những năm tiếp theo", "trong tương lai gần"], "FUTURE_REF"),
}


DAYS: Mapping[str, tuple[int, bool]] = {
    **dict.fromkeys(["hôm nay", "ngày hôm nay", "nay", "bữa nay"], (0, False)),
    **dict.fromkeys(["hôm qua", "ngày hôm qua", "qua", "bữa qua"], (-1, False)),
    **dict.fromkeys(["hôm kia", "ngày hôm kia", "kia", "bữa kia"], (-2, False)),
    "hôm kìa": (-3, False),
    **dict.fromkeys(["ngày mai", "hôm mai", "mai"], (1, False)),
    **dict.fromkeys(["ngày kia", "ngày mốt", "mốt"], (2, False)),
    **dict.fromkeys(["hôm sau", "ngày hôm sau", "ngày kế tiếp", "ngày tiếp theo", "hôm sau nữa"], (1, True)),
    **dict.fromkeys(["hôm trước", "ngày hôm trước"], (-1, True)),
    **dict.fromkeys(["cùng ngày", "cùng hôm", "cùng đêm"], (0, True)),
}
"""Days by their distance from the day of publication or (True) from the day last named."""

TAILS: Mapping[str, int] = {"trước": -1, "sau": 1, "nữa": 1, "trước đó": -1, "sau đó": 1, "về trước": -1}
"""Behind a duration: how far from the reference. "qua", "nay", "tới" leave it a duration."""

DURATION_TAILS = (*TAILS, "qua", "nay", "tới", "vừa qua", "gần đây", "tiếp theo")

PERIODS = (
    "giai đoạn",
    "nhiệm kỳ",
    "nhiệm kì",
    "niên khóa",
    "khóa",
    "năm học",
    "niên vụ",
    "tài khóa",
    "mùa",
    "mùa giải",
    "các năm",
    "những năm",
    "năm",
    "thời kỳ",
    "năm tài chính",
    "vụ",
)
"""Before "2021-2025"."""

VAGUE = frozenset(["nhiều", "mấy", "vài", "dăm"])
"""Numerals that do not say how many."""

LONE_SCALES: Mapping[str, int] = {"trăm": 100, "nghìn": 1000, "ngàn": 1000}
"""Numerals that a scale makes alone: "nghìn năm"."""
UNIT_ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")
