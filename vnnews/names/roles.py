"""Roles of people: what an article says a person is, before the name or behind it.

Before: "Phó Bí thư Thành ủy Hà Nội Nguyễn Công Soái", "Giám đốc là bà Lê Thị Hoa". Behind: "ông Trần Văn Bình, nguyên
Giám đốc Sở Y tế Đồng Nai, cho biết", "bà Lê Thị Hoa được bầu làm Chủ tịch". Between two names the text around them is
cut into items (words, marks, other names) and read as a chain of roles::

    role  = [nguyên|quyền …] TITLE [complement] [của] [names of bodies and places]
    chain = role [, | kiêm | -] role …

The words are in ``role_titles.tsv`` and in the tagger's ``gazetteers/titles.txt``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from vnnews.names.gazetteers import entries
from vnnews.names.mentions import Name
from vnnews.tables import read_table
from vnnews.text.folding import fold
from vnnews.text.grammar import Symbols
from vnnews.text.syllables import Syllables, syllabify

Status = Literal["former", "acting"]

_TABLE = Path(__file__).parent / "role_titles.tsv"
_REACH = 240
_REACH_BEHIND = 180
"""Code points before and behind a person's name in which roles are looked for."""

_LONGEST_LINK = 40  # "được bầu giữ chức vụ"
_LONGEST_ROLE = 120
_MOST_NAMES = 5  # bodies and places of one role
_LONGEST_COMPLEMENT = 7
_ITEM = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:[&'’][\p{L}\p{M}\p{N}]++)*+|[^\s\p{L}\p{M}\p{N}]")
_STOP_CODES = np.array(list(map(ord, '.;!?"“”…')), dtype=np.uint32)
_PAIR = np.uint64(0x9FB21C651E98DF25)
_SIEVE = np.uint64(0xFFFF)
_ALONE, _JOINED = 1, 2
_SEPARATORS = frozenset(",-–—")
_FIRST_WORD = regex.compile(r"(?:\s?(?:[,(\-–—]|\s)\s?)([\p{L}\p{M}]++)")
_FIRST_WORD_BEHIND_LIFE = regex.compile(r"([\p{L}\p{M}]++)")
_NEVER_BEFORE = frozenset(',;(/"“')
_OF_BODY = regex.compile(r"\s(?:\(|c(?:ủ|u\p{M}++)a\s|thu(?:ộ|o\p{M}++)c\s)")
_LIFE = regex.compile(
    r"\s?[,(]\s?(?:(?:(?:SN|sinh(?:\sn(?:ă|a\p{M}++)m)?)\s\d{4}|\d{1,3}\stu(?:ổ|o\p{M}++)i)(?:\s?[,;\-–]\s?)?){1,2}(?=\p{L})",
    regex.IGNORECASE,
)
"""An age or a year of birth between a name and its role: "(55 tuổi, Giám đốc …)"."""

_DEPUTY = frozenset({"phó", "thứ trưởng"})
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


class _Item(NamedTuple):
    """A word, a mark or another name; ``word`` is folded, "" for a name; ``name`` is -1 for the others."""

    word: str
    start: int
    end: int
    name: int = -1


def find_roles(symbols: Symbols, names: Sequence[Sequence[Name]]) -> list[list[FoundRole]]:
    """Roles in each text of a batch, in order.

    Args:
        symbols: the batch.
        names: the names of each text, see :func:`vnnews.names.mentions.find_names`.
    """
    batch = symbols.syllables
    marks = _marks(batch)
    bases = batch.texts.tolist()
    return [
        _Text(batch.text, base, stop, named, marks).roles()
        for base, stop, named in zip(bases, bases[1:], names, strict=False)
    ]


class _Marks(NamedTuple):
    """Where in a batch a role may begin, and where something ends that no role reaches across."""

    openings: list[int]
    stops: list[int]


def _marks(batch: Syllables) -> _Marks:
    hashes = batch.hashes
    known, kinds, pairs, sieve = _opening_hashes()
    hits = np.flatnonzero(sieve[hashes & _SIEVE])
    hits = hits[_among(hashes[hits], known)]
    kind = kinds[np.searchsorted(known, hashes[hits])]
    following = np.minimum(hits + 1, len(hashes) - 1)
    with np.errstate(over="ignore"):
        begins = (kind & _ALONE > 0) | _among(hashes[hits] * _PAIR + hashes[following], pairs)
    opening = np.zeros(len(hashes), dtype=np.bool_)
    opening[hits] = begins
    opening[hits] |= (kind & _JOINED > 0) & opening[following]  # "nguyên", "phó": only before what opens a role
    mark = batch.codes[batch.starts]
    stop = np.isin(mark, _STOP_CODES)
    dots = np.flatnonzero(mark == ord("."))
    stop[dots] &= ~_among(hashes[dots - 1], _short_hashes())
    ends = np.concatenate([batch.ends[stop], batch.starts[batch.breaks]])
    ends.sort()
    return _Marks(batch.starts[opening].tolist(), ends.tolist())


class _Text:
    """One text of a batch: its offsets there and its names."""

    def __init__(self, text: str, base: int, stop: int, names: Sequence[Name], marks: _Marks) -> None:
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
        return _Reader(self, self._items(begins[0], end, person), person).chain_to_end(begins)

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
        if word is None or _folded(word[1]) not in _first_words():
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
        return _Reader(self, items, person).chain_from_start(life is not None, at_person, described)

    def _items(self, low: int, high: int, stop: int) -> list[_Item]:
        """What stands between two offsets; ``stop`` is the index of the first name behind them, or a later one."""
        index = stop
        while index and (self.names[index - 1].end > low):
            index -= 1
        items: list[_Item] = []
        base, text, at = self.base, self.text, low
        for number in range(index, stop):
            name = self.names[number]
            if name.start >= high:
                break
            items += _words(text, base, at, name.start)
            items.append(_Item("", name.start, name.end, number))
            at = name.end
        return items + _words(text, base, at, high)


def _words(text: str, base: int, start: int, end: int) -> list[_Item]:
    return [
        _Item(_folded(found[0]), found.start() - base, found.end() - base)
        for found in _ITEM.finditer(text, base + start, base + end)
    ]


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    return fold(word)


class _Role(NamedTuple):
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


class _Reader:
    """Reads roles in a list of items."""

    def __init__(self, text: _Text, items: Sequence[_Item], person: int) -> None:
        self.source, self.items, self.person = text, items, person
        self.words = tuple(item.word for item in items)

    # chains

    def chain_to_end(self, openings: Sequence[int]) -> list[FoundRole]:
        """The longest chain that begins at one of the openings and ends at the person."""
        for index, item in enumerate(self.items):
            if item.name < 0 and item.start in openings:
                roles = self._chain_to_end(index)
                if roles:
                    return self._found(roles)
        return []

    def _chain_to_end(self, place: int) -> list[_Role]:
        items, roles = self.items, list[_Role]()
        while True:
            role = self.role(place, to_end=True)
            if role is None:
                return []
            roles.append(role)
            place = role.stop
            if self._leads_to_person(place):
                return roles
            following = self._separator(place)
            if following == place and not role.plain:
                return []
            place = following
            if place >= len(items):
                return []

    def _leads_to_person(self, place: int) -> bool:
        """Whether only a form of address stands before the person, perhaps behind "là", a comma or a colon."""
        items = self.items
        if place < len(items) and items[place].word in ("là", ",", ":"):
            place += 1
            if place == len(items):
                return items[-1].word != ","
        return place == len(items) or " ".join(item.word for item in items[place:]) in _prefixes()

    def chain_from_start(self, open_already: bool, at_person: bool, described: bool) -> list[FoundRole]:
        items = self.items
        place, former = 0, False
        if not items:
            return []
        if items[0].word in _SEPARATORS or items[0].word == "(":
            place = 1
        elif (
            not open_already
            and not _phrases("link").get(items[0].word)
            and not _phrases("link former").get(items[0].word)
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
        roles = list[_Role]()
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
        return self._found(roles)

    def _left_to_the_next(self, roles: list[_Role], described: bool) -> list[_Role]:
        """Without the role that the next person's name follows: it is that person's."""
        rest = self.items[roles[-1].stop :]
        if rest and " ".join(item.word for item in rest) not in _prefixes():
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

    def _found(self, roles: Iterable[_Role]) -> list[FoundRole]:
        return [
            FoundRole(
                self.person,
                role.start,
                role.end,
                title := " ".join(self._text(*role.title).split()),
                role.body,
                role.place,
                role.status,
                _is_deputy(title),
            )
            for role in roles
        ]

    # one role

    def role(self, place: int, to_end: bool) -> _Role | None:
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
            labels = [self.source.names[index].label for index in names]
            body = names[labels.index("ORG")] if "ORG" in labels else None
            where = names[labels.index("LOC")] if "LOC" in labels else None
            plain = False
            stop, status, _ = self._status_behind(after, status, end)
        return _Role(stop, start, end, (title_start, title_end or end), body, where, status, plain)

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
            if named and self.source.names[items[following].name].label == "ORG":
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
                or " ".join(each.word for each in items[stop:]) in _prefixes()
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
            for phrase in _phrases(kind).get(self.words[place], ()):
                if self.words[place : place + len(phrase)] == phrase:
                    return len(phrase)
        return 0

    def _is_capital(self, place: int) -> bool:
        return self.source.text[self.source.base + self.items[place].start].isupper()

    def _text(self, start: int, end: int) -> str:
        base = self.source.base
        return self.source.text[base + start : base + end]


def _is_deputy(title: str) -> bool:
    folded = fold(title)
    if folded in _NOT_DEPUTY or folded.startswith(("pgs", "phó giáo sư", "phó tiến sĩ")):
        return False
    return "phó" in folded.split() or folded.startswith("thứ trưởng")


def _among(hashes: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    if not len(hashes):
        return np.zeros(0, dtype=np.bool_)
    found: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, hashes), len(known) - 1)] == hashes
    return found


