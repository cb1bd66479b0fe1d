"""What is one word by its form: dates, numbers with separators, addresses of the net, codes, foreign names.

The patterns are listed in one place. They are tried only on the few pieces of text that have no white space inside
and yet are several syllables. Every repeat is possessive or bounded, so that a piece costs time linear in its length.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from vnnews.text.syllables import SHAPE_PUNCT, Syllables

_VOWELS = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
)
_SYLLABLE = (
    r"(?i:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?+"
    rf"(?i:[{_VOWELS}]\p{{M}}*+){{1,3}}+(?i:ng|nh|ch|[cmnpt])?+"
)
_FOREIGN = rf"(?!{_SYLLABLE}(?![\p{{L}}\p{{M}}]))\p{{L}}[\p{{L}}\p{{M}}]*+"
"""A word that is no Vietnamese syllable: a foreign name, an acronym."""


def _either(words: str) -> str:
    """Alternatives for words in both Unicode forms, composed and decomposed."""
    forms = {unicodedata.normalize(form, word) for word in words.split() for form in ("NFC", "NFD")}
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


_CODE = r"\p{Lu}[\p{Lu}\d]*+"
_URL_END = r".,;:!?)\]’'…"
_UNIT = rf"(?:[kcd]?m[23²³]?|k?g|[kM]Wh?|[MG]B|{_either('mm mg µg ml lít l tấn tạ kcal kb Mb Gb')})"
_PER = rf"(?:[kcd]?m[23²³]?|k?g|{_either('h giờ s giây phút ngày năm ha sào lít l dl')})"
_ON = _either("ngày hôm sáng trưa chiều tối đêm")

PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "url",
        rf"(?i:https?://|ftp://|www\.)(?:[^\s<>\"“”{_URL_END}]++|[{_URL_END}]++(?=[^\s<>\"“”{_URL_END}])){{1,500}}+",
    ),
    ("e-mail", r"(?<![\w.+-])[\w.+-]{1,64}+@[\p{L}\d-]{1,63}+(?:\.[\p{L}\d-]{1,63}+){1,8}+"),
    (
        "domain",
        r"(?<![\p{L}\d-])(?:[A-Za-z\d-]{1,63}+\.){1,8}+(?i:vn|com|org|net|gov|edu|info|io|int)(?![\p{L}\p{M}\d])",
    ),
    ("hashtag", r"(?<![\p{L}\d])[#@]\p{L}[\p{L}\p{M}\d_]*+"),
    ("document number", rf"(?<![\p{{L}}\d])\d++(?:/[12]\d{{3}})?+[/-]{_CODE}(?:[-/]{_CODE}){{1,6}}+"),
    ("document number", rf"(?<![\p{{L}}\d])\d++/[12]\d{{3}}/{_CODE}"),
    ("date", r"(?<![\d/.,-])[0-3]?\d(?P<by>[/.-])[01]?\d(?P=by)(?:[12]\d{3}|\d\d)(?![\d/-])"),
    (
        "date",
        r"(?<![\d/.,-])[0-3]?\d-[01]?\d(?![\d/-])"
        rf"(?<=(?<!\p{{L}})(?i:{_ON})\s(?:\d-\d|\d-\d\d|\d\d-\d|\d\d-\d\d))",
    ),
    ("month of a year", r"(?<![\d/.,-])(?:0?[1-9]|1[0-2])[/-][12]\d{3}(?![\d/-])"),
    ("number with a stroke", r"(?<![\d/.,])\d++(?:[.,]\d++){0,6}+(?:/\d++(?:[.,]\d++){0,6}+){1,2}+%?+(?!/)"),
    ("percentage or degrees", r"(?<!\d)\d++(?:[.,]\d++){0,6}+(?:[%‰]|°[CF]?+)"),
    ("clock", r"(?<![\d:])[0-2]?\d:[0-5]\d(?::[0-5]\d)?+(?![\d:])"),
    ("rate", rf"(?<![\p{{L}}\p{{M}}]){_UNIT}/{_PER}(?![\p{{L}}\p{{M}}\d/])"),
    ("number plate", r"(?<![\p{L}\d])\d\d\p{Lu}{1,2}\d?+-\d{3,5}+(?:\.\d\d)?+(?!\d)"),
    ("place by its short form", r"(?<![\p{L}\p{M}])(?i:TP|T\.P)\.?HCM(?![\p{L}\p{M}\d])"),
    ("initials", r"(?<![\p{L}\p{M}.])\p{L}\p{M}*+(?:\.\p{L}\p{M}*+(?![\p{L}\d])){1,5}+"),
    ("company", r"(?<![\p{L}\p{M}\d])\p{Lu}{1,4}+&\p{Lu}{1,4}+(?![\p{L}\p{M}\d])"),
    ("apostrophe", r"(?<![\p{L}\p{M}\d])\p{L}[\p{L}\p{M}]*+['’]\p{L}[\p{L}\p{M}]*+"),
    (
        "emoji",
        r"\p{Regional_Indicator}{2}"
        r"|\p{Extended_Pictographic}(?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic}?+){1,12}+",
    ),
    ("repeated mark", r"(?P<mark>[^\p{L}\p{M}\d\s])(?P=mark){1,63}+"),
    (
        "foreign name",
        r"(?<![\p{L}\p{M}\d-])\p{Lu}\p{Ll}[\p{L}\p{M}]*+(?:-\p{Ll}[\p{L}\p{M}]*+){1,3}+(?![\p{L}\p{M}\d-])",
    ),
    (
        "hyphenated",
        rf"(?<![\p{{L}}\p{{M}}\d-])(?:{_FOREIGN}|\p{{Lu}}(?!-[12]\d{{3}}))(?:-(?:{_FOREIGN}|\p{{Lu}}?+\d++)){{1,6}}+(?![\p{{L}}\p{{M}}])",
    ),
)
"""Name and form; where two begin at the same place the earlier counts."""

_PERCENT = [ord(c) for c in "%‰°"]
_SIGNS = [ord(c) for c in "#@"]
_LONGEST = 4000
"""Characters; what goes on for longer without white space is no text, and is not looked at."""
_SYMBOLS_FROM = 0x2190
"""Arrows, signs and emoji stand above this code point, letters and marks of punctuation below."""


def find_whole(batch: Syllables) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spans of several syllables that are one word, in order: first syllables, and indices after the last ones.

    >>> from vnnews.text.syllables import syllabify
    >>> batch = syllabify(["Ngày 27/11, TP.HCM có 97% ca Covid-19"])
    >>> [batch.text[batch.starts[a]:batch.ends[b - 1]] for a, b in zip(*find_whole(batch))]
    ['27/11', 'TP.HCM', '97%', 'Covid-19']
    """
    pattern = _pattern()
    spans = [found.span() for piece in _pieces(batch) for found in pattern.finditer(batch.text, *piece)]
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    first = np.searchsorted(batch.ends, starts, side="right")
    stop = np.searchsorted(batch.starts, ends)
    apart = stop - first > 1
    apart[1:] &= first[1:] >= stop[:-1]
    return first[apart], stop[apart]


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{form})" for _, form in PATTERNS))


