"""The tokenizer: it reads articles, and makes documents of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from vnnews.analyzer import analyze_syllables, no_collection
from vnnews.article import Article
from vnnews.errors import VnnewsError
from vnnews.integrations.spacy.words import NO_WORD, tagged_words, tokens
from vnnews.names import name_tagger
from vnnews.reading import read_page
from vnnews.text.batches import batches
from vnnews.text.sentences import Sentences, split_sentences
from vnnews.text.syllables import Syllables, syllabify

TAGS = "vnnews_tags"
"""Where the tokenizer leaves the labels of the tokens for the tagger, a byte each."""


def make_tokenizer(model: str = "fast") -> Callable[[Language], Tokenizer]:
    """What ``@tokenizers = "vnnews.Tokenizer.v1"`` of a configuration means."""
    return lambda nlp: Tokenizer(nlp.vocab, model)


class Tokenizer(DummyTokenizer):
    """Words as ``Article.tokens`` has them, also outside of sentences, none across the end of a name, time or fact."""

    def __init__(self, vocab: Vocab, model: str = "fast") -> None:
        self.vocab, self.model = vocab, model

    def __call__(self, text: str) -> Doc:
        return next(iter(self.pipe([text])))

    def pipe(self, texts: Iterable[str], **options: Any) -> Iterator[Doc]:
        """Documents of texts, in order, a batch at a time."""
        for some in batches(map(_encodable, texts), len):
            batch = syllabify(some)
            sentences = split_sentences(batch)
            articles = analyze_syllables(list(map(read_page, some)), batch, sentences, name_tagger(self.model))
            yield from _docs(articles, batch, sentences, self.vocab)

    def read(self, items: Iterable[Any]) -> Iterator[Any]:
        """Texts as documents; whatever is no text passes as it is."""
        for batch in batches(items, len):
            made = self.pipe([item for item in batch if isinstance(item, str)])
            yield from [next(made) if isinstance(item, str) else item for item in batch]


def article_docs(articles: Sequence[Article], vocab: Vocab) -> list[Doc]:
    """Documents of a batch of analysed articles, before the components."""
    batch = syllabify([article.text for article in articles])
    return _docs(articles, batch, split_sentences(batch), vocab)


@no_collection()
def _docs(articles: Sequence[Article], batch: Syllables, sentences: Sentences, vocab: Vocab) -> list[Doc]:
    words, tags = tagged_words(articles, batch, sentences)
    found = tokens(batch, words)
    labels = np.append(tags, NO_WORD)[found.word].astype(np.uint8).tobytes()
    texts = [batch.text[start:end] for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]
    numbers = {text: vocab.strings.add(text) for text in set(texts)}  # known by number, spaCy need not hash them again
    orths, spaces = list(map(numbers.__getitem__, texts)), found.spaces.tolist()
    made = list[Doc]()
    for article, (first, stop) in zip(articles, pairwise(found.bounds.tolist()), strict=True):
        doc = Doc(vocab, words=orths[first:stop], spaces=spaces[first:stop])  # type: ignore[arg-type]  # numbers do, too
        doc._.article = article
        doc.user_data[TAGS] = labels[first:stop]
        made.append(doc)
    return made


def _encodable(text: str) -> str:
    """The text, if spaCy can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise VnnewsError(f"spaCy cannot hold this text: {error}") from error
    return text


registry.tokenizers("vnnews.Tokenizer.v1", func=make_tokenizer)
