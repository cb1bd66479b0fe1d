"""HTML that is escaped by construction: text becomes markup only by :func:`tag`."""

from __future__ import annotations

import html
from collections.abc import Iterable

import regex

# What no page may hold or what would change how the text around it reads: control characters, lone surrogates,
# noncharacters, and the marks that turn the direction of writing (a name could otherwise be shown backwards).
_HARMFUL = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\p{Cs}\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


class Markup(str):
    """A string that is HTML already."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | int | bool | None) -> Markup:
    """An element; children that are not :class:`Markup` are text, None is nothing.

    >>> tag("a", "a < b", href="#x", class_="vn", hidden=True, id=None)
    '<a href="#x" class="vn" hidden>a &lt; b</a>'
    """
    written = "".join(map(_attribute, attributes.items()))
    inner = join(children)
    return Markup(f"<{name}{written}>{inner}</{name}>")


def join(children: Iterable[str | None]) -> Markup:
    """Elements and texts one after the other."""
    return Markup("".join(escape(child) for child in children if child is not None))


def escape(text: str) -> Markup:
    r"""Text as HTML, character by character: what is harmful becomes a visible sign, and no offset moves.

    >>> escape("<b>\0\u202e")
    '&lt;b&gt;␀�'
    """
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(plain(text)))


def plain(text: str) -> str:
    """The text with a visible sign for each character that could do harm."""
    return _HARMFUL.sub(_sign, text)


def _sign(found: regex.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _attribute(item: tuple[str, str | int | bool | None]) -> str:
    name, value = item[0].rstrip("_").replace("_", "-"), item[1]
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
