"""The numbers of an article as a table, each with its checks; those that fail stand out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vnnews.article import Article, Check, Fact, Span
from vnnews.describe import amount, movement
from vnnews.integrations.html.escape import Markup, join, tag
from vnnews.integrations.html.spans import Checks, Marks, checks_of, found_by, place, unbroken
from vnnews.verdicts import concerned

_ARROWS = {"up": "↑", "down": "↓", "same": "→"}
_LINKS = 9  # to the numbers that a failing check compares


def alert_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """What to look at first: the checks that fail, with links to what they are about."""
    failed = [check for check in article.checks if not check.ok]
    if not failed:
        return None
    count = f"{len(failed)} of {len(article.checks)} checks {'fails' if len(failed) == 1 else 'fail'}"
    items = [tag("li", *_claim(check, marks, id)) for check in failed]
    return tag("div", tag("p", tag("strong", f"✗ {count}")), tag("ul", *items), class_="vn-alert", role="note")


def table_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """All numbers, parts of a breakdown below their whole; None for an article without numbers."""
    return facts_table(article.facts, checks_of(article), marks, id) if article.facts else None


def facts_table(
    facts: Iterable[Fact], checks: Checks | None = None, marks: Marks | None = None, id: str = ""
) -> Markup:
    """Numbers as a table, parts of a breakdown below their whole.

    Args:
        facts: the numbers.
        checks: the checks of each; without them, there is no column for them.
        marks: the marks of the text, to which the numbers are linked.
        id: what the ids of marks begin with.
    """
    names = ("In the text", "Value", "Of") if checks is None else ("In the text", "Value", "Of", "Check")
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    rows = [row for fact in facts for row in _rows(fact, checks, marks, id, 0)]
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="vn-facts")


def verdict_of(check: Check) -> Markup:
    """What a check found, with a sign that tells whether it holds."""
    sign = tag("span", "✓" if check.ok else "✗", class_="vn-sign")
    return tag("span", sign, " ", tag("bdi", found_by(check)), class_="vn-ok" if check.ok else "vn-fails")


def _rows(fact: Fact, checks: Checks | None, marks: Marks | None, id: str, depth: int) -> Iterator[Markup]:
    own = (checks or {}).get(place(fact), ())
    classes = " ".join(filter(None, ("vn-part" if depth else "", "" if all(c.ok for c in own) else "vn-bad")))
    kind = tag("span", type(fact).__name__.lower(), class_="vn-kind")
    change = fact.change
    arrow = tag("span", f" {_ARROWS[change.direction]}", title=unbroken(movement(change))) if change else None
    cells = [
        tag("td", _link(fact, marks, id), lang="vi"),
        tag("td", kind, " ", tag("bdi", unbroken(amount(fact, stated=not own))), arrow, class_="vn-number"),
        tag("td", tag("bdi", " ".join((fact.of or "").split())), lang="vi"),
    ]
    if checks is not None:
        cells.append(tag("td", join(map(verdict_of, own))))
    yield tag("tr", *cells, class_=classes or None)
    for part in fact.parts:
        yield from _rows(part, checks, marks, id, depth + 1)


def _claim(check: Check, marks: Marks, id: str) -> Iterator[Markup]:
    """A failing check: what claims something, what was found, and what it was compared with."""
    claimed, others = concerned(check)[:1], concerned(check)[1 : _LINKS + 1]
    for span in claimed:
        yield _link(span, marks, id)
        yield Markup(" — ")
    yield tag("bdi", found_by(check))
    for index, span in enumerate(others):
        yield Markup(", " if index else " · compare ")
        yield _link(span, marks, id)


def _link(span: Span, marks: Marks | None, id: str) -> Markup:
    kind = "fact" if isinstance(span, Fact) else "time"
    number = marks.numbers.get((kind, span.start, span.end)) if marks else None
    text = tag("bdi", " ".join(span.text.split()))
    return text if number is None else tag("a", text, href=f"#{id}m{number}")
