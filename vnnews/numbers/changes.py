"""How an amount moved: tăng, giảm, from … to …, compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from vnnews.article import Change
from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words, cues

_TO = {"lên": "up", "xuống": "down", "còn": "down"}
_ENDS = frozenset(',;.:()“”"!?')
_MAX_BASELINE = 10


def mark_changes(drafts: Sequence[Draft], words: Words) -> None:
    """Note the movement that amounts of one sentence describe; works in place."""
    for index, made in enumerate(drafts):
        if made.kind in ("ordinal", "score") or (made.upper is not None and made.kind != "ratio"):
            continue
        if not made.first or words.folded[made.first - 1] not in cues("up", "down", "movement link", "movement end"):
            continue
        before = drafts[index - 1] if index else None
        change = _change(made, before, words)
        if change is not None:
            made.change = change


def _change(made: Draft, before: Draft | None, words: Words) -> Change | None:
    behind = words.behind(made.first, 5)
    direction: Literal["up", "down"] | None = None
    target = behind[-1:] and behind[-1] in _TO
    for word in reversed(behind):
        if word in cues("up", "down"):
            direction = "up" if word in cues("up") else "down"
            break
        if word not in cues("movement link"):
            break
    if (
        before is not None
        and made.first - before.last <= 4
        and behind[-1:]
        and behind[-1] in (*_TO, "đến", "tới", "về")
    ) and (
        before.kind == made.kind and before.unit == made.unit and before.value != made.value and before.upper is None
    ):
        moved: Literal["up", "down"] = "up" if made.value > before.value else "down"
        if _starts_movement(before, words):
            return Change(direction=moved, start=before.value, end=made.value, baseline=_baseline(made, words))
    if direction is None:
        return None
    if behind[-1:] == ["từ"]:
        return None
    return Change(direction=direction, end=made.value if target else None, baseline=_baseline(made, words))


def _starts_movement(made: Draft, words: Words) -> bool:
    """Whether a number is where a movement starts: "từ 12%", "tăng 5%" is not."""
    behind = words.behind(made.first, 4)
    return "từ" in behind


def _baseline(made: Draft, words: Words) -> str | None:
    """What the text compares with: the words after "so với"."""
    last = made.last if made.of is None else made.of[1]
    for at in range(made.last + 1, min(last + 4, len(words) - 2)):
        if words.breaks(at) or words.raw(at) in _ENDS:
            return None
        if words.folded[at : at + 2] == ["so", "với"]:
            stop = at + 2
            while (
                stop < min(at + 2 + _MAX_BASELINE, len(words))
                and not words.breaks(stop)
                and words.raw(stop) not in _ENDS
            ):
                stop += 1
            return words.text[words.starts[at + 2] : words.ends[stop - 1]] if stop > at + 2 else None
    return None
