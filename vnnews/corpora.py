"""Read annotated corpora: the project's own news articles and sentence files with names.

Formats are described in ``corpora/README.md``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
import regex
from msgspec import Struct

from vnnews.errors import CorpusError

NAME_LABELS = ("PER", "ORG", "LOC", "LAW", "EVENT", "MISC")

_MARK = regex.compile(r"\[\[(?P<label>[A-Z]++)(?:=(?P<value>[^|\]]*+))?\|(?P<text>[^\]]*+)\]\]")


class GoldSpan(Struct, frozen=True):
    """An annotated span; ``value`` is that of a TIME ("2009-05-26") or NUM ("count 28"), else None."""

    label: str
    start: int
    end: int
    text: str
    value: str | None = None


class GoldText(Struct, frozen=True):
    """A text with its gold spans, in order.

    Attributes:
        id: file and number, or the id of the record.
        text: for a news article the headline, an empty line, then a sentence a line; else one sentence.
        spans: the annotation.
        sentences: offsets (start, end) of the sentences, the headline first.
        published: publishing date, None where the corpus has none.
        beat, style: what the article is about and the style of outlet; "" where the corpus has none.
    """

    id: str
    text: str
    spans: tuple[GoldSpan, ...]
    sentences: tuple[tuple[int, int], ...]
    published: datetime.date | None = None
    beat: str = ""
    style: str = ""


class _NamesRecord(Struct):
    id: str
    text: str
    entities: list[tuple[str, int, int]]


def find(
    paths: Iterable[Path], split: Literal["train", "dev"], suffixes: tuple[str, ...] = (".txt", ".jsonl")
) -> list[Path]:
    """The files of a split: a file stands for itself, a folder for the files "*.SPLIT.txt" and "*.SPLIT.jsonl" in it.

    Args:
        paths: files and folders.
        split: which files of a folder.
        suffixes: their kinds; (".conllu",) for treebanks, whose files may be called just "SPLIT.conllu".

    Raises:
        CorpusError: a path is missing, or a folder has no such file.
    """
    files = []
    for path in paths:
        inside = [
            file
            for file in (sorted(path.iterdir()) if path.is_dir() else [])
            if file.suffix in suffixes and file.stem.rpartition(".")[2] == split
        ]
        if not inside and not path.is_file():
            wanted = " or ".join(f"*.{split}{suffix}" for suffix in suffixes)
            raise CorpusError(f"{path}: no such file, nor a folder with files {wanted}")
        files += inside or [path]
    return files


def read(paths: Iterable[Path]) -> Iterator[GoldText]:
    """Read corpus files: ``.txt`` (news), ``.jsonl`` (sentences with names), ``.conll`` and ``.ann`` (brat).

    Raises:
        CorpusError: a file is missing or not in its format; the message names file and line.
    """
    from vnnews.integrations.brat import read_brat
    from vnnews.integrations.conll import read_conll

    readers = {".jsonl": read_sentences, ".conll": read_conll, ".ann": read_brat}
    for path in paths:
        yield from readers.get(path.suffix, read_news)(path)


def read_news(path: Path) -> Iterator[GoldText]:
    """Articles of one news file: "# beat | date | style", a headline, then a sentence a line."""
    begin = 1
    for number, block in enumerate(_text(path).split("\n\n")):
        lines = block.strip("\n").split("\n")
        if lines != [""]:
            yield _news_article(path, number, begin, lines)
        begin += block.count("\n") + 2


def read_sentences(path: Path) -> Iterator[GoldText]:
    """Sentences of one JSON-lines file: {"id", "text", "entities": [[label, start, end], …]}."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        try:
            record = msgspec.json.decode(line, type=_NamesRecord)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
        spans = tuple(GoldSpan(label, s, e, record.text[s:e]) for label, s, e in sorted(record.entities, key=_start))
        yield GoldText(record.id, record.text, spans, ((0, len(record.text)),))


def _start(entity: tuple[str, int, int]) -> int:
    return entity[1]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error


def _news_article(path: Path, number: int, begin: int, lines: list[str]) -> GoldText:
    header = lines[0].removeprefix("#").split("|")
    if not lines[0].startswith("#") or len(header) != 3 or len(lines) < 3:
        raise CorpusError(f"{path}:{begin}: an article starts with '# beat | date | style', a headline and sentences")
    beat, date, style = (part.strip() for part in header)
    try:
        published = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise CorpusError(f"{path}:{begin}: {error}") from error
    text, spans, sentences = "", list[GoldSpan](), list[tuple[int, int]]()
    for index, line in enumerate(lines[1:]):
        plain, found = parse_inline(line)
        sentences.append((len(text), len(text) + len(plain)))
        spans += [msgspec.structs.replace(s, start=s.start + len(text), end=s.end + len(text)) for s in found]
        text += plain + ("\n\n" if index == 0 else "\n")
    return GoldText(
        f"{path.stem}/{number}",
        text,
        tuple(spans),
        tuple(sentences),
        published,
        beat,
        style,
    )


def parse_inline(line: str) -> tuple[str, list[GoldSpan]]:
    """Plain text and spans of a line with inline marks.

    >>> parse_inline("[[PER|Lan]] có [[NUM=count 3|ba]] con")[0]
    'Lan có ba con'
    """
    plain, spans, done = "", [], 0
    for found in _MARK.finditer(line):
        plain += line[done : found.start()]
        start, done = len(plain), found.end()
        plain += found["text"]
        spans.append(GoldSpan(found["label"], start, len(plain), found["text"], found["value"]))
    return plain + line[done:], spans
