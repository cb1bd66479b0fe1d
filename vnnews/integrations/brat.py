"""Names, times and numbers in the standoff format of brat, out and in.

A text ``NAME.txt`` stays exactly as it is; ``NAME.ann`` beside it has a line for each span, its value as a note, and a
line that joins the mentions of one entity::

    T1	LOC 0 6	Hà Nội
    T2	NUM 10 12	28
    #1	AnnotatorNotes T2	count 28
    *	Alias T1 T5
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

from vnnews.article import Article
from vnnews.corpora import NAME_LABELS, GoldSpan, GoldText
from vnnews.errors import CorpusError
from vnnews.integrations.annotations import annotated, sentence_offsets

CONFIGURATION = "\n".join(
    [
        "[entities]",
        *NAME_LABELS,
        "TIME",
        "NUM",
        "",
        "[relations]",
        "Alias\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "",
        "[events]",
        "",
        "[attributes]",
        "",
    ]
)
"""What ``annotation.conf`` of a brat collection has to say of these files."""

_SPAN = regex.compile(r"(?P<id>T\S++)\t(?P<label>\S++) (?P<places>\d++ \d++(?:;\d++ \d++)*+)\t(?P<text>.*+)")
_NOTE = regex.compile(r"#\S++\tAnnotatorNotes (?P<id>T\S++)\t(?P<value>.*+)")
_UNSAFE = regex.compile(r"[^\p{L}\p{M}\p{N}_.-]++")
_LONGEST_NAME = 60


def to_brat(article: Article) -> str:
    r"""The annotation of an article; its text is ``article.text``.

    >>> from vnnews import analyze
    >>> to_brat(analyze("Hà Nội có 28 cơ sở.")).splitlines()
    ['T1\tLOC 0 6\tHà Nội', 'T2\tNUM 10 12\t28', '#1\tAnnotatorNotes T2\tcount 28']
    """
    spans = annotated(article).spans
    number = {(span.label, span.start): f"T{index}" for index, span in enumerate(spans, 1)}
    lines = [f"T{index}\t{span.label} {_places(span)}" for index, span in enumerate(spans, 1)]
    valued = [(number[span.label, span.start], span.value) for span in spans if span.value]
    lines += [f"#{index}\tAnnotatorNotes {target}\t{value}" for index, (target, value) in enumerate(valued, 1)]
    for entities in (article.people, article.bodies, article.places, article.laws, article.events, article.others):
        for entity in entities:
            if len(entity.mentions) > 1:
                lines.append("*\tAlias " + " ".join(number[m.label, m.start] for m in entity.mentions))
    return "".join(f"{line}\n" for line in lines)


def from_brat(text: str, annotation: str, name: str = "brat") -> GoldText:
    """A text with the spans and notes that annotators left; other kinds of lines are passed over.

    Raises:
        CorpusError: a span is broken, or is not at its place in the text; the message names the line.
    """
    spans, values = dict[str, GoldSpan](), dict[str, str]()
    for number, line in enumerate(annotation.replace("\r\n", "\n").split("\n"), 1):
        note = _NOTE.fullmatch(line)
        if note:
            values[note["id"]] = note["value"]
        elif line.startswith("T"):
            found = _SPAN.fullmatch(line)
            if found is None:
                raise CorpusError(f"{name}:{number}: not a span: {line[:80]!r}")
            offsets = [int(offset) for offset in regex.findall(r"\d++", found["places"])]
            start, end = offsets[0], offsets[-1]
            if text[start:end].split() != found["text"].split() or start >= end:
                raise CorpusError(f"{name}:{number}: the text has {text[start:end]!r} there, not {found['text']!r}")
            spans[found["id"]] = GoldSpan(found["label"], start, end, text[start:end])
    ordered = sorted(spans.items(), key=lambda item: (item[1].start, -item[1].end))
    valued = (GoldSpan(s.label, s.start, s.end, s.text, values.get(id, s.value)) for id, s in ordered)
    return GoldText(name, text, tuple(valued), sentence_offsets(text))


def write_brat(articles: Iterable[Article], folder: Path | str) -> list[Path]:
    """Write a collection for brat: two files for each article, and ``annotation.conf``.

    Files are named by the number of the article and its id, without what a file name should not have.

    Returns:
        The files with annotation.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    written = []
    for number, article in enumerate(articles, 1):
        safe = _UNSAFE.sub("-", article.id or "").strip("-.")[:_LONGEST_NAME]
        path = folder / (f"{number:06d}-{safe}.ann" if safe else f"{number:06d}.ann")
        path.with_name(f"{path.stem}.txt").write_bytes(article.text.encode("utf-8", "surrogatepass"))
        path.write_bytes(to_brat(article).encode("utf-8", "surrogatepass"))
        written.append(path)
    return written


def read_brat(path: Path) -> Iterator[GoldText]:
    """The texts of a collection, or that of one file ``NAME.ann`` with ``NAME.txt`` beside it.

    Raises:
        CorpusError: a file is missing or not in its format.
    """
    for file in sorted(path.rglob("*.ann")) if path.is_dir() else [path]:
        try:
            text = file.with_name(f"{file.stem}.txt").read_bytes().decode("utf-8")
            annotation = file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(f"{file}: {error}") from error
        yield from_brat(text, annotation, str(file))


def _places(span: GoldSpan) -> str:
    """Offsets and text; a pair of offsets for each line that the span runs over, because brat cannot cross one."""
    pieces, done = list[tuple[int, str]](), span.start
    for line in span.text.splitlines(keepends=True):
        if line.strip():
            pieces.append((done + len(line) - len(line.lstrip()), line.strip()))
        done += len(line)
    places = ";".join(f"{start} {start + len(piece)}" for start, piece in pieces)
    return f"{places}\t{' '.join(piece for _, piece in pieces)}"
