"""CoNLL-2003 and brat: what goes out comes back, whatever the text, and broken files are told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from conftest import NEWS

import vnnews
from vnnews import Article, CorpusError
from vnnews.corpora import NAME_LABELS, GoldText, find, read
from vnnews.evaluation.names import evaluate_names
from vnnews.integrations.annotations import annotated
from vnnews.integrations.brat import from_brat, read_brat, to_brat, write_brat
from vnnews.integrations.conll import from_conll, read_conll, to_conll
from vnnews.names import fast_tagger

HARD = [
    "",
    "\n \n",
    "Hà Nội",
    "bà L. ở Hà\u00a0Nội có 6mg/ngày và 280.000 đồng tiền.\r\nÔng Lê  Khắc\tBình nói.",
    "Ủy ban nhân dân\ntỉnh Nghệ An",
    "-DOCSTART- -X- -X- O\n\nHà Nội B-PER\n#1 \\ | ' \"",
    "T1\tPER 0 1\tx",
]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    samples = [path.read_text(encoding="utf-8") for path in sorted((NEWS.parent / "sample").glob("*.txt"))]
    texts = samples + HARD + [text.text for text in read(find([NEWS], "dev"))]
    return [
        msgspec.structs.replace(article, id=f"../{number}/Tin số {number}")
        for number, article in enumerate(vnnews.analyze_many(texts))
    ]


def names(text: GoldText | Article) -> list[tuple[str, int, int, str]]:
    spans = text.mentions if isinstance(text, Article) else text.spans
    return [(span.label, span.start, span.end, span.text) for span in spans if span.label in NAME_LABELS]


def test_conll_there_and_back(articles: list[Article]) -> None:
    data = "".join(map(to_conll, articles))
    back = list(from_conll(data, texts=[article.text for article in articles]))
    assert len(back) == len(articles)
    for text, article in zip(back, articles, strict=True):
        assert text.text == article.text
        assert names(text) == names(article)
        assert text.sentences == tuple((sentence.start, sentence.end) for sentence in article.sentences)


def test_conll_without_the_texts(articles: list[Article]) -> None:
    back = list(from_conll("".join(map(to_conll, articles))))
    for text, article in zip(back, articles, strict=True):
        assert [(label, "".join(name.split())) for label, _, _, name in names(text)] == [
            (label, "".join(name.split())) for label, _, _, name in names(article)
        ]
        for label, start, end, name in names(text):
            assert text.text[start:end] == name, label
        assert len(text.sentences) == len(article.sentences)


def test_conll_lines() -> None:
    lines = to_conll(vnnews.analyze("Học sinh ở TP.HCM.\nÔng Lê Khắc Bình nói.")).splitlines()
    assert lines == [
        "-DOCSTART- -X- -X- O",
        "",
        "Học N B-W O",
        "sinh N I-W O",
        "ở E B-W O",
        "TP.HCM Ny B-W B-LOC",
        ". CH B-W O",
        "",
        "Ông N B-W O",
        "Lê Np B-W B-PER",
        "Khắc Np I-W I-PER",
        "Bình Np I-W I-PER",
        "nói V B-W O",
        ". CH B-W O",
        "",
    ]


def test_every_line_has_four_columns(articles: list[Article]) -> None:
    for article in articles:
        for line in to_conll(article).split("\n"):
            assert line == "" or len(line.split()) == len(line.split(" ")) == 4


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-PER I-PER O B-LOC", ["PER 0 1", "LOC 3 3"]),
        ("I-PER I-PER O I-LOC", ["PER 0 1", "LOC 3 3"]),
        ("I-PER B-PER I-PER I-LOC", ["PER 0 0", "PER 1 2", "LOC 3 3"]),
        ("B-PER E-PER S-LOC S-LOC", ["PER 0 1", "LOC 2 2", "LOC 3 3"]),
        ("B-PER L-PER U-LOC O", ["PER 0 1", "LOC 2 2"]),
        ("O O O O", []),
    ],
)
def test_ways_to_tag(tags: str, expected: list[str]) -> None:
    tokens = ["Lan", "Anh", "Huế", "Vinh"]
    data = "\n".join(f"{token}\tNp\t{tag}" for token, tag in zip(tokens, tags.split(), strict=True))
    (text,) = from_conll(data)
    starts = [0, 4, 8, 12]
    ends = [3, 7, 11, 16]
    assert [(span.label, span.start, span.end) for span in text.spans] == [
        (label, starts[int(first)], ends[int(last)]) for label, first, last in map(str.split, expected)
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Lan\n", "x:1: a line is a token"),
        ("Lan Np O\nAnh Np PER\n", "x:2: no tag of a name: 'PER'"),
        ("Lan Np B-\n", "x:1: no tag of a name"),
        ("Lan Np X-PER\n", "x:1: no tag of a name"),
        ("\n\nMai Np O\n", "x:3: this sentence does not stand in its text"),
        ("Lan Np O\n\n-DOCSTART- -X- -X- O\n\nAnh Np O", "x: there are not as many documents as texts"),
        ("", "x: there are not as many documents as texts"),
    ],
)
def test_broken_conll(data: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        list(from_conll(data, "x", texts=["Lan Anh."]))


def test_conll_file(articles: list[Article], tmp_path: Path) -> None:
    path = tmp_path / "x.conll"
    path.write_text("".join(map(to_conll, articles)), encoding="utf-8")
    assert len(list(read_conll(path))) == len(list(read([path]))) == len(articles)
    with pytest.raises(CorpusError, match=r"gone\.conll"):
        list(read_conll(tmp_path / "gone.conll"))


def test_brat_there_and_back(articles: list[Article], tmp_path: Path) -> None:
    written = write_brat(articles, tmp_path / "brat")
    assert written == sorted((tmp_path / "brat").glob("*.ann"))
    assert {path.parent for path in tmp_path.rglob("*.txt")} == {tmp_path / "brat"}
    assert "LOC" in (tmp_path / "brat" / "annotation.conf").read_text(encoding="utf-8")
    back = list(read_brat(tmp_path / "brat"))
    assert len(back) == len(articles)
    for text, article in zip(back, articles, strict=True):
        assert text.text == article.text
        assert text.spans == annotated(article).spans
    assert list(read(written[:2])) == back[:2]


def test_brat_lines() -> None:
    text = "Ông Lê Khắc Bình ở Hà\nNội. Hôm qua 14-3-2018 ông Bình nói về 28 cơ sở."
    article = msgspec.structs.replace(vnnews.analyze(text))
    lines = to_brat(article).splitlines()
    assert "T1\tPER 4 16\tLê Khắc Bình" in lines
    assert any(line.endswith("\tcount 28") for line in lines)
    assert any(line.startswith("*\tAlias T1 ") for line in lines)


def test_brat_over_lines() -> None:
    article = vnnews.analyze("Hà Nội.")
    mention = msgspec.structs.replace(article.mentions[0], start=0, end=9, text="Hà\r\n  Nội")
    broken = msgspec.structs.replace(article, text="Hà\r\n  Nội.", mentions=(mention,), places=(), facts=(), times=())
    assert to_brat(broken) == "T1\tLOC 0 2;6 9\tHà Nội\n"
    assert from_brat(broken.text, to_brat(broken)).spans == annotated(broken).spans


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        ("T1\tPER 0 3\tHuế\n", "x:1: the text has 'Lan' there, not 'Huế'"),
        ("\nT1\tPER 0 300\tLan\n", "x:2: the text has"),
        ("T1\tPER 3 0\tLan\n", "x:1: the text has"),
        ("T1 PER 0 3 Lan\n", "x:1: not a span"),
        ("T1\tPER 0\tLan\n", "x:1: not a span"),
    ],
)
def test_broken_brat(annotation: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        from_brat("Lan Anh.", annotation, "x")


def test_brat_passes_over_what_it_does_not_know() -> None:
    annotation = (
        "T1\tPER 0 7\tLan Anh\nR1\tKnows Arg1:T1 Arg2:T1\nA1\tSure T1\n#2\tAnnotatorNotes T1\thỏi lại\nE1\tX:T1\n"
    )
    (span,) = from_brat("Lan Anh.", annotation).spans
    assert (span.label, span.text, span.value) == ("PER", "Lan Anh", "hỏi lại")


def test_what_comes_back_can_be_measured_against(tmp_path: Path) -> None:
    texts = [text.text for text in read(find([NEWS], "dev"))][:20]
    path = tmp_path / "names.conll"
    path.write_text("".join(map(to_conll, vnnews.analyze_many(texts))), encoding="utf-8")
    scores, _ = evaluate_names(read([path]), fast_tagger())
    assert scores.f1() > 0.8  # not 1: sentences are tokens with spaces between, without the original text
