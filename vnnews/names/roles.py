"""Roles of people: titles that stand right before a person's name or right behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from vnnews.names.gazetteers import entries
from vnnews.names.mentions import Name
from vnnews.text.folding import fold
from vnnews.text.grammar import Grammar, Hit, Rule, Symbols

_GAP = regex.compile(r"\s")
_BEHIND = regex.compile(r"\s?(?:,|\(|-|–|là|,\s?(?:hiện\s)?là|,\s?nguyên)\s")


class FoundRole(NamedTuple):
    """A title of a person.

    Attributes:
        person: index of the mention that it stands beside.
        start, end: offsets of the title in the text.
        body, place: indices of the mentions of the body and of the place that it names, or None.
    """

    person: int
    start: int
    end: int
    body: int | None = None
    place: int | None = None


def _title(hit: Hit) -> str:
    return hit.text


_GRAMMAR = Grammar(
    [Rule("title", "(?:(?:nguyên|cựu|quyền|phó) )?TITLE(?:(?: kiêm|,) TITLE){0,2}", _title)],
    {"TITLE": [title for title in entries("titles") if "." not in title]},
)


def find_roles(symbols: Symbols, names: Sequence[Sequence[Name]]) -> list[list[FoundRole]]:
    """Roles in each text of a batch, in order.

    Args:
        symbols: the batch.
        names: the names of each text, see :func:`vnnews.names.mentions.find_names`.
    """
    batch = symbols.syllables
    roles: list[list[FoundRole]] = [[] for _ in names]
    for hit, _ in _GRAMMAR.find(symbols):
        text, start = batch.locate(hit.start)
        base = hit.start - start
        role = _attach(batch.text, base, start, hit.end - base, names[text])
        if role is not None:
            roles[text].append(role)
    return roles


def _attach(text: str, base: int, start: int, end: int, names: Sequence[Name]) -> FoundRole | None:
    """The person that the title at (start, end) belongs to: title [body or place] [form of address] PERSON."""
    following = bisect_left(names, end, key=lambda name: name.start)
    if following and names[following - 1].end > start:
        return None  # the title is part of a name
    body = place = None
    at, behind = end, following
    while behind < len(names) and behind < following + 2 and names[behind].label in ("ORG", "LOC"):
        if not _GAP.fullmatch(text, base + at, base + names[behind].start):
            break
        body, place = (behind, place) if names[behind].label == "ORG" else (body, behind)
        at, behind = names[behind].end, behind + 1
    if (
        behind < len(names)
        and names[behind].label == "PER"
        and _addressed(text[base + at : base + names[behind].start])
    ):
        return FoundRole(behind, start, end, body, place)
    before = following - 1
    if before >= 0 and names[before].label == "PER" and _BEHIND.fullmatch(text, base + names[before].end, base + start):
        return FoundRole(before, start, end, body, place)
    return None


def _addressed(between: str) -> bool:
    """Whether only a gap and perhaps a form of address ("đồng chí", "ông") stand between."""
    return len(between) < 20 and between[:1].isspace() and (not between.strip() or fold(between.strip()) in _prefixes())


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(map(fold, entries("person_prefixes")))
