"""What the markup of saved pages tells: which parts are the lead, the author …, and which belong to no article.

The table ``html_parts.tsv`` has the marks by which parts are known.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from vnnews.reading.lines import LONGEST
from vnnews.tables import read_table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COUNT = regex.compile(r"[\d.,]+(?: ?[KkMm]| nghìn)?")
_NO_BLOCK = (
    "html",
    "body",
    "a",
    "b",
    "em",
    "font",
    "i",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "abbr",
    "time",
)


@cache
def marks(part: str, by: str) -> frozenset[str]:
    """By which classes, roles, texts … a part of a page is known.

    >>> "sapo" in marks("lead", "class")
    True
    """
    rows = read_table(Path(__file__).with_name("html_parts.tsv"))
    return frozenset(value for of, kind, value in rows if (of, kind) == (part, by))


def is_part(element: HtmlElement, part: str) -> bool:
    """Whether an element has a class or a role by which a part is known."""
    classes = (element.get("class") or "").split()
    return not marks(part, "class").isdisjoint(classes) or element.get("role") in marks(part, "role")


def text_of(element: HtmlElement, most: int) -> str:
    """The text of an element with single spaces, or "" if there is none or it is longer."""
    parts, size = list[str](), 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > 2 * most:
            return ""
    text = " ".join("".join(parts).split())
    return text if len(text) <= most else ""


def take_out(page: HtmlElement) -> None:
    """Take out menus, buttons, counts of reactions, comments and lists of other articles."""
    for element in [element for element in page.iter() if _is_chrome(element)]:
        parent = element.getparent()
        if parent is not None and element.find(".//h1") is None:
            _drop(element)
    for element in _buttons(page):
        _drop(element)


def unfold_tables(page: HtmlElement) -> None:
    """Make blocks of the tables that lay out a page, as sites did before 2010, rather than hold data."""
    cells = (cell for cell in page.iter("td") if len(cell.findall("./p")) + len(cell.findall("./br")) > 2)
    for table in {table for cell in cells for table in cell.iterancestors("table")}:
        for element in table.iter("table", "tbody", "thead", "tr", "td", "th"):
            element.tag = "div"


def _is_chrome(element: HtmlElement) -> bool:
    if is_part(element, "chrome") or element.tag in marks("chrome", "tag"):
        return True
    if element.get("role") == "article":  # a comment is an article within one
        return any(above.get("role") == "article" for above in element.iterancestors())
    heading = element.find("./*")
    if heading is None or text_of(heading, 40).lower().rstrip(": ") not in marks("chrome", "heading"):
        return False
    links = sum(len(text_of(link, LONGEST)) for link in element.iter("a"))
    return 0 < len(text_of(element, 20 * LONGEST)) <= 2 * links + 60


def _buttons(page: HtmlElement) -> list[HtmlElement]:
    """The outermost blocks that hold nothing but names of buttons and counts beside them."""
    button: dict[HtmlElement, bool] = {}
    other: dict[HtmlElement, bool] = {}
    for element in reversed(list(page.iter())):  # children before their parents
        texts = [element.text, *(child.tail for child in element)]
        said = [plain for text in texts if text and (plain := " ".join(text.split()).lower())]
        kinds = [_COUNT.sub("", text).strip(" ()") for text in said]
        buttons = [kind in marks("chrome", "button") for kind in kinds]
        button[element] = any(buttons) or any(button[child] for child in element)
        other[element] = any(
            kind and not known and kind not in "·•|-" for kind, known in zip(kinds, buttons, strict=True)
        ) or any(other[child] for child in element)
    only = {element for element in button if button[element] and not other[element] and element.tag not in _NO_BLOCK}
    return [element for element in only if element.getparent() not in only]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
