"""Articles that are longer than a batch are read piece by piece, so that memory beside the result has a bound.

A piece ends with a line, else with a sentence, else with a word, and only where there is none in a text of
:data:`LONGEST` characters within one. What is found in a piece is found without the others: the kinds of names that a
syllable had before, the time that was named last, how numbers are separated. Entities are those of the whole article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from msgspec import structs

from vnnews.article import Check, Fact, Sentence, Span, Timex
from vnnews.names import Name
from vnnews.names.roles import FoundRole
from vnnews.reading import Offsets, RawArticle
from vnnews.text.batches import BATCH_CHARACTERS

S = TypeVar("S", bound=Span)

LONGEST = BATCH_CHARACTERS
"""Characters of a piece: those of a book, which no news article has."""

_ENDS = ("\n", ". ", " ")


class Found(NamedTuple):
    """What the stages found in one text."""

    sentences: list[Sentence]
    names: list[Name]
    roles: list[FoundRole]
    times: list[Timex]
    facts: list[Fact]
    checks: list[Check]


def is_long(record: RawArticle) -> bool:
    """Whether an article is read in pieces."""
    return len(record.text) > LONGEST


def pieces(record: RawArticle) -> Iterator[tuple[int, RawArticle]]:
    """The pieces of an article, and where they begin."""
    begin = 0
    while begin < len(record.text):
        end = _end(record.text, begin)
        piece = RawArticle(
            text=record.text[begin:end],
            published=record.published,
            headline=_within(record.headline, begin, end),
            section=_within(record.section, begin, end),
            dateline=_within(record.dateline, begin, end),
            credit=_within(record.credit, begin, end),
        )
        yield begin, piece
        begin = end


def add(found: Found, more: Found, begin: int) -> None:
    """Add what was found in the piece that begins at an offset to what was found before it."""
    names, sentences = len(found.names), len(found.sentences)
    found.sentences.extend(_moved(sentence, begin) for sentence in more.sentences)
    found.names.extend(
        name._replace(start=name.start + begin, end=name.end + begin, sentence=name.sentence + sentences)
        for name in more.names
    )
    found.roles.extend(_moved_role(role, begin, names) for role in more.roles)
    found.times.extend(_moved(time, begin) for time in more.times)
    facts = {id(fact): _moved_fact(fact, begin) for fact in more.facts}
    found.facts.extend(facts[id(fact)] for fact in more.facts)
    found.checks.extend(
        structs.replace(
            check,
            facts=tuple(facts.get(id(fact)) or _moved_fact(fact, begin) for fact in check.facts),
            times=tuple(_moved(time, begin) for time in check.times),
        )
        for check in more.checks
    )


def _end(text: str, begin: int) -> int:
    end = begin + LONGEST
    if end >= len(text):
        return len(text)
    for mark in _ENDS:
        found = text.rfind(mark, begin + LONGEST // 2, end)
        if found >= 0:
            return found + len(mark)
    return end


def _within(part: Offsets | None, begin: int, end: int) -> Offsets | None:
    if part is None or part[1] <= begin or part[0] >= end:
        return None
    return max(part[0], begin) - begin, min(part[1], end) - begin


def _moved(span: S, by: int) -> S:
    return structs.replace(span, start=span.start + by, end=span.end + by)


def _moved_fact(fact: Fact, by: int) -> Fact:
    parts = tuple(_moved_fact(part, by) for part in fact.parts)
    return structs.replace(fact, start=fact.start + by, end=fact.end + by, parts=parts)


def _moved_role(role: FoundRole, by: int, names: int) -> FoundRole:
    return role._replace(
        person=role.person + names,
        start=role.start + by,
        end=role.end + by,
        body=None if role.body is None else role.body + names,
        place=None if role.place is None else role.place + names,
    )
