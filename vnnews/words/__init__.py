"""Words: syllables -> words -> parts of speech."""

from typing import TYPE_CHECKING

from vnnews.lazy import parts
from vnnews.words.tokens import article_tokens, sentence_tokens, tokenize, tokenize_many

if TYPE_CHECKING:
    from vnnews.words.segmenter import Words, segment, words_model
    from vnnews.words.tagger import pos_model, tag_words
else:
    __getattr__ = parts(
        __name__,
        {
            **dict.fromkeys(("Words", "segment", "words_model"), "segmenter"),
            **dict.fromkeys(("pos_model", "tag_words"), "tagger"),
        },
    )

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
