"""What is known about an object, in a few words, for terminals and pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from vnnews.article import (
    Address,
    Change,
    Entity,
    Fact,
    Measure,
    Money,
    Multiple,
    Number,
    Percent,
    Person,
    Place,
    PlaceCandidate,
    Ratio,
    Role,
    Score,
)

_MOST_DIGITS = 30
"""No number of a newspaper has more; one in a record may, and is not written out."""


def role_phrases(person: Person) -> tuple[str, ...]:
    """The roles of a person, each once: "former Phó Bí thư Thành ủy Hà Nội"."""
    return tuple(dict.fromkeys(map(role_phrase, person.roles)))


def role_phrase(role: Role) -> str:
    """A role with its status and its body or place."""
    return " ".join(filter(None, (role.status, role.title, role.body or role.place)))


def other_forms(entity: Entity) -> tuple[str, ...]:
    """How else the article writes the name."""
    forms = dict.fromkeys(" ".join(mention.text.split()) for mention in entity.mentions)
    return tuple(form for form in forms if form != " ".join(entity.name.split()))


def amount(fact: Fact, stated: bool = True) -> str:
    """The value of a fact with its unit and how sure it is: "about 1 300", "31/577 = 5.373 % (stated: 5 %)".

    Args:
        fact: the fact.
        stated: whether the percentage that the text gives is told, too.
    """
    about = f"{fact.approximation} " if fact.approximation else ""
    if isinstance(fact, Ratio):
        percent = f" = {fact.percent:.4g} %" if fact.percent is not None else ""
        claimed = f" (stated: {fact.stated_percent} %)" if stated and fact.stated_percent is not None else ""
        return f"{about}{number(fact.part)}/{number(fact.whole)}{percent}{claimed}"
    if isinstance(fact, Score):
        return f"{fact.home}-{fact.away}"
    upper = f" to {number(fact.upper)}" if fact.upper is not None else ""
    return f"{about}{number(fact.value)}{upper}{unit(fact)}"


def unit(fact: Fact) -> str:
    """What follows a value of the kind and unit of a fact: " VND", " %", or nothing."""
    if isinstance(fact, Money | Measure):
        return f" {fact.unit}"
    if isinstance(fact, Percent):
        return " %"
    return " times" if isinstance(fact, Multiple) else ""


def movement(change: Change) -> str:
    """How an amount moved: "up from 10 to 12", "down against cùng kỳ năm trước"."""
    before = "" if change.start is None else f"from {number(change.start)}"
    after = "" if change.end is None else f"to {number(change.end)}"
    compared = f"against {change.baseline}" if change.baseline else ""
    return " ".join(filter(None, (change.direction, before, after, compared)))


def candidate(place: PlaceCandidate) -> str:
    """A place that a name may mean: "xã Tân Lập, Đan Phượng, Hà Nội 35 %"."""
    return f"{', '.join((place.name, *place.parents))} {place.score:.0%}".replace("%", " %")


def levels(address: Address, places: Iterable[Place]) -> str:
    """What the parts of an address are: "road · commune 00073 · province 01"."""
    by_key = {place.key: place for place in places}
    parts = (by_key[part.entity] for part in address.parts if part.entity in by_key)
    return " · ".join(" ".join(filter(None, (place.kind or place.name, place.code))) for place in parts)


def number(number: Number) -> str:
    """Thousands apart; a long fraction shortened.

    >>> number(1200000), number(Decimal("5.3726169844"))
    ('1 200 000', '5.37')
    """
    if isinstance(number, Decimal) and abs(number.adjusted()) > _MOST_DIGITS:
        return f"{number:.6g}"
    if isinstance(number, Decimal) and len(number.as_tuple().digits) > 8:
        number = round(number, 2)
    return f"{number:,}".replace(",", " ")
