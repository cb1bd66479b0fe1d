"""The other toolkits, as far as they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vnnews.text.syllables import syllabify

RIVAL_NAMES = "underthesea.ner"
RIVAL_WORDS = ("underthesea.word_tokenize", "pyvi", "spacy.blank('vi')")

_SYLLABLES = 8_000
"""Enough text for a steady figure of a rival that reads some 2,000 syllables a second."""


def rivals(sentences: Sequence[str]) -> Iterator[tuple[str, tuple[int, Callable[[], object]]]]:
    """Name of each, the syllables that it reads, and the work: as many sentences as it reads in a few seconds."""
    chosen: list[str] = []
    size = 0
    for sentence in sentences:
        if size < _SYLLABLES:
            chosen.append(sentence)
            size += len(syllabify([sentence]))
    for name, load in zip((RIVAL_NAMES, *RIVAL_WORDS), (_ner, _word_tokenize, _pyvi, _spacy), strict=True):
        try:
            rival = load()
        except ImportError:
            continue
        rival("Hà Nội")  # loads its model
        yield name, (size, _work(rival, chosen))


def _work(rival: Callable[[str], object], sentences: Sequence[str]) -> Callable[[], object]:
    return lambda: [rival(sentence) for sentence in sentences]


def _ner() -> Callable[[str], object]:
    from underthesea import ner

    return ner  # type: ignore[no-any-return]


def _word_tokenize() -> Callable[[str], object]:
    from underthesea import word_tokenize

    return word_tokenize  # type: ignore[no-any-return]


def _pyvi() -> Callable[[str], object]:
    from pyvi import ViTokenizer

    return ViTokenizer.tokenize  # type: ignore[no-any-return]


def _spacy() -> Callable[[str], object]:
    import spacy

    return spacy.blank("vi").tokenizer  # needs pyvi
