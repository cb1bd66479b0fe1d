from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnnews
from vnnews.corpora import GoldText, read
from vnnews.errors import CorpusError, ModelError
from vnnews.evaluation.sentences import evaluate_sentences, paragraphs
from vnnews.evaluation.words import (
    evaluate_pos,
    evaluate_rival_words,
    evaluate_tags,
    evaluate_words,
    gold_words,
)
from vnnews.tagging.training import Options
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.words import segment, tokenize, tokenize_many
from vnnews.words.lexicon import Lexicon, keys_of, load_lexicon, merge
from vnnews.words.training import Silver, align, build_lexicon, train_pos, train_words
from vnnews.words.treebank import read_treebank
from vnnews.words.whole import PATTERNS, find_whole

CASES = json.loads((Path(__file__).parent / "cases" / "words.json").read_text(encoding="utf-8"))
PIECES = [
    "học",
    "sinh",
    "Hà",
    "Nội",
    "TP",
    ".",
    "HCM",
    "1/2",
    "-",
    "%",
    "5,6",
    "@",
    "#",
    "👍🏽",
    "http://a.vn",
    "...",
    '"',
    "Covid",
]
news_like = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "\n", "  "])), max_size=40).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
any_text = st.one_of(st.text(st.characters(), max_size=200), news_like)

