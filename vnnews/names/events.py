"""Which edition of an event a name means, and of which year."""

from __future__ import annotations

import regex

from vnnews.text.folding import fold
from vnnews.text.numerals import parse_roman

_YEAR = regex.compile(r"(?<![\d/.-])(?:19|20)\d\d(?!\d|[.]\d)")
_EDITION = regex.compile(r"(?<![\d/.,-]|\bsố\s|\bngày\s|\btháng\s|\bU)(?:\d{1,3}|[IVXL]{1,7})(?![\p{L}\d/.,-])")
_COUNTED = regex.compile(r"\b(?:lần\s)?thứ\s(?P<number>\d{1,3}|[IVXL]{1,7})(?!\p{L})", regex.IGNORECASE)
_UNCOUNTED = ("bão", "siêu bão", "áp thấp", "thế chiến", "chiến tranh", "ngày", "giải thưởng")
"""What a number names but does not count: "bão số 3", "Thế chiến II"."""


def year(name: str) -> int | None:
    """The year in an event's name.

    >>> year("World Cup 2022"), year("V-League 2023/24"), year("SEA Games 31")
    (2022, 2023, None)
    """
    found = _YEAR.search(name)
    return int(found[0]) if found else None


def edition(name: str) -> int | None:
    """Which edition an event's name tells, in Arabic or Roman numerals.

    >>> edition("SEA Games 31"), edition("Đại hội XIII"), edition("Liên hoan phim Cannes lần thứ 77")
    (31, 13, 77)
    >>> edition("bão số 3") is None
    True
    """
    if fold(name).startswith(_UNCOUNTED):
        return None
    counted = _COUNTED.search(name)
    number = counted["number"] if counted else (found[0] if (found := _EDITION.search(name)) else None)
    if number is None:
        return None
    return int(number) if number.isdigit() else parse_roman(number)
