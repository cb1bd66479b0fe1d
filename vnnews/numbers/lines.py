"""Tables written as lines: "- Lúa: 1.200 tấn", "- Ngô: 300 tấn", "Tổng cộng: 1.500 tấn"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnnews.numbers.breakdowns import Breakdown, can_be_part, can_be_whole, total
from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words, cues, phrases

_LABEL = 12
"""Words that may stand before the number of a line."""
_TRAIL = 8
"""Words that may follow what it counts."""
_MOST = 100
"""Lines of a table."""


def tables(sentences: Sequence[Sequence[Draft]], words: Words) -> Iterator[Breakdown]:
    """Breakdowns of which each part stands on a line of its own.

    The whole is on a line of the table that says so ("Tổng cộng"), or on the line before, which ends with a colon.
    """
    header: Sequence[Draft] = ()
    before: Sequence[Draft] = ()
    run: list[Draft] = []
    for drafts in sentences:
        row = _row(drafts, words)
        if row is None or not (run and len(run) < _MOST and _next_line(run[-1], row, words)):
            yield from _read(header, run, words)
            run = []
            header = before if before and _next_line(before[-1], drafts[0], words) else ()
        if row is not None:
            run.append(row)
        before = drafts
    yield from _read(header, run, words)


def _row(drafts: Sequence[Draft], words: Words) -> Draft | None:
    """The number of a line that has one, beside percentages."""
    if len(drafts) > 3:
        return None
    if words.lines(max(-1, drafts[0].first - _LABEL), drafts[0].first) == 0:
        return None
    levels = [made for made in drafts if made.kind != "percent"]
    if len(levels) != 1 or (not can_be_whole(levels[0]) and levels[0].value != 1):
        return None
    made = levels[0]
    behind, ahead = words.behind(made.first, _LABEL + 1), words.ahead(made.end + 1, _TRAIL + 1)
    whole_line = 0 < len(behind) <= _LABEL and len(ahead) <= _TRAIL and words.breaks(made.first - len(behind))
    return made if whole_line and ahead[-1:] != [":"] else None  # a colon opens the table


def _next_line(above: Draft, below: Draft, words: Words) -> bool:
    """Whether exactly one line ends between two numbers."""
    if below.first - above.last > 2 * (_LABEL + _TRAIL):
        return False
    return words.lines(above.last, below.first) == 1


def _read(header: Sequence[Draft], run: Sequence[Draft], words: Words) -> Iterator[Breakdown]:
    if len(run) < 2:
        return
    for whole in (run[0], run[-1]):
        rows = [made for made in run if made is not whole]
        if _is_total(whole, words) and len(rows) > 1 and all(can_be_part(made, whole) for made in rows):
            yield Breakdown(whole, rows, True)
            return
    for whole in reversed(header):
        tail = words.ahead(whole.end + 1, _LABEL)
        if not can_be_whole(whole) or tail[-1:] != [":"]:
            continue
        if all(can_be_part(made, whole) for made in run):
            claimed = total(run) == whole.value or not cues("all").isdisjoint([*tail, " ".join(tail[-3:-1])])
            yield Breakdown(whole, list(run), claimed)
            return


def _is_total(made: Draft, words: Words) -> bool:
    """Whether the line of a number begins as a total does."""
    label = words.behind(made.first, _LABEL)
    while label and not label[0][:1].isalpha():
        label = label[1:]
    return phrases("total").at_start(label) is not None
