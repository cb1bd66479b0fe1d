"""Chains of roles in a list of words and names.

::

    role  = [nguyên|quyền …] TITLE [complement] [của] [names of bodies and places]
    chain = role [, | kiêm | -] role …
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from vnnews.names.mentions import Name
from vnnews.names.role_words import phrases, prefixes

Status = Literal["former", "acting"]

_MOST_NAMES = 5  # bodies and places of one role
_LONGEST_COMPLEMENT = 7
_SEPARATORS = frozenset(",-–—")


class Item(NamedTuple):
    """A word, a mark or another name; ``word`` is folded, "" for a name; ``name`` is -1 for the others."""

    word: str
    start: int
    end: int
    name: int = -1


class ReadRole(NamedTuple):
    """A role that was read: the index of the item behind it, and what it says."""

    stop: int
    start: int
    end: int
    title: tuple[int, int]
    body: int | None
    place: int | None
    status: Status | None
    plain: bool
    """Nothing stands behind the title, so that another title may follow without a mark: "Thiếu tướng, GS.TS"."""


class ChainReader:
    """Reads roles in a list of items."""

    def __init__(self, text: str, base: int, names: Sequence[Name], items: Sequence[Item]) -> None:
        self.text, self.base, self.names, self.items = text, base, names, items
        self.words = tuple(item.word for item in items)

    # chains

    def chain_to_end(self, openings: Sequence[int]) -> list[ReadRole]:
        """The longest chain that begins at one of the openings and ends at the person."""
        for index, item in enumerate(self.items):
            if item.name < 0 and item.start in openings:
                roles = self._chain_to_end(index)
                if roles:
                    return roles
        return []

    def _chain_to_end(self, place: int) -> list[ReadRole]:
        items, roles = self.items, list[ReadRole]()
        while True:
            role = self.role(place, to_end=True)
            if role is None:
                return []
            roles.append(role)
            place = role.stop
            if self._leads_to_person(place):
                return roles
            following = self._separator(place)
            if following == place and not role.plain and not self._is_degree(place):
                return []
            place = following
            if place >= len(items):
                return []

    def _is_degree(self, place: int) -> bool:
        """Whether a degree stands there, which needs no comma before it: "Giám đốc Sở Y tế PGS.TS …"."""
        return place < len(self.items) and self.items[place].word in phrases("degree")

    def _leads_to_person(self, place: int) -> bool:
        """Whether only a form of address stands before the person, perhaps behind "là", a comma or a colon."""
        items = self.items
        if place < len(items) and items[place].word in ("là", ",", ":"):
            place += 1
            if place == len(items):
                return items[-1].word != ","
        return place == len(items) or " ".join(item.word for item in items[place:]) in prefixes()

    def chain_from_start(self, open_already: bool, at_person: bool, described: bool) -> list[ReadRole]:
        """The chain behind a person.

        Args:
            open_already: whether an age or a year of birth has led to it, so that no comma need do so.
            at_person: whether the items end at the next person.
            described: whether roles stand in front of the person.
        """
        items = self.items
        place, former = 0, False
        if not items:
            return []
        if items[0].word in _SEPARATORS or items[0].word == "(":
            place = 1
        elif (
            not open_already
            and not phrases("link").get(items[0].word)
            and not phrases("link former").get(items[0].word)
        ):
            return []
        for _ in range(6):
            length = self.phrase(place, "link former")
            former = former or length > 0
            length = length or self.phrase(place, "link")
            if not length and place < len(items) and items[place].word == "nguyên" and self.word(place + 1) == "là":
                length, former = 1, True
            if not length:
                break
            place += length
        if place == 0 and not open_already:
            return []
        roles = list[ReadRole]()
        while place < len(items):
            role = self.role(place, to_end=False)
            if role is None:
                break
            if former and not roles:
                role = role._replace(status="former")
            roles.append(role)
            following = self._separator(role.stop)
            if following == role.stop and not role.plain:
                break
            place = following
        if roles and at_person:
            roles = self._left_to_the_next(roles, described)
        return roles

    def _left_to_the_next(self, roles: list[ReadRole], described: bool) -> list[ReadRole]:
        """Without the role that the next person's name follows: it is that person's."""
        rest = self.items[roles[-1].stop :]
        if rest and " ".join(item.word for item in rest) not in prefixes():
            return roles
        return [] if described else roles[:-1]

    def _separator(self, place: int) -> int:
        """Behind a comma, a dash, "kiêm" or "đồng thời là"; the place itself where there is none."""
        if self.word(place) in _SEPARATORS:
            place += 1
        if self.word(place) == "kiêm":
            place += 1
        if self.word(place) == "đồng" and self.word(place + 1) == "thời" and self.word(place + 2) == "là":
            place += 3
        return place

    # one role

    def role(self, place: int, to_end: bool) -> ReadRole | None:
        """The role that begins at an item.

        Args:
            place: index of the item.
            to_end: whether all items up to the person must be read, so that nothing may be left over.
        """
        items = self.items
        if not to_end and self.phrase(place, "front"):
            return None
        title, status = self._status_in_front(place)
        stop = self._title(title)
        if stop is None and title > place:
            title, status = place, None
            stop = self._title(title)
        if stop is None:
            return None
        start, end, title_start, title_end = items[place].start, items[stop - 1].end, items[title].start, None
        body = where = None
        plain = True
        if stop < len(items) and items[stop].name < 0:  # something stands between the title and the names
            title_end = end
            if items[stop].word == "." and self.phrase(stop - 1, "degree"):
                stop += 1
            if self.word(stop) == "(" and self.word(stop + 2) == ")" and items[stop + 1].name < 0:
                stop += 3  # "Giám đốc điều hành (CEO)"
            stop, status, end = self._status_behind(stop, status, end)
            complement = self._complement(stop, to_end)
            if complement > stop:
                stop, plain = complement, False
                title_end = end = items[stop - 1].end
        names, after = self._names(stop, behind_comma=not plain)
        if names:
            labels = [self.names[index].label for index in names]
            body = names[labels.index("ORG")] if "ORG" in labels else None
            where = names[labels.index("LOC")] if "LOC" in labels else None
            plain = False
            stop, status, _ = self._status_behind(after, status, end)
        return ReadRole(stop, start, end, (title_start, title_end or end), body, where, status, plain)

    def _status_in_front(self, place: int) -> tuple[int, Status | None]:
        """Index behind a word that marks the title after it ("nguyên", "quyền", "tân"), and what it means."""
        if length := self.phrase(place, "former"):
            return place + length, "former"
        if length := self.phrase(place, "acting"):
            return place + length, "acting"
        return place + self.phrase(place, "new"), None

    def _title(self, place: int) -> int | None:
        """Index behind the title that begins at an item."""
        items = self.items
        length = self.phrase(place, "title")
        if self.word(place) == "phó" and (rest := self.phrase(place + 1, "title")):
            length = max(length, 1 + rest)
        degree = self.phrase(place, "degree")
        if degree and degree >= length:
            stop = place + degree
            while True:
                joint = stop + 1 if self.word(stop) in (".", "-", "–", "/") else stop
                more = self.phrase(joint, "degree")
                if not more or (joint == stop and not items[stop].word.isalpha()):
                    return stop
                stop = joint + more
        if not length:
            bare = self.phrase(place, "bare")
            following = place + bare
            named = bare and following < len(items) and items[following].name >= 0
            if named and self.names[items[following].name].label == "ORG":
                return following
            return None
        stop = place + length
        while more := self.phrase(stop, "suffix"):
            stop += more
        return stop

    def _status_behind(self, place: int, status: Status | None, end: int) -> tuple[int, Status | None, int]:
        """What follows a title and marks it: "tiền nhiệm", "phụ trách", "đương nhiệm"."""
        if length := self.phrase(place, "former behind"):
            return place + length, "former", self.items[place + length - 1].end
        if length := self.phrase(place, "behind"):
            return place + length, status, end
        length = self.phrase(place, "acting behind")
        following = place + length
        if length and (following == len(self.items) or self.items[following].name >= 0 or self.word(following) == ","):
            return following, "acting", self.items[following - 1].end
        return place, status, end

    def _complement(self, place: int, to_end: bool) -> int:
        """Index behind the words that go on a title without being a name: "Trưởng khoa Tim mạch", "Chủ tịch xã"."""
        items = self.items
        if place >= len(items) or items[place].name >= 0:
            return place
        length = self.phrase(place, "inside")
        if not length and not self._is_capital(place):
            return place
        stop = place + max(length, 1)
        sure = stop  # what surely belongs to it
        while stop < len(items) and stop < place + _LONGEST_COMPLEMENT:
            item = items[stop]
            if item.word in ("-", "–", "&") and stop + 1 < len(items) and self._is_capital(stop + 1):
                stop += 1
                continue
            if item.name >= 0 or not item.word[0].isalnum() or self.phrase(stop, "title") > 1:
                return stop
            if (
                item.word in ("kiêm", "của", "là", "tại", "thuộc")
                or " ".join(each.word for each in items[stop:]) in prefixes()
            ):
                return stop
            if item.word == "và" and to_end:
                stop += 1
                continue
            if self.phrase(stop, "stop"):
                return stop
            stop += 1
            if sure == stop - 1 and self._is_capital(sure):
                sure = stop
        return stop if stop == len(items) else sure

    def _names(self, place: int, behind_comma: bool) -> tuple[list[int], int]:
        """The names of bodies and places at an item, perhaps behind a comma, and the index behind them."""
        items, found = self.items, list[int]()
        stop = place
        while len(found) < _MOST_NAMES:
            following = stop
            if (found or behind_comma) and self.word(following) in (",", "-", "–"):
                following += 1
            for _ in range(2):
                following += self.phrase(following, "of")
            if following >= len(items) or items[following].name < 0:
                break
            found.append(items[following].name)
            stop = following + 1
            if self.word(stop) == "(" and self.word(stop + 2) == ")":
                stop += 3  # the acronym of the body
        return found, stop

    # items

    def word(self, place: int) -> str:
        return self.words[place] if place < len(self.words) else ""

    def phrase(self, place: int, kind: str) -> int:
        """How many items the longest phrase of a kind covers there."""
        if place < len(self.words):
            for phrase in phrases(kind).get(self.words[place], ()):
                if self.words[place : place + len(phrase)] == phrase:
                    return len(phrase)
        return 0

    def _is_capital(self, place: int) -> bool:
        return self.text[self.base + self.items[place].start].isupper()
