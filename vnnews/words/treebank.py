"""Read treebanks in CoNLL-U whose words of several syllables contain spaces, as running text with gold words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

from vnnews.corpora import GoldSpan, GoldText
from vnnews.errors import CorpusError

VLSP = {
    "N": "N",
    "NC": "N",
    "NNP": "Np",
    "NU": "Nu",
    "NY": "Ny",
    "NNPY": "Ny",
    "NB": "Nb",
    "V": "V",
    "AUX": "V",
    "VERB": "V",
    "ADJ": "A",
    "ADV": "R",
    "PRE": "E",
    "PRO": "P",
    "DET": "L",
    "L": "L",
    "NUM": "M",
    "NUMX": "M",
    "C": "C",
    "SC": "C",
    "SCONJ": "C",
    "CC": "CC",
    "PRT": "T",
    "PART": "T",
    "I": "I",
    "X": "X",
}
"""Tags of the VLSP tag set by the spellings of UD_Vietnamese-VTB, in capitals.

Classifiers (Nc) are told apart in one part of the treebank only and count as nouns; auxiliaries, which VLSP does not
know, are verbs.
"""

_BRACKETS = {"LBKT": "(", "RBKT": ")", "``": '"', "''": '"'}
_OPENING = "([{“‘«"
_CLOSING = ")]}”’»,.;:?!%…"
_NUMBER = regex.compile(r"\d[\d.,]*+")
_NUMBER_BEHIND = regex.compile(r"\d[\d.,]*+\S*+")
_SHORT = regex.compile(r"TP|Tp|Q|P|TX|ĐH|Th|Ths|TS|GS|PGS|BS|KS|LS|Dr|Mr|Mrs|St|[A-ZĐ]")


def read_treebank(path: Path) -> Iterator[GoldText]:
    """Read one CoNLL-U file: a text for each sentence, a span for each word, with UPOS as label and the tag as value.

    Raises:
        CorpusError: the file is missing or not in its format; the message names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error
    rows: list[list[str]] = []
    name = ""
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            name = value.strip() if key.strip() == "sent_id" else name
        elif line:
            columns = line.split("\t")
            if len(columns) != 10:
                raise CorpusError(f"{path}:{number}: a word has 10 columns, not {len(columns)}")
            if not columns[1].strip():
                raise CorpusError(f"{path}:{number}: a word has no form")
            rows.append(columns)
        elif rows:
            yield _sentence(name, rows)
            rows = []


def _sentence(name: str, rows: Iterable[list[str]]) -> GoldText:
    words = [(_BRACKETS.get(form, form), upos, xpos) for _, form, _, upos, xpos, *_ in rows]
    pieces = [(piece, index) for index, (form, _, _) in enumerate(words) for piece in form.split()]
    text, spans = "", dict[int, tuple[int, int]]()
    for (piece, index), space in zip(pieces, _spaces([piece for piece, _ in pieces]), strict=True):
        text += " " if space else ""
        spans[index] = (spans.get(index, (len(text), 0))[0], len(text) + len(piece))
        text += piece
    gold = (
        GoldSpan(upos, start, end, text[start:end], _vlsp(upos, xpos))
        for (start, end), (_, upos, xpos) in zip(spans.values(), words, strict=True)
    )
    return GoldText(name, text, tuple(gold), ((0, len(text)),))


def _vlsp(upos: str, xpos: str) -> str:
    if upos in ("PUNCT", "SYM"):
        return "CH"
    return VLSP.get(xpos.upper(), "X")


def _spaces(pieces: list[str]) -> Iterator[bool]:
    """Whether a space stands before each piece of a sentence that was written with spaces around its punctuation."""
    glued, quoted = True, False
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else ""
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        if piece == '"':
            yield not quoted and not glued
            quoted = not quoted
            glued = quoted
        elif piece == "/" or _joins(piece, before, after):
            yield False
            glued = True
        elif all(char in _CLOSING for char in piece):
            yield False
            glued = False
        else:
            yield not glued
            glued = piece in _OPENING


def _joins(piece: str, before: str, after: str) -> bool:
    """A dash between numbers, a separator inside a number, the point of a short form before a capital."""
    if piece in ("-", "–"):
        return bool(_NUMBER.fullmatch(before) and _NUMBER_BEHIND.fullmatch(after))
    if piece in (".", ","):
        number = before[-1:].isdecimal() and _NUMBER.fullmatch(before)
        if number and (regex.fullmatch(r"\d{3}\S*+|\d++", after)):
            return True
    return piece == "." and bool(_SHORT.fullmatch(before)) and after[:1].isupper()