def _pieces(batch: Syllables) -> Iterator[tuple[int, int]]:
    """Offsets of the pieces without white space in which something can be whole beyond a syllable."""
    count = len(batch)
    if count < 2:
        return
    punct = batch.shapes >= SHAPE_PUNCT
    code = np.where(punct, batch.codes[batch.starts], 0)
    joined = np.zeros(count, dtype=np.bool_)
    joined[1:] = (batch.starts[1:] == batch.ends[:-1]) & ~batch.breaks[1:]
    before = np.concatenate([[False], punct[:-1]])
    promising = np.isin(code, _PERCENT) & ~before
    promising[1:] |= punct[1:] & (code[1:] == code[:-1])
    promising[1:] |= np.isin(code[:-1], _SIGNS)
    promising |= (code >= _SYMBOLS_FROM) & before
    promising[2:] |= ~punct[2:] & punct[1:-1] & ~punct[:-2] & joined[1:-1]
    promising &= joined
    piece = np.cumsum(~joined)
    wanted = np.unique(piece[promising])
    firsts = np.searchsorted(piece, wanted)
    lasts = np.searchsorted(piece, wanted, side="right") - 1
    starts, ends = batch.starts[firsts], batch.ends[lasts]
    readable = ends - starts <= _LONGEST
    yield from zip(starts[readable].tolist(), ends[readable].tolist(), strict=True)
