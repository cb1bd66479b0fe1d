"""Everything that is coloured in the text: names, roles, times and facts, each with the card that tells its value."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from vnnews.article import Article, Body, Check, Entity, Event, Fact, Interval, Law, Person, Place, Span, Timex
from vnnews.describe import amount, candidate, movement, other_forms, role_phrase, role_phrases
from vnnews.verdicts import concerned, verdict

_BEFORE_UNIT = regex.compile(r"(?<=\d) (?=(?:\p{L}{1,5}|%)\d?$)")
_THOUSANDS = regex.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_CANDIDATES = 4  # of what an unresolved name may mean

Row = tuple[str, str]
"""A label and a value."""

KINDS = {
    "per": ("Person", "People"),
    "org": ("Body", "Bodies"),
    "loc": ("Place", "Places"),
    "law": ("Law", "Laws"),
    "event": ("Event", "Events"),
    "misc": ("Other name", "Other names"),
    "time": ("Time", "Times"),
    "fact": ("Number", "Numbers"),
}
"""Classes of coloured spans, with what one and what many of them are called."""


class Mark(NamedTuple):
    """A coloured piece of the text.

    Attributes:
        start, end: offsets in the text.
        kind: a key of :data:`KINDS`, or "role".
        number: which of all marks it is; None for the rest of one that another mark, or the end of a line, has cut.
        entity: which of the entities of the article it names, None for others.
        title: what it is: "Person", "Percent".
        name: what it stands for: the long form of a name, the value of a time or a fact.
        rows: what is known about it.
        ok: False for a fact whose check fails.
    """

    start: int
    end: int
    kind: str
    number: int | None
    entity: int | None
    title: str
    name: str
    rows: tuple[Row, ...]
    ok: bool = True


class Marks(NamedTuple):
    """All marks of an article.

    Attributes:
        marks: in order, longer ones first where they begin together.
        numbers: the number of the mark at a place: (kind, start, end).
        entities: all entities of the article in the order of their classes.
    """

    marks: list[Mark]
    numbers: Mapping[tuple[str, int, int], int]
    entities: list[Entity]


def find_marks(article: Article) -> Marks:
    """The marks of an article; spans that do not lie in its text are left out."""
    entities = list(all_entities(article))
    checks = checks_of(article)
    found = [mark for index, entity in enumerate(entities) for mark in _mentions(entity, index, article)]
    found += [
        Mark(role.start, role.end, "role", None, index, "Role", role_phrase(role), ())
        for index, person in enumerate(article.people)
        for role in person.roles
    ]
    found += [_time(time, checks.get(place(time), ())) for time in article.times]
    found += [_fact(fact, checks.get(place(fact), ())) for whole in article.facts for fact in with_parts(whole)]
    inside = {mark[:3]: mark for mark in reversed(found) if _shows(article.text[max(mark.start, 0) : mark.end], mark)}
    ordered = sorted(inside.values(), key=order)
    numbers = {(mark.kind, mark.start, mark.end): index for index, mark in enumerate(ordered)}
    marks = [_trimmed(mark, article.text)._replace(number=index) for index, mark in enumerate(ordered)]
    return Marks(sorted(marks, key=order), numbers, entities)


def order(mark: Mark) -> tuple[int, int, bool]:
    """What marks are sorted by: where they begin; longer ones first, and names before times and numbers."""
    return mark.start, -mark.end, mark.kind in ("time", "fact")


def all_entities(article: Article) -> Iterator[Entity]:
    """What an article names, people first."""
    for entities in (article.people, article.bodies, article.places, article.laws, article.events, article.others):
        yield from entities


def kind_of(entity: Entity) -> str:
    """The class of an entity."""
    classes = {Person: "per", Body: "org", Place: "loc", Law: "law", Event: "event"}
    return classes.get(type(entity), "misc")


def with_parts(fact: Fact) -> Iterator[Fact]:
    """A fact and the parts of its breakdown."""
    yield fact
    for part in fact.parts:
        yield from with_parts(part)


Checks = Mapping[tuple[str, int, int], Sequence[Check]]
"""The checks of a fact or time by its place."""


def checks_of(article: Article) -> Checks:
    """The checks by the place of the fact or time that claims something."""
    found: dict[tuple[str, int, int], list[Check]] = {}
    for check in article.checks:
        for claimed in concerned(check)[:1]:
            found.setdefault(place(claimed), []).append(check)
    return found


def place(span: Span) -> tuple[str, int, int]:
    """Where a fact or time stands and of which kind it is: what tells it from all others."""
    return type(span).__name__, span.start, span.end


def about(entity: Entity) -> Iterator[Row]:
    """What is known about an entity, besides its name."""
    if isinstance(entity, Person):
        yield from (("role", phrase) for phrase in role_phrases(entity))
    elif isinstance(entity, Body):
        yield from _rows(level=entity.level, sector=entity.sector, place=entity.place)
        yield from _rows(
            acronym=entity.acronym, expansion=entity.expansion if entity.expansion != entity.name else None
        )
    elif isinstance(entity, Place):
        yield from _rows(kind=entity.kind, code=entity.code, country=entity.country, in_=", ".join(entity.parents))
        yield from _rows(
            since=_day(entity.valid_from), until=_day(entity.valid_to), became=", ".join(entity.successors)
        )
        sure = None if entity.score is None else _percentage(entity.score)
        yield from _rows(sure=sure, may_be="; ".join(map(candidate, entity.candidates[:_CANDIDATES])))
    elif isinstance(entity, Law):
        yield from _rows(type=entity.type, number=entity.number, issuer=entity.issuer)
        yield from _rows(date=_day(entity.date) or (str(entity.year) if entity.year else None))
    elif isinstance(entity, Event):
        yield from _rows(edition=entity.edition, year=entity.year)
    yield from _rows(also=", ".join(other_forms(entity)))


def when(interval: Interval) -> str:
    """An interval in the largest units that it fills: "1990 – 1995", "2024-10", "2024-10-01 08:00 – 10:59"."""
    first, last = interval.first, interval.last
    if first.time() != datetime.time() or last.time() < datetime.time(23, 59):
        end = f"{last:%H:%M}" if first.date() == last.date() else f"{last.date()} {last:%H:%M}"
        return f"{first.date()} {first:%H:%M}" + ("" if end == f"{first:%H:%M}" else f" – {end}")
    length = len("2024-10-01")
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        length = len("2024") if (first.month, last.month) == (1, 12) else len("2024-10")
    start, end = (moment.isoformat()[:length] for moment in (first, last))
    return start if start == end else f"{start} – {end}"


def found_by(check: Check) -> str:
    """A check in words, in one piece where a line could end in a number."""
    return unbroken(verdict(check))


def unbroken(text: str) -> str:
    """The text with spaces at which no line ends between the thousands of its numbers, and before a short unit."""
    return _BEFORE_UNIT.sub("\u00a0", _THOUSANDS.sub("\u202f", text))


def _shows(text: str, mark: Mark) -> bool:
    return 0 <= mark.start < mark.end and len(text) == mark.end - mark.start and bool(text.strip())


def _trimmed(mark: Mark, text: str) -> Mark:
    """The mark without the blanks and line ends at its edges."""
    piece = text[mark.start : mark.end]
    start, end = mark.start + len(piece) - len(piece.lstrip()), mark.end - len(piece) + len(piece.rstrip())
    return mark._replace(start=start, end=end)


def _mentions(entity: Entity, index: int, article: Article) -> Iterator[Mark]:
    kind, rows = kind_of(entity), tuple(about(entity))
    for mention in entity.mentions:
        yield Mark(mention.start, mention.end, kind, None, index, KINDS[kind][0], entity.name, rows)


def _time(time: Timex, checks: Sequence[Check]) -> Mark:
    rows = list(
        _rows(
            when=when(time.interval) if time.interval else None, mod=time.mod, calendar="lunar" if time.lunar else None
        )
    )
    rows += map(_check, checks)
    title = time.type.capitalize()
    return Mark(time.start, time.end, "time", None, None, title, time.value, tuple(rows), _all_hold(checks))


def _fact(fact: Fact, checks: Sequence[Check]) -> Mark:
    rows = list(_rows(of=fact.of, change=unbroken(movement(fact.change)) if fact.change else None))
    rows += _rows(parts=" + ".join(" ".join(filter(None, (unbroken(amount(part)), part.of))) for part in fact.parts))
    rows += map(_check, checks)
    title, value = type(fact).__name__, amount(fact, stated=not checks)
    return Mark(fact.start, fact.end, "fact", None, None, title, value, tuple(rows), _all_hold(checks))


def _check(check: Check) -> Row:
    return "✓ check" if check.ok else "✗ check", found_by(check)


def _all_hold(checks: Sequence[Check]) -> bool:
    return all(check.ok for check in checks)


def _rows(**values: object) -> Iterator[Row]:
    return (
        (label.rstrip("_").replace("_", " "), str(value)) for label, value in values.items() if value not in (None, "")
    )


def _percentage(share: float) -> str:
    return f"{share:.0%}".replace("%", "\u202f%")


def _day(day: datetime.date | None) -> str:
    return "" if day is None else day.isoformat()[:10]
