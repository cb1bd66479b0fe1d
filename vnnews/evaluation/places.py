"""Codes of places against gold: which place each mention of the news dev files means.

The gold lies in ``tests/cases/places_gold.json`` of a checkout: for each mention its kind and the codes that are right,
several where a reader cannot tell (a city or its province), none for what has no code or does not exist. A few
mentions whose code nobody could tell have no gold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import Struct

from vnnews.corpora import GoldSpan, GoldText
from vnnews.errors import CorpusError
from vnnews.evaluation.spans import Difference, Scores
from vnnews.places import PlaceName, group_places
from vnnews.places.bodies import body_places

_GOLD = Path(__file__).parents[2] / "tests" / "cases" / "places_gold.json"
_CODED = ("country", "province", "district", "commune", "city", "region")
_NO_CODE = "without code"


class GoldPlace(Struct, frozen=True):
    """Gold for the occurrence-th LOC mention of a text in an article.

    Attributes:
        article: id of the article.
        mention: text of the mention.
        occurrence: 1 for the first mention of this text in the article.
        kind: kind of place, None where no kind is expected.
        codes: the codes that are right: GSO for units, ISO 3166-1 for countries, foreign cities and regions.
    """

    article: str
    mention: str
    occurrence: int
    kind: str | None
    codes: tuple[str, ...]


@dataclass
class MeasuredPlaces:
    """Figures of places.

    Attributes:
        scores: by kind: found are the mentions that got a code, right those that got a right one.
        coded, resolved_coded: mentions whose gold has a code, and how many of them got one.
        kinds_right, kinds_all: mentions whose kind is right, and of how many the gold has it.
        differences: wrong codes, codes of what has none, and mentions without their code.
    """

    scores: Scores = field(default_factory=Scores)
    coded: int = 0
    resolved_coded: int = 0
    kinds_right: int = 0
    kinds_all: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Share of right codes among those given, 0-1."""
        return self.scores.precision()

    @property
    def resolved(self) -> float:
        """Share of the mentions with a gold code that got one, right or wrong, 0-1."""
        return self.resolved_coded / self.coded if self.coded else 0.0

    @property
    def kinds(self) -> float:
        """Share of right kinds, 0-1."""
        return self.kinds_right / self.kinds_all if self.kinds_all else 0.0


def read_gold(path: Path = _GOLD) -> list[GoldPlace]:
    """The gold places of a checkout.

    Raises:
        CorpusError: the file is missing or not in its format.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[GoldPlace])
    except (OSError, msgspec.MsgspecError) as error:
        raise CorpusError(f"{path}: gold codes of places come with a checkout: {error}") from error


def evaluate_places(texts: Sequence[GoldText], gold_names: bool = True, path: Path = _GOLD) -> MeasuredPlaces:
    """Measure codes and kinds.

    Args:
        texts: articles; those without gold places are passed over.
        gold_names: take the gold names, else those that the analysis finds.
        path: the gold.
    """
    gold: dict[str, list[GoldPlace]] = {}
    for place in read_gold(path):
        gold.setdefault(place.article, []).append(place)
    measured = MeasuredPlaces()
    for text in texts:
        if text.id in gold:
            found = _linked(text) if gold_names else _analyzed(text)
            for place, span in _spans(gold[text.id], text):
                _count(measured, text, place, span, found.get((span.start, span.end), (None, None)))
    return measured


_Found = dict[tuple[int, int], tuple[str | None, str | None]]


def _linked(text: GoldText) -> _Found:
    """Kind and code of the gold names by offsets."""
    names = [PlaceName(s.start, s.end, s.text) for s in text.spans if s.label == "LOC"]
    bodies = [(s.start, s.text) for s in text.spans if s.label == "ORG"]
    groups = group_places(names, text.text, text.published, body_places(bodies))
    return {
        (names[index].start, names[index].end): (group.kind, group.code or group.country)
        for group in groups
        for index in group.members
    }


def _analyzed(text: GoldText) -> _Found:
    from vnnews.analyzer import analyze

    article = analyze(text.text, text.published)
    return {
        (mention.start, mention.end): (place.kind, place.code or place.country)
        for place in article.places
        for mention in place.mentions
    }


def _spans(gold: Sequence[GoldPlace], text: GoldText) -> Iterator[tuple[GoldPlace, GoldSpan]]:
    """The gold places with their spans."""
    for place in gold:
        spans = [span for span in text.spans if span.label == "LOC" and span.text == place.mention]
        if len(spans) < place.occurrence:
            raise CorpusError(f"{text.id}: no mention {place.occurrence} of {place.mention!r}")
        yield place, spans[place.occurrence - 1]


def _count(
    measured: MeasuredPlaces, text: GoldText, gold: GoldPlace, span: GoldSpan, found: tuple[str | None, str | None]
) -> None:
    kind, code = found
    label = (gold.kind or "") if gold.kind in _CODED and gold.codes else _NO_CODE
    scores = measured.scores
    if gold.codes:
        scores.gold[label] += 1
        measured.coded += 1
        measured.resolved_coded += code is not None
    if code is not None:
        scores.found[label] += 1
        scores.right[label] += code in gold.codes
        scores.valued[label] += code in gold.codes
    if gold.kind is not None:
        measured.kinds_all += 1
        measured.kinds_right += kind == gold.kind or (kind in _CODED and code is not None and code in gold.codes)
    if (code is not None and code not in gold.codes) or (code is None and gold.codes):
        wrong = "unresolved" if code is None else "wrong" if gold.codes else "none expected"
        context = " ".join(text.text[max(0, span.start - 40) : span.end + 40].split())
        shown = f"{span.text} = {' or '.join(gold.codes) or '-'}"
        measured.differences.append(Difference(wrong, text.id, shown, f"{kind or '-'} {code or '-'}", context))
    elif gold.kind is not None and kind != gold.kind and code is None:
        context = " ".join(text.text[max(0, span.start - 40) : span.end + 40].split())
        measured.differences.append(Difference("kind", text.id, f"{span.text} = {gold.kind}", kind or "-", context))
