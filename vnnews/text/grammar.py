"""Rules over syllables: patterns that read like the text they match, run over a whole batch at once.

A batch becomes a string of symbols, one character per syllable and one per gap: " " where white space stands between
two syllables, a line feed where a line ends. Each word that some pattern names has a symbol of its own; other
syllables share a few symbols by kind (see ``KINDS``). A :class:`Rule` is a regular expression over that string,
written with the words themselves::

    Rule("day month year", "(?:ngày |mùng )?(?P<day>INT2)[/-](?P<month>INT2)[/-](?P<year>INT4)", build)

- lower-case words stand for themselves (folded: case, Unicode form and tone placement do not matter);
- UPPER-CASE names stand for a kind of syllable or for a class of words given to the grammar;
- a space is a gap, no space is none; punctuation is itself (escaped where regular expressions need it);
- repeats are bounded: "*", "+" and "{n,}" are refused, so that a match costs a constant at each place.

At each place the longest match wins, the earlier rule among equals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
import regex
from msgspec import Struct
from numpy.typing import NDArray

from vnnews.text.arrays import distinct
from vnnews.text.folding import fold
from vnnews.text.needs import NeedReader, Needs
from vnnews.text.syllables import (
    SHAPE_DIGITS,
    SHAPE_LETTER,
    SHAPE_LOWER,
    SHAPE_MIXED,
    SHAPE_PUNCT,
    SHAPE_TITLE,
    SHAPE_UPPER,
    Syllables,
    syllabify,
)

T = TypeVar("T")

_HEAD = 3
"""Symbols by which the rules for a place are chosen: a syllable, the gap, the next syllable."""
_MOST_HEADS = 1 << 16
_FEW = 20_000
"""Symbols of the first texts, of which only the rules that they need are compiled; after that it is all of them."""
_FIRST_SYMBOL = 0xE000
_LAST_SYMBOL = 0xF8FF

KINDS: Mapping[str, str] = {
    "INT1": "a",  # 1 digit: 5
    "INT2": "ab",  # 1 or 2 digits: 26, 05
    "INT3": "c",  # 3 digits: 577
    "INT4": "d",  # 4 digits: 2009
    "INT": "abcde",  # any digits without separator
    "GROUPED": "f",  # thousands in threes: 1.200, 1,200,000
    "DECIMAL": "g",  # other digits with one separator: 5,6 26.5 (also 1.2345)
    "DOTTED": "h",  # other digits with several separators: 26.5.2009
    "NUMBER": "abcdefg",  # all that can be one number
    "CLOCK": "i",  # 14h30, 14h, 8g15
    "GLUED": "j",  # digits with letters behind: 5km, 15k, 50m2
    "CODE": "k",  # other mixtures: U23, A1, 3G-like
    "LOWER": "l",  # a lower-case word that no pattern names
    "TITLE": "m",  # Capitalised, likewise
    "UPPER": "n",  # ALL CAPITALS, two letters or more, likewise
    "LETTER": "o",  # one capital letter, likewise
    "NAME": "mno",
    "OTHER": "lmno",
    "WORD": f"klmno{chr(_FIRST_SYMBOL)}-{chr(_LAST_SYMBOL)}",  # any word or mixture, named by a pattern or not
}
"""Symbols of the syllables that are not words of any pattern, by the names that patterns use for them."""

_DIGIT_KINDS = (
    ("f", regex.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})++|(?:,[0-9]{3})++)(?:[.,][0-9]{1,2})?")),
    ("g", regex.compile(r"[0-9]++[.,][0-9]++")),
    ("h", regex.compile(r"[0-9]++(?:[.,][0-9]++){2,}")),
)
_MARKS = regex.compile(r"[\p{M}\p{Cf}]++")
_MARKED_DIGITS = regex.compile(r"\d[\d\p{M}\p{Cf}\s.,:/-]*+")
_MIXED_KINDS = (
    ("i", regex.compile(r"[0-2]?[0-9](?:[hg](?:[0-5]?[0-9])?|giờ)", regex.I)),
    ("j", regex.compile(r"[0-9]++(?:[.,][0-9]++)*+\p{L}++[23]?")),
)
_SHAPE_SYMBOLS = {
    SHAPE_LOWER: "l",
    SHAPE_TITLE: "m",
    SHAPE_UPPER: "n",
    SHAPE_LETTER: "o",
    SHAPE_DIGITS: "e",
    SHAPE_MIXED: "k",
}
_DIGITS_BY_LENGTH = np.array([ord(c) for c in "eabcd"], dtype=np.uint32)
_TOKEN = regex.compile(
    r"(?P<keep>\(\?P?<\w+>|\{\d+(?:,\d+)?\}|\(\?[:=!>]|\(\?<[=!]|\\.)"
    r"|(?P<bad>[*+]|\{\d*,\})"
    r"|(?P<kind>[A-Z][A-Z0-9_]*)"
    r"|(?P<word>[\p{L}\p{M}][\p{L}\p{M}\p{N}]*)"
)
_words: dict[str, str] = {}
_named: dict[int, dict[str, str]] = {}
_tables: dict[int, tuple[NDArray[np.uint64], NDArray[np.uint32]]] = {}


def word_symbol(word: str) -> str:
    """The symbol of a word (one syllable); a new word gets the next free symbol."""
    word = fold(word)
    known = _words.get(word)
    if known is None:
        code = _FIRST_SYMBOL + len(_words)
        if code > _LAST_SYMBOL:
            raise ValueError("too many words in grammars")
        known = _words[word] = chr(code)
    return known


def _word_table() -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Hashes of all words that patterns name, sorted, and their symbols."""
    size = len(_words)
    if size not in _tables:
        words, symbols = zip(*list(_words.items()), strict=True) if size else ((), ())
        batch = syllabify(words)
        if len(batch) != size:
            raise ValueError("a word of a pattern is not one syllable")
        order = np.argsort(batch.hashes)
        _tables[size] = batch.hashes[order], np.array([ord(c) for c in symbols], dtype=np.uint32)[order]
    return _tables[size]


