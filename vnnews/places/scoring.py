"""Which of the places of one name is meant: candidates, what speaks for each, and a score.

The score of a candidate is its share of the weights of all, where "none of them" has a weight too: a name may be that
of a village, a street, or of a place that only the article knows. What multiplies a weight is written out below; the
numbers say how many times likelier a candidate is than one without, and were set from how addresses are written, not
fitted to texts.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from vnnews.places.units import REFORM, Unit, lookup, split_type
from vnnews.places.world import WorldPlace, world_places
from vnnews.text.folding import fold

SURE = 0.7
"""Score from which a place counts as resolved."""

_NONE_TYPED, _NONE_LISTED, _NONE_BARE = 0.1, 0.15, 0.25
_COMMUNE_BARE = 0.04  # streets, people and pagodas share their names with communes
_OTHER_TYPE = 0.5
_OTHER_LEVEL = 0.05
_PAST_SINCE_REFORM, _PAST, _FUTURE = 0.3, 0.1, 0.02
_RIGHT_ABOVE = 300.0
_DISTRICT_NEAR, _DISTRICT = 100.0, 40.0
_PROVINCE_NEAR, _PROVINCE = 30.0, 12.0
_ONLY_PROVINCE = 4.0
_IMPLIED = 5.0
_BELOW = 30.0
_ELSEWHERE = 0.2  # a commune outside of all provinces that the article names
_ABROAD, _ABROAD_NAMESAKE = 3.0, 0.1  # Lạc Dương is a district, and a city of China
_NATURAL = 10.0
_COUNTRY = 60.0
_NEAR = 200
_MOST = 20
"""Mentions of a name that are looked at, and candidates that are kept."""


class Candidate(NamedTuple):
    """A place that a name may mean: a unit of Viet Nam or a place elsewhere, and its score or, before, its weight."""

    place: Unit | WorldPlace
    score: float


class Evidence:
    """The units and countries that an article names, and where.

    A key is the level and the folded name of a unit, or "country" and the code.

    Attributes:
        provinces: names of the provinces that are named or implied.
        additions: how many times something was added.
    """

    def __init__(self) -> None:
        self._named: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._implied: set[tuple[str, str]] = set()
        self.provinces: set[str] = set()
        self.additions = 0

    def add(self, unit: Unit, places: Iterable[int], day: datetime.date | None) -> None:
        """A unit is named at some places of the text; the units above it are implied."""
        self.additions += 1
        self._named[_key(unit)] = sorted({*self._named[_key(unit)], *places})
        above = parents(unit, day)
        self._implied.update(map(_key, above))
        self.provinces.update(place.name for place in (unit, *above) if place.level == "province")

    def add_country(self, code: str, places: Iterable[int]) -> None:
        """A country is named."""
        self.additions += 1
        self._named["country", code] = sorted({*self._named["country", code], *places})

    def named(self, key: tuple[str, str]) -> bool:
        """Whether it is named or implied."""
        return key in self._named or key in self._implied

    def near(self, key: tuple[str, str], places: Sequence[int]) -> bool | None:
        """Whether it is named near one of some places of the text; None where it is not named at all."""
        known = self._named.get(key)
        if known is None:
            return None
        for place in places[:_MOST]:
            index = bisect_left(known, place - _NEAR)
            if index < len(known) and known[index] <= place + _NEAR:
                return True
        return False


class Query(NamedTuple):
    """A name and what its surroundings say.

    Attributes:
        text: as written, with its type word.
        name: folded, without it.
        kind: province, city, district, commune or region from the type word; None without one.
        hint: the type word before the list that the name stands in.
        places: where it is mentioned.
        above: the names that follow it in addresses.
        below: the names that it follows there.
    """

    text: str
    name: str
    kind: str | None
    hint: str | None
    places: Sequence[int]
    above: Sequence[str]
    below: Sequence[str]


def weigh(query: Query, evidence: Evidence, day: datetime.date | None) -> list[Candidate]:
    """Candidates for a name, the best first, with their scores.

    Args:
        query: the name.
        evidence: what else the article names.
        day: of publication.
    """
    candidates: list[Candidate] = []
    if query.kind != "region":
        candidates += _units(query, evidence, day)
    if query.kind not in ("district", "commune"):
        namesake = any(
            known.was_district and _standing(known.unit, day) > _PAST for known in candidate_units(query.text, day)
        )
        candidates += _abroad(query, evidence, namesake)
    none = _NONE_TYPED if query.kind else _NONE_LISTED if query.hint else _NONE_BARE
    total = none + sum(candidate.score for candidate in candidates)
    scored = [Candidate(place, round(weight / total, 3)) for place, weight in candidates]
    return sorted(scored, key=lambda candidate: -candidate.score)[:_MOST]


class Known(NamedTuple):
    """A unit of some name in the version that fits a day best, and whether it is or was a district."""

    unit: Unit
    was_district: bool


@lru_cache(maxsize=1 << 14)
def candidate_units(name: str, day: datetime.date | None) -> tuple[Known, ...]:
    """The units that a name may mean, each place once: the version of the day, else the latest one."""
    found: list[Known] = []
    then = lookup(name, on=day) if day is not None else []
    for unit in [*then, *(unit for unit in lookup(name) if unit not in then)]:
        is_district = unit.level == "district"
        same = next((i for i, other in enumerate(found) if _same_place(unit, other.unit)), None)
        if same is None:
            found.append(Known(unit, is_district))
            continue
        known = found[same]
        better = max(known.unit, unit, key=lambda version: _fits_day(version, day))
        found[same] = Known(better, known.was_district or is_district)
    districts = {known.unit.name for known in found if known.was_district}
    # a town named like its district is not told apart from it by the name alone
    return tuple(
        known
        for known in found
        if known.was_district
        or split_type(name)[0] is not None
        or not any(
            parent.level == "district" and parent.name in districts and parent.name == known.unit.name
            for parent in parents(known.unit, day)
        )
    )


@lru_cache(maxsize=1 << 14)
def parents(unit: Unit, day: datetime.date | None) -> tuple[Unit, ...]:
    """The units above on a day; kept, as articles name the same units again and again."""
    return unit.parents(day)


def _units(query: Query, evidence: Evidence, day: datetime.date | None) -> list[Candidate]:
    """Units with their weights.

    The strongest kind of support tells, weaker ones count only where no unit has it; but without a type word, and
    outside of addresses, all of them count.
    """
    known = candidate_units(query.text, day)
    supports = [_support(unit, query, evidence, day) for unit, _ in known]
    strongest = max((tier for tier, _ in supports), default=_Tier.none)
    found = []
    for (unit, was_district), (tier, factor) in zip(known, supports, strict=True):
        weight = _standing(unit, day) * _fit(unit, was_district, query)
        if tier == strongest or (query.kind is None and not query.hint and strongest < _Tier.right_above):
            weight *= factor
        if query.below and any(_lies_in(name, unit, day) for name in query.below):
            weight *= _BELOW
        if strongest == _Tier.none and unit.level == "commune" and query.kind is not None and evidence.provinces:
            weight *= _ELSEWHERE
        found.append(Candidate(unit, weight))
    return found


def _fit(unit: Unit, was_district: bool, query: Query) -> float:
    """What the type word says, or that there is none."""
    if query.kind is not None:
        named_so = split_type(query.text)[0] in (None, unit.type) or fold(query.text) == fold(unit.name)
        return 1.0 if named_so else _OTHER_TYPE
    if query.hint is not None:
        return 1.0 if _may_be(query.hint, unit) else _OTHER_LEVEL
    return _COMMUNE_BARE if unit.level == "commune" and not was_district else 1.0


class _Tier(IntEnum):
    """Kinds of support, the weaker first."""

    none = 0
    implied = 1
    province = 2
    district = 3
    right_above = 4


def _support(unit: Unit, query: Query, evidence: Evidence, day: datetime.date | None) -> tuple[_Tier, float]:
    """What the names around say for a unit: the strongest support that it has, and its factor."""
    over = parents(unit, day)
    right_above = sum(any(_means(name, parent) for parent in over) for name in query.above)
    if right_above:
        return _Tier.right_above, _RIGHT_ABOVE**right_above
    found = (_Tier.none, 1.0)
    for parent in over:
        near = evidence.near(_key(parent), query.places)
        if near is not None and parent.level == "district":
            found = max(found, (_Tier.district, _DISTRICT_NEAR if near else _DISTRICT))
        elif near is not None:
            factor = _PROVINCE_NEAR if near else _PROVINCE
            alone = len(evidence.provinces) == 1
            found = max(found, (_Tier.province, factor * (_ONLY_PROVINCE if alone else 1.0)))
        elif evidence.named(_key(parent)):
            found = max(found, (_Tier.implied, _IMPLIED))
    return found


def _standing(unit: Unit, day: datetime.date | None) -> float:
    """What the time says: units of another time are named too, but less often."""
    if day is None:
        return 1.0 if unit.exists else _PAST_SINCE_REFORM
    if unit.valid_on(day):
        return 1.0
    if unit.valid_from is not None and unit.valid_from > day:
        return _FUTURE
    return _PAST_SINCE_REFORM if day >= REFORM else _PAST


def _fits_day(unit: Unit, day: datetime.date | None) -> tuple[float, float]:
    """Of the versions of a unit that may have been on a day the one that ended first is the one of that day."""
    end = unit.valid_to or unit.gone_by or datetime.date.max
    return _standing(unit, day), -end.toordinal() if day is not None and unit.valid_on(day) else end.toordinal()


def _abroad(query: Query, evidence: Evidence, namesake: bool) -> Iterable[Candidate]:
    for place in world_places(query.name):
        doubtful = not place.sure or (namesake and place.country is not None)
        usual = _ABROAD if place.country else _NATURAL
        weight = place.share * (_ABROAD_NAMESAKE if doubtful else usual)
        near = evidence.near(("country", place.country or ""), query.places)
        yield Candidate(place, weight if near is None else weight * _COUNTRY)


def _same_place(one: Unit, other: Unit) -> bool:
    """Whether two units are one place through time: of one code, or one became the other and kept its name."""
    if one.level == other.level and one.code == other.code and (one.code or one.name == other.name):
        return one.level != "province" or one.name == other.name
    return one.name == other.name and (one in other.successors or other in one.successors)


def _may_be(type_word: str, unit: Unit) -> bool:
    return type_word == unit.type or (type_word in ("xã", "phường", "thị trấn")) == (unit.level == "commune")


def _means(name: str, unit: Unit) -> bool:
    """Whether a name as written is that of a unit; a district may have had another type."""
    kind, bare = split_type(name)
    return bare == fold(unit.name) and (
        kind in (None, unit.type) or (unit.level == "district" and kind in ("quận", "huyện", "thị xã", "thành phố"))
    )


@lru_cache(maxsize=1 << 14)
def _lies_in(name: str, unit: Unit, day: datetime.date | None) -> bool:
    return any(unit in parents(lower, day) for lower, _ in candidate_units(name, day))


def _key(unit: Unit) -> tuple[str, str]:
    return unit.level, fold(unit.name)
