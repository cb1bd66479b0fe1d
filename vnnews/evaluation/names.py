"""Exact-span scores of names against gold annotation, beside underthesea where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vnnews.corpora import NAME_LABELS, GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.names.mentions import find_names
from vnnews.names.tagger import NameTagger
from vnnews.text.batches import batches
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify


def evaluate_names(texts: Iterable[GoldText], tagger: NameTagger) -> tuple[Scores, list[Difference]]:
    """Names found in whole texts, as an analysis finds them, a batch at a time, against the gold spans."""
    every, found = list[GoldText](), list[list[Found]]()
    for batch in batches(texts, lambda text: len(text.text)):
        symbols = symbolise(syllabify([text.text for text in batch]))
        named = find_names(symbols, split_sentences(symbols.syllables), tagger)
        found += [[Found(*name[:3]) for name in names] for names in named]
        every += batch
    return compare(every, found, NAME_LABELS)


def evaluate_underthesea(texts: Iterable[GoldText]) -> Scores:
    """The same measure for ``underthesea.ner``, which knows PER, ORG and LOC; its tokens are searched in the text."""
    from underthesea import ner

    read = [(text, _rival_spans(text, ner)) for text in texts]
    return compare([text for text, _ in read], [spans for _, spans in read], NAME_LABELS)[0]


def _rival_spans(text: GoldText, ner: Callable[[str], list[tuple[str, str, str, str]]]) -> list[Found]:
    spans: list[Found] = []
    for begin, end in text.sentences:
        at = begin
        open_span: Found | None = None
        for token, _, _, label in ner(text.text[begin:end]):
            start = text.text.find(token.split()[0], at, end) if token.strip() else -1
            if start < 0:
                continue
            at = min(start + len(token), end)
            if label.startswith("I-") and open_span is not None:
                open_span = open_span._replace(end=at)
                continue
            if open_span is not None:
                spans.append(open_span)
            open_span = Found(label[2:], start, at) if label[:2] in ("B-", "I-") else None
        if open_span is not None:
            spans.append(open_span)
    return spans