@dataclass(frozen=True, slots=True)
class Symbols:
    """A batch as a string of symbols.

    Attributes:
        syllables: the batch.
        text: the symbols.
        codes: the same as code points, shape (symbols,).
        syllable: index of the syllable at each symbol; for a gap, of the syllable after it.
        position: index in ``text`` of each syllable.
    """

    syllables: Syllables
    text: str
    codes: NDArray[np.uint32]
    syllable: NDArray[np.int64]
    position: NDArray[np.int64]

    def folded(self, first: int, last: int) -> str:
        """A piece of the text, folded, from one symbol to before another."""
        piece = self.text[first:last]
        spelled = _spelled(piece)
        if spelled is not None:
            return spelled
        batch, parts = self.syllables, list[str]()
        for place, symbol in enumerate(piece, first):
            at = self.syllable.item(place)
            written = _spelled(symbol)
            parts.append(_unmarked(fold(batch.text[batch.starts[at] : batch.ends[at]])) if written is None else written)
        return "".join(parts)


@lru_cache(maxsize=1 << 14)
def _spelled(symbols: str) -> str | None:
    """The words that symbols stand for, None where one stands for a kind of words."""
    words = _spellings()
    if any(symbol not in words for symbol in symbols):
        return None
    return "".join(words[symbol] for symbol in symbols)


def _unmarked(text: str) -> str:
    """Digits without the marks that stand on them: they have the symbols of digits, but ``int`` takes none."""
    return text if text.isascii() or not _MARKED_DIGITS.fullmatch(text) else _MARKS.sub("", text)


def _spellings() -> dict[str, str]:
    size = len(_words)
    if size not in _named:
        _named[size] = {" ": " ", "\n": " ", **{symbol: word for word, symbol in _words.items()}}
    return _named[size]


