"""An article as a page to look at: :func:`page` for a file, :func:`fragment` for a notebook; :func:`table` of numbers.

All are self-contained and hold no script: colours, cards, filters and highlights are CSS. A page forbids its reader's
browser to load or run anything (Content-Security-Policy); all that comes from the article is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from io import StringIO
from pathlib import Path

from rich.console import Console

from vnnews.article import Article, Fact
from vnnews.integrations.html.escape import Markup, join, plain, tag
from vnnews.integrations.html.facts import alert_of, facts_table, table_of
from vnnews.integrations.html.panel import panel_of
from vnnews.integrations.html.spans import KINDS, Marks, find_marks
from vnnews.integrations.html.text import text_of
from vnnews.integrations.html.timeline import timeline_of, undated_of
from vnnews.report import report

__all__ = ["fragment", "page", "table"]

_HIGHLIGHTED = 300  # entities; more rules would slow a browser down


def page(article: Article) -> str:
    """A whole page in one file, to be written in UTF-8.

    >>> from vnnews import analyze
    >>> print(page(analyze("Bà Lê Thị Hoa nói.")).splitlines()[0])
    <!doctype html>
    """
    style, body = _parts(article)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = join(
        [
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Markup('<meta name="color-scheme" content="light dark">'),
            Markup('<meta name="referrer" content="no-referrer">'),
            Markup('<meta name="generator" content="vnnews">'),
            tag("title", _title(article)),
            Markup(f"<style>{style}</style>"),
        ]
    )
    content = tag("body", body, class_="vn-page vn-frame")
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n{content}\n</html>\n'


def fragment(article: Article) -> str:
    """The same as a piece of HTML, for notebooks; its style touches nothing outside of it.

    Where a viewer of notebooks takes the style away, as code hosts do, the article as plain text is seen instead.
    """
    style, body = _parts(article)
    text = tag("pre", _as_text(article), class_="vn-plain")
    styled = tag("div", body, class_="vn-styled", style="display:none")
    return f'<div class="vn-frame"><style>{style}</style>{text}{styled}</div>'


def table(facts: Iterable[Fact]) -> str:
    """Facts as a table for notebooks, the parts of a breakdown below their whole.

    >>> from vnnews import analyze
    >>> "31/577 = 5.373" in table(analyze("Có 31/577 xã tham gia.").facts)
    True
    """
    shown = tag("div", tag("div", facts_table(facts), class_="vn-scroll"), class_="vn", lang="en")
    return f'<div class="vn-frame"><style>{_style()}</style>{shown}</div>'


def _parts(article: Article) -> tuple[str, Markup]:
    """The style sheet and the content."""
    id = "v" + hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    marks = find_marks(article)
    return _style() + _highlights(marks, id), _content(article, marks, id)


def _content(article: Article, marks: Marks, id: str) -> Markup:
    timeline, undated = timeline_of(article, marks, id), undated_of(article, marks, id)
    numbers = table_of(article, marks, id)
    text = tag(
        "div",
        tag("div", _about(article), _filters(marks), alert_of(article, marks, id), class_="vn-head"),
        tag("div", text_of(article, marks.marks, id), class_="vn-text", lang="vi"),
        class_="vn-article",
    )
    panel = tag("aside", panel_of(article, marks, id), class_="vn-panel", aria_label="Names", tabindex=0)
    sections = [
        _section("Timeline", timeline, tag("h3", "Durations, repeated and open times") if undated else None, undated),
        _section("Numbers", numbers),
    ]
    below = tag("div", *sections, class_="vn-below") if any(sections) else None
    return tag("div", tag("div", text, panel, below, class_="vn-columns"), class_=f"vn {id}", lang="en")


def _as_text(article: Article) -> str:
    file = StringIO()
    Console(width=100, file=file, force_jupyter=False).print(report(article))  # in a notebook it would show, not print
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def _section(title: str, *content: Markup | None) -> Markup | None:
    if not any(content):
        return None
    return tag("section", tag("h2", title), tag("div", *content, class_="vn-scroll"))


def _title(article: Article) -> str:
    shown = article.headline.text if article.headline else article.id or article.text[:60]
    return " ".join(plain(shown).split()) or "vnnews"


def _about(article: Article) -> Markup | None:
    """Where the article comes from, in one line."""
    linked = article.url and article.url.lower().startswith(("http://", "https://"))
    source = " ".join((article.source or (article.url if linked else "") or "").split())
    parts = [
        tag("a", tag("bdi", source), href=article.url, rel="noopener noreferrer nofollow")
        if source and linked
        else tag("bdi", source)
        if source
        else None,
        tag("time", str(article.published), datetime=str(article.published)) if article.published else None,
        tag("bdi", " ".join(article.author.split())) if article.author else None,
        f"{article.views} views" if article.views is not None else None,
        tag("bdi", " ".join(article.id.split()), class_="vn-id") if article.id else None,
    ]
    shown = [tag("li", part) for part in parts if part]
    return tag("ul", *shown, class_="vn-about") if shown else None


def _filters(marks: Marks) -> Markup | None:
    """The legend, whose boxes turn colours off and on."""
    counts = dict.fromkeys(KINDS, 0)
    for mark in marks.marks:
        if mark.kind in counts:
            counts[mark.kind] += 1
    boxes = [
        tag(
            "label",
            Markup(f'<input type="checkbox" class="vn-show-{kind}" autocomplete="off" checked>'),
            tag("span", KINDS[kind][1]),
            tag("span", str(count), class_="vn-count"),
            class_=f"vn-key vn-{kind}",
        )
        for kind, count in counts.items()
        if count
    ]
    return tag("div", *boxes, class_="vn-keys", role="group", aria_label="What is coloured") if boxes else None


@cache
def _style() -> str:
    return Path(__file__).with_name("view.css").read_text(encoding="utf-8")


def _highlights(marks: Marks, id: str) -> str:
    """Rules that show all mentions of an entity while one of them, or its entry in the panel, is looked at."""
    indexes = range(min(len(marks.entities), _HIGHLIGHTED))
    rules = (f".{id}:has(.vn-e{i}:is(:hover,:focus,:focus-within)) .vn-m.vn-e{i}:not(.vn-role)" for i in indexes)
    return "".join(f"{rule}{{box-shadow:inset 0 0 0 1.5px var(--vn-deep)}}\n" for rule in rules)
