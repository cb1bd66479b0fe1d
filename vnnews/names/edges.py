"""Where a name begins and ends: what the tagger takes for one name or leaves over, mended by what Vietnamese writes.

- "Bí thư Huyện ủy Lý Sơn Ngô Đức Tiếp" is a body and a person with no comma between. Offices of party and state are
  not called after people, so that what looks like a full name at their end is one, if an office stands before them.
- A nickname in quotes belongs to the name: Hùng "sẹo".
- A baptismal name stands before the name, and begins the next one in a list: Phaolô Lê Văn Ngộ.
- "Thường trực" behind the title of a deputy or member is part of the title: Phó Chủ tịch Thường trực UBND tỉnh.
- A degree at the end of a body is that of the person behind it: Trường ĐH Bách khoa PGS Huỳnh Quyết Thắng.
- A league is named with its season: V-League 2023-2024.
- A road or railway is called after both its ends: cao tốc Quảng Ngãi - Kon Tum.
- A year by stem and branch is no person: đầu năm Giáp Thìn.
- What ends with an English word for a body is one: Sonoma Biotherapeutics.
- A direction before the name of a place stays outside, if the two are not the usual name of a region: miền đông Nevada.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import regex

from vnnews.names.gazetteers import entries
from vnnews.tables import read_table
from vnnews.text.folding import fold

Span = tuple[str, int, int]

_FOREIGN = Path(__file__).with_name("foreign_bodies.txt")
_HEADS = regex.compile(
    r"(?:huyện|thành|tỉnh|quận|thị|đảng|xã|phường) ?(?:ủy|uỷ|đoàn)|đảng bộ|chi bộ|ủy ban|uỷ ban|ubnd|hđnd"
    r"|hội đồng nhân dân|sở|phòng|chi cục|tổng cục|cục|vụ|ban|bộ|mặt trận|hội|đoàn|công an|tòa án|toà án|tand"
    r"|viện kiểm sát|vksnd|thanh tra|quân khu|sư đoàn|bộ tư lệnh"
)
_DIRECTION = regex.compile(
    r"(?:miền|phía)(?:\s(?:[Đđ]ông|[Tt]ây|[Nn]am|[Bb]ắc)){1,2}+\s(?=\p{Lu})(?!(?:(?:Nam|Trung|Bắc)\s)?Bộ\b)"
)
_NICKNAME = regex.compile(r"""\s(?:"\p{L}++(?:\s\p{L}++)?"|“\p{L}++(?:\s\p{L}++)?”)""")
_WORD = regex.compile(r"\S++")
_STANDING = regex.compile(r"[Tt]hường trực (?=\p{Lu})")
_DEPUTY = regex.compile(r"(?i)(?:\bphó(?: \p{L}++){1,3}|\bủy viên|\buỷ viên) $")
_LONGEST_TITLE = 30
_DEGREE = regex.compile(r" (?:(?:PGS|GS|TSKH|TS|ThS|BS|KTS|KS|LS|NSND|NSƯT)[.,]?+\s?+){1,4}+$")
_LONGEST_DEGREE = 24
_GOES_ON = regex.compile(r"[. ]{1,2}\p{Lu}")
_ROAD = r"(?:(?:tuyến|đường) )?(?:cao tốc|đường sắt|metro|quốc lộ) "
_NAMED_ROAD, _ROAD_BEFORE = regex.compile(_ROAD), regex.compile(rf"{_ROAD}$")
_LONGEST_ROAD = 20
_TO = frozenset({" - ", " – ", "-", "–"})
_CYCLE = regex.compile(
    r"(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Kỉ|Canh|Tân|Nhâm|Quý|Quí)\s"
    r"(?:Tý|Tí|Sửu|Dần|Mão|Mẹo|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi)"
)
_BEFORE_CYCLE = ("năm ", "Năm ", "tuổi ", "tháng ", "ngày ")
_SEASON = regex.compile(r"[-–/](?:(?P<whole>\d{4})|(?P<short>\d{2}))(?!\d)")
_LONGEST_BAPTISMAL = 24
_BEFORE = 60
_LONGEST_OFFICE = 6


def mended(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, some of them parted or longer.

    Args:
        text: that the offsets are of.
        spans: label, start and end, in order.
    """
    done = 0
    for label, start, end in _roads(text, spans):
        if label == "ORG":
            start += _of_title(text, start, end)
            end -= _degree_behind(text, start, end)
        if label == "ORG" and (cut := _person_at(text, start, end)):
            parts = [(label, start, cut - 1), ("PER", cut, end)]
        elif label == "PER" and _is_year(text, start, end):
            parts = []
        elif label == "PER" and " " in text[start:end] and text[start:end].split()[-1] in _foreign_bodies():
            parts = [("ORG", start, end)]
        elif label == "PER":
            first = _with_baptismal(text, start, done)
            parts = [(label, a, _with_nickname(text, a, b)) for a, b in _people(text, first, end)]
        elif label == "EVENT":
            parts = [(label, start, _with_season(text, start, end))]
        elif label == "LOC" and (direction := _DIRECTION.match(text, start, end)):
            parts = [(label, direction.end(), end)]
        else:
            parts = [(label, start, end)]
        for part in parts:
            if part[1] >= done:  # a nickname may have been a span of its own
                yield part
                done = part[2]


