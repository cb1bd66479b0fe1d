"""What a body's name tells: its level, its sector, and the place in its name."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import regex

from vnnews.names.gazetteers import entries
from vnnews.tables import read_table
from vnnews.text.folding import fold

Level: TypeAlias = Literal["central", "province", "district", "commune"]
Sector: TypeAlias = Literal[
    "party", "state", "military", "justice", "company", "education", "health", "press", "sport", "other"
]

_TABLE = Path(__file__).parent / "body_kinds.tsv"
_LONGEST_PLACE = 7
_UNIT_LEVELS: dict[str, Level] = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "tx": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_CITIES = frozenset({"thành phố", "tp"})
_MUNICIPALITIES = frozenset(map(fold, ("Hà Nội", "Hồ Chí Minh", "HCM", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")))
_UNIT_STARTS = frozenset(unit.split()[0] for unit in (*_UNIT_LEVELS, *_CITIES))
_NO_UNIT = frozenset(
    (
        *("xã hội", "xã đội", "phường hội", "phường đội", "quận đội", "quận đoàn", "quận ủy", "huyện hội"),
        *("huyện đội", "huyện đoàn", "huyện ủy", "tỉnh hội", "tỉnh đội", "tỉnh đoàn", "tỉnh ủy", "đặc công"),
    )
)
"""What only looks like a type word of a place: "Sở Lao động - Thương binh và Xã hội", "Tỉnh ủy Lào Cai"."""

_WITHOUT_LEVEL = frozenset({"company", "education", "press", "sport"})
_WITH_BARE_DISTRICT = frozenset({"party", "state", "military", "justice"})
"""Sectors whose bodies may be named by a district without its type word: "Công an Hoàn Kiếm"."""

_WITH_BARE_COUNTRY = _WITH_BARE_DISTRICT | {"sport"}

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-.&'’/][\p{L}\p{M}\p{N}]+)*")
_TP = regex.compile(r"(?i)\b(tp|tx)\.\s*(?=\p{L})")


class BodyKind(NamedTuple):
    """Level, sector and place of a body; see :class:`vnnews.article.Body`."""

    level: Level | None = None
    sector: Sector | None = None
    place: str | None = None


@lru_cache(maxsize=1 << 16)
def body_kind(name: str) -> BodyKind:
    """What the name of a body tells.

    >>> body_kind("Sở Y tế Đồng Nai")
    BodyKind(level='province', sector='state', place='Đồng Nai')
    >>> body_kind("UBND xã Tân Lập"), body_kind("Công ty TNHH An Phát")
    (BodyKind(level='commune', sector='state', place='xã Tân Lập'), BodyKind(level=None, sector='company', place=None))
    """
    words = _split(name)
    folded = [_folded(word) for _, word in words]
    size, sector, head_level, weak = _head(folded)
    seat = next((i for i, word in enumerate(folded) if word in ("tại", "ở")), len(folded))  # "Đại sứ quán Mỹ tại Lào"
    first, last, place_level = _place(folded[:seat], size, sector)
    place = None
    if first < last:
        place = name[words[first][0] : words[last - 1][0] + len(words[last - 1][1])]
    level = head_level
    if place_level is not None and (level is None or weak):
        level = place_level
    if sector is None or (sector in _WITHOUT_LEVEL and head_level is None):
        level = None
    return BodyKind(level, sector, place)


def _split(name: str) -> list[tuple[int, str]]:
    spaced = name
    if "." in name:
        spaced = _TP.sub(lambda found: found[1] + " " * (len(found[0]) - len(found[1])), name)
    return [(found.start(), found[0]) for found in _WORD.finditer(spaced)]


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    return fold(word)


def _head(folded: list[str]) -> tuple[int, Sector | None, Level | None, bool]:
    """Length of the head, what it tells, and whether its level gives way to that of the place."""
    for size in range(min(_longest_heads().get(folded[0], 0) if folded else 0, len(folded)), 0, -1):
        kind = _kinds().get(" ".join(folded[:size]))
        if kind is not None:
            return (size, *kind)
    return 0, None, None, False


def _place(folded: list[str], head: int, sector: Sector | None) -> tuple[int, int, Level | None]:
    """First and last word of the place in a name, and its level; an empty range where there is none."""
    count = len(folded)
    for index in range(head, count - 1):
        if folded[index] not in _UNIT_STARTS or f"{folded[index]} {folded[index + 1]}" in _NO_UNIT:
            continue
        for size in (2, 1):
            unit = " ".join(folded[index : index + size])
            if index + size < count and (unit in _UNIT_LEVELS or unit in _CITIES):
                stop = _end_of_place(folded, index + size)
                level = _UNIT_LEVELS.get(unit) or _city_level(" ".join(folded[index + size : stop]))
                return index, stop, level
    # a known name at the end: the longest province, country or, for some sectors, district
    if not folded or folded[-1] not in _last_words():
        return 0, 0, None
    for first in range(max(head, count - _LONGEST_PLACE), count):
        tail = " ".join(folded[first:])
        if tail in _provinces():
            if sector == "company" and first == head:
                break  # "Công ty Hòa Bình" is hardly named by the province
            return first, count, "province"
        # one syllable is a country only in the name of an authority or a team: "Quốc hội Mỹ", not "Trường Kim Anh"
        if tail in _countries() and (count - first > 1 or sector in _WITH_BARE_COUNTRY):
            return first, count, None
        if sector in _WITH_BARE_DISTRICT and tail in _districts() and first == head:
            return first, count, "district"
    return 0, 0, None


def _end_of_place(folded: list[str], first: int) -> int:
    """Where the place that begins there ends: before the next type word or province."""
    for stop in range(first + 1, len(folded)):
        word, pair = folded[stop], " ".join(folded[stop : stop + 2])
        if word in _UNIT_LEVELS or word in _CITIES or pair in _UNIT_LEVELS or pair in _CITIES:
            return stop
        if " ".join(folded[stop:]) in _provinces():
            return stop
    return len(folded)


def _city_level(name: str) -> Level:
    return "province" if name in _MUNICIPALITIES else "district"


@cache
def _kinds() -> dict[str, tuple[Sector, Level | None, bool]]:
    kinds: dict[str, tuple[Sector, Level | None, bool]] = {}
    for head, sector, level in read_table(_TABLE, 3):
        kinds[fold(head)] = (sector, level.rstrip("*") or None, level.endswith("*"))  # type: ignore[assignment]
    return kinds


@cache
def _longest_heads() -> dict[str, int]:
    """How many words the longest head has that begins with a word."""
    longest: dict[str, int] = {}
    for head in _kinds():
        words = head.split()
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


@cache
def _last_words() -> frozenset[str]:
    """The last words of places."""
    return frozenset(name.split()[-1] for name in (*_provinces(), *_countries(), *_districts()) if name)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(_keys("provinces"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(_keys("countries"))


@cache
def _districts() -> frozenset[str]:
    return frozenset(_keys("districts"))


def _keys(gazetteer: str) -> list[str]:
    """Folded names as their words stand in a body's name, without acronyms of two letters."""
    named = (name for name in entries(gazetteer) if len(name) != 2 or not name.isupper())
    return [" ".join(fold(word) for _, word in _split(name)) for name in named]


def is_country(name: str) -> bool:
    """Whether a folded name is one of a country, or of several ("Mỹ", "Hàn Quốc")."""
    return name in _countries()
