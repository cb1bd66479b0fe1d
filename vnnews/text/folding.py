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

_INVISIBLE = regex.compile(r"\p{Cf}++")
"""Joiners, soft hyphens, marks of direction: syllables that differ in them alone are one, by their hashes too."""
_MOST_MARKS = 30
_MARKS = regex.compile(rf"\p{{M}}{{{_MOST_MARKS}}}")
_JOINER = "\u034f"


def compose(text: str) -> str:
    """NFC, in time that grows with the length also where thousands of marks stand on one letter.

    Such runs are broken as the Stream-Safe Text Process of Unicode Standard Annex 15 does, by an invisible joiner
    after 30 marks; sorting the marks of a run takes the square of its length.

    >>> compose("Ho\u0300a Bi\u0300nh"), len(compose("a" + "\u0301\u0323" * 50))
    ('Hòa Bình', 103)
    """
    if len(text) > _MOST_MARKS and not text.isascii():
        text = _MARKS.sub(rf"\g<0>{_JOINER}", text)
    return unicodedata.normalize("NFC", text)


_SHORT = 60
"""Longer texts are not worth remembering: they do not come again."""


def fold(text: str) -> str:
    """Fold a name or word for look-up; the result is for comparing, its offsets are its own.

    >>> fold("Hoà Bình"), fold("UỶ BAN"), fold("quý")
    ('hòa bình', 'ủy ban', 'quý')
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    folded = compose(text).lower().replace("ð", "đ")
    if not folded.isprintable():
        folded = _INVISIBLE.sub("", folded)
    return _PLACED.sub(lambda found: _NEW_STYLE[found[0]], folded)


_remembered = lru_cache(maxsize=1 << 15)(_folded)