def symbolise(batch: Syllables) -> Symbols:
    """Turn syllables into symbols."""
    count = len(batch)
    codes = np.zeros(count, dtype=np.uint32)
    punct = batch.shapes >= SHAPE_PUNCT
    for shape, symbol in _SHAPE_SYMBOLS.items():
        codes[batch.shapes == shape] = ord(symbol)
    own = batch.codes[batch.starts[punct]]
    codes[punct] = np.where(own < _FIRST_SYMBOL, own, 0xFFFD)
    digits = batch.shapes == SHAPE_DIGITS
    lengths = (batch.ends - batch.starts)[digits]
    codes[digits] = _DIGITS_BY_LENGTH[np.where(lengths <= 4, lengths, 0)]
    joints = np.concatenate([[0], np.cumsum((batch.codes == ord(".")) | (batch.codes == ord(",")))])
    codes[digits & (joints[batch.ends] > joints[batch.starts])] = ord("k")  # refined below
    hashes, symbols = _word_table()
    if len(hashes):
        sample, same = batch.distinct
        wanted = batch.hashes[sample]
        found = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        word = np.where(hashes[found] == wanted, symbols[found], 0).astype(np.uint32)[same]
        codes = np.where((word > 0) & ~punct, word, codes)
    for index in np.flatnonzero(codes == ord("k")).tolist():
        codes[index] = ord(_mixed_kind(batch.text[batch.starts[index] : batch.ends[index]]))
    gaps = np.zeros(count, dtype=np.int64)
    gaps[1:] = (batch.starts[1:] > batch.ends[:-1]) | batch.breaks[1:]
    position = np.arange(count) + np.cumsum(gaps)
    size = int(position[-1]) + 1 if count else 0
    out = np.full(size, ord(" "), dtype=np.uint32)
    out[position[batch.breaks & (gaps == 1)] - 1] = ord("\n")
    out[position] = codes
    syllable = np.zeros(size, dtype=np.int64)
    syllable[position] = np.arange(count)
    gap = np.flatnonzero(gaps)
    syllable[position[gap] - 1] = gap
    return Symbols(batch, out.tobytes().decode("utf-32-le"), out, syllable, position)


def _mixed_kind(text: str) -> str:
    kinds = _DIGIT_KINDS if not any(c.isalpha() for c in text) else _MIXED_KINDS
    return next((symbol for symbol, pattern in kinds if pattern.fullmatch(text)), "k")


class Hit(Struct, eq=False):
    """A rule that matched.

    Attributes:
        rule: name of the rule.
        start, end: offsets in ``symbols.syllables.text``.
        first, last: indices of the first and of the last syllable.
    """

    rule: str
    symbols: Symbols
    match: regex.Match[str]

    @property
    def first(self) -> int:
        return self.symbols.syllable.item(self.match.start())

    @property
    def last(self) -> int:
        return self.symbols.syllable.item(self.match.end() - 1)

    @property
    def start(self) -> int:
        return self.symbols.syllables.starts.item(self.first)

    @property
    def end(self) -> int:
        return self.symbols.syllables.ends.item(self.last)

    @property
    def text(self) -> str:
        return self.symbols.syllables.text[self.start : self.end]

    def span(self, group: str) -> tuple[int, int] | None:
        """Offsets of a named group, None where it took no part."""
        first, last = self.match.span(group)
        if first < 0 or first == last:
            return None
        index, batch = self.symbols.syllable, self.symbols.syllables
        return batch.starts.item(index.item(first)), batch.ends.item(index.item(last - 1))

    def get(self, group: str) -> str | None:
        """The text of a named group, None where it took no part or where the rule has no such group."""
        if group not in self.match.re.groupindex:
            return None
        span = self.span(group)
        return None if span is None else _unmarked(self.symbols.syllables.text[span[0] : span[1]])

    def folded(self, group: str | int = 0) -> str | None:
        """The text of a group, folded, with single spaces; None where it took no part or there is no such group.

        Words of patterns are spelled as the patterns spell them, however the text places tones and invisible marks.
        """
        match = self.match
        if isinstance(group, str) and group not in match.re.groupindex:
            return None
        first, last = match.span(group)
        return self.symbols.folded(first, last) if first < last else None

    def __getitem__(self, group: str) -> str:
        text = self.get(group)
        if text is None:
            raise KeyError(group)
        return text


@dataclass(frozen=True)
class Rule(Generic[T]):
    """A pattern and what it means.

    Attributes:
        name: shown by ``explain=True``.
        pattern: see the module's docstring. It starts with what it consumes or with a negative look-behind.
        build: makes the value of a match; None refuses the match.
    """

    name: str
    pattern: str
    build: Callable[[Hit], T | None]


