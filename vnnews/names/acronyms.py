"""Short names of capitals for longer ones: NHNN for Ngân hàng Nhà nước."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from vnnews.text.folding import compose


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are first letters of the words of ``long``, in order.

    >>> is_acronym("NHNN", "Ngân hàng Nhà nước"), is_acronym("VFF", "Liên đoàn Bóng đá Việt Nam")
    (True, False)
    """
    letters = [letter for letter in unmarked(short) if letter.isalpha()]
    initials = iter(word[0] for word in unmarked(long).replace("-", " ").split())
    return len(letters) > 1 and short.upper() == short and all(letter in initials for letter in letters)


def is_short_name(short: str, name: str) -> bool:
    """Whether one mention of a body is a short name of capitals for another.

    >>> is_short_name("VFF", "Liên đoàn Bóng đá Việt Nam"), is_short_name("FPT", "Công ty FPT")
    (True, False)
    """
    return is_capitals(short) and " " in name and short not in name


def is_capitals(text: str) -> bool:
    """Whether a name is one word of capitals, as acronyms are."""
    return " " not in text and text.upper() == text and sum(map(str.isalpha, text)) > 1


def initials(text: str) -> str:
    """The first letters of the words of a name, without diacritics."""
    return "".join(word[0] for word in unmarked(text).replace("-", " ").split() if word not in ("va", "&"))


@lru_cache(maxsize=1 << 16)
def unmarked(text: str) -> str:
    """Without any diacritics, as acronyms are written: "UB" of "Ủy ban"."""
    letters = unicodedata.normalize("NFD", compose(text.lower())).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
