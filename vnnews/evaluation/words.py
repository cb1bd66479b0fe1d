"""Words and parts of speech of running text against a treebank, beside other toolkits where they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np

from vnnews.corpora import GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.tagging.model import Model
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables, syllabify
from vnnews.words import tagger
from vnnews.words.segmenter import Words, segment

WORD = "word"
RIVALS = ("underthesea", "pyvi")


def evaluate_words(treebank: Iterable[GoldText], model: Model | None = None) -> tuple[Scores, list[Difference]]:
    """Words of each sentence, read as running text, against the gold words: exact spans of the class "word"."""
    gold = [_as_words(text) for text in treebank]
    batch = syllabify([text.text for text in gold])
    words = segment(batch, whole_texts(batch), model=model)
    return compare(gold, _found(batch, words, [WORD] * len(words), [""] * len(words)), [WORD])


def evaluate_rival_words(treebank: Iterable[GoldText], rival: str) -> tuple[Scores, list[Difference]]:
    """The same measure for another toolkit, one of RIVALS.

    Raises:
        ImportError: it is not installed.
    """
    gold = [_as_words(text) for text in treebank]
    tokenise = _rival(rival)
    return compare(gold, [list(_locate(text.text, tokenise(text.text))) for text in gold], [WORD])


def evaluate_pos(
    treebank: Iterable[GoldText], model: Model | None = None, gold: bool = False
) -> tuple[Scores, list[Difference]]:
    """Universal parts of speech: a word is right when its bounds and its part of speech are; values are VLSP tags.

    Args:
        treebank: the sentences.
        model: instead of the one that comes with vnnews.
        gold: take the gold words, so that recall is the accuracy of the parts of speech; else find the words.
    """
    texts = list(treebank)
    batch = syllabify([text.text for text in texts])
    sentences = whole_texts(batch)
    words = gold_words(batch, texts)[0] if gold else segment(batch, sentences)
    labels, numbers = tagger.tag_words(batch, sentences, words, model)
    pairs = [label.split("/") for label in labels]
    found = _found(batch, words, [pairs[number][0] for number in numbers], [pairs[number][1] for number in numbers])
    classes = {span.label for text in texts for span in text.spans} | {upos for upos, _ in pairs}
    return compare(texts, found, classes)


def evaluate_tags(treebank: Iterable[GoldText], rival: str | None = None) -> tuple[Scores, list[Difference]]:
    """Tags of the VLSP set on the words found in running text, ours or those of a rival, as classes of spans.

    Raises:
        ImportError: the rival is not installed.
    """
    texts = list(treebank)
    gold = [
        msgspec.structs.replace(
            text,
            spans=tuple(msgspec.structs.replace(span, label=span.value or "", value=None) for span in text.spans),
        )
        for text in texts
    ]
    classes = {span.label for text in gold for span in text.spans}
    if rival is not None:
        tag = _rival_tagger(rival)
        return compare(gold, [list(_locate_tags(text.text, tag(text.text))) for text in gold], classes)
    batch = syllabify([text.text for text in texts])
    sentences = whole_texts(batch)
    words = segment(batch, sentences)
    labels, numbers = tagger.tag_words(batch, sentences, words)
    tags = [labels[number].partition("/")[2] for number in numbers]
    return compare(gold, _found(batch, words, tags, [""] * len(words)), classes)


def gold_words(batch: Syllables, texts: Sequence[GoldText]) -> tuple[Words, list[str]]:
    """The gold words as words of a batch, and their labels "UPOS/tag"; a word inside a syllable is left out."""
    first, stop, owner, labels = [], [], [], []
    done = 0
    for index, (text, base) in enumerate(zip(texts, batch.texts.tolist(), strict=False)):
        bounds = np.array([(span.start, span.end) for span in text.spans], dtype=np.int64).reshape(-1, 2) + base
        begins = np.searchsorted(batch.ends, bounds[:, 0], side="right").tolist()
        ends = np.searchsorted(batch.starts, bounds[:, 1], side="left").tolist()
        for span, begin, end in zip(text.spans, begins, ends, strict=True):
            if done <= begin < end:
                first.append(begin)
                stop.append(end)
                owner.append(index)
                labels.append(f"{span.label}/{span.value}")
                done = end
    return Words(*(np.array(column, dtype=np.int64) for column in (first, stop, owner))), labels


def whole_texts(batch: Syllables) -> Sentences:
    """Each text of a batch as one sentence, as treebanks have it; texts without any syllable are left out."""
    bounds = np.searchsorted(batch.starts, batch.texts)
    full = np.flatnonzero(np.diff(bounds))
    return Sentences(bounds[full], bounds[full + 1], full)


def _found(batch: Syllables, words: Words, labels: Iterable[str], values: Iterable[str]) -> list[list[Found]]:
    found: list[list[Found]] = [[] for _ in range(len(batch.texts) - 1)]
    starts, ends = batch.starts[words.first].tolist(), batch.ends[words.stop - 1].tolist()
    for start, end, label, value in zip(starts, ends, labels, values, strict=True):
        text, offset = batch.locate(start)
        found[text].append(Found(label, offset, offset + end - start, value))
    return found


def _as_words(text: GoldText) -> GoldText:
    spans = tuple(msgspec.structs.replace(span, label=WORD, value=None) for span in text.spans)
    return msgspec.structs.replace(text, spans=spans)


def _rival(name: str) -> Callable[[str], list[str]]:
    if name == "pyvi":
        from pyvi import ViTokenizer

        return lambda text: [word.replace("_", " ") for word in ViTokenizer.tokenize(text).split()]
    from underthesea import word_tokenize

    return lambda text: list(word_tokenize(text))


def _rival_tagger(name: str) -> Callable[[str], list[tuple[str, str]]]:
    if name == "pyvi":
        from pyvi import ViPosTagger, ViTokenizer

        def tag(text: str) -> list[tuple[str, str]]:
            words, tags = ViPosTagger.postagging(ViTokenizer.tokenize(text))
            return [(word.replace("_", " "), tag) for word, tag in zip(words, tags, strict=True)]

        return tag
    from underthesea import pos_tag

    return lambda text: list(pos_tag(text))


_SAME_TAG = {"F": "CH", "Nc": "N", "FW": "X", "Z": "X", "B": "X", "S": "X"}
"""Tags of the rivals that the gold of this measure does not tell apart or spells differently."""


def _locate_tags(text: str, tagged: Sequence[tuple[str, str]]) -> Iterable[Found]:
    at = 0
    for word, tag in tagged:
        for found in _locate(text, [word], at):
            yield found._replace(label=_SAME_TAG.get(tag, tag))
            at = found.end


def _locate(text: str, words: Iterable[str], at: int = 0) -> Iterable[Found]:
    """Words of a rival, searched in the text one after another; white space may differ, lost words are passed over."""
    for word in words:
        letters = word.split()
        start = text.find(letters[0], at) if letters else -1
        if start < 0:
            continue
        end = start
        for part in letters:
            begin = text.find(part, end)
            end = begin + len(part) if begin >= 0 else end
        yield Found(WORD, start, end)
        at = end
