"""Names in the format of CoNLL-2003, out and in.

One token a line with its part of speech, its place in the word, and the name that it belongs to; an empty line behind
each sentence. Words of several syllables are several tokens, because tokens of this format hold no white space; the
column that CoNLL-2003 has for chunks tells which go together (B-W begins a word, I-W goes on in it)::

    -DOCSTART- -X- -X- O

    Học N B-W O
    sinh N I-W O
    Hà Np B-W B-LOC
    Nội Np I-W I-LOC
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

import regex
from msgspec import Struct

from vnnews.article import Article
from vnnews.corpora import GoldSpan, GoldText
from vnnews.errors import CorpusError
from vnnews.text.characters import MARK, SPACE, character

_DOCUMENT = "-DOCSTART- -X- -X- O"
_VISIBLE = regex.compile(r"[^\s\x1c-\x1f]++")  # what str.split leaves together, which knows more white space
_BEGINS, _GOES_ON = ("B", "U", "S"), ("I", "L", "E")


def to_conll(article: Article) -> str:
    """The sentences of an article; what stands in the headline's and the body's sentences, not the page around them.

    >>> from vnnews import analyze
    >>> print(to_conll(analyze("Học sinh Hà Nội.")), end="")
    -DOCSTART- -X- -X- O
    <BLANKLINE>
    Học N B-W O
    sinh N I-W O
    Hà Np B-W B-LOC
    Nội Np I-W I-LOC
    . CH B-W O
    <BLANKLINE>
    """
    tokens = article.tokens
    lines = [_DOCUMENT, ""]
    bounds = sorted({offset for mention in article.mentions for offset in (mention.start, mention.end)})
    starts = [mention.start for mention in article.mentions]
    done = 0
    for sentence in article.sentences:
        while done < len(tokens) and tokens[done].start < sentence.end:
            token = tokens[done]
            done += 1
            for start, end in _pieces(article.text, token.start, token.end, bounds):
                index = bisect_right(starts, start) - 1
                mention = article.mentions[index] if index >= 0 and start < article.mentions[index].end else None
                name = f"{'B' if start == mention.start else 'I'}-{mention.label}" if mention else "O"
                place = "B-W" if start == token.start else "I-W"
                lines.append(f"{article.text[start:end]} {token.tag} {place} {name}")
        lines.append("")
    return "\n".join(lines) + "\n"


def from_conll(data: str, name: str = "conll", texts: Iterable[str] | None = None) -> Iterator[GoldText]:
    """The documents of a file in this format; IOB1, IOB2 and BIOES (BILOU) are understood.

    Args:
        data: the content of the file; the first column is the token, the last one the name.
        name: what the documents are called, with their number behind.
        texts: the texts that the documents were made from, in the same order; spans then get the offsets that they
            have there. Without them the text is the tokens with spaces between, a sentence a line.

    Raises:
        CorpusError: not this format, or a sentence does not stand in its text; the message names the line.
    """
    documents = enumerate(_documents(data, name))
    pairs = zip_longest(documents, texts) if texts is not None else ((document, None) for document in documents)
    for document, text in pairs:
        if document is None or (texts is not None and text is None):
            raise CorpusError(f"{name}: there are not as many documents as texts")
        number, sentences = document
        yield _gold(f"{name}/{number}", sentences, _joined(sentences) if text is None else text, name)


def read_conll(path: Path) -> Iterator[GoldText]:
    """The documents of a file; see :func:`from_conll`."""
    try:
        data = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error
    return from_conll(data, str(path))


class _Line(Struct, frozen=True):
    number: int
    token: str
    tag: str


def _pieces(text: str, start: int, end: int, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The visible pieces of a word, cut also where a name begins or ends."""
    first, stop = bisect_right(bounds, start), bisect_right(bounds, end - 1)
    for begin, finish in pairwise([start, *bounds[first:stop], end]):
        for found in _VISIBLE.finditer(text, begin, finish):
            yield found.span()


def _documents(data: str, name: str) -> Iterator[list[list[_Line]]]:
    document, sentence, begun = list[list[_Line]](), list[_Line](), False
    for number, line in enumerate(data.replace("\r\n", "\n").split("\n"), 1):
        columns = line.split()
        if not columns or (columns[0] == "-DOCSTART-" and columns[1:2] in ([], ["-X-"])):
            if sentence:
                document.append(sentence)
                sentence = []
            if columns:
                if begun or document:
                    yield document
                document, begun = [], True
        elif len(columns) < 2:
            raise CorpusError(f"{name}:{number}: a line is a token, what is known of it, and a tag such as B-PER or O")
        else:
            sentence.append(_Line(number, columns[0], columns[-1]))
    document += [sentence] if sentence else []
    if begun or document:
        yield document


def _joined(sentences: Sequence[Sequence[_Line]]) -> str:
    return "".join(" ".join(line.token for line in sentence) + "\n" for sentence in sentences)


def _gold(id: str, sentences: Sequence[Sequence[_Line]], text: str, name: str) -> GoldText:
    spans, bounds, done = list[GoldSpan](), list[tuple[int, int]](), 0
    for sentence in sentences:
        places = _find([line.token for line in sentence], text, done)
        if places is None:
            raise CorpusError(f"{name}:{sentence[0].number}: this sentence does not stand in its text")
        for label, first, last in _names(sentence, name):
            start, end = places[first][0], places[last][1]
            spans.append(GoldSpan(label, start, end, text[start:end]))
        done = places[-1][1]
        bounds.append((places[0][0], done))
    return GoldText(id, text, tuple(spans), tuple(bounds))


def _find(tokens: Sequence[str], text: str, begin: int) -> list[tuple[int, int]] | None:
    """Where the tokens stand one after another in the text, nothing but what belongs to no word between them."""
    while (begin := text.find(tokens[0], begin)) >= 0:
        places, done = list[tuple[int, int]](), begin
        for token in tokens:
            while not text.startswith(token, done) and done < len(text) and _between(text[done]):
                done += 1
            if not text.startswith(token, done):
                break
            places.append((done, done + len(token)))
            done += len(token)
        if len(places) == len(tokens):
            return places
        begin += 1
    return None


def _between(char: str) -> bool:
    """Whether a character may stand between two words: white space, signs that are not seen, marks of no letter."""
    return character(ord(char)).kind in (SPACE, MARK)


def _names(sentence: Sequence[_Line], name: str) -> Iterator[tuple[str, int, int]]:
    """Label, first and last token of the names of a sentence."""
    open_label, first = "", 0
    for index, line in enumerate([*sentence, _Line(0, "", "O")]):
        prefix, dash, label = line.tag.partition("-")
        if line.tag != "O" and not (dash and label and prefix in (*_BEGINS, *_GOES_ON)):
            raise CorpusError(f"{name}:{line.number}: no tag of a name: {line.tag!r}; B-PER, I-PER, O are")
        if open_label and (prefix in ("O", *_BEGINS) or label != open_label):
            yield open_label, first, index - 1
            open_label = ""
        if label and not open_label:
            open_label, first = label, index