def _hashes(words: Iterable[str]) -> NDArray[np.uint64]:
    return np.unique(syllabify(sorted(set(words))).hashes)


@cache
def _opening_hashes() -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.bool_]]:
    """Of the words that begin a role: hashes, sorted, and bits of what they are; hashes of the first two words.

    The last array tells by the low bits of a hash whether it can be one of the first, so that few need a search.
    """
    kinds = ("title", "degree", "bare")
    phrases = {phrase for kind in kinds for group in _phrases(kind).values() for phrase in group}
    alone = _hashes(phrase[0] for phrase in phrases if len(phrase) == 1)
    joined = _hashes(["phó", *(word for kind in ("former", "acting", "new") for word in _phrases(kind))])
    words = np.unique(np.concatenate([alone, joined, _hashes(phrase[0] for phrase in phrases)]))
    bits = _ALONE * np.isin(words, alone) + _JOINED * np.isin(words, joined)
    batches = [syllabify([" ".join(phrase[:2])]).hashes for phrase in phrases if len(phrase) > 1]
    with np.errstate(over="ignore"):
        pairs = np.unique(np.array([first * _PAIR + second for first, second in batches]))
    sieve = np.zeros(int(_SIEVE) + 1, dtype=np.bool_)
    sieve[words & _SIEVE] = True
    return words, bits, pairs, sieve


@cache
def _short_hashes() -> NDArray[np.uint64]:
    """Hashes of what is written with a full stop that ends nothing: "TS. Nguyễn Văn An", "TP. Vinh"."""
    return _hashes([*_phrases("degree"), *_phrases("short")])


@cache
def _first_words() -> frozenset[str]:
    """The words that a role behind a name can begin with, folded."""
    kinds = ("title", "degree", "bare", "former", "acting", "new", "link", "link former")
    return frozenset(word for kind in kinds for word in _phrases(kind))


@cache
def _phrases(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of a kind, by their first word, the longest first."""
    phrases = {tuple(fold(word).split()) for word, of in read_table(_TABLE) if of == kind}
    if kind == "title":
        degrees = {phrase for group in _phrases("degree").values() for phrase in group}
        phrases |= {tuple(fold(title).split()) for title in entries("titles") if "." not in title} - degrees
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(group) for word, group in found.items()}


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(map(fold, entries("person_prefixes")))
