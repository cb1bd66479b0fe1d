from __future__ import annotations

from pathlib import Path

import pytest
from conftest import NEWS

from vnnews.corpora import find, read
from vnnews.errors import CorpusError


def test_the_projects_own_corpus() -> None:
    texts = list(read(find([NEWS], "train") + find([NEWS], "dev")))
    assert len(texts) == 432
    for text in texts:
        assert text.published is not None and text.beat and text.style
        for span in text.spans:
            assert text.text[span.start : span.end] == span.text
            assert (span.value is not None) == (span.label in ("TIME", "NUM"))
        assert "[[" not in text.text and "]]" not in text.text
        assert all(text.text[start:end] == text.text[start:end].strip() for start, end in text.sentences)


def test_shared_sentences(shared: Path) -> None:
    texts = list(read(find([shared / "corpora" / "names"], "dev")))
    assert len(texts) > 900
    assert all(text.text[span.start : span.end] == span.text for text in texts for span in text.spans)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", '{"id": "1", "text": "A", "entities": []}\n{"id": 2}', "a.jsonl:2"),
        ("a.txt", "# beat | 2020-01-01\nTin\nCâu.", "a.txt:1"),
        ("a.txt", "# b | 2020-01-01 | s\nTin\nCâu.\n\nLạc\nCâu.\nCâu.", "a.txt:5"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        list(read([path]))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        find([tmp_path / "gone"], "dev")
    with pytest.raises(CorpusError, match=r"\*\.dev\.txt"):
        find([tmp_path], "dev")
    with pytest.raises(CorpusError, match="gone"):
        list(read([tmp_path / "gone.txt"]))
