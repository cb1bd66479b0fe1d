"""Roles of people: what an article says a person is, before the name or behind it.

Before: "Phó Bí thư Thành ủy Hà Nội Nguyễn Công Soái", "Giám đốc là bà Lê Thị Hoa". Behind: "ông Trần Văn Bình, nguyên
Giám đốc Sở Y tế Đồng Nai, cho biết", "bà Lê Thị Hoa được bầu làm Chủ tịch". The text around a name is cut into items
(words, marks, other names), which :mod:`vnnews.names.role_chains` reads.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.names.mentions import Name
from vnnews.names.role_chains import ChainReader, Item, ReadRole, Status
from vnnews.names.role_words import Marks, find_marks, first_words
from vnnews.text.folding import fold
from vnnews.text.grammar import Symbols

_REACH = 240
_REACH_BEHIND = 180
"""Code points before and behind a person's name in which roles are looked for."""

_LONGEST_LINK = 40  # "được bầu giữ chức vụ"
_LONGEST_ROLE = 120
_ITEM = regex.compile(
    r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*+(?:[&'’][\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*+)*+"
    r"|[^\s\p{L}\p{M}\p{N}\p{Cf}]"
)
_FIRST_WORD = regex.compile(r"(?:\s?(?:[,(\-–—]|\s)\s?)([\p{L}\p{M}]++)")
_FIRST_WORD_BEHIND_LIFE = regex.compile(r"([\p{L}\p{M}]++)")
_NEVER_BEFORE = frozenset(',;(/"“')
_OF_BODY = regex.compile(r"\s(?:\(|c(?:ủ|u\p{M}++)a\s|thu(?:ộ|o\p{M}++)c\s)")
_LIFE = regex.compile(
    r"\s?[,(]\s?(?:(?:(?:SN|sinh(?:\sn(?:ă|a\p{M}++)m)?)\s\d{4}|\d{1,3}\stu(?:ổ|o\p{M}++)i)(?:\s?[,;\-–]\s?)?){1,2}(?=\p{L})",
    regex.IGNORECASE,
)
"""An age or a year of birth between a name and its role: "(55 tuổi, Giám đốc …)"."""

_NOT_DEPUTY = frozenset({"phó giáo sư", "phó tiến sĩ", "phó đô đốc"})


class FoundRole(NamedTuple):
    """A role of a person.

    Attributes:
        person: index of the mention that it stands beside.
        start, end: offsets of the role's words in the text, with what marks it as former or acting.
        title: the title as written, in one line and without that mark: "Chủ tịch" of "nguyên Chủ tịch".
        body, place: indices of the mentions of the body and of the place that it names, or None.
        status: former (nguyên, cựu, cố), acting (quyền, phụ trách) or None.
        deputy: whether the title is that of a deputy.
    """

    person: int
    start: int
    end: int
    title: str
    body: int | None = None
    place: int | None = None
    status: Status | None = None
    deputy: bool = False


def find_roles(symbols: Symbols, names: Sequence[Sequence[Name]]) -> list[list[FoundRole]]:
    """Roles in each text of a batch, in order.

    Args:
        symbols: the batch.
        names: the names of each text, see :func:`vnnews.names.mentions.find_names`.
    """
    batch = symbols.syllables
    marks = find_marks(batch)
    bases = batch.texts.tolist()
    return [
        _Text(batch.text, base, stop, named, marks).roles()
        for base, stop, named in zip(bases, bases[1:], names, strict=False)
    ]


class _Text:
    """One text of a batch: its offsets there and its names."""

    def __init__(self, text: str, base: int, stop: int, names: Sequence[Name], marks: Marks) -> None:
        self.text, self.base, self.stop, self.names, self.marks = text, base, stop, names, marks

    def roles(self) -> list[FoundRole]:
        found: list[FoundRole] = []
        people = [index for index, name in enumerate(self.names) if name.label == "PER"]
        done = 0  # the end of the person before and of the roles that stand behind it
        for number, person in enumerate(people):
            front = self._with_body_behind(person, self._in_front(person, done))
            following = people[number + 1] if number + 1 < len(people) else None
            behind = self._behind(person, following, described=bool(front))
            done = behind[-1].end if behind else self.names[person].end
            found += front + behind
        return found

    def _in_front(self, person: int, done: int) -> list[FoundRole]:
        """The chain of roles that ends at a person and begins behind ``done``."""
        end = self.names[person].start
        if self.text[max(self.base + end - 2, 0) : self.base + end].rstrip()[-1:] in _NEVER_BEFORE:
            return []
        openings, stops = self.marks
        low = self.base + max(done, end - _REACH)
        before = bisect_right(stops, self.base + end) - 1
        low = max(low, stops[before]) if before >= 0 else low
        first, last = bisect_left(openings, low), bisect_left(openings, self.base + end)
        if first == last:
            return []
        begins = [place - self.base for place in openings[first:last]]
        return self._found(person, self._reader(self._items(begins[0], end, person)).chain_to_end(begins))

    def _with_body_behind(self, person: int, roles: list[FoundRole]) -> list[FoundRole]:
        """With the body that follows the person's name: "HLV Kim Sang-sik của đội tuyển Việt Nam"."""
        if not roles or roles[-1].body is not None or roles[-1].place is not None or person + 1 == len(self.names):
            return roles
        body, end = self.names[person + 1], self.names[person].end
        if body.label == "ORG" and _OF_BODY.fullmatch(self.text, self.base + end, self.base + body.start):
            return [*roles[:-1], roles[-1]._replace(body=person + 1)]
        return roles

    def _behind(self, person: int, following: int | None, described: bool) -> list[FoundRole]:
        """The chain of roles that begins behind a person and ends before the next one.

        Args:
            person, following: the person and the next one in the text, None for the last.
            described: whether roles stand in front of the person.
        """
        start = self.base + self.names[person].end
        life = None
        if self.text[start : start + 2].lstrip()[:1] in ("(", ","):
            life = _LIFE.match(self.text, start, start + _REACH)
            start = life.end() if life else start
        word = (_FIRST_WORD_BEHIND_LIFE if life else _FIRST_WORD).match(self.text, start)
        if word is None or _folded(word[1]) not in first_words():
            return []
        openings, stops = self.marks
        opening = bisect_left(openings, start)
        if opening == len(openings) or openings[opening] > start + _LONGEST_LINK:
            return []
        after = bisect_right(stops, start)
        high = min(stops[after] if after < len(stops) else self.stop, self.stop, start + _REACH_BEHIND) - self.base
        at_person = following is not None and self.names[following].start <= high
        if following is not None and at_person:
            high = self.names[following].start
        last = bisect_left(openings, self.base + high) - 1
        if last < opening:
            return []
        if openings[last] + _LONGEST_ROLE < self.base + high:
            high, at_person = openings[last] + _LONGEST_ROLE - self.base, False
        items = self._items(start - self.base, high, following if following is not None else len(self.names))
        return self._found(person, self._reader(items).chain_from_start(life is not None, at_person, described))

    def _reader(self, items: Sequence[Item]) -> ChainReader:
        return ChainReader(self.text, self.base, self.names, items)

    def _found(self, person: int, roles: Iterable[ReadRole]) -> list[FoundRole]:
        return [
            FoundRole(
                person,
                role.start,
                role.end,
                title := " ".join(self.text[self.base + role.title[0] : self.base + role.title[1]].split()),
                role.body,
                role.place,
                role.status,
                _is_deputy(title),
            )
            for role in roles
        ]

    def _items(self, low: int, high: int, stop: int) -> list[Item]:
        """What stands between two offsets; ``stop`` is the index of the first name behind them, or a later one."""
        index = stop
        while index and (self.names[index - 1].end > low):
            index -= 1
        items: list[Item] = []
        base, text, at = self.base, self.text, low
        for number in range(index, stop):
            name = self.names[number]
            if name.start >= high:
                break
            items += _words(text, base, at, name.start)
            items.append(Item("", name.start, name.end, number))
            at = name.end
        return items + _words(text, base, at, high)


def _words(text: str, base: int, start: int, end: int) -> list[Item]:
    return [
        Item(_folded(found[0]), found.start() - base, found.end() - base)
        for found in _ITEM.finditer(text, base + start, base + end)
    ]


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    return fold(word)


def _is_deputy(title: str) -> bool:
    folded = fold(title)
    if folded in _NOT_DEPUTY or folded.startswith(("pgs", "phó giáo sư", "phó tiến sĩ")):
        return False
    return "phó" in folded.split() or folded.startswith("thứ trưởng")
