"""The first and the last lines of a text, with offsets.

The parts of a page around its body stand in its first and last lines. Only windows of fixed size are split into
lines, so that the cost does not grow with what lies between them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property

BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200e\u200f\u2060\ufeff"
"""White space and the invisible characters that saved pages carry at the edges of their lines."""

LONGEST = 400
"""Code points; a longer line is a paragraph."""

_WINDOW = 8_000
MOST = 16
"""Lines of the beginning and of the end; no decision about a page looks at more."""


class Line:
    """A line that is not blank.

    Attributes:
        start, end: offsets in the text of the line without the blanks around it.
        gap: whether a blank line stands before it.
    """

    def __init__(self, start: int, shown: str, gap: bool) -> None:
        self.start, self.end, self.gap = start, start + len(shown), gap
        self._shown = shown

    @cached_property
    def text(self) -> str:
        """The line, composed (NFC) and with single spaces for runs of blanks, for patterns to look at."""
        return " ".join(unicodedata.normalize("NFC", self._shown).split())


def first_lines(text: str, start: int = 0, most: int | None = None) -> list[Line]:
    r"""Lines from ``start`` on, ``most`` of them where that is given.

    >>> [(line.start, line.end, line.gap) for line in first_lines("Một\r\n\r\n  Hai ")]
    [(0, 3, False), (9, 12, True)]
    """
    begin = start + _leading_blanks(text[start:])
    lines = _lines(text[begin : begin + _WINDOW].splitlines(keepends=True), begin, most)
    whole = len(lines) == most or begin + _WINDOW >= len(text)
    if lines and not whole and len(lines[-1].text) < LONGEST:
        lines.pop()  # the window may have cut it
    return lines


def last_lines(text: str, start: int = 0) -> list[Line]:
    """The last lines of the text, none of which starts before ``start``."""
    end = len(text.rstrip(BLANK))
    begin = max(start, end - _WINDOW)
    pieces = text[begin:end].splitlines(keepends=True)
    first, shown = len(pieces), 0
    while first and shown < MOST:
        first -= 1
        shown += not _is_blank(pieces[first])
    gap = first > 0 and _is_blank(pieces[first - 1])
    lines = _lines(pieces[first:], end - sum(map(len, pieces[first:])), gap=gap)
    if lines and first == 0 and begin > start and len(lines[0].text) < LONGEST:
        del lines[0]
    return lines


def _leading_blanks(text: str) -> int:
    return len(text) - len(text.lstrip(BLANK))


def _is_blank(line: str) -> bool:
    return not line.strip(BLANK)


def _lines(pieces: Iterable[str], offset: int, most: int | None = None, gap: bool = False) -> list[Line]:
    lines = list[Line]()
    for line in pieces:
        shown = line.strip(BLANK)
        if shown:
            lines.append(Line(offset + _leading_blanks(line), shown, gap))
            if len(lines) == most:
                break
        gap = not shown
        offset += len(line)
    return lines
