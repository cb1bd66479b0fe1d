"""The numbers of an article as a table, each with its checks; those that fail stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from vnnews.article import Article, Check, Fact
from vnnews.describe import amount
from vnnews.integrations.html.escape import Markup, join, tag
from vnnews.integrations.html.spans import Marks, checks_of, place, unbroken, verdict


def alert_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """What to look at first: the checks that fail."""
    failed = [check for check in article.checks if not check.ok]
    if not failed:
        return None
    count = f"{len(failed)} of {len(article.checks)} checks {'fails' if len(failed) == 1 else 'fail'}"
    items = [tag("li", *_claim(check, marks, id), tag("bdi", verdict(check))) for check in failed]
    return tag("div", tag("p", tag("strong", f"✗ {count}")), tag("ul", *items), class_="vn-alert", role="note")


def table_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """All numbers, parts of a breakdown below their whole; None for an article without numbers."""
    if not article.facts:
        return None
    checks = checks_of(article)
    rows = [row for fact in article.facts for row in _rows(fact, checks, marks, id, 0)]
    head = tag("tr", *(tag("th", name, scope="col") for name in ("In the text", "Value", "Of", "Check")))
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="vn-facts")


def _rows(
    fact: Fact, checks: Mapping[tuple[str, int, int], Sequence[Check]], marks: Marks, id: str, depth: int
) -> Iterator[Markup]:
    own = checks.get(place(fact), ())
    classes = " ".join(filter(None, ("vn-part" if depth else "", "" if all(c.ok for c in own) else "vn-bad")))
    kind = tag("span", type(fact).__name__.lower(), class_="vn-kind")
    change = fact.change.direction if fact.change else None
    value = [
        kind,
        " ",
        tag("bdi", unbroken(amount(fact, stated=not own))),
        tag("span", f" {_ARROWS[change]}", title=change) if change else None,
    ]
    cells = (
        tag("td", _link(fact, marks, id), lang="vi"),
        tag("td", *value, class_="vn-number"),
        tag("td", tag("bdi", " ".join((fact.of or "").split())), lang="vi"),
        tag("td", join(map(_verdict, own))),
    )
    yield tag("tr", *cells, class_=classes or None)
    for part in fact.parts:
        yield from _rows(part, checks, marks, id, depth + 1)


_ARROWS = {"up": "↑", "down": "↓", "same": "→"}


def _verdict(check: Check) -> Markup:
    sign = tag("span", "✓" if check.ok else "✗", class_="vn-sign")
    return tag("span", sign, " ", tag("bdi", verdict(check)), class_="vn-ok" if check.ok else "vn-fails")


def _claim(check: Check, marks: Marks, id: str) -> list[Markup]:
    return [_link(check.facts[0], marks, id), Markup(" — ")] if check.facts else []


def _link(fact: Fact, marks: Marks, id: str) -> Markup:
    number = marks.numbers.get(("fact", fact.start, fact.end))
    text = tag("bdi", " ".join(fact.text.split()))
    return text if number is None else tag("a", text, href=f"#{id}m{number}")
