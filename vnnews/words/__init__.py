"""Words: syllables -> words -> parts of speech."""

from vnnews.words.segmenter import Words, segment, words_model
from vnnews.words.tagger import pos_model, tag_words
from vnnews.words.tokens import article_tokens, sentence_tokens, tokenize, tokenize_many

__all__ = [
    "Words",
    "article_tokens",
    "pos_model",
    "segment",
    "sentence_tokens",
    "tag_words",
    "tokenize",
    "tokenize_many",
    "words_model",
]
