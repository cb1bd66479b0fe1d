"""Sentence boundaries: gold sentences joined to paragraphs, which the splitter must take apart again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vnnews.corpora import GoldSpan, GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify

SENTENCE = "sentence"

_MOST_IN_PARAGRAPH = 4
_CLOSERS = "\"'”’»)]}"


def evaluate_sentences(texts: Iterable[GoldText], line_breaks: bool = False) -> tuple[Scores, list[Difference]]:
    """Sentences of paragraphs made of neighbouring gold sentences: exact spans of the class "sentence".

    Args:
        texts: articles, and single sentences in the order of their source.
        line_breaks: put each sentence on a line of its own; else a paragraph is one line.
    """
    gold = list(paragraphs(texts, "\n" if line_breaks else " "))
    batch = syllabify([text.text for text in gold])
    sentences = split_sentences(batch)
    found: list[list[Found]] = [[] for _ in gold]
    starts, ends = batch.starts[sentences.first].tolist(), batch.ends[sentences.stop - 1].tolist()
    for start, end in zip(starts, ends, strict=True):
        text, offset = batch.locate(start)
        found[text].append(Found(SENTENCE, offset, offset + end - start))
    return compare(gold, found, [SENTENCE])


def paragraphs(texts: Iterable[GoldText], separator: str) -> Iterator[GoldText]:
    """Up to four neighbouring sentences as one text each.

    A sentence without a mark at its end, such as a headline, closes its paragraph: in print a new line follows it.
    """
    for number, some in enumerate(_groups(texts)):
        text, spans = "", list[GoldSpan]()
        for sentence in some:
            text += separator if text else ""
            spans.append(GoldSpan(SENTENCE, len(text), len(text) + len(sentence), sentence))
            text += sentence
        yield GoldText(f"paragraph {number}", text, tuple(spans), tuple((s.start, s.end) for s in spans))


def _groups(texts: Iterable[GoldText]) -> Iterator[Sequence[str]]:
    group: list[str] = []
    for text in texts:
        if group and len(text.sentences) > 1:
            yield group
            group = []
        for start, end in text.sentences:
            sentence = text.text[start:end].strip()
            if not sentence:
                continue
            group.append(sentence)
            if len(group) == _MOST_IN_PARAGRAPH or not sentence.rstrip(_CLOSERS).endswith((".", "?", "!", "…")):
                yield group
                group = []
        if group and len(text.sentences) > 1:
            yield group
            group = []
    if group:
        yield group