@dataclass
class Grammar(Generic[T]):
    """Rules in order, with the classes of words that their patterns name.

    Args:
        rules: in order of preference among matches of one length.
        classes: words and phrases by the name that patterns use, {"MONTHNAME": ["giêng", "chạp"]}.
    """

    rules: Sequence[Rule[T]]
    classes: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {name: _word_class(words) for name, words in self.classes.items()}
        # names the words now, so that texts symbolised from here on have them; compiling takes long and waits
        self._sources = [_compile(rule.pattern, names) for rule in self.rules]
        self._awake = _Awake({})
        self._seen = 0
        self._lock = Lock()

    def patterns(self) -> list[regex.Pattern[str]]:
        """Those of all rules, compiled."""
        return [regex.compile(source) for source in self._sources]

    def find(self, symbols: Symbols) -> Iterator[tuple[Hit, T]]:
        """All matches of a batch in order, not overlapping, with their values."""
        text, done, awake = symbols.text, 0, self._woken(symbols)
        patterns = awake.patterns
        for place in awake.places(symbols):
            if place < done:
                continue
            matches = []
            for index in awake.able(text[place : place + _HEAD]):
                match = patterns[index].match(text, place)
                if match is not None and match.end() > place:
                    matches.append((match.end(), self.rules[index], match))
            for end, rule, match in sorted(matches, key=_longest) if len(matches) > 1 else matches:
                hit = Hit(rule.name, symbols, match)
                value = rule.build(hit)
                if value is not None:
                    done = end
                    yield hit, value
                    break

    def _woken(self, symbols: Symbols) -> _Awake:
        """The rules that a batch may need, compiled."""
        if len(self._awake.patterns) < len(self.rules):
            with self._lock:
                self._seen += len(symbols.text)
                asleep = [index for index in range(len(self.rules)) if index not in self._awake.patterns]
                if self._seen < _FEW:
                    lines = list(map(frozenset, symbols.text.split("\n")))
                    asleep = [index for index in asleep if any(map(self._needs[index].met, lines))]
                if asleep:
                    woken = {index: regex.compile(self._sources[index]) for index in asleep}
                    self._awake = _Awake({**self._awake.patterns, **woken})
        return self._awake

    @cached_property
    def _needs(self) -> list[Needs]:
        reader = NeedReader()
        return list(map(reader.read, self._sources))


class _Awake:
    """The rules that are compiled, and what is remembered of them.

    Args:
        patterns: by the number of the rule.
    """

    def __init__(self, patterns: Mapping[int, regex.Pattern[str]]) -> None:
        self.patterns = dict(sorted(patterns.items()))
        self._openers = np.full(0x10000, -1, dtype=np.int8)
        """By symbol: 1 some rule can start with it, 0 none can, -1 not looked at yet."""
        self._starts: dict[int, tuple[int, ...]] = {}
        self._heads: dict[str, tuple[int, ...]] = {}

    def places(self, symbols: Symbols) -> list[int]:
        """Where some rule can begin."""
        openers = self._openers
        for code in distinct(symbols.codes[openers[symbols.codes] < 0]).tolist():
            able = self._matching(self.patterns, chr(code))
            self._starts[code] = able
            openers[code] = 1 if able else 0
        places: list[int] = np.flatnonzero(openers[symbols.codes] == 1).tolist()
        return places

    def able(self, head: str) -> tuple[int, ...]:
        """The rules that can match what begins with ``head``, remembered: most places need no look at any rule."""
        able = self._heads.get(head)
        if able is None:
            if len(self._heads) > _MOST_HEADS:
                self._heads.clear()
            able = self._heads[head] = self._matching(self._starts[ord(head[0])], head)
        return able

    def _matching(self, rules: Iterable[int], head: str) -> tuple[int, ...]:
        return tuple(index for index in rules if self.patterns[index].match(head, partial=True))


def _longest(found: tuple[int, object, object]) -> int:
    return -found[0]


def _word_class(words: Iterable[str]) -> str:
    unique = list(dict.fromkeys(words))
    singles = _set(word_symbol(word) for word in unique if " " not in word)
    phrases = sorted((word for word in unique if " " in word), key=lambda phrase: (-len(phrase.split()), phrase))
    longer = [" ".join(map(word_symbol, phrase.split())) for phrase in phrases]
    return "(?:" + "|".join([*longer, singles] if singles else longer) + ")" if longer else singles


def _set(symbols: Iterable[str]) -> str:
    """A set of a regular expression, in as few ranges as there are: each member costs time when it compiles."""
    ranges: list[list[int]] = []
    for code in sorted(set(map(ord, symbols))):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    members = (chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return f"[{''.join(members)}]" if ranges else ""


def _compile(pattern: str, classes: Mapping[str, str]) -> str:
    def replace(found: regex.Match[str]) -> str:
        if found["bad"]:
            raise ValueError(f"unbounded repeat {found['bad']!r} in {pattern!r}")
        if found["kind"]:
            name = found["kind"]
            if name in classes:
                return classes[name]
            if name not in KINDS:
                raise ValueError(f"no class {name} for {pattern!r}")
            return f"[{KINDS[name]}]"
        return found["keep"] or word_symbol(found["word"])

    return _TOKEN.sub(replace, pattern)
