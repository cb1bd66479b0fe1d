"""The last stage: what the others found becomes the objects of one article."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

import regex

from vnnews.article import (
    Address,
    Article,
    Body,
    Check,
    Entity,
    Event,
    Fact,
    Law,
    Mention,
    Other,
    Person,
    Place,
    PlaceCandidate,
    Role,
    Sentence,
    Span,
    Timex,
)
from vnnews.names import Group, Name, group_names
from vnnews.names.acronyms import is_short_name
from vnnews.names.bodies import body_kind
from vnnews.names.events import edition, year
from vnnews.names.laws import issuer, issuer_of_title, law_number, law_type, law_year
from vnnews.names.roles import FoundRole
from vnnews.places import PlaceGroup, PlaceName, find_addresses, group_places
from vnnews.places.bodies import body_places
from vnnews.places.scoring import Candidate, parents
from vnnews.places.tables import country_names
from vnnews.places.units import Unit
from vnnews.reading import Offsets, RawArticle

E = TypeVar("E", bound=Entity)

_KEYS = {"PER": "person", "ORG": "body", "LAW": "law", "EVENT": "event", "MISC": "other"}
"""Labels of the kinds that are grouped by name, and the word that their keys begin with."""

_DATED = regex.compile(r"\s?,?\s(?:(?:ban hành|ký|được ban hành|có hiệu lực)\s)?")
_ISSUES = regex.compile(r"\s(?:(?:đã|vừa|mới|vừa mới|cũng|sẽ)\s)?(?:ban hành|ra|ký|thông qua|công bố)\s")
_ISSUED = regex.compile(r"\s(?:của|do)\s")


def assemble(
    raw: RawArticle,
    sentences: Sequence[Sentence],
    names: Sequence[Name],
    roles: Sequence[FoundRole],
    times: Sequence[Timex],
    facts: Sequence[Fact],
    checks: Sequence[Check],
) -> Article:
    """Make the article from the results of the stages; all offsets are those of ``raw.text``."""
    return _Assembly(raw, names, roles, times).article(sentences, facts, checks)


class _Assembly:
    def __init__(
        self, raw: RawArticle, names: Sequence[Name], roles: Sequence[FoundRole], times: Sequence[Timex]
    ) -> None:
        self.raw, self.names, self.roles, self.times = raw, names, roles, times
        groups = group_names(names, raw.text)
        self.by_label = {label: [group for group in groups if group.label == label] for label in _KEYS}
        located = [index for index, name in enumerate(names) if name.label == "LOC"]
        places = [PlaceName(*names[index][1:4]) for index in located]
        context = body_places((name.start, name.text) for name in names if name.label == "ORG")
        found = group_places(places, raw.text, raw.published, context)
        self.place_groups = [(tuple(located[member] for member in group.members), group) for group in found]
        self.addresses = [
            [located[member] for member in parts] for parts in find_addresses(places, found, raw.text, raw.published)
        ]
        # keys and long names of all mentions, before the objects that refer to them
        self.key: dict[int, str] = {}
        self.name: dict[int, str] = {}
        for label, word in _KEYS.items():
            for number, group in enumerate(self.by_label[label], 1):
                self._register(f"{word}-{number}", group.members)
        for number, (members, _) in enumerate(self.place_groups, 1):
            self._register(f"place-{number}", members)
        self.mentions = tuple(
            Mention(
                start=name.start,
                end=name.end,
                text=name.text,
                label=name.label,  # type: ignore[arg-type]
                sentence=name.sentence,
                entity=self.key[index],
            )
            for index, name in enumerate(names)
        )

    def _register(self, key: str, members: Sequence[int]) -> None:
        longest = max((self.names[index].text for index in members), key=len)
        for index in members:
            self.key[index], self.name[index] = key, longest

    def article(self, sentences: Sequence[Sentence], facts: Sequence[Fact], checks: Sequence[Check]) -> Article:
        raw = self.raw
        return Article(
            text=raw.text,
            headline=self._part(raw.headline),
            section=self._part(raw.section),
            dateline=self._part(raw.dateline),
            credit=self._part(raw.credit),
            published=raw.published,
            source=raw.source,
            views=raw.views,
            url=raw.url,
            id=raw.id,
            author=raw.author,
            sentences=tuple(sentences),
            mentions=self.mentions,
            people=self._people(),
            bodies=tuple(map(self._body, self.by_label["ORG"])),
            places=tuple(self._place(members, group) for members, group in self.place_groups),
            laws=tuple(map(self._law, self.by_label["LAW"])),
            events=tuple(map(self._event, self.by_label["EVENT"])),
            others=tuple(self._entity(Other, group.members) for group in self.by_label["MISC"]),
            addresses=tuple(map(self._address, self.addresses)),
            times=tuple(self.times),
            facts=tuple(facts),
            checks=tuple(checks),
        )

    def _part(self, offsets: Offsets | None) -> Span | None:
        if offsets is None:
            return None
        return Span(start=offsets[0], end=offsets[1], text=self.raw.text[slice(*offsets)])

    def _entity(self, made: type[E], members: Sequence[int], **fields: object) -> E:
        mentions = tuple(self.mentions[index] for index in members)
        return made(key=self.key[members[0]], name=self.name[members[0]], mentions=mentions, **fields)

    def _people(self) -> tuple[Person, ...]:
        roles: dict[str, list[Role]] = {}
        for found in self.roles:
            role = Role(
                start=found.start,
                end=found.end,
                text=self.raw.text[found.start : found.end],
                title=found.title,
                body=None if found.body is None else self.name[found.body],
                place=None if found.place is None else self.name[found.place],
                status=found.status,
                deputy=found.deputy,
            )
            known = roles.setdefault(self.key[found.person], [])
            if not any(_says_no_more(role, other) for other in known):
                known[:] = [other for other in known if not _says_no_more(other, role)]
                known.append(role)
        return tuple(
            self._entity(Person, group.members, roles=tuple(roles.get(self.key[group.members[0]], ())))
            for group in self.by_label["PER"]
        )

    def _body(self, group: Group) -> Body:
        name = self.name[group.members[0]]
        short = next((text for index in group.members if is_short_name(text := self.names[index].text, name)), None)
        level, sector, place = body_kind(name)
        return self._entity(
            Body,
            group.members,
            acronym=short,
            expansion=name if short else None,
            level=level,
            sector=sector,
            place=place,
        )

    def _event(self, group: Group) -> Event:
        texts = [self.names[index].text for index in group.members]
        return self._entity(
            Event,
            group.members,
            edition=next(filter(None, map(edition, texts)), None),
            year=next(filter(None, map(year, texts)), None),
        )

    def _place(self, members: Sequence[int], group: PlaceGroup) -> Place:
        unit = group.unit
        return self._entity(
            Place,
            members,
            kind=group.kind,
            code=group.code,
            country=group.country,
            parents=_above(unit, group.country, self.raw.published),
            valid_from=unit.valid_from if unit else None,
            valid_to=unit.valid_to if unit else None,
            successors=tuple(successor.name for successor in unit.successors) if unit else (),
            score=group.score,
            candidates=tuple(self._candidate(self.name[members[0]], candidate) for candidate in group.candidates),
        )

    def _candidate(self, name: str, candidate: Candidate) -> PlaceCandidate:
        place, score = candidate
        unit = place if isinstance(place, Unit) else None
        country = None if isinstance(place, Unit) else place.country
        return PlaceCandidate(
            name=unit.full_name if unit else name,
            score=score,
            kind=place.level if isinstance(place, Unit) else place.kind,
            code=(unit.code or None) if unit else None,
            country=country,
            parents=_above(unit, country, self.raw.published),
        )

    def _address(self, parts: Sequence[int]) -> Address:
        mentions = tuple(self.mentions[index] for index in parts)
        start, end = mentions[0].start, mentions[-1].end
        return Address(start=start, end=end, text=self.raw.text[start:end], parts=mentions)

    def _law(self, group: Group) -> Law:
        names = [self.names[index] for index in group.members]
        number = max(filter(None, (law_number(name.text) for name in names)), key=len, default=None)
        date = next((date for date, _ in (self._date_behind(name.end) for name in names) if date), None)
        named = next(filter(None, map(self._issuer_behind, names)), None)
        named = named or next(filter(None, map(self._issuer_before, names)), None)
        title = self.name[group.members[0]]
        return self._entity(
            Law,
            group.members,
            type=next(filter(None, (law_type(name.text) for name in names)), None),
            number=number,
            issuer=_issuer(named, issuer(number) if number else None) or issuer_of_title(title),
            date=date,
            year=date.year if date else next(filter(None, (law_year(name.text) for name in names)), None),
        )

    def _date_behind(self, end: int) -> tuple[datetime.date | None, int]:
        """The date that stands right behind a document's number, and where the text goes on."""
        index = bisect_left(self.times, end, key=lambda time: time.start)
        if index < len(self.times) and _DATED.fullmatch(self.raw.text, end, self.times[index].start):
            time = self.times[index]
            if time.interval is not None and time.type == "DATE" and len(time.value) == len("2009-05-26"):
                return time.interval.first.date(), time.end
        return None, end

    def _issuer_behind(self, name: Name) -> str | None:
        _, end = self._date_behind(name.end)
        index = bisect_left(self.names, end, key=lambda other: other.start)
        if index == len(self.names) or self.names[index].label != "ORG":
            return None
        return self.name[index] if _ISSUED.fullmatch(self.raw.text, end, self.names[index].start) else None

    def _issuer_before(self, name: Name) -> str | None:
        """The body right before a document that it "ban hành"."""
        index = bisect_left(self.names, name.start, key=lambda other: other.start) - 1
        if index < 0 or self.names[index].label != "ORG":
            return None
        return self.name[index] if _ISSUES.fullmatch(self.raw.text, self.names[index].end, name.start) else None


def _issuer(named: str | None, coded: str | None) -> str | None:
    """Who issued a document, by the text and by the code of its number, which tells one office from its body."""
    return coded if named is None or (coded is not None and coded.endswith(f" {named}")) else named


def _above(unit: Unit | None, country: str | None, day: datetime.date | None) -> tuple[str, ...]:
    """Names of what lies above a unit on a day, or of the country of a place abroad."""
    if unit is not None:
        return tuple(parent.name for parent in parents(unit, day))
    return (country_names()[country],) if country else ()


def _says_no_more(role: Role, other: Role) -> bool:
    """Whether a role repeats another one, perhaps without its body or place."""
    return (
        role.title.lower() == other.title.lower()
        and role.body in (None, other.body)
        and role.place in (None, other.place)
        and role.status == other.status
    )
