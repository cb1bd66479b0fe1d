"""How an amount moved: tăng, giảm, from … to …, compared with what, and by how much the text says that it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vnnews.article import Change
from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words, cues, phrases

_Direction = Literal["up", "down"]

_TO = {"lên": "up", "xuống": "down", "còn": "down"}
_ENDS = frozenset([*',;.:()“”"!?', "và", "nhưng", "song"])
_EARLIER = 12
"""Amounts before a difference among which that which moved is looked for."""
_MAX_BASELINE = 10
_LEVELS = ("count", "money", "measure")
_STATED = ("percent", "multiple", "count", "money", "measure")


@dataclass(slots=True)
class Movement:
    """A change told in two ways: from 10 to 12, that is 20 %; down 9 (2 %) to 388.

    Attributes:
        stated: how far it moved.
        start: the amount before; None where the text tells how far it moved instead.
        end: the amount after.
        by: how far it moved, where the start is not told.
    """

    stated: Draft
    start: Draft | None
    end: Draft
    by: Draft | None = None


def mark_changes(drafts: Sequence[Draft], earlier: Sequence[Draft], words: Words) -> list[Movement]:
    """Note the movement that amounts of one sentence describe, in place, and give those told in two ways.

    Args:
        drafts: the sentence.
        earlier: the sentence before it, which may tell what moved: "152 vụ … Số vụ giảm 41 (21,2%)".
        words: the words of the batch.
    """
    ends: list[int] = []
    for index, made in enumerate(drafts):
        if made.kind in ("ordinal", "score") or (made.upper is not None and made.kind != "ratio"):
            continue
        if not made.first or words.folded[made.first - 1] not in cues("up", "down", "movement link", "movement end"):
            continue
        before = drafts[index - 1] if index else None
        change = _change(made, before, words)
        if change is not None:
            made.change = change
            made.rules += ("change",)
            if change.start is not None:
                ends.append(index)
    told = [_told(index, drafts, words) for index in ends]
    for index in range(1, len(drafts)):
        if drafts[index].kind in _STATED and index + 1 < len(drafts):
            told.append(_compared(index, drafts, words))
        if drafts[index].kind == "percent" and drafts[index - 1].change is not None:
            told.append(_by(index, drafts, earlier, words))
    return [movement for movement in told if movement is not None]


def _change(made: Draft, before: Draft | None, words: Words) -> Change | None:
    behind = words.behind(made.first, 5)
    if not behind:
        return None
    target = behind[-1] in _TO
    if (
        before is not None
        and made.first - _with_rate(before, words) <= 4
        and (target or behind[-1] in ("đến", "tới", "về"))
        and before.kind == made.kind
        and before.unit == made.unit
        and before.value != made.value
        and before.upper is None
        and "từ" in words.behind(before.first, 4)
    ):
        moved: _Direction = "up" if made.value > before.value else "down"
        return Change(direction=moved, start=before.value, end=made.value, baseline=_baseline(made, words))
    direction = _direction(behind)
    if direction is None or behind[-1] == "từ":
        return None
    return Change(direction=direction, end=made.value if target else None, baseline=_baseline(made, words))


def _direction(behind: Sequence[str]) -> _Direction | None:
    """Up or down by the nearest word of movement before an amount."""
    for word in reversed(behind):
        if word in cues("up", "down") and list(behind[-2:]) != ["tổng", "cộng"]:
            return "up" if word in cues("up") else "down"
        if word not in cues("movement link"):
            break
    return None


def _baseline(made: Draft, words: Words) -> str | None:
    """What the text compares with: the words after "so với"."""
    at = _compares(made, words)
    if at is None:
        return None
    stop = at
    while stop < min(at + _MAX_BASELINE, len(words)) and not words.breaks(stop) and words.raw(stop) not in _ENDS:
        stop += 1
    return words.text[words.starts[at] : words.ends[stop - 1]] if stop > at else None


def _compares(made: Draft, words: Words) -> int | None:
    """Where the words after a "so với" that follows an amount begin; None where none follows."""
    for at in range(made.last + 1, min(max(made.last, made.end) + 4, len(words) - 2)):
        if words.breaks(at) or words.raw(at) in _ENDS:
            return None
        if words.folded[at : at + 2] == ["so", "với"]:
            return at + 2
    return None


def _told(index: int, drafts: Sequence[Draft], words: Words) -> Movement | None:
    """From … to … with its amount beside it: "từ 10 lên 12 triệu, tức tăng 20%", "tăng 20%, từ 10 lên 12 triệu"."""
    start, end = drafts[index - 1], drafts[index]
    if index + 1 < len(drafts):
        stated = drafts[index + 1]
        done = _with_rate(end, words)
        gap = words.ahead(done + 1, 9)[: max(0, stated.first - done - 1)]
        gap += ["gấp"] if words.folded[stated.first] == "gấp" else []
        moved = {"up" if word in cues("up") else "down" for word in gap if word in cues("up", "down")}
        moved.update("up" for word in gap if word == "gấp")
        if (
            stated.first - done <= 8
            and moved == {"up" if end.value > start.value else "down"}
            and all(word in cues("told", "softener", "up", "down") for word in gap)
            and _can_be_stated(stated, end)
            and _compares(stated, words) is None
        ):
            return Movement(stated, start, end)
    if index > 1:
        stated = drafts[index - 2]
        gap = words.behind(start.first, 6)[-(start.first - stated.end - 1) :] if start.first > stated.end + 1 else []
        if (
            0 < start.first - stated.end - 1 <= 6
            and _moves(stated, words) == ("up" if end.value > start.value else "down")
            and "từ" in gap
            and all(word in (",", "(", "từ", "mức", "con", "số", "khoảng", "hơn", "gần") for word in gap)
            and _can_be_stated(stated, end)
        ):
            return Movement(stated, start, end)
    return None


def _moves(stated: Draft, words: Words) -> _Direction | None:
    """Where an amount that is a difference leads: "tăng 500 đồng", "rẻ hơn 412 đồng"."""
    if stated.change is not None:
        return None if stated.change.end is not None or stated.change.direction == "same" else stated.change.direction
    found = phrases("more", "less").at_end(words.behind(stated.first, 2))
    return None if found is None else "up" if found[1] == "more" else "down"


def _by(index: int, drafts: Sequence[Draft], earlier: Sequence[Draft], words: Words) -> Movement | None:
    """A difference with its percentage in brackets, and the amount after: "giảm 9 điểm (2,3%), còn 388 điểm".

    The amount after follows, or stands before it and is of the same things: "46 vụ, 41 người chết; so với cùng kỳ
    tăng 5 vụ (12,2%), giảm 3 người chết (6,8%)".
    """
    by, stated = drafts[index - 1], drafts[index]
    if by.kind not in _LEVELS or by.upper is not None or stated.upper is not None or by.change is None:
        return None
    if by.change.end is not None or words.folded[by.end + 1 : stated.first] != ["("]:
        return None
    if words.ahead(stated.last + 1, 1) != [")"]:
        return None
    if index + 1 < len(drafts):
        end = drafts[index + 1]
        gap = words.folded[stated.last + 2 : end.first]
        if 0 < len(gap) <= 3 and gap[-1] in ("còn", "xuống", "lên", "về") and gap[0] in (",", gap[-1]):
            same = end.kind == by.kind and end.unit == by.unit and end.upper is None
            return Movement(stated, None, end, by) if same else None
    if index > 1:
        end = drafts[index - 2]
        gap = words.folded[_with_rate(end, words) + 1 : by.first]
        same = end.kind == by.kind and end.unit == by.unit and end.upper is None and end.change is None
        if same and _alike(end, by, words) and len(gap) == 2 and gap[0] == ",":  # "đạt 12 tỷ USD, giảm 2 tỷ USD (14%)"
            return Movement(stated, None, end, by)
    about = words.about(by.first, by.last) - cues("up", "down")
    best, alike, several = None, 0, False
    for end in (*earlier[-_EARLIER:], *drafts[max(0, index - 1 - _EARLIER) : index - 1]):
        if end.kind != by.kind or end.unit != by.unit or end.upper is not None or end.change is not None or end.vague:
            continue
        shared = len(about & words.about(end.first, end.last))
        if shared >= max(alike, 1):
            best, alike, several = end, shared, shared == alike
    return None if best is None or several else Movement(stated, None, best, by)


def _compared(index: int, drafts: Sequence[Draft], words: Words) -> Movement | None:
    """An amount, how far it moved, and the amount before: "đạt 12 tỷ đồng, tăng 20% so với 10 tỷ đồng năm trước"."""
    end, stated, start = drafts[index - 1 : index + 2]
    if stated.change is None or stated.change.baseline is None or stated.change.end is not None:
        return None
    if start.kind != end.kind or start.unit != end.unit or start.kind not in _STATED or not _can_be_stated(stated, end):
        return None
    at = _compares(stated, words)
    done = _with_rate(end, words)
    gap = words.folded[done + 1 : stated.first] if stated.first - done <= 8 else ["…"]
    lead = words.folded[at : start.first] if at is not None and start.first - at <= 4 else ["…"]
    if not gap or gap[0] != "," or not all(word in cues("told", "softener", "up", "down") for word in gap):
        return None
    same = _alike(start, end, words)
    usable = start.upper is None and end.upper is None and not (start.vague or end.vague)
    if not (same and usable and all(word in ("mức", "con", "số", "khoảng", "hơn", "gần") for word in lead)):
        return None
    return Movement(stated, start, end)


def _alike(one: Draft, other: Draft, words: Words) -> bool:
    """Whether nothing says that two amounts are of different things."""
    return one.of is None or other.of is None or words.folded[one.of[0]] == words.folded[other.of[0]]


def _with_rate(made: Draft, words: Words) -> int:
    """The last word of an amount with what it is for: "80 triệu đồng/lượng"."""
    rated = words.ahead(made.end + 1, 2)
    return made.end + 2 if rated[:1] == ["/"] and len(rated) == 2 else made.end


def _can_be_stated(stated: Draft, end: Draft) -> bool:
    """Whether an amount can tell how far another moved: a percentage, a factor, or an amount of the same unit."""
    if stated.kind not in _STATED or stated.vague or stated.upper is not None:
        return False
    return stated.kind in ("percent", "multiple") or (stated.kind == end.kind and stated.unit == end.unit)
