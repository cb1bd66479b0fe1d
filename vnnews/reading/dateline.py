"""The line of a page that tells when an article appeared and how often it was viewed.

A line is a dateline if pieces that belong into one (:data:`PIECES`) use it up from end to end, and a date or a number
of views is among them. A sentence therefore never is one, whatever dates it has.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.reading.lines import LONGEST

_MONTHS = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]
_MONTH = r"(?:0?[1-9]\b|1[0-2]\b|mười\ một|mười\ hai|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)"
_NUMBER = r"(?:\d{1,3}(?:[.,]\d{3})++|\d{1,9})(?![\d/:])"
PAPER = r"báo(?!\ (?:cáo|động|chí)\b)|tạp\ chí|đài"
"""What names of outlets begin with, in verbose form; "báo cáo" begins none."""
_NAME = r"[^|:\d]{2,60}?(?=\s*+(?:\||[-–—]\s|\d|$))"


class Piece(NamedTuple):
    """A kind of thing that stands in datelines.

    Attributes:
        name: what it is; dates, views and the source are read from pieces of these names.
        pattern: matches it, without regard to case, in verbose form; numbered groups hold what is read from it.
        examples: pieces that the pattern matches from end to end.
    """

    name: str
    pattern: str
    examples: tuple[str, ...]


PIECES = (
    Piece(
        "views",
        rf"""(?:view\ count|page\ views?|views?|hits|(?:tổng\ )?số\ (?:lượt|lần|người)\ (?:xem|đọc|truy\ cập)
            |(?:số\ )?lượt\ (?:xem|đọc|truy\ cập|view)|đã\ (?:xem|đọc)|xem|đọc)
            (?:\ (?:bài\ viết|bài|tin))?\ ?[:(]?\ ?({_NUMBER})(?:\ (?:lượt|lần))?(?:\ (?:xem|đọc))?\b""",
        ("View count: 1643", "Lượt xem: 1.643", "Số lần đọc: 12", "Đã xem: 1,643 lượt", "Số lượt xem (88"),
    ),
    Piece(
        "views",
        rf"""({_NUMBER})\ (?:(?:lượt|lần|người)\ (?:xem|đọc|truy\ cập)|views?|lượt)\b""",
        ("1.643 lượt xem", "1643 views"),
    ),
    Piece(
        "comments",
        r"""\d{1,7}\ (?:bình\ luận|phản\ hồi|ý\ kiến|comments?)\b
            |(?:bình\ luận|phản\ hồi|ý\ kiến|comments?)\b(?:\ ?:?\ ?\(?\d{1,7}\)?)?""",
        ("0 bình luận", "Bình luận (3)", "Phản hồi: 12"),
    ),
    Piece("zone", r"\(?(?:GMT|UTC)\ ?\+?\ ?0?7(?::?00)?\)?", ("(GMT+7)", "GMT +7", "UTC+07:00")),
    Piece("date in order year, month, day", r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:T(?=\d))?", ("2009-08-25",)),
    Piece(
        "date",
        r"(\d{1,2})\ ?([/.-])\ ?(\d{1,2})\ ?\2\ ?(\d{4}|\d{2})(?!\d)",
        ("25/08/2009", "5.8.2009", "25-8-09", "25 / 08 / 2009"),
    ),
    Piece(
        "date in words",
        rf"(\d{{1,2}})\ ?tháng\ ({_MONTH})(?:\ ?,|\ năm)?\ (\d{{4}})\b",
        ("25 tháng 8 năm 2009", "25 Tháng Tám, 2009", "1 tháng 12 2019"),
    ),
    Piece(
        "date in words, month first",
        rf"tháng\ ({_MONTH})\ (\d{{1,2}})\ ?,?\ (\d{{4}})\b",
        ("Tháng Tám 25, 2009", "Tháng 8 25, 2009"),
    ),
    Piece(
        "time",
        r"""\d{1,2}\ ?(?:[:h]|giờ|g(?!mt))\ ?(?:\d{1,2}(?:\ ?phút|[p'](?!\p{L}))?(?::\d{2}(?:[.,]\d{1,6})?)?)?
            (?:\ ?(?:AM|PM|SA|CH|sáng|chiều|tối)\b)?(?:Z\b|[+-]\d\d:?\d\d(?!\d))?""",
        ("12:00 AM", "14h30", "14 giờ 30 phút", "08:15:30", "2:30 CH", "7g"),
    ),
    Piece(
        "weekday",
        r"""(?:thứ\ ?(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\ ?nhật|CN|T[2-7]
            |(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b""",
        ("Thứ Hai", "thứ 4", "Chủ Nhật", "T3", "Monday"),
    ),
    Piece(
        "label",
        r"""(?:(?:ngày|giờ|thời\ gian)\ )?(?:cập\ nhật|đăng|xuất\ bản|phát\ hành|gửi|viết|đưa)
            (?:\ (?:tin|bài|lần\ cuối|mới\ nhất))?(?:\ (?:lúc|vào|vào\ lúc|ngày))*+\b
            |(?:vào\ )?(?:lúc|ngày|hồi)\b|thời\ gian\b|(?:last\ )?updated?(?:\ at)?\b|(?:date\ )?posted(?:\ on)?\b
            |(?:publish(?:ed)?|post|create[d]?)\ (?:date|on|at)\b|date\b""",
        ("Ngày đăng", "Cập nhật lúc", "Đăng ngày", "Xuất bản", "Ngày", "Last updated", "Posted on", "Thời gian"),
    ),
    Piece(
        "author",
        rf"(?:tác\ giả|người\ (?:đăng|viết|gửi)|(?:đăng|viết|gửi)\ bởi|posted\ by|bởi|by)\b\ ?:?\ ?{_NAME}",
        ("Tác giả: Thu Hà", "Đăng bởi admin"),
    ),
    Piece(
        "source",
        rf"((?:{PAPER}|cổng\ thông\ tin|trang\ tin)\ {_NAME})",
        ("Báo Quảng Ngãi điện tử", "Tạp chí Cộng sản"),
    ),
    Piece("source", rf"(?:nguồn(?:\ tin)?|source)\ ?:\ ?({_NAME})", ("Nguồn: Báo Nhân Dân",)),
    Piece(
        "button",
        r"""A(?:\ ?[-+])?(?:\ A(?:\ ?[-+])?){1,3}(?!\p{L})|(?:bản\ )?in(?:\ (?:trang|bài(?:\ viết)?))?\b|print\b
            |(?:gửi\ )?e-?mail\b
            |chia\ sẻ\b|lưu(?:\ bài)?\b|facebook\b|twitter\b|zalo\b|google\ news\b|(?:cỡ\ )?chữ\b""",
        ("A A A", "A- A A+", "Bản in", "In bài viết", "Gửi email", "Chia sẻ"),
    ),
)

_PIECES = [(piece.name, regex.compile(piece.pattern, regex.VERBOSE | regex.IGNORECASE)) for piece in PIECES]
_BETWEEN = regex.compile(r"[\s|,;:.·•()\[\]/–—-]*+")
_DIGIT = regex.compile(r"\d")
_LETTER_INSIDE = regex.compile(r"(?<=\p{L})\p{L}")


class Dateline(NamedTuple):
    """What a dateline says; None where it does not."""

    published: datetime.date | None
    views: int | None
    source: str | None


def parse_dateline(line: str) -> Dateline | None:
    """Read a line, composed and with single spaces, as a dateline; None if it is anything else.

    Days are written before months; a date that no calendar has is no date.

    >>> parse_dateline("Ngày đăng 25/08/2009 | 12:00 AM | View count: 1643")
    Dateline(published=datetime.date(2009, 8, 25), views=1643, source=None)
    >>> parse_dateline("Cập nhật lúc 14:30, 31/02/2009")
    Dateline(published=None, views=None, source=None)
    >>> parse_dateline("Sáng 25/08/2009, tại Hà Nội") is None
    True
    """
    if len(line) > LONGEST or not _DIGIT.search(line):  # without digits there is neither a date nor a number of views
        return None
    dates, seen = list[datetime.date | None](), dict[str, str]()
    position = _skip(line, 0)
    while position < len(line):
        name, found = _piece(line, position)
        if found is None:
            return None
        if name.startswith("date"):
            dates.append(_date(name, [group for group in found.groups() if group]))
        else:
            seen.setdefault(name, next(filter(None, found.groups()), ""))
        position = _skip(line, found.end())
    if (not dates and "views" not in seen) or (len(dates) > 1 and "label" not in seen):
        return None  # a day and another day is the title of an event
    views = int(seen["views"].replace(".", "").replace(",", "")) if "views" in seen else None
    return Dateline(next(filter(None, dates), None), views, seen.get("source"))


def _piece(line: str, position: int) -> tuple[str, regex.Match[str] | None]:
    if not _LETTER_INSIDE.match(line, position):
        for name, pattern in _beginning_with(line[position]):
            found = pattern.match(line, position)
            if found:
                return name, found
    return "", None


@lru_cache(maxsize=1 << 10)
def _beginning_with(character: str) -> list[tuple[str, regex.Pattern[str]]]:
    return [(name, pattern) for name, pattern in _PIECES if pattern.match(character, partial=True)]


def _skip(line: str, position: int) -> int:
    between = _BETWEEN.match(line, position)
    return between.end() if between else position


def _date(name: str, groups: list[str]) -> datetime.date | None:
    if name == "date in order year, month, day":
        return make_date(*groups)
    if name == "date":
        day, _, month, year = groups
        return make_date(year if len(year) == 4 else f"20{year}", month, day)
    day, month, year = groups if name == "date in words" else (groups[1], groups[0], groups[2])
    return make_date(year, month, day)


def make_date(year: str, month: str, day: str) -> datetime.date | None:
    """The date, if the calendar has it; the month may be a word.

    >>> make_date("2009", "tám", "25")
    datetime.date(2009, 8, 25)
    """
    word = {"giêng": "một", "chạp": "mười hai"}.get(month.lower(), month.lower())
    try:
        return datetime.date(int(year), _MONTHS.index(word) + 1 if word in _MONTHS else int(month), int(day))
    except ValueError:
        return None
