"""What an analysis found, in the form of an annotated text: where formats for annotators begin and end."""

from __future__ import annotations

from vnnews.article import Article
from vnnews.corpora import GoldSpan, GoldText
from vnnews.evaluation.numbers import every_fact, gold_value
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify


def annotated(article: Article) -> GoldText:
    """The article as a text with spans, in the notation of ``corpora/news``: names, TIME and NUM with their values.

    >>> from vnnews import analyze
    >>> [(span.label, span.text, span.value) for span in annotated(analyze("Hà Nội có 28 cơ sở.")).spans]
    [('LOC', 'Hà Nội', None), ('NUM', '28', 'count 28')]
    """
    spans = [GoldSpan(mention.label, mention.start, mention.end, mention.text) for mention in article.mentions]
    spans += [GoldSpan("TIME", time.start, time.end, time.text, time.value) for time in article.times]
    spans += [
        GoldSpan("NUM", fact.start, fact.end, fact.text, gold_value(fact))
        for fact in every_fact(article.facts, article.checks)
    ]
    return GoldText(
        article.id or "",
        article.text,
        tuple(sorted(spans, key=lambda span: (span.start, -span.end))),
        tuple((sentence.start, sentence.end) for sentence in article.sentences),
        article.published,
    )


def sentence_offsets(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of the sentences of a text."""
    batch = syllabify([text])
    found = split_sentences(batch)
    starts, ends = batch.starts[found.first], batch.ends[found.stop - 1]
    return tuple(zip(starts.tolist(), ends.tolist(), strict=True))
