"""What the place names of an article are: their kind, their code, and which of them are the same place.

A name that several units have is told by what the article says around it: its type word, the unit that follows it in an
address, the places that the article names, also inside names of bodies, and the day of publication. Where that leaves
several, none is chosen, and all are listed with their scores.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vnnews.places.addresses import PlaceName, levels
from vnnews.places.reading import UNIT_KINDS, Reading, read_name, type_before
from vnnews.places.scoring import SURE, Candidate, Evidence, Query, weigh
from vnnews.places.tables import find_country
from vnnews.places.units import Unit, provinces_named
from vnnews.places.world import WorldPlace, world_places

_TO_TELL = (None, *UNIT_KINDS, "region")
_ORDER = {"city": 0, "province": 0, "district": 0, "region": 0, None: 1, "commune": 2}
_ROUNDS = 2
_LIST_JOINS = (",", "và", ", và", "hay", "hoặc")
_MOST_OF_A_NAME, _MOST_AROUND = 50, 20


@dataclass
class PlaceGroup:
    """Mentions of one place.

    Attributes:
        members: indices of the mentions.
        kind: from the type word or the tables; None when unknown.
        code: see :class:`vnnews.article.Place`.
        country: likewise.
        unit: the row of the table, for units of Viet Nam that could be told from their namesakes.
        score: how sure that is, 0 to 1.
        candidates: what the name may mean where nothing was chosen, the likeliest first.
    """

    members: list[int] = field(default_factory=list)
    kind: str | None = None
    code: str | None = None
    country: str | None = None
    unit: Unit | None = None
    score: float | None = None
    candidates: list[Candidate] = field(default_factory=list)


class _Named(NamedTuple):
    """A mention, or a name inside that of a body (``mention`` None), with its reading."""

    place: PlaceName
    mention: int | None
    reading: Reading


def group_places(
    names: Sequence[PlaceName], text: str, published: datetime.date | None, context: Sequence[PlaceName] = ()
) -> list[PlaceGroup]:
    """Group place names by what they name and look them up.

    Args:
        names: in the order of the text.
        text: the text; what stands between two names tells whether they are levels of one address.
        published: decides between units of one name at different times.
        context: the place names inside names of bodies ("Công an huyện Quế Phong"); they are not grouped, but tell.
    """
    mentions = [_Named(name, index, read_name(name.text)) for index, name in enumerate(names)]
    mentions += [_Named(name, None, read_name(name.text)) for name in context]
    mentions.sort(key=lambda mention: mention.place.start)
    return _Linking(mentions, text, published).groups()


class _Linking:
    def __init__(self, mentions: Sequence[_Named], text: str, published: datetime.date | None) -> None:
        self.mentions, self.text, self.published = mentions, text, published
        self.evidence = Evidence()
        self.provinces = [find_province(mention.reading, published) for mention in mentions]
        self.countries = [
            find_country(mention.reading.name) if mention.reading.kind is None and province is None else None
            for mention, province in zip(mentions, self.provinces, strict=True)
        ]
        self.above, self.below = self._addresses()
        self.order: list[PlaceGroup] = []
        self.inside: list[list[int]] = []  # of each group the numbers of its mentions in self.mentions
        self._group()

    def groups(self) -> list[PlaceGroup]:
        hints = self._hints()
        weighed: dict[int, int] = {}  # by what a group was weighed: nothing new, nothing to weigh again
        for _ in range(_ROUNDS):
            for group, inside in sorted(self._open(), key=lambda pair: _ORDER[pair[0].kind]):
                if weighed.get(id(group)) == self.evidence.additions:
                    continue
                weighed[id(group)] = self.evidence.additions
                longest = max(inside, key=lambda number: len(self.mentions[number].place.text))
                mention = self.mentions[longest]
                query = Query(
                    mention.place.text,
                    mention.reading.name,
                    group.kind,
                    next((hints[number] for number in inside if number in hints), None),
                    [self.mentions[number].place.start for number in inside],
                    sorted({name for number in inside for name in self.above[number]})[:_MOST_AROUND],
                    sorted({name for number in inside for name in self.below[number]})[:_MOST_AROUND],
                )
                self._choose(group, query)
        found = [group for group in _merged(self.order) if group.members]
        return sorted(found, key=lambda group: group.members[0])

    def _open(self) -> list[tuple[PlaceGroup, list[int]]]:
        """The groups that are still to be told, with their mentions."""
        return [
            (group, inside)
            for group, inside in zip(self.order, self.inside, strict=True)
            if group.unit is None and group.code is None and group.country is None and group.kind in _TO_TELL
        ]

    def _group(self) -> None:
        """Mentions that name the same thing, as far as the names and their addresses tell."""
        groups: dict[str, list[int]] = {}
        uppers: list[set[str]] = []  # of each group the names above it
        for number, (_, index, reading) in enumerate(self.mentions):
            province, country = self.provinces[number], self.countries[number]
            kind = self._kind(number)
            key = f"*{province.name}" if province else country or reading.name
            known = groups.setdefault(key, [])
            # a name without type word is the place last named so; one with it may tell the kind of one without
            fitting = [at for at in known if kind is None or self.order[at].kind in (None, kind)]
            upper = {read_name(name).name for name in self.above[number]} if kind in UNIT_KINDS else set()
            if upper and len(known) < _MOST_OF_A_NAME:  # Châu Thành of An Giang is not that of Kiên Giang
                fitting = [at for at in fitting if not uppers[at] or uppers[at] & upper]
            if fitting:
                at = fitting[-1]
                self.order[at].kind = self.order[at].kind or kind
            else:
                at = len(self.order)
                code = (province.code or None) if province else country
                score = 1.0 if province or country else None
                self.order.append(PlaceGroup(kind=kind, code=code, unit=province, score=score))
                self.inside.append([])
                uppers.append(set())
                known.append(at)
            if index is not None:
                self.order[at].members.append(index)
            self.inside[at].append(number)
            uppers[at] |= upper
        for group, inside in zip(self.order, self.inside, strict=True):
            places = [self.mentions[number].place.start for number in inside]
            if group.unit is not None:
                self.evidence.add(group.unit, places, self.published)
            elif group.code is not None:
                self.evidence.add_country(group.code, places)

    def _kind(self, number: int) -> str | None:
        if self.provinces[number] is not None:
            return "province"
        return "country" if self.countries[number] is not None else self.mentions[number].reading.kind

    def _hints(self) -> dict[int, str]:
        """Type words before lists, by mention.

        Only those before two names or more: "các xã vùng cao Kỳ Sơn" are the communes of Kỳ Sơn.
        """
        found: dict[int, str] = {}
        run: list[int] = []
        hint: str | None = None
        for number, mention in enumerate([*self.mentions, None]):
            bare = mention is not None and self._kind(number) is None
            if mention is not None and run and bare and self._listed(run[-1], number):
                run.append(number)
                continue
            if hint is not None and len(run) > 1:
                found.update(dict.fromkeys(run, hint))
            hint = type_before(self.text, mention.place.start) if mention is not None and bare else None
            run = [number] if hint is not None else []
        return found

    def _listed(self, number: int, following: int) -> bool:
        """Whether two mentions are neighbours in a list."""
        between = self.text[self.mentions[number].place.end : self.mentions[following].place.start]
        return between.strip() in _LIST_JOINS

    def _addresses(self) -> tuple[list[list[str]], list[list[str]]]:
        """For each mention the names above it in its address, and those below."""
        above: list[list[str]] = [[] for _ in self.mentions]
        below: list[list[str]] = [[] for _ in self.mentions]
        places = [mention.place for mention in self.mentions]
        kinds = [self._kind(number) for number in range(len(places))]
        for chain in levels(places, kinds, self.text):
            for at, lower in enumerate(chain):
                for upper in chain[at + 1 :]:
                    above[lower].append(places[upper].text)
                    below[upper].append(places[lower].text)
        return above, below

    def _choose(self, group: PlaceGroup, query: Query) -> None:
        candidates = weigh(query, self.evidence, self.published)
        group.candidates = candidates
        if not candidates or candidates[0].score < SURE:
            return
        best, group.score = candidates[0]
        group.candidates = []
        if isinstance(best, WorldPlace):
            group.kind = "region" if group.kind == "province" else best.kind  # a province of another country
            group.country = best.country
            if best.country:
                self.evidence.add_country(best.country, query.places)
            return
        group.unit, group.code, group.kind = best, best.code or None, best.level
        self.evidence.add(best, query.places, self.published)


def _merged(groups: Sequence[PlaceGroup]) -> list[PlaceGroup]:
    """Groups of one unit made one."""
    found: dict[object, PlaceGroup] = {}
    for group in groups:
        known = found.setdefault(group.unit or id(group), group)
        if known is not group:
            known.members = sorted({*known.members, *group.members})
            known.score = max(known.score or 0.0, group.score or 0.0)
    return list(found.values())


def find_province(reading: Reading, day: datetime.date | None) -> Unit | None:
    """The province of a name, on a day where it is known; None for another kind of place.

    A name that is not one of a province yet is none: Huế was a city of Thừa Thiên Huế until 2025.
    """
    if reading.kind not in (None, "province", "city"):
        return None
    units = provinces_named(reading.name)
    if reading.kind == "city":
        units = [unit for unit in units if unit.type == "thành phố"]
    if day is None:
        return units[-1] if units else None
    valid = [unit for unit in units if unit.valid_on(day)]
    past = [unit for unit in units if unit.valid_to is not None and unit.valid_to < day]
    if valid or not past:
        return valid[-1] if valid else None
    # Cửu Long was a province, but is a river since
    return past[-1] if past[-1].code or reading.kind or not world_places(reading.name) else None
