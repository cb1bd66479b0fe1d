"""Where a body and the person who holds an office there were taken for one name.

"Bí thư Huyện ủy Lý Sơn Ngô Đức Tiếp" is a body and a person with no comma between. Offices of party and state are not
called after people, so that what looks like a full name at their end is one, if an office stands before the body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from vnnews.names.gazetteers import entries
from vnnews.text.folding import fold

Span = tuple[str, int, int]

_HEADS = regex.compile(
    r"(?:huyện|thành|tỉnh|quận|thị|đảng|xã|phường) ?(?:ủy|uỷ|đoàn)|đảng bộ|chi bộ|ủy ban|uỷ ban|ubnd|hđnd"
    r"|hội đồng nhân dân|sở|phòng|chi cục|tổng cục|cục|vụ|ban|bộ|mặt trận|hội|đoàn|công an|tòa án|toà án|tand"
    r"|viện kiểm sát|vksnd|thanh tra|quân khu|sư đoàn|bộ tư lệnh"
)
_BEFORE = 60
_LONGEST_OFFICE = 6


def part(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, bodies that end with a person parted in two.

    Args:
        text: that the offsets are of.
        spans: label, start and end.
    """
    for label, start, end in spans:
        cut = _person_at(text, start, end) if label == "ORG" else None
        if cut is None:
            yield label, start, end
        else:
            yield label, start, cut - 1
            yield "PER", cut, end


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
def _offices() -> frozenset[str]:
    return frozenset(map(fold, entries("titles")))


@cache
def _place_types() -> frozenset[str]:
    return frozenset(map(fold, entries("place_types")))


@cache
def _places() -> frozenset[str]:
    tables = ("provinces", "districts", "communes", "countries", "regions")
    return frozenset(fold(entry) for table in tables for entry in entries(table))
