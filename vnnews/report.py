"""An article as people read it: what an analysis found, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from rich.console import Group, RenderableType
from rich.table import Table

from vnnews.article import Article, Body, Check, Entity, Event, Fact, Law, Person, Place, Timex
from vnnews.describe import amount, candidate, levels, movement, other_forms, role_phrases
from vnnews.unbroken import Unbroken
from vnnews.verdicts import concerned, verdict

# Line ends and control characters would break the layout, or steer the terminal; so would marks of direction.
_UNPRINTABLE = regex.compile(r"[\p{Cc}\u2028\u2029\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]++")

_CANDIDATES = 3  # of what an unresolved name may mean

Row = tuple[str, str]
"""What was found, and what is known about it."""


def report(article: Article) -> RenderableType:
    """Everything in the article, for ``rich.print``.

    >>> from rich.console import Console
    >>> from vnnews.article import Article, Person, Mention
    >>> mention = Mention(start=3, end=15, text="Lê Khắc Bình", label="PER", sentence=0, entity="p0")
    >>> person = Person(key="p0", name="Lê Khắc Bình", mentions=(mention,))
    >>> article = Article(text="Ông Lê Khắc Bình họp.", id="a", people=(person,))
    >>> Console(width=60).print(report(article))  # doctest: +NORMALIZE_WHITESPACE
    a
    people  Lê Khắc Bình
    """
    title = _clean(article.headline.text if article.headline else article.id or article.text[:60])
    about = [
        article.section.text if article.section else None,
        str(article.published) if article.published else None,
        article.source,
        f"{article.views} views" if article.views is not None else None,
        article.id if article.headline else None,
    ]
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for name, rows in _parts(article):
        for index, (found, known) in enumerate(rows):
            style = {"✓": "green", "✗": "bold red"}.get(known[:1], "cyan")
            table.add_row(
                name if index == 0 else "", Unbroken(printable(found)), Unbroken(printable(known), style=style)
            )
    header = [Unbroken(title, style="bold")]
    if any(about):
        header.append(Unbroken(" · ".join(_clean(part) for part in about if part), style="dim"))
    return Group(*header, table)


def _parts(article: Article) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "people", [(_name(person), _roles(person)) for person in article.people]
    yield "bodies", [(_name(body), _body(body)) for body in article.bodies]
    yield "places", [(_name(place), _place(place)) for place in article.places]
    yield "addresses", [(_clean(address.text), levels(address, article.places)) for address in article.addresses]
    yield "laws", [(law.name, _law(law)) for law in article.laws]
    yield "events", [(_name(event), _event(event)) for event in article.events]
    yield "others", [(_name(other), _others(other)) for other in article.others]
    yield "times", [(time.text, _time(time)) for time in article.times]
    yield "facts", [row for fact in article.facts for row in _facts(fact)]
    yield "checks", [_check(check) for check in article.checks]


def _name(entity: Entity) -> str:
    times = len(entity.mentions)
    return f"{entity.name} ×{times}" if times > 1 else entity.name


def _roles(person: Person) -> str:
    return _joined(*role_phrases(person), _others(person))


def _others(entity: Entity) -> str:
    return ", ".join(map(_clean, other_forms(entity)))


def _body(body: Body) -> str:
    return _joined(body.acronym, body.expansion, body.level, body.sector, body.place, _others(body))


def _place(place: Place) -> str:
    may_be = "; ".join(map(candidate, place.candidates[:_CANDIDATES]))
    known = _joined(place.kind, place.code, place.country, *place.parents, _others(place))
    return _joined(known, f"may be {may_be}" if may_be else None)


def _law(law: Law) -> str:
    return _joined(law.number, law.issuer, str(law.date or law.year or "") or None)


def _event(event: Event) -> str:
    edition = f"edition {event.edition}" if event.edition is not None else None
    return _joined(edition, str(event.year) if event.year is not None else None, _others(event))


def _time(time: Timex) -> str:
    return _joined(time.value, time.mod, "lunar" if time.lunar else None)


def _facts(fact: Fact, depth: int = 0) -> Iterator[Row]:
    """A fact and, below it, its parts."""
    yield "  " * depth + ("└ " if depth else "") + _clean(fact.text), _fact(fact)
    for part in fact.parts:
        yield from _facts(part, depth + 1)


def _fact(fact: Fact) -> str:
    kind = type(fact).__name__.lower()
    return _joined(f"{kind} {amount(fact)}", fact.of, movement(fact.change) if fact.change else None)


def _check(check: Check) -> Row:
    claimed = next(iter(concerned(check)), None)
    return claimed.text if claimed else "", f"{'✓' if check.ok else '✗'} {check.kind}: {verdict(check)}"


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _clean(text: str) -> str:
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """The text without what would break a layout or steer a terminal."""
    return _UNPRINTABLE.sub(" ", text)
