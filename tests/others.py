"""What vnnews and other toolkits do with the same texts, measured; ``python tests/others.py`` prints the table.

docs/compare.md has that table, and tests/test_compare.py that it is still true. All toolkits run as they are
installed, without a network, with the models that come with their packages.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import hostile

from vnnews.corpora import find, read

NEWS = Path(__file__).parent.parent / "corpora" / "news"
TOOLKITS = ("vnnews", "underthesea", "pyvi", "spacy")
NAMES = {"vnnews": "vnnews", "underthesea": "underthesea", "pyvi": "pyvi", "spacy": "spaCy `vi`"}
HOSTILE_SIZE = 300
EDGES = ("", " ", "\n", "\u200b", "\ud800", "\x00", "_", "Hà_Nội  có\tmưa .", "👨‍👩‍👧‍👦 🇻🇳", "bà L. mua 6mg/ngày")
OFFLINE = {
    "words": "word_tokenize('Học sinh đi học')",
    "sentences": "sent_tokenize('Mưa. Nắng.')",
    "parts of speech": "pos_tag('Học sinh đi học')",
    "chunks": "chunk('Học sinh đi học')",
    "names": "ner('Ông Lê Khắc Bình ở Hà Nội')",
    "normalised spelling": "text_normalize('Ðảm baỏ')",
    "addresses": "convert_address('Phường Cống Vị, Quận Ba Đình, Hà Nội')",
    "classification": "classify('HLV đầu tiên ở Premier League bị sa thải')",
    "sentiment": "__import__('underthesea.pipeline.sentiment').pipeline.sentiment.sentiment('hàng kém chất lg')",
    "language": "lang_detect('Cựu binh Mỹ')",
    "dependency trees": "dependency_parse('Tối 29/11, Việt Nam thêm 2 ca mắc')",
    "translation": "translate('Hà Nội là thủ đô')",
}
"""What underthesea offers, each as a user would call it."""

_NO_NETWORK = (
    "import socket\n"
    "def no(*_, **__): raise OSError('no network')\n"
    "socket.socket.connect = socket.getaddrinfo = socket.create_connection = no\n"
)


@cache
def tokenizer(toolkit: str) -> Callable[[str], list[str]]:
    """Words of a text as strings, as the toolkit's documentation has them called."""
    if toolkit == "vnnews":
        from vnnews import tokenize

        return tokenize
    if toolkit == "underthesea":
        from underthesea import word_tokenize

        return lambda text: list(word_tokenize(text))
    if toolkit == "pyvi":
        from pyvi import ViTokenizer

        return lambda text: str(ViTokenizer.tokenize(text)).split()
    import spacy

    nlp = spacy.blank("vi")
    return lambda text: [token.text_with_ws for token in nlp(text)]


def articles() -> list[str]:
    """The dev articles of ``corpora/news``."""
    return [text.text for text in read(find([NEWS], "dev"))]


def hostile_texts() -> list[str]:
    """Texts that no newspaper prints, a few hundred characters each, and a few short ones."""
    return [*EDGES, *(hostile.cook(recipe, HOSTILE_SIZE) for recipe in hostile.recipes().values())]


def stands(words: Sequence[str], text: str) -> bool:
    """Whether the words stand in the text as they are, in order, with nothing but white space between them."""
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0 or text[at:found].strip():
            return False
        at = found + len(word)
    return not text[at:].strip()


def kept(toolkit: str) -> tuple[int, int]:
    """Articles whose words stand in the text exactly, so that their offsets can be found, and all articles.

    Of pyvi's words the underscore, which joins syllables, is taken for a space.
    """
    run, texts = tokenizer(toolkit), articles()
    if toolkit == "pyvi":
        return sum(stands([word.replace("_", " ") for word in run(text)], text) for text in texts), len(texts)
    return sum(stands(run(text), text) for text in texts), len(texts)


def exact(toolkit: str) -> int | None:
    """Articles that come back character by character when the words are put together; None where words are bare."""
    if toolkit == "vnnews":
        import vnnews

        return sum(doc.text == text for doc, text in zip(vnnews.load().pipe(articles()), articles(), strict=True))
    if toolkit == "spacy":
        return sum("".join(tokenizer(toolkit)(text)) == text for text in articles())
    return None


def raised(toolkit: str) -> set[str]:
    """Classes of the exceptions on hostile texts."""
    found = set[str]()
    for text in hostile_texts():
        try:
            tokenizer(toolkit)(text)
        except Exception as error:
            found.add(type(error).__name__)
    return found


def same_in_nfd(toolkit: str) -> tuple[int, int]:
    """Sentences of the articles that get the same words when their accents are written as marks of their own."""
    run = tokenizer(toolkit)
    lines = [line for text in articles()[:20] for line in text.splitlines() if line.strip()]
    compose = lambda words: [unicodedata.normalize("NFC", word) for word in words]  # noqa: E731
    same = sum(compose(run(unicodedata.normalize("NFD", line))) == compose(run(line)) for line in lines)
    return same, len(lines)


def offline() -> dict[str, bool]:
    """Which parts of underthesea run as installed, without a network, each in a process of its own."""
    return {what: _runs(f"from underthesea import *\n{call}") for what, call in OFFLINE.items()}


def _runs(program: str) -> bool:
    done = subprocess.run([sys.executable, "-c", _NO_NETWORK + program], capture_output=True, timeout=300)
    return done.returncode == 0


def table() -> Iterator[str]:
    """The table of docs/compare.md, a line at a time."""
    yield "| | " + " | ".join(f"{NAMES[name]} {version(name)}" for name in TOOLKITS) + " |"
    yield "|---" * (len(TOOLKITS) + 1) + "|"
    yield _row("articles whose words can be found again in the text", [_of(*kept(name)) for name in TOOLKITS])
    total = len(articles())
    yield _row(
        "articles that the words give back exactly",
        ["no spaces kept" if (count := exact(name)) is None else _of(count, total) for name in TOOLKITS],
    )
    yield _row("exceptions on hostile texts", [", ".join(sorted(raised(name))) or "none" for name in TOOLKITS])
    yield _row("lines with the same words in NFD", [_of(*same_in_nfd(name)) for name in TOOLKITS])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _of(count: int, total: int) -> str:
    return f"{count} of {total}"


if __name__ == "__main__":
    print("\n".join(table()))
    for what, runs in offline().items():
        print(what, "runs as installed" if runs else "does not run as installed, without a network")
