"""Capitals that only begin a sentence: "Kim ngạch xuất khẩu tăng" names no Kim, "Mỹ phẩm giả" is not of Mỹ.

A name of one syllable, or of two of which the second is small, is dropped at the beginning of a sentence where it and
the next syllable make a common word. It stays where the syllable behind makes another word ("Dũng cảm ơn", "Mỹ quan
ngại"), and a person where the article names them elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

import regex

from vnnews.tables import read_table
from vnnews.text.folding import fold

Span = tuple[str, int, int]

_TABLE = Path(__file__).with_name("common_words.tsv")
_WORD = regex.compile(
    r"(?P<first>\p{Lu}[\p{Ll}\p{M}]{0,7})\s(?P<second>[\p{Ll}\p{M}]{1,8})(?!\w)(?:\s(?P<third>[\p{Ll}\p{M}]{1,8})\b)?"
)
_CHECKED = ("PER", "LOC")


def without_common_words(
    text: str, spans: Sequence[Span], begins: Collection[int], owners: Sequence[int]
) -> Iterator[Span]:
    """The spans without those that are common words at the beginning of a sentence.

    Args:
        text: that the offsets are of.
        spans: label, start and end, in order.
        begins: where sentences begin.
        owners: number of the article of each span.
    """
    doubtful = {
        number
        for number, span in enumerate(spans)
        if span[1] in begins and span[0] in _CHECKED and _is_word(text, span)
    }
    people = {
        (owner, syllable)
        for number, ((label, start, end), owner) in enumerate(zip(spans, owners, strict=True))
        if doubtful and label == "PER" and number not in doubtful
        for syllable in text[start:end].split()
    }
    for number, span in enumerate(spans):
        first = text[span[1] : span[2]].split()[0] if number in doubtful else ""
        if not first or (span[0] == "PER" and (owners[number], first) in people):
            yield span


def _is_word(text: str, span: Span) -> bool:
    found = _WORD.match(text, span[1])
    if found is None or span[2] not in (found.end("first"), found.end("second")):
        return False
    unless = _words().get(fold(f"{found['first']} {found['second']}"))
    return unless is not None and fold(found["third"] or "") not in unless


@cache
def _words() -> dict[str, frozenset[str]]:
    """Common words, folded, and the syllables behind which each is none."""
    return {fold(word): frozenset(map(fold, filter(None, unless.split("|")))) for word, unless in read_table(_TABLE, 2)}
