"""Names of a batch: what the tagger finds and what the document grammar finds, in one list per text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.names.gazetteers import entries
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