TREEBANK = """# sent_id = dev-1
1\tÔng\tông\tNOUN\tN\t_\t0\troot\t_\t_
2\tLê Văn A\tlê\tPROPN\tNNP\t_\t1\tx\t_\t_
3\tđã\tđã\tADV\tAdv\t_\t1\tx\t_\t_
4\tlàm việc\tlàm\tVERB\tV\t_\t1\tx\t_\t_
5\tLBKT\t(\tPUNCT\tPUNCT\t_\t1\tx\t_\t_
6\ttừ\ttừ\tADP\tPRE\t_\t1\tx\t_\t_
7\t27/11\t27\tNUM\tNUM\t_\t1\tx\t_\t_
8\tRBKT\t)\tPUNCT\tPUNCT\t_\t1\tx\t_\t_
9\t.\t.\tPUNCT\t.\t_\t1\tx\t_\t_
"""


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_words(case: dict[str, list[str]]) -> None:
    assert tokenize(str(case["text"])) == case["words"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_words_do_not_depend_on_the_unicode_form(case: dict[str, list[str]]) -> None:
    nfd = [unicodedata.normalize("NFD", word) for word in case["words"]]
    assert tokenize(unicodedata.normalize("NFD", str(case["text"]))) == nfd


@given(any_text)
def test_words_and_the_text_between_them_are_the_text(text: str) -> None:
    at, rebuilt = 0, ""
    for word in tokenize(text):
        start = text.index(word, at)
        between = text[at:start]
        assert not any(char.isalnum() for char in between)
        rebuilt += between + word
        at = start + len(word)
    assert rebuilt + text[at:] == text


@given(st.lists(any_text, max_size=5))
def test_the_words_of_a_batch_are_those_of_its_texts(texts: list[str]) -> None:
    batch = syllabify(texts)
    sentences = split_sentences(batch)
    words = segment(batch, sentences)
    assert (words.stop > words.first).all()
    assert (words.first[1:] == words.stop[:-1]).all()
    assert len(words) == 0 or (words.first[0], words.stop[-1]) == (0, len(batch))
    assert set(sentences.first.tolist()) <= set(words.first.tolist())
    assert list(tokenize_many(texts)) == [tokenize(text) for text in texts]


def test_only_strings_have_words() -> None:
    with pytest.raises(TypeError, match="int"):
        tokenize(3)  # type: ignore[arg-type]


def test_names_are_one_word() -> None:
    batch = syllabify(["Anh Đu gặp Ia Me Ko"])
    sentences = split_sentences(batch)
    words = segment(batch, sentences, names=[(3, 6)])
    assert (3, 6) in zip(words.first.tolist(), words.stop.tolist(), strict=True)


def test_a_long_sentence_and_long_pieces_take_linear_time() -> None:
    for piece in ("a-", "1/", "a.", "#@", "..,", "a@", "👍🏽", "A'", "http://", "x"):
        text = piece * 20_000
        assert "".join("".join(word.split()) for word in tokenize(text)) == text


def test_every_form_matches_something() -> None:
    seen = " ".join(str(case["text"]) for case in CASES) + " 29A-12345 quý 3/2020/NQ v.v 3/2020/QĐ H.T.P"
    import regex

    for name, form in PATTERNS:
        assert regex.search(form, seen), name


def test_whole_spans_are_in_order() -> None:
    batch = syllabify(["97% ... 27/11, km/h"])
    first, stop = find_whole(batch)
    assert len(first) == 4 and (first < stop).all() and (first[1:] >= stop[:-1]).all()


def test_tokens_of_articles_and_sentences() -> None:
    text = "Học sinh Nguyễn Công Soái ở Hà Nội.\nÔng đi 15 km/h ngày 27/11."
    article = vnnews.analyze(text)
    tokens = article.tokens
    assert [token.text for token in tokens][:2] == ["Học sinh", "Nguyễn Công Soái"]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens[0].syllables == ("Học", "sinh") and (tokens[0].upos, tokens[0].tag) == ("NOUN", "N")
    assert (tokens[1].upos, tokens[1].tag) == ("PROPN", "Np")
    last = article.sentences[-1]
    assert [token.text for token in last.tokens] == ["Ông", "đi", "15", "km/h", "ngày", "27/11", "."]
    assert all(text[token.start : token.end] == token.text for token in last.tokens)
    assert vnnews.analyze("").tokens == ()


def test_a_treebank_as_running_text(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    (text,) = read_treebank(path)
    assert text.text == "Ông Lê Văn A đã làm việc (từ 27/11)."
    assert [span.text for span in text.spans][1] == "Lê Văn A"
    assert [span.value for span in text.spans] == ["N", "Np", "R", "V", "CH", "E", "M", "CH", "CH"]
    words, labels = gold_words(syllabify([text.text]), [text])
    assert len(words) == 9 and labels[6] == "NUM/M"
    scores, differences = evaluate_words([text])
    assert scores.f1() == 1 and not differences
    assert evaluate_pos([text], gold=True)[0].recall() > 0.8


def test_a_broken_treebank_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("1\tÔng\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.conllu:1"):
        list(read_treebank(path))
    with pytest.raises(CorpusError):
        list(read_treebank(tmp_path / "none.conllu"))


def test_a_saved_lexicon_is_the_same(tmp_path: Path) -> None:
    entries = ["học sinh", "Hội đồng nhân dân", "xã hội chủ", "a"]
    tables = {f"{n}{v}": merge([keys_of(entries, n)]) for n in (2, 3, 4) for v in ("", "-plain")}
    tables |= {f"pairs{v}": merge([keys_of(entries, 2)]) for v in ("", "-plain")}
    path = tmp_path / "lexicon.npz"
    Lexicon(tables).save(path)
    again = load_lexicon(path)
    batch = syllabify(["các học sinh", "HỌC SINH"])
    for plain in (False, True):
        own, other = (x.columns(batch, np.full(len(batch), plain)) for x in (Lexicon(tables), again))
        assert all((own[name] == other[name]).all() for name in own)
    with pytest.raises(ModelError):
        load_lexicon(tmp_path / "none.npz")


def test_scores_on_the_treebank(shared: Path) -> None:
    dev = list(read_treebank(shared / "corpora" / "words" / "dev.conllu"))
    assert evaluate_words(dev)[0].f1() > 0.962
    assert evaluate_pos(dev, gold=True)[0].recall() > 0.875
    assert evaluate_pos(dev)[0].f1() > 0.85


@pytest.mark.parametrize("rival", ["underthesea", "pyvi"])
def test_rivals_are_measured_alike(rival: str, tmp_path: Path) -> None:
    pytest.importorskip(rival)
    path = tmp_path / "a.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    treebank = list(read_treebank(path))
    assert 0.5 < evaluate_rival_words(treebank, rival)[0].f1() <= 1
    assert 0.5 < evaluate_tags(treebank, rival)[0].f1() <= 1


def test_paragraphs_are_taken_apart_again() -> None:
    def text(name: str, *sentences: str) -> GoldText:
        ends = [sum(map(len, sentences[: n + 1])) + n for n in range(len(sentences))]
        bounds = tuple((end - len(s), end) for end, s in zip(ends, sentences, strict=True))
        return GoldText(name, "\n".join(sentences), (), bounds)

    texts = [
        text("news", "Khai mạc hội chợ", "Sáng 5/1, hội chợ mở cửa.", "Dân mừng.", "Vé rẻ.", "Mưa to.", "Chợ đông."),
        text("single/0", "Anh đi."),
        text("single/1", "Chị ở?"),
    ]
    joined = [p.text for p in paragraphs(texts, " ")]
    assert joined == [
        "Khai mạc hội chợ",
        "Sáng 5/1, hội chợ mở cửa. Dân mừng. Vé rẻ. Mưa to.",
        "Chợ đông.",
        "Anh đi. Chị ở?",
    ]
    for line_breaks in (False, True):
        scores, differences = evaluate_sentences(texts, line_breaks)
        assert scores.f1() == 1 and not differences
        assert scores.gold == {"sentence": 8}


@pytest.mark.parametrize("line_breaks", [False, True])
def test_scores_of_sentences(shared: Path, line_breaks: bool) -> None:
    corpora = shared / "corpora"
    texts = read([*sorted((corpora / "news").glob("*.dev.txt")), corpora / "names" / "ntrex.dev.jsonl"])
    assert evaluate_sentences(texts, line_breaks)[0].f1() > 0.99


def test_training_is_repeatable(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text((TREEBANK + "\n") * 25, encoding="utf-8")
    treebank = list(read_treebank(path))
    options = Options(epochs=2, members=2)
    for train in (train_words, train_pos):
        model, again = train(treebank, options), train(treebank, options)
        assert (model.weights == again.weights).all() and (model.transitions == again.transitions).all()
    assert evaluate_pos(treebank, train_pos(treebank, Options(epochs=4)), gold=True)[0].recall() > 0.9


def test_a_lexicon_of_silver_text() -> None:
    silver = [Silver("Học sinh học.", ((0, 8), (9, 12), (12, 13)), ((0, 3), (4, 8), (9, 12), (12, 13)))] * 3
    lists = [["học sinh"], ["xã hội"], [], ["hội đồng nhân dân"], ["học sinh"], []]
    lexicon = build_lexicon(lists, silver)
    batch = syllabify(["HỌC SINH hội đồng nhân dân"])
    own = lexicon.columns(batch, np.zeros(len(batch), dtype=np.bool_))
    assert own["k"].tolist()[:2] == [0, 0b10001]
    assert own["l"].tolist()[:2] == [1, 4] and own["l"][2] != own["l"][3]
    assert own["r"][0] == 0 and own["r"][1] > 0
    bare = lexicon.columns(syllabify(["hoc sinh"]), np.ones(2, dtype=np.bool_))
    assert bare["k"][1] & 0b10001 == 0b10001


def test_words_of_a_tool_are_found_in_the_text() -> None:
    assert align("Hà  Nội đẹp", ["Hà Nội", "đẹp"]) == [(0, 7), (8, 11)]
    assert align("Hà Nội", ["Hà Nam"]) is None
