"""What a numeral counts: the noun phrase behind it, from table ``nouns.tsv`` and the words that end a phrase."""

from __future__ import annotations

from functools import cache

from vnnews.numbers.words import HIDDEN, Phrases, Words, cues, phrases, read_table
from vnnews.text.numerals import ONES, SCALES

_LISTED = frozenset(["admin", "body", "person", "thing"])
_NUMERALS = frozenset([*ONES, *SCALES, "mươi", "mười", "trăm", "chục", "nửa", "thứ", "lần", HIDDEN])
_MOST_UNKNOWN = {"classifier": 1, "event": 2}
"""Words that no table has and that yet belong to a phrase: "con cúi", "vụ sạt lở"."""
_JOINTS = ("và", "hoặc", "hay")


@cache
def nouns() -> Phrases[str]:
    """Nouns that are counted, and adjectives that stay with them, with their class."""
    return Phrases({row[0]: row[1] for row in reversed(read_table("nouns.tsv"))})


_NO_TIMES = (["đầu"], ["thứ"], ["này"], ["trước"], ["gần"], ["cuối"])
"""Behind "lần": the words tell of an occasion, and nothing is counted: "dưới 100.000 USD lần đầu"."""


def is_counted(words: list[str]) -> bool:
    """Whether a noun of the table begins the words."""
    found = nouns().at_start(words)
    return found is not None and found[1] not in ("adjective", "quantity", "verb")


def counts_billions(words: list[str]) -> bool:
    """Whether what follows a number of thousand millions is counted, rather than bought: người, cổ phiếu, lượt."""
    found = nouns().at_start(words)
    return found is not None and (found[1] == "person" or phrases("billions").at_start(words) is not None)


def noun_phrase(words: Words, index: int) -> tuple[int, int] | None:
    """First and last syllable of the noun phrase that begins at an index, None where none does.

    A list of nouns of one class is one phrase: "xã, phường, thị trấn".
    """
    if index >= len(words) or not words.folded[index][:1].isalpha():
        return None
    ahead = words.ahead(index, 16)
    if ahead[:1] == ["lần"] and ahead[1:2] in _NO_TIMES:
        return None
    length, kind = _simple(words, index, ahead)
    if not length:
        return None
    while kind in _LISTED and length + 1 < len(ahead) and (ahead[length] == "," or ahead[length] in _JOINTS):
        following = nouns().at_start(ahead[length + 1 :])
        if following is None or following[1] != kind:
            break
        length += 1 + following[0]
        if ahead[length - 1 - following[0]] in _JOINTS:
            break
    return index, index + length - 1


def _simple(words: Words, index: int, ahead: list[str]) -> tuple[int, str]:
    """Length and class of a phrase without commas."""
    found = nouns().at_start(ahead)
    if found is not None and found[1] not in ("adjective", "verb"):
        length, kind = found
        alone = length
        while length < min(len(ahead), 7):
            more = nouns().at_start(ahead[length:])
            if more is None or (_ends(ahead[length]) and more[1] != "adjective"):
                break
            if more[1] not in ("adjective", "thing", "person", "body", "classifier", "event"):
                break
            length += more[0]
        most = _MOST_UNKNOWN.get(kind, 0) if length == alone else 0
        while most and length < len(ahead) and _continues(words, index + length, ahead[length], length):
            length, most = length + 1, most - 1
        return length, kind
    length = 0
    while length < min(len(ahead), 3) and _continues(words, index + length, ahead[length], length):
        length += 1
    return length, ""


def _ends(word: str) -> bool:
    """Function words, common verbs and numerals end a noun phrase, unless a longer noun of the table has them."""
    return word in _NUMERALS or word in cues("stop")


def _continues(words: Words, index: int, word: str, length: int) -> bool:
    """Whether an unknown word can belong to a noun phrase: lower case, no function word, no number or sign."""
    raw = words.raw(index)
    return not _ends(word) and raw[0].isalpha() and (raw.islower() or not length)
