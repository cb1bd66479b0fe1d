"""Addresses: place names that follow one another as levels, from the house to the country."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnnews.places.scoring import parents

if TYPE_CHECKING:
    from vnnews.places.linking import PlaceGroup

_BETWEEN = regex.compile(r"\s?,\s{1,2}|\s|\s?\(|\s?,?\s(?:thuộc|của|ở|tại)\s")
_MOST_LEVELS = 7
_RANKS = {
    "road": 0,
    "building": 0,
    "water": 0,
    "landform": 0,
    "village": 1,
    "commune": 2,
    "district": 3,
    "city": 3,
    "province": 4,
    "region": 5,
    "country": 6,
}


class PlaceName(NamedTuple):
    """A place name in a text, with its offsets there."""

    start: int
    end: int
    text: str


def follow(text: str, lower: PlaceName, upper: PlaceName) -> bool:
    """Whether two names stand together as levels of an address do."""
    return _BETWEEN.fullmatch(text, lower.end, upper.start) is not None


def find_addresses(
    names: Sequence[PlaceName], groups: Sequence[PlaceGroup], text: str, day: datetime.date | None
) -> list[list[int]]:
    """Runs of mentions that stand together as an address and whose places lie in one another.

    Args:
        names: the mentions, in the order of the text.
        groups: what they name.
        text: the text.
        day: on which the places lie in one another.
    """
    owner = {index: group for group in groups for index in group.members}
    found: list[list[int]] = []
    for chain in levels(names, [owner[index].kind for index in range(len(names))], text):
        run = [chain[0]]
        for index in chain[1:]:
            if _lies_in(owner[run[-1]], owner[index], day):
                run.append(index)
            else:
                found.append(run)
                run = [index]
        found.append(run)
    return [run for run in found if len(run) > 1]


def _lies_in(lower: PlaceGroup, upper: PlaceGroup, day: datetime.date | None) -> bool:
    """Whether nothing speaks against one place lying in another."""
    if upper.kind is None:
        return False
    if upper.unit is not None:
        return lower.country is None and (lower.unit is None or upper.unit in parents(lower.unit, day))
    if upper.kind == "country":
        return upper.code in (lower.country, "VN" if lower.unit else None, None) or not (lower.country or lower.unit)
    return True


def levels(names: Sequence[PlaceName], kinds: Sequence[str | None], text: str) -> Iterator[list[int]]:
    """Runs of two or more names that stand together and whose levels rise; numbers of the names.

    A name of unknown kind may stand for any level that is left.

    >>> text = "phường Cửa Nam, quận Hoàn Kiếm, Hà Nội, Lào"
    >>> names = [PlaceName(text.index(t), text.index(t) + len(t), t) for t in text.split(", ")]
    >>> list(levels(names, ["commune", "district", "province", "country"], text))
    [[0, 1, 2, 3]]
    """
    chain: list[int] = []
    rank = -1
    for number, kind in enumerate(kinds):
        next_rank = _RANKS.get(kind or "")
        joined = bool(chain) and follow(text, names[chain[-1]], names[number])
        if joined and len(chain) < _MOST_LEVELS and (next_rank is None or next_rank > rank):
            chain.append(number)
        else:
            if len(chain) > 1:
                yield chain
            chain, rank = [number], -1
        rank = rank if next_rank is None else next_rank
    if len(chain) > 1:
        yield chain
