"""Names of a batch: what the tagger finds and what the document grammar finds, in one list per text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.names.common_words import without_common_words
from vnnews.names.edges import mended
from vnnews.names.gazetteers import entries, titles
from vnnews.names.labels import LABELS
from vnnews.names.laws import find_laws
from vnnews.names.tagger import NameTagger
from vnnews.tagging.bio import decode
from vnnews.text.folding import fold
from vnnews.text.grammar import Symbols
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables

_HYPHENS = "-‐‑"


class Name(NamedTuple):
    """A name in a text: label, offsets in that text, and the index of its sentence there."""

    label: str
    start: int
    end: int
    text: str
    sentence: int


def find_names(symbols: Symbols, sentences: Sentences, tagger: NameTagger) -> list[list[Name]]:
    """Names of each text of a batch, in order, not overlapping; a document number wins over the tagger."""
    batch = symbols.syllables
    laws = [(start, end) for start, end, _ in find_laws(symbols)]
    found = decode(tagger.tag(batch, sentences), LABELS)
    first = batch.starts[[first for _, first, _ in found]].tolist() if found else []
    stops = batch.ends[_word_ends(batch, [stop for _, _, stop in found]) - 1].tolist() if found else []
    tagged = [(label, start, stop) for (label, *_), start, stop in zip(found, first, stops, strict=True)]
    tagged = [span for span in tagged if not is_bare(span[0], batch.text[span[1] : span[2]])]
    tagged = list(_without_common_words(batch, sentences, tagged))
    tagged = _with_titles(batch, list(mended(batch.text, tagged)))
    spans = sorted([("LAW", *law) for law in laws] + _outside(tagged, laws), key=lambda span: span[1])
    names: list[list[Name]] = [[] for _ in range(len(batch.texts) - 1)]
    if not spans or not len(sentences):
        return names
    starts = np.array([start for _, start, _ in spans])
    owners = np.searchsorted(batch.starts[sentences.first], starts, side="right") - 1
    outside = (owners < 0) | (starts >= batch.ends[sentences.stop - 1][owners])  # in a part of the page around the body
    texts = np.searchsorted(batch.texts, starts, side="right") - 1
    places = owners - np.searchsorted(sentences.text, texts)
    columns = (outside.tolist(), texts.tolist(), batch.texts[texts].tolist(), places.tolist())
    done = 0
    for (label, start, end), is_outside, text, base, sentence in zip(spans, *columns, strict=True):
        if start < done:
            continue  # the word before it went on into this name
        done = end
        if not is_outside:
            names[text].append(Name(label, start - base, end - base, batch.text[start:end], sentence))
    return names


_TITLES = {"LAW": "laws", "EVENT": "events", "ORG": "official_bodies"}
_LEAST_OF_TITLE = 3
"""Syllables of a title that is taken for what it is wherever it stands: "Luật Hợp tác xã"."""


def _without_common_words(
    batch: Syllables, sentences: Sentences, tagged: Sequence[tuple[str, int, int]]
) -> Iterator[tuple[str, int, int]]:
    begins = frozenset(batch.starts[sentences.first].tolist())
    starts = np.array([start for _, start, _ in tagged], dtype=np.int64)
    owners = np.searchsorted(batch.texts, starts, side="right").tolist()
    return without_common_words(batch.text, tagged, begins, owners)


_OCCASIONS = ("Giỗ ", "Lễ ", "Tết ", "Ngày ", "Đại lễ ", "Đại hội ", "Hội nghị ", "Festival ")


def _with_titles(batch: Syllables, tagged: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The tagged spans, with well-known titles in place of what they hold and the tagger cut shorter."""
    spans = list(tagged)
    for label, found in zip(_TITLES, titles(batch, tuple(_TITLES.values()), _LEAST_OF_TITLE), strict=True):
        known = [
            (int(batch.starts[first]), int(batch.ends[stop - 1]))
            for first, stop in found
            if batch.text[batch.starts[first]].isupper()
        ]
        streets = {span[1:] for span in spans if span[0] == "LOC" and not _is_occasion(batch.text, span[1])}
        covered = _covering(spans, known)
        known = [title for title, inside in zip(known, covered, strict=True) if not inside and title not in streets]
        if label == "ORG":
            known = [(start, _with_place(batch.text, end, spans)) for start, end in known]
        spans = sorted([*_outside(spans, known), *((label, *title) for title in known)], key=lambda span: span[1])
    return spans


def _is_occasion(text: str, start: int) -> bool:
    """Whether a name can be no street's, as those of battles and revolutions can: "Giỗ Tổ Hùng Vương"."""
    return text.startswith(_OCCASIONS, start)


def _with_place(text: str, end: int, spans: Sequence[tuple[str, int, int]]) -> int:
    """Where a body ends that goes on, or that its place follows without a comma: "Sở Dân tộc và Tôn giáo Gia Lai"."""
    index = bisect_right(spans, end, key=itemgetter(1))  # the first span that begins behind
    if index and spans[index - 1][0] == "ORG" and spans[index - 1][2] > end:
        return spans[index - 1][2]
    if index < len(spans) and spans[index][0] == "LOC" and text[end : spans[index][1]] == " ":
        return spans[index][2]
    return end


def _covering(spans: Sequence[tuple[str, int, int]], inner: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each of the inner spans lies in a longer one of the others; both in order."""
    found, index = [], 0
    for start, end in inner:
        while index < len(spans) and spans[index][2] <= start:
            index += 1
        found.append(
            index < len(spans)
            and spans[index][1] <= start
            and end <= spans[index][2]
            and (start, end) != spans[index][1:]
        )
    return found


def is_bare(label: str, text: str) -> bool:
    """Whether a body or a place has no name but only its type word ("UBND", "huyện"), which annotation leaves out."""
    return fold(text) in _bare_words().get(label, ())


@cache
def _bare_words() -> dict[str, frozenset[str]]:
    named = {fold(entry) for gazetteer in ("bare_bodies", "clubs_and_companies") for entry in entries(gazetteer)}
    heads = frozenset(map(fold, entries("body_heads")))
    return {"ORG": heads - named, "LOC": frozenset(map(fold, entries("place_types")))}


def _word_ends(batch: Syllables, stops: Sequence[int]) -> NDArray[np.int64]:
    """Where the word goes on behind names: "Park Hang" ends with "-seo", a part of the same word."""
    ends = np.array(stops, dtype=np.int64)
    inner = np.flatnonzero(ends + 1 < len(batch))
    at = ends[inner]
    joined = (batch.ends[at - 1] == batch.starts[at]) & (batch.ends[at] == batch.starts[at + 1])
    for index in inner[joined].tolist():
        ends[index] = _word_end(batch, int(ends[index]))
    return ends


def _word_end(batch: Syllables, stop: int) -> int:
    while (
        stop + 1 < len(batch)
        and batch.ends[stop - 1] == batch.starts[stop]
        and batch.ends[stop] == batch.starts[stop + 1]
        and batch.text[batch.starts[stop]] in _HYPHENS
        and batch.text[batch.starts[stop + 1]].islower()
    ):
        stop += 2
    return stop


def _outside(spans: Sequence[tuple[str, int, int]], taken: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """The spans that do not touch those taken; both in order."""
    kept, index = [], 0
    for span in spans:
        while index < len(taken) and taken[index][1] <= span[1]:
            index += 1
        if index == len(taken) or taken[index][0] >= span[2]:
            kept.append(span)
    return kept
