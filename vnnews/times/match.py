"""A look at a match: its groups as words and numbers, and the syllables beside it."""

from __future__ import annotations

from vnnews.text.grammar import Hit
from vnnews.text.numerals import parse_numeral
from vnnews.times import cues


def before(hit: Hit) -> str:
    """The symbol of the syllable before a match; a line feed at the start of a line, "" at the start of all."""
    return before_at(hit, hit.match.start())


def before_at(hit: Hit, start: int) -> str:
    """The symbol of the syllable that ends before a place in the string of symbols."""
    text = hit.symbols.text
    if start and text[start - 1] == " ":
        start -= 1
    return text[start - 1] if start else "\n"


def names(hit: Hit) -> bool:
    """Whether the words before a match make it a name: đường 30/4, công viên 23/9, Cách mạng Tháng Tám."""
    text, end = hit.symbols.text, hit.match.start()
    if before(hit) in "mn" and text[end - 1 : end] == " ":  # Nhà máy Dệt 29-3
        end -= 2
    head = text[max(0, end - 8) : end - 1]
    return head[-1:] in cues.NAME_CUES or head.endswith(cues.NAME_PHRASES)


def after(hit: Hit) -> str:
    """The symbol of the syllable after a match, a line feed at the end of a line."""
    text, end = hit.symbols.text, hit.match.end()
    if end < len(text) and text[end] == " ":
        end += 1
    return text[end] if end < len(text) else "\n"


def second_after(hit: Hit) -> str:
    text, end = hit.symbols.text, hit.match.end()
    return text[end + 3 : end + 4]


def has(hit: Hit, group: str) -> bool:
    """Whether the pattern of a match has the group and the group took part."""
    match = hit.match
    return group in match.re.groupindex and match.start(group) >= 0


def word(hit: Hit, group: str) -> str | None:
    """A group, folded and with single spaces."""
    return hit.folded(group)


def number(hit: Hit, group: str) -> int | None:
    """A group that is a whole number in digits or words."""
    text = hit.get(group)
    if text is not None and len(text) < 10 and text.isascii() and text.isdecimal():
        return int(text)
    value = None if text is None else parse_numeral(text)
    return value if isinstance(value, int) else None


def written_year(hit: Hit) -> int | None:
    text = hit.get("year")
    if text is None or not text.isdecimal():
        return None
    year = int(text)
    if len(text) == 2:  # '09 and 26/5/09: the century that makes it closest to our time
        return 1900 + year if year >= 50 else 2000 + year
    return year if 100 <= year <= 2999 else None


def sign(shift: int) -> int:
    """-1, 0 or 1."""
    return (shift > 0) - (shift < 0)
