"""Where annotation disagrees with itself or with the guidelines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from vnnews.corpora import NAME_LABELS, GoldSpan, GoldText
from vnnews.names.gazetteers import PLACES
from vnnews.names.mentions import is_bare
from vnnews.tables import read_table
from vnnews.text.folding import fold

UNLABELLED = "-"
_CONTEXT = 30


@dataclass(frozen=True)
class Place:
    """Where something stands: id of the text, and the words around."""

    text: str
    context: str


@dataclass(frozen=True)
class TwoLabels:
    """One surface with several labels.

    Attributes:
        surface: as written.
        places: by label where it has it, "-" for no label; the commonest label first.
    """

    surface: str
    places: dict[str, list[Place]]

    @property
    def odd(self) -> int:
        """How often it has another label than its commonest."""
        counts = [len(places) for places in self.places.values()]
        return sum(counts) - max(counts)


@dataclass(frozen=True)
class Breach:
    """A span that the guidelines would have otherwise.

    Attributes:
        decision: number of the decision in the guidelines.
        says: what it says, in short.
        label, surface: the span.
        place: where it stands.
    """

    decision: int
    says: str
    label: str
    surface: str
    place: Place


def two_labels(texts: Iterable[GoldText]) -> list[TwoLabels]:
    """Surfaces with more than one label, or with and without a label, those that differ most often first.

    Without a label counts only where a surface of two syllables or more stands whole, outside of any span.
    """
    every = list(texts)
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for text in every:
        for span in _names(text):
            found[span.text][span.label].append(_place(text, span.start, span.end))
    long = {surface for surface in found if " " in surface}
    for text in every:
        for surface, start, end in _unlabelled(text, long):
            found[surface][UNLABELLED].append(_place(text, start, end))
    several = [
        TwoLabels(surface, dict(sorted(places.items(), key=lambda item: -len(item[1]))))
        for surface, places in found.items()
        if len(places) > 1
    ]
    return sorted(several, key=lambda one: (-one.odd, one.surface))


def _unlabelled(text: GoldText, surfaces: set[str]) -> Iterator[tuple[str, int, int]]:
    """Where one of the surfaces stands between syllables and overlaps no name; the longest at each place."""
    words = [(word.start(), word.end()) for word in regex.finditer(r"\w++|[^\w\s]", text.text)]
    taken = sorted((span.start, span.end) for span in _names(text))
    longest = max((surface.count(" ") + 1 for surface in surfaces), default=0)
    done = 0
    for index, (start, _) in enumerate(words):
        if start < done:
            continue
        for stop in range(min(index + longest + 2, len(words)), index + 1, -1):
            end = words[stop - 1][1]
            if text.text[start:end] in surfaces and not any(a < end and start < b for a, b in taken):
                yield text.text[start:end], start, end
                done = end
                break


def breaches(texts: Iterable[GoldText]) -> list[Breach]:
    """Spans that break a decision of the guidelines which can be told from the letters alone."""
    return [breach for text in texts for span in _names(text) for breach in _breaches(text, span)]


def lines(texts: Sequence[GoldText]) -> Iterator[str]:
    """Both lists for reading: what disagrees, then an example of each kind, indented."""
    several, broken = two_labels(texts), breaches(texts)
    yield f"{len(several)} surfaces with more than one label:"
    for one in several:
        yield f"{one.surface}: " + ", ".join(f"{label} {len(places)}" for label, places in one.places.items())
        for label, places in one.places.items():
            yield f"    {label:5}  {places[-1].text}: … {places[-1].context} …"
    yield f"{len(broken)} spans that the guidelines would have otherwise:"
    for breach in sorted(broken, key=lambda breach: breach.decision):
        yield f"{breach.label} {breach.surface} (decision {breach.decision}: {breach.says})"
        yield f"    {breach.place.text}: … {breach.place.context} …"


_DESCRIPTIONS = (
    *("nước", "hãng", "làng báo", "tờ", "thủ đô", "tổ chức", "vùng", "phim", "ca khúc", "cuốn sách", "cơn", "chiếc"),
    *("xe", "quán bar", "nhóm", "ban nhạc"),
)
_BEGINS_WITH_DESCRIPTION = regex.compile(rf"(?:{'|'.join(_DESCRIPTIONS)})\s")
_EDGES = regex.compile(r"""^["'“”‘’«(\[]|[.,;:!?]$|^\s|\s$""")
_PLURAL = regex.compile(r"(?:các|những|hai|ba|bốn|năm|mọi|nhiều)$")


def _breaches(text: GoldText, span: GoldSpan) -> Iterator[Breach]:
    def breach(decision: int, says: str) -> Breach:
        return Breach(decision, says, span.label, span.text, _place(text, span.start, span.end))

    if span.label == "LOC" and (word := _type_word_before(text, span)):
        yield breach(1, f"the type word belongs to the name: {word}")
    if span.label == "ORG" and " của " in span.text:
        yield breach(2, "'của' parts two bodies")
    if is_bare(span.label, span.text):
        yield breach(5, "a type word alone is no name")
    if _EDGES.search(span.text):
        yield breach(8, "quotes, brackets and final punctuation stay outside")
    if span.label in ("LOC", "ORG") and _BEGINS_WITH_DESCRIPTION.match(span.text):
        yield breach(11, "a word of description stays outside")


def _type_word_before(text: GoldText, span: GoldSpan) -> str | None:
    """A type word of places right before a name that has none, unless a plural comes before it."""
    if any(fold(span.text).startswith(word + " ") for word in _type_words()):
        return None
    before = text.text[max(0, span.start - _CONTEXT) : span.start]
    for word in _type_words():
        if before.endswith(" " + word + " ") or before == word + " ":
            plural = _PLURAL.search(fold(before[: -len(word) - 1].rstrip()))
            return None if plural else word
    return None


@cache
def _type_words() -> tuple[str, ...]:
    """Type words of units and roads, which stand in small letters before a name; the longest first."""
    rows = read_table(PLACES / "place_types.tsv")
    words = [fold(word) for word, kind in rows if kind in ("province", "city", "district", "commune", "road")]
    return tuple(sorted(words, key=len, reverse=True))


def _names(text: GoldText) -> Iterator[GoldSpan]:
    return (span for span in text.spans if span.label in NAME_LABELS)


def _place(text: GoldText, start: int, end: int) -> Place:
    around = text.text[max(0, start - _CONTEXT) : end + _CONTEXT]
    return Place(text.id, " ".join(around.split()))