def _roads(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans, with the ends of a road joined where its type word stands in the first or before it."""
    joined: list[Span] = []
    for label, start, end in spans:
        before = joined[-1] if joined and label == joined[-1][0] == "LOC" else None
        if before is not None and text[before[2] : start] in _TO and (begin := _road_at(text, before)) is not None:
            joined[-1] = (label, begin, end)
        else:
            joined.append((label, start, end))
    return joined


def _road_at(text: str, span: Span) -> int | None:
    """Where the road begins whose first end a place is."""
    _, start, end = span
    if _NAMED_ROAD.match(text, start, end):
        return start
    found = _ROAD_BEFORE.search(text, max(0, start - _LONGEST_ROAD), start)
    return None if found is None else found.start()


def _is_year(text: str, start: int, end: int) -> bool:
    return _CYCLE.fullmatch(text, start, end) is not None and text.endswith(_BEFORE_CYCLE, 0, start)


def _of_title(text: str, start: int, end: int) -> int:
    """Characters at the beginning of a body that belong to the title before it."""
    standing = _STANDING.match(text, start, end)
    if standing is None or not _DEPUTY.search(text, max(0, start - _LONGEST_TITLE), start):
        return 0
    return standing.end() - start


def _degree_behind(text: str, start: int, end: int) -> int:
    """Characters at the end of a body that are the degree of the person who follows."""
    found = _DEGREE.search(text, max(start + 1, end - _LONGEST_DEGREE), end)
    if found is None or _GOES_ON.match(text, end) is None:
        return 0
    return end - found.start()


def _with_season(text: str, start: int, end: int) -> int:
    """Where an event ends that is named with one year, and whose season goes on into the next."""
    first, season = text[max(start, end - 4) : end], _SEASON.match(text, end)
    if season is None or not (first.isascii() and first.isdecimal() and len(first) == 4):
        return end
    later = season["whole"] or first[:2] + season["short"]
    return season.end() if int(later) == int(first) + 1 else end


def _with_baptismal(text: str, start: int, done: int) -> int:
    """Where a person begins, with the baptismal names before; not before ``done``."""
    while True:
        words = text[max(done, start - _LONGEST_BAPTISMAL) : start].split()[-2:]
        before = next((" ".join(words[at:]) for at in range(len(words)) if " ".join(words[at:]) in _baptismal()), None)
        if before is None or not text.endswith(before + " ", 0, start) or start - len(before) - 1 < done:
            return start
        start -= len(before) + 1


def _people(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A person, or several that stand side by side, each with a baptismal name."""
    begin, named = start, False
    for word in _WORD.finditer(text, start, end):
        baptismal = word[0] in _baptismal()
        if baptismal and named:
            yield begin, word.start() - 1
            begin, named = word.start(), False
        named |= not baptismal
    yield begin, end


def _with_nickname(text: str, start: int, end: int) -> int:
    """Where a person of one syllable ends, with the nickname in quotes behind it."""
    found = None if " " in text[start:end] else _NICKNAME.match(text, end)
    return end if found is None else found.end()


def _person_at(text: str, start: int, end: int) -> int | None:
    """Where the person begins in a body that ends with one."""
    words = text[start:end].split(" ")
    if len(words) < 4 or not _HEADS.match(fold(text[start:end])) or not _office_before(text, start):
        return None
    for size in (4, 3, 2):
        name = words[-size:]
        if (
            len(words) > size + 1
            and all(word[:1].isupper() and word[1:].islower() for word in name)
            and fold(name[0]) in _surnames()
            and fold(words[-size - 1]) not in _place_types()
            and not _is_in_place(words, len(words) - size)
        ):
            return end - len(" ".join(name))
    return None


def _is_in_place(words: list[str], cut: int) -> bool:
    """Whether the cut goes through the name of a place, or a place of two words or more begins there."""
    last = len(words)
    spans = [(first, stop) for first in range(max(cut - 3, 0), cut + 1) for stop in range(cut + 1, last + 1)]
    return any(stop - first > 1 and fold(" ".join(words[first:stop])) in _places() for first, stop in spans)


def _office_before(text: str, start: int) -> bool:
    words = fold(text[max(0, start - _BEFORE) : start]).split()
    return text[start - 1 : start] == " " and any(
        " ".join(words[-size:]) in _offices() for size in range(1, _LONGEST_OFFICE + 1)
    )


@cache
def _surnames() -> frozenset[str]:
    return frozenset(map(fold, entries("surnames")))


@cache
def _foreign_bodies() -> frozenset[str]:
    return frozenset(row[0] for row in read_table(_FOREIGN, header=False))


@cache
def _offices() -> frozenset[str]:
    return frozenset(map(fold, entries("titles")))


@cache
def _place_types() -> frozenset[str]:
    return frozenset(map(fold, entries("place_types")))


@cache
def _places() -> frozenset[str]:
    tables = ("provinces", "districts", "communes", "countries", "regions")
    return frozenset(fold(entry) for table in tables for entry in entries(table))


@cache
def _baptismal() -> frozenset[str]:
    return frozenset(entries("baptismal_names"))
