"""Breakdowns: which facts are parts of which whole, and whether the text claims that they are all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise

from vnnews.article import Number
from vnnews.numbers.breakdowns import Breakdown, can_be_part, can_be_whole, total
from vnnews.numbers.drafts import Draft
from vnnews.numbers.lines import tables
from vnnews.numbers.words import Words, cues, phrases

_REST = frozenset(["lại", "khác"])
"""Last words of what closes a list: "còn lại 57", "các nước khác 353"."""
_WINDOW = 60
"""Facts of one sentence that are looked at for the parts of a whole; it keeps long lists linear."""
_MAX_PARTS = 40
_DEEPEST = 3
"""Brackets in brackets beyond which no list is read."""
_LONGEST_OPENING = 24
"""Words before the first number of a sentence that are looked at."""
_FAR = 15
"""A percentage farther than these points from part/whole is about something else."""


@dataclass(slots=True)
class Share:
    """A percentage that the text states for a part of a whole; the whole is None for a ratio, which has its own."""

    part: Draft
    whole: Draft | None
    stated: Draft
    certain: bool = True


@dataclass(slots=True)
class Composition:
    """What one text says about how its numbers are made up.

    Attributes:
        hundreds: percentages that make up all, the rest first.
    """

    breakdowns: list[Breakdown] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    hundreds: list[list[Draft]] = field(default_factory=list)


def compose(sentences: Sequence[Sequence[Draft]], words: Words) -> Composition:
    """Find breakdowns and shares.

    Args:
        sentences: the drafts of a text by sentence, in order; those that are parts get into ``parts`` of the whole.
        words: the words of the batch.
    """
    found = Composition()
    taken: set[int] = set()
    wholes: dict[int, Draft] = {}
    before: Sequence[Draft] = ()
    for table in tables(sentences, words):
        _take(table, found, taken, wholes)
    for drafts in sentences:
        if len(drafts) == 1:  # most sentences: nothing to compose
            before = drafts
            continue
        depths = _depths(drafts, words)
        pairs = _pairs(drafts, words)
        totals = {id(total) for total in pairs.values()}
        for index, whole in enumerate(drafts):
            if id(whole) not in taken and id(whole) not in totals and can_be_whole(whole):
                breakdown = _inside(index, drafts, depths, words, taken, id(whole) in pairs)
                if breakdown is not None:
                    _take(breakdown, found, taken, wholes)
        closed = _closed_by_total(drafts, words, taken) if len(drafts) > 2 else None
        if closed is not None:
            _take(closed, found, taken, wholes)
        if before and len(drafts) > 1:
            breakdown = _across(before, drafts, depths, words, taken)
            if breakdown is not None:
                _take(breakdown, found, taken, wholes)
        found.shares += _shares(drafts, words, wholes, pairs)
        hundred = _rest_of_hundred(drafts, words) if len(drafts) > 2 else None
        if hundred is not None:
            found.hundreds.append(hundred)
        before = drafts
    return found


def _take(breakdown: Breakdown, found: Composition, taken: set[int], wholes: dict[int, Draft]) -> None:
    """Keep a breakdown; of a whole that is broken down twice the first gives the parts."""
    found.breakdowns.append(breakdown)
    wholes.update((id(part), breakdown.whole) for part in breakdown.parts)
    if not breakdown.whole.parts:
        breakdown.whole.parts = breakdown.parts
        breakdown.whole.rules += ("whole",)
        for part in breakdown.parts:
            part.rules += ("part",)
        taken.update(map(id, breakdown.parts))


def _depths(drafts: Sequence[Draft], words: Words) -> list[int]:
    """How many brackets are open at each draft, counted from the first."""
    depths, depth = [], 0
    for index, made in enumerate(drafts):
        if index:
            for at in range(drafts[index - 1].last + 1, made.first):
                word = words.raw(at)
                depth += (word == "(") - (word == ")")
        depths.append(depth)
    return depths


def _between(words: Words, left: Draft, right: Draft, limit: int = 30) -> list[str]:
    """Words from the end of one draft to the start of another; those in the middle left out where they are many."""
    first, stop = left.last + 1, right.first
    if stop - first > limit:
        return words.folded[first : first + limit // 2] + words.folded[stop - limit // 2 : stop]
    return words.folded[first:stop]


def _has(gap: Sequence[str], name: str) -> bool:
    """Whether one of the phrases of a class of cues stands among the words."""
    if _openers(name).isdisjoint(gap):
        return False
    joined = f" {' '.join(gap)} "
    return any(f" {phrase} " in joined for phrase in cues(name))


@cache
def _openers(name: str) -> frozenset[str]:
    """First words of the phrases of a class of cues."""
    return frozenset(phrase.partition(" ")[0] for phrase in cues(name))


def _pairs(drafts: Sequence[Draft], words: Words) -> dict[int, Draft]:
    """Parts told with their total, "13.844 ha trong số 14.500 ha": the total by the id of the part."""
    pairs: dict[int, Draft] = {}
    for part, whole in pairwise(drafts):
        if (
            whole.first - part.last > 8
            or whole.kind == "ratio"
            or not can_be_whole(whole)
            or not can_be_part(part, whole)
        ):
            continue
        gap = _between(words, part, whole)
        far = part.end - part.last
        if " ".join(gap[far:]) in cues("within"):
            pairs[id(part)] = whole
    return pairs


def _inside(
    index: int, drafts: Sequence[Draft], depths: Sequence[int], words: Words, taken: set[int], paired: bool
) -> Breakdown | None:
    """The breakdown that follows a whole (or, paired, the total behind it) in its own sentence."""
    whole = drafts[index]
    index += paired
    head, stop = drafts[index], min(index + 1 + _WINDOW, len(drafts))
    # percentages right behind the whole do not stand between it and its parts
    first = index + 1
    while first < stop and drafts[first].kind == "percent":
        first += 1
    if first >= stop:
        return None
    gap = _between(words, drafts[first - 1], drafts[first])
    base, depth = depths[index], depths[first]
    far = head.end - head.last
    if first == index + 1 and depth == base + 1 <= _DEEPEST and drafts[first].first - head.last < 16:
        inner = gap[len(gap) - gap[::-1].index("(") :] if "(" in gap else []
        outer = gap[: len(gap) - len(inner) - 1]
        if (
            len(outer) - far > 6
            or cues("separator").intersection(outer[far:])
            or cues("no part").intersection([*outer[far:], *inner[:2]])
        ):
            return None
        closing = next((at for at in range(first, stop) if depths[at] < depth), stop)
        return _collect(whole, drafts[first:closing], words, taken, claims=True, inner_gap=inner)
    if depth != base:
        return None
    among, every = _has(gap, "among"), _has(gap, "all") or ":" in gap[: far + 4]
    opens = not (among or every) and index == 0 and _opens_among(whole, words)
    if not (among or every or opens) or ";" in gap:
        return None
    candidates = [drafts[at] for at in range(first, stop) if depths[at] == base]
    found = _collect(whole, candidates, words, taken, claims=every and not among, inner_gap=gap)
    if opens and found is not None and not all(_same_things(part, whole, words) for part in found.parts):
        return None  # "trong 10 xã có 3 chợ"
    return found


def _collect(
    whole: Draft,
    candidates: Sequence[Draft],
    words: Words,
    taken: set[int],
    claims: bool,
    inner_gap: Sequence[str],
) -> Breakdown | None:
    """The parts among the drafts after a trigger: those that begin an item of the list."""
    parts: list[Draft] = []
    closed, ragged = False, False
    left: Draft | None = None
    for made in candidates[:_MAX_PARTS]:
        if id(made) in taken:
            left = made
            continue
        gap = list(inner_gap) if left is None else _between(words, left, made)
        first_item = left is None
        left = made
        if made.kind == "percent":
            continue
        if not first_item and not cues("separator").intersection(gap):
            continue  # a number inside the item before it: "15 ở 9 huyện"
        if not parts and made.kind in ("ordinal", "age"):
            continue
        if not can_be_part(made, whole):
            ragged = made.kind == whole.kind or not parts
            break
        if len(gap) > 18 and not first_item:
            ragged = True
            break
        parts.append(made)
        if gap and (gap[-1] in _REST or gap[-2:-1] == ["lại"] or gap[-2:-1] == ["khác"]):
            closed = True
            break
    if not parts:
        return None
    target = whole.value
    added: Number = 0
    for count, part in enumerate(parts, 1):
        added += part.value
        if added == target and count > 1:
            return Breakdown(whole, parts[:count], True)
    if len(parts) == 1:
        return None if parts[0].value == target or ragged else Breakdown(whole, parts, False)
    if _has(words.ahead(parts[-1].last + 1, 8), "unsaid"):
        return Breakdown(whole, parts, False)
    return Breakdown(whole, parts, (claims and not ragged) or closed)


def _across(
    before: Sequence[Draft], drafts: Sequence[Draft], depths: Sequence[int], words: Words, taken: set[int]
) -> Breakdown | None:
    """A sentence that breaks down a number of the sentence before it: "Trong đó, …", "Chia theo …".

    Without such an opening it does so where its list is closed ("các nước khác 353"), or where it holds nothing but
    numbers of the same things, which add up to it or miss it by little.
    """
    candidates = [
        made for made, at in zip(drafts[:_WINDOW], depths[:_WINDOW], strict=True) if at == 0 and id(made) not in taken
    ]
    wholes = [whole for whole in before[-_WINDOW:] if can_be_whole(whole) and _can_have_two(whole, candidates)]
    if not wholes:
        return None
    opening = _opening(drafts[0], words)
    among = _has(opening[:4], "among")
    opened = among or _has(opening, "all") or opening[:1] in (["theo"], ["chia"]) or ":" in opening
    best: Breakdown | None = None
    for whole in reversed(wholes):
        found = _collect(whole, candidates, words, taken, claims=False, inner_gap=opening)
        if found is None or len(found.parts) < 2:
            continue
        off = abs(Decimal(total(found.parts) - whole.value))
        if off == 0 and (opened or (found.claimed and whole.value > 20)):
            return found  # also of a part: "9.849 ca, gồm 10 ca nhập cảnh và 9.839 ca trong nước. TP.HCM 1.337 ca …"
        if id(whole) in taken:
            continue
        alike = all(_same_things(part, whole, words) for part in found.parts) and len(found.parts) == len(candidates)
        near = off * 50 <= whole.value and whole.value >= 1000
        if best is None and (among or (near and (found.claimed or alike))):
            best = Breakdown(whole, found.parts, found.claimed or near)
    return best


def _can_have_two(whole: Draft, candidates: Sequence[Draft]) -> bool:
    """Whether at least two amounts can be parts of a whole."""
    parts = (made for made in candidates if can_be_part(made, whole))
    return next(parts, None) is not None and next(parts, None) is not None


def _closed_by_total(drafts: Sequence[Draft], words: Words, taken: set[int]) -> Breakdown | None:
    """A list that ends with its sum: "ngân sách 5 tỷ đồng, doanh nghiệp 3 tỷ đồng, tổng cộng 8 tỷ đồng"."""
    for index in range(2, len(drafts)):
        whole = drafts[index]
        if id(whole) in taken or not can_be_whole(whole):
            continue
        if phrases("closing total").at_end(words.behind(whole.first, 4)) is None:
            continue
        first = index
        while first and can_be_part(drafts[first - 1], whole) and id(drafts[first - 1]) not in taken:
            gap = _between(words, drafts[first - 1], drafts[first])
            if not cues("separator").intersection(gap) or ";" in gap:
                break
            first -= 1
        if index - first > 1:
            return Breakdown(whole, list(drafts[first:index]), True)
    return None


def _opening(made: Draft, words: Words) -> list[str]:
    """The words from the start of the sentence to its first number."""
    behind = words.behind(made.first, _LONGEST_OPENING)
    ends = [at for at, word in enumerate(behind) if word in cues("sentence end")]
    return behind[ends[-1] + 1 :] if ends else behind


def _same_things(part: Draft, whole: Draft, words: Words) -> bool:
    """Whether two counts are of the same things."""
    if part.kind != "count" or part.of is None or whole.of is None:
        return False
    return [words.folded[at] for at in range(*part.of)] == [
        words.folded[at] for at in range(*whole.of)
    ] and words.folded[part.of[1]] == words.folded[whole.of[1]]


def _shares(drafts: Sequence[Draft], words: Words, wholes: dict[int, Draft], pairs: dict[int, Draft]) -> list[Share]:
    """Percentages that stand behind a part: in brackets, or after chiếm, đạt, bằng, tức; fractions likewise."""
    shares = []
    among = drafts[0] if drafts and _opens_among(drafts[0], words) else None
    for index, stated in enumerate(drafts):
        if index == 0 or not _can_be_share(stated):
            continue
        part = drafts[index - 1]
        if stated.first - part.last > 13 or part.vague or part.change is not None:
            continue
        gap = _between(words, part, stated)
        if ";" in gap or ":" in gap:
            continue
        claim = next((word for word in reversed(gap) if word not in cues("softener")), "")
        after = words.ahead(stated.last + 1, 3)
        if claim not in cues("claim") or ("(" in gap and ")" not in gap and after[:1] != [")"]):
            continue
        if part.kind == "ratio":
            if part.upper and stated.kind == "percent" and abs(_percentage(part) - stated.value) <= _FAR:
                part.stated = stated
                shares.append(Share(part, None, stated))
        elif part.kind in ("count", "money", "measure") and part.upper is None and after[:2] not in _OF_ANOTHER:
            earlier = drafts[index - 2] if index > 1 else None
            if earlier is not None and pairs.get(id(earlier)) is part:
                shares.append(Share(earlier, part, stated))
            elif id(part) in wholes and (stated.kind == "percent" or claim in cues("fraction claim")):
                shares.append(Share(part, wholes[id(part)], stated))
            elif stated.kind != "percent" or _is_difference(part, words):
                continue
            elif among is not None and among is not part and can_be_part(part, among) and claim == "(":
                shares.append(Share(part, among, stated, certain=False))
            elif (
                earlier is not None
                and claim in ("(", "đạt", "tức")
                and earlier.kind == part.kind
                and can_be_part(part, earlier)
            ):
                shares.append(Share(part, earlier, stated, certain=False))
    return shares


_OF_ANOTHER = (["kế", "hoạch"], ["dự", "toán"], ["chỉ", "tiêu"], ["mục", "tiêu"], ["nghị", "quyết"], ["so", "với"])
"""Behind a percentage: of what it is told, which is not the whole that stands before it."""
_REACH = 8


def _is_difference(made: Draft, words: Words) -> bool:
    """Whether the words before an amount tell how far two others are apart: "thấp hơn đầu tháng 8 khoảng 6.000 đồng"."""
    behind = words.behind(made.first, _REACH)
    return _has(behind, "more") or _has(behind, "less")


def _can_be_share(made: Draft) -> bool:
    fraction = made.kind == "ratio" and made.rules[:1] in (("fraction",), ("half",))
    return (made.kind == "percent" and made.upper is None) or fraction


def _percentage(ratio: Draft) -> Decimal:
    return Decimal(100 * ratio.value) / Decimal(ratio.upper or 1)


def _opens_among(made: Draft, words: Words) -> bool:
    """Whether a sentence begins by what it is about: "Trong (tổng số) 39 đại biểu có 14 nữ (35,9%)"."""
    if words.behind(made.first, 1) not in (["trong"], ["số"]) or not can_be_whole(made):
        return False
    return " ".join(_opening(made, words)) in ("trong", "trong số", "trong tổng số")


def _rest_of_hundred(drafts: Sequence[Draft], words: Words) -> list[Draft] | None:
    """Percentages of a list that its last word closes: "Mỹ chiếm 31%, Nhật Bản 27%, …, phần còn lại 10%".

    Returns:
        The last first, then the others; None where the sentence claims no such thing.
    """
    shares = [made for made in drafts if made.kind == "percent"]
    if len(shares) < 3 or any(made.upper is not None or made.change is not None for made in shares):
        return None
    last = shares[-1]
    behind = words.behind(last.first, 5)
    if not _has(behind, "rest") or any(":" in _between(words, *pair) for pair in pairwise(shares)):
        return None
    if not all(cues("separator").intersection(_between(words, *pair)) for pair in pairwise(shares)):
        return None
    if drafts[drafts.index(shares[0]) :] != shares:
        return None  # other numbers between them: percentages of different things
    return [last, *shares[:-1]]
