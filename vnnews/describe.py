"""What is known about an object, in a few words, for terminals and pages."""

from __future__ import annotations

from decimal import Decimal

from vnnews.article import Check, Entity, Fact, Measure, Money, Multiple, Number, Percent, Person, Ratio, Role, Score

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
    value = f"{about}{number(fact.value)}" + (f" to {number(fact.upper)}" if fact.upper is not None else "")
    if isinstance(fact, Money | Measure):
        return f"{value} {fact.unit}"
    if isinstance(fact, Percent):
        return f"{value} %"
    return f"{value} times" if isinstance(fact, Multiple) else value


def sum_of(check: Check) -> str:
    """What a check works out, as people write it: "17 + 11 = 28", "31/577 = 5.37 %"."""
    claimed, *others = check.facts or (None,)
    if check.kind == "percent":
        shown = f"{number(claimed.part)}/{number(claimed.whole)} = " if isinstance(claimed, Ratio) else ""
        return f"{shown}{float(check.computed):.4g} %"
    terms = [term for other in others if (term := _term(other))]
    return f"{' + '.join(terms)} = {number(check.computed)}" if len(terms) > 1 else number(check.computed)


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


def _term(fact: Fact | None) -> str:
    if isinstance(fact, Ratio):
        return number(fact.part)
    return "" if fact is None or isinstance(fact, Score) else number(fact.value)
