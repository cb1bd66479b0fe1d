"""Text for terminals in which numbers stay whole: no line ends within "1,5 triệu", "5.373 %" or "1 200 000"."""

from __future__ import annotations

import regex
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_NUMBER = regex.compile(
    r"(?<!\S)\S++(?:(?<=\d) (?=[\d\p{L}%°])\S++)++"
)  # groups of digits, a number and what it counts
_END = regex.compile(r"(?<!\S)\S++(?: (?=[·×])\S++)++")  # words and the sign behind them

_HELD = "\ufdd0"
"""In place of a space: no character, so that no text has it."""


class Unbroken:
    """Wraps as other text does, but not within a number, as long as the number fits into a line.

    >>> Console(width=14).print(Unbroken("chi hơn 2.500 tỉ đồng"))
    chi hơn
    2.500 tỉ đồng
    >>> Console(width=5).print(Unbroken("chi 2 500 000 VND"))
    chi 2
    500
    000
    VND
    """

    def __init__(self, text: str, style: str = "") -> None:
        self._text, self._style = text, style

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As other text."""
        return Measurement.get(console, options, Text(self._text))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines."""
        text = self._text
        for pattern in (_NUMBER, _END):
            text = pattern.sub(lambda run: _held(run[0], options.max_width), text)
        lines = Text(text, style=self._style).wrap(console, options.max_width, overflow=options.overflow)
        for line in lines:
            line.plain = line.plain.replace(_HELD, " ").rstrip()
        yield Text("\n").join(lines)


def _held(run: str, width: int) -> str:
    return run.replace(" ", _HELD) if cell_len(run) <= width else run
