"""One spelling for look-up: lower case, NFC, one habit of placing the tone mark."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_NEW_STYLE = {
    **dict(zip(["oà", "oá", "oả", "oã", "oạ"], ["òa", "óa", "ỏa", "õa", "ọa"], strict=True)),
    **dict(zip(["oè", "oé", "oẻ", "oẽ", "oẹ"], ["òe", "óe", "ỏe", "õe", "ọe"], strict=True)),
    **dict(zip(["uỳ", "uý", "uỷ", "uỹ", "uỵ"], ["ùy", "úy", "ủy", "ũy", "ụy"], strict=True)),
}
_PLACED = regex.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\p{L})")


_SHORT = 60
"""Longer texts are not worth remembering: they do not come again."""


def fold(text: str) -> str:
    """Fold a name or word for look-up; the result is for comparing, its offsets are its own.

    >>> fold("Hoà Bình"), fold("UỶ BAN"), fold("quý")
    ('hòa bình', 'ủy ban', 'quý')
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).lower().replace("ð", "đ")
    return _PLACED.sub(lambda found: _NEW_STYLE[found[0]], folded)


_remembered = lru_cache(maxsize=1 << 15)(_folded)
