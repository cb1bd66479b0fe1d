"""The text of an article as HTML: a paragraph a line, with the marks in it, each with its card.

Marks may lie in each other ("Sở Nội vụ" in a role, a number in a name) and may cross; one that crosses another, or the
end of a line, is cut there. Text, cards aside, comes out character by character as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vnnews.article import Article
from vnnews.integrations.html.escape import Markup, escape, join, tag
from vnnews.integrations.html.spans import Mark, order

_LINE_END = regex.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_PARTS = {"headline": "h1", "section": "p", "dateline": "p", "credit": "p"}
_DEEPEST = 40  # marks in each other; more have no place on a page
_CARDS = 4  # of marks around a mark that its card shows, too


def text_of(article: Article, marks: Sequence[Mark], id: str) -> Markup:
    """The paragraphs of an article.

    Args:
        article: the article.
        marks: what is coloured in it, in order.
        id: what the ids of marks and cards begin with.
    """
    parts = {name: span for name in _PARTS if (span := getattr(article, name)) is not None}
    blocks, waiting, index = list[Markup](), list[Mark](), 0
    for start, end in _lines(article.text):
        while index < len(marks) and marks[index].start < end:
            waiting.append(marks[index])
            index += 1
        inside = [_cut(mark, max(mark.start, start), min(mark.end, end)) for mark in waiting if mark.end > start]
        waiting = [mark for mark in waiting if mark.end > end]
        if not article.text[start:end].strip():
            continue
        part = next((name for name, span in parts.items() if span.start <= start and end <= span.end), None)
        tail = parts.get("credit")
        shown = join(_pieces(article.text, start, end, sorted(inside, key=order), id, ()))
        if part is None and tail and start < tail.start < end:
            part = "credited"
        blocks.append(tag(_PARTS.get(part or "", "p"), shown, class_=f"vn-{part}" if part else None))
    return join(blocks)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _LINE_END.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _pieces(text: str, start: int, end: int, marks: list[Mark], id: str, around: tuple[Mark, ...]) -> Iterator[Markup]:
    """The text from ``start`` to ``end`` with ``marks``, all of which lie in it."""
    index = 0
    while index < len(marks):
        mark = marks[index]
        yield escape(text[start : mark.start])
        after = index + 1
        inner, rest = list[Mark](), list[Mark]()
        while after < len(marks) and marks[after].start < mark.end:
            inner.append(_cut(marks[after], marks[after].start, min(marks[after].end, mark.end)))
            if marks[after].end > mark.end:
                rest.append(_cut(marks[after], mark.end, marks[after].end))
            after += 1
        within = (mark, *around)
        if len(within) < _DEEPEST:
            content = join(_pieces(text, mark.start, mark.end, inner, id, within))
        else:
            content = escape(text[mark.start : mark.end])
        yield _marked(mark, content, id, around)
        start, index = mark.end, after - len(rest)
        marks[index:after] = rest
    yield escape(text[start:end])


def _cut(mark: Mark, start: int, end: int) -> Mark:
    number = mark.number if start == mark.start else None
    return mark._replace(start=start, end=end, number=number)


def _marked(mark: Mark, content: Markup, id: str, around: Sequence[Mark]) -> Markup:
    classes = f"vn-m vn-{mark.kind}" + (f" vn-e{mark.entity}" if mark.entity is not None else "")
    classes += "" if mark.ok else " vn-bad"
    if mark.number is None:
        return tag("span", content, class_=classes)
    card = tag(
        "span",
        *map(_card, (mark, *around[:_CARDS])),
        class_="vn-tip",
        id=f"{id}t{mark.number}",
        role="tooltip",
        lang="en",
    )
    return tag(
        "span",
        content,
        card,
        class_=classes,
        id=f"{id}m{mark.number}",
        tabindex=0,
        aria_describedby=f"{id}t{mark.number}",
    )


def _card(mark: Mark) -> Markup:
    """What the card of a mark says about it; the card of a mark in others says that about them, too."""
    rows = [
        tag("span", tag("span", label, class_="vn-label"), " ", tag("bdi", value, lang="vi"), class_="vn-row")
        for label, value in mark.rows
    ]
    classes = f"vn-card vn-{mark.kind}" + ("" if mark.ok else " vn-bad")
    return tag(
        "span",
        tag("span", mark.title, class_="vn-title"),
        " ",
        tag("bdi", mark.name, lang="vi", class_="vn-name"),
        *rows,
        class_=classes,
    )
