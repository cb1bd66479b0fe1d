"""What a line must have for a rule of a grammar to match in it, read off the rule's pattern.

It need not be all: a rule that is looked at in vain costs time, one that is not looked at would be missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import regex

_SET = regex.compile(r"\[(?P<members>(?:[^\[\]\\]|\\.)++)\]|\\(?P<escaped>.)|[.^$]", regex.S)
_MEMBER = regex.compile(r"\\?+(?P<first>.)(?:-\\?+(?P<last>.))?+", regex.S)
_INNERMOST = regex.compile(
    r"\((?:\?[:>]|\?P?<\w++>|(?P<looks>\?<?[=!]))?+(?P<inside>[^()]*+)\)"
    r"(?P<optional>\?|\{0,?\d*+\})?+(?:\{[\d,]*+\})?+\??+"
)
_OPTIONAL = regex.compile(r".(?:\?|\{0,?\d*+\})\??+|\{[\d,]*+\}\??+| ")
_UNREAD = frozenset("\n?*+()[]{}|\\")
_LINE_END, _GAP = "\n", " "
_MANY = 1_000
"""A set of so many symbols is as good as none: every line has one of them."""
_FIRST_NAME = 0x100000


class Needs(NamedTuple):
    """What a pattern cannot do without.

    Attributes:
        sets: of symbols; of each, a line with a match has at least one.
    """

    sets: tuple[frozenset[str], ...]

    def met(self, line: frozenset[str]) -> bool:
        """Whether a line of these symbols may have a match."""
        return not any(map(line.isdisjoint, self.sets))


class NeedReader:
    """Reads patterns over symbols (see :mod:`vnnews.text.grammar`); what many of them have in common is read once."""

    def __init__(self) -> None:
        self._names: dict[frozenset[str], str] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._read: dict[str, str] = {}

    def read(self, pattern: str) -> Needs:
        """The needs of a pattern, none where a match may go across lines.

        >>> [sorted(symbols) for symbols in NeedReader().read("(?:a |b )?c{1,2}[d-f]x?(?P<n>gh|i)(?!j)").sets]
        [['c'], ['d', 'e', 'f'], ['g', 'i']]
        """
        rest = f"(?:{_SET.sub(self._named, pattern)})"
        while "(" in rest:
            rest = _INNERMOST.sub(self._needed, rest)
        return Needs(tuple(map(self._symbols, dict.fromkeys(rest))) if _UNREAD.isdisjoint(rest) else ())

    def _named(self, found: regex.Match[str]) -> str:
        """A set or what is escaped as one character, which stands for it in what follows."""
        if found[0] not in self._read:
            self._read[found[0]] = self._name(found["escaped"]) if found["escaped"] else self._set(found["members"])
        return self._read[found[0]]

    def _set(self, members: str | None) -> str:
        if members is None or members.startswith("^"):
            return _LINE_END  # may be anything
        ranges = [(ord(part["first"]), ord(part["last"] or part["first"])) for part in _MEMBER.finditer(members)]
        if any(first <= ord(_LINE_END) <= last for first, last in ranges):
            return _LINE_END
        if sum(last - first for first, last in ranges) > _MANY:
            return _GAP
        return self._name(chr(code) for first, last in ranges for code in range(first, last + 1))

    def _needed(self, found: regex.Match[str]) -> str:
        """What a group needs: all parts of one way, or the first part of one of several ways."""
        inside = found["inside"]
        if found["looks"]:
            return ""
        if _LINE_END in inside:
            return _LINE_END
        if found["optional"]:
            return ""
        if inside not in self._read:
            ways = [_OPTIONAL.sub("", way) for way in inside.split("|")]
            if len(ways) > 1:
                ways = [self._name(chain(*(self._symbols(way[0]) for way in ways)))] if all(ways) else [""]
            self._read[inside] = ways[0]
        return self._read[inside]

    def _name(self, symbols: Iterable[str]) -> str:
        found = frozenset(symbols)
        name = self._names.setdefault(found, chr(_FIRST_NAME + len(self._names)))
        self._sets[name] = found
        return name

    def _symbols(self, name: str) -> frozenset[str]:
        return self._sets.get(name) or frozenset(name)
