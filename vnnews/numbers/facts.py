"""Amounts become drafts of facts: which kind, which unit, what is counted."""

from __future__ import annotations

from decimal import Decimal

from vnnews.article import Number
from vnnews.numbers.drafts import Draft, Setting
from vnnews.numbers.grammar import Amount, tenths
from vnnews.numbers.kinds import age, is_medal, is_multiple, is_rate, is_score, ranked
from vnnews.numbers.labels import is_label, is_no_count
from vnnews.numbers.nouns import counts_billions, noun_phrase
from vnnews.numbers.units import Unit, find_unit, scaled, years
from vnnews.numbers.words import Words, cues, phrases
from vnnews.text.numerals import ONES, SCALES, TAILS

_HALF = Decimal("0.5")
_REACH = 9
"""Words that are looked at on either side of an amount."""


def draft(amount: Amount, words: Words, previous: Draft | None = None) -> Draft | None:
    """The fact that an amount makes in its place, None where it is no fact.

    Args:
        amount: what a rule found.
        words: the words of the batch.
        previous: the fact before it, for numerals that count only beside another ("hai xe và một tàu").
    """
    made = _draft(Setting(amount, words, _REACH, previous))
    if made is not None:
        made.rules = (amount.rule, made.kind)
    return made


def _draft(here: Setting) -> Draft | None:
    amount = here.amount
    match amount.rule:
        case "ordinal" | "rank" | "named rank":
            return Draft("ordinal", amount.first, amount.last, amount.value)
        case "multiple":
            return here.draft("multiple")
        case "vague" | "bare scale":
            return _vague(here)
        case "ratio" | "fraction" | "part of" | "proportion" | "odds":
            return _ratio(here)
        case "half":
            return _half(here)
        case _:
            return _plain(here)


def _ratio(here: Setting) -> Draft | None:
    amount = here.amount
    if amount.upper is None:
        return None
    if amount.rule == "odds" and amount.value >= amount.upper:
        return None  # "mười chọi mười" of a match
    if amount.rule == "proportion" and "lệ" not in here.behind[-4:]:
        return None
    if amount.rule == "ratio":
        if (
            not 0 < amount.upper >= amount.value
            or here.before in ("/", "-", "ngày", "tháng")
            or here.after in ("giờ", "h")
        ):
            return None
        if here.before in cues("numbered") or phrases("document").at_end(here.behind):
            return None
        if amount.value < 13 and 1900 <= amount.upper <= 2100 and not here.counted:
            return None  # month and year
    return here.draft("ratio", of=noun_phrase(here.words, amount.last + 1))


def _half(here: Setting) -> Draft | None:
    """nửa, một nửa: a ratio; nửa tấn, nửa điểm: an amount; nửa đêm, nửa đầu: none."""
    amount = here.amount
    if amount.first == amount.last:
        found = find_unit(here.ahead, False, here.behind)
        if found is not None and found[1].kind in ("measure", "money"):
            length, unit = found
            return here.draft(
                unit.kind, last=amount.last + length, value=scaled(_HALF, unit.factor), upper=None, unit=unit.name
            )
        if here.after == "điểm":
            return here.draft("count", value=_HALF, upper=None, of=(amount.last + 1, amount.last + 1))
        if here.after in cues("not half") and here.before not in ("hơn", "quá", "gần"):
            return None
        if here.before in ("thêm", "hiệp", "một", "kia", "nửa"):
            return None
    return here.draft("ratio", of=noun_phrase(here.words, amount.last + 1))


def _vague(here: Setting) -> Draft | None:
    """hàng trăm, vài chục; a bare trăm or nghìn only before what it counts."""
    amount = here.amount
    if amount.rule == "bare scale":
        before = here.before
        if before in ONES or before in SCALES or before in ("mấy", "bao", "nhiều", "mươi", "rưỡi"):
            return None
        if phrases("idiom end").at_end([before, here.words.folded[amount.first]]):
            return None
        if not here.counted:  # bỏ túi chục triệu
            return here.draft("money", unit="VND", bare=True, approximation="about") if amount.scaled else None
    if here.after in cues("clock") and here.ahead[1:2] != ["công"]:
        return None
    return here.draft("count", approximation="about", vague=True, of=noun_phrase(here.words, amount.last + 1))


def _plain(here: Setting) -> Draft | None:
    amount, ahead = here.amount, here.ahead
    found = find_unit([amount.glued.lower(), *ahead] if amount.glued else ahead, amount.digits, here.behind)
    if found is not None and not is_medal(here, found[1]):
        return None if is_rate(here) else _united(here, found[0] - bool(amount.glued), found[1])
    if amount.glued:
        return None
    if here.before in ("$", "€", "£", "usd") and amount.digits:
        symbol = find_unit([here.before], digits=True)
        return None if symbol is None else here.draft("money", first=amount.first - 1, unit=symbol[1].name)
    if amount.rule == "range" and is_score(here):
        return Draft("score", amount.first, amount.last, amount.value, amount.upper)
    if here.after == "năm" and "tuổi" in here.behind[-2:]:  # tuổi chừng bốn tỷ năm
        return here.draft("age", last=amount.last + 1)
    rank = ranked(here)
    if rank is not None:
        return rank
    if is_label(here) if amount.digits else is_no_count(here):
        return None
    if here.after == "lần" and is_multiple(here):
        return here.draft("multiple", last=amount.last + 1)
    if age(here):
        return here.draft("age")
    points = _points(here)
    if points is not None:
        return points
    if amount.scaled and not (counts_billions(ahead) if amount.value >= 10**9 else here.counted):
        return here.draft("money", unit="VND", bare=True)
    return here.draft("count", of=noun_phrase(here.words, amount.last + 1))


def _points(here: Setting) -> Draft | None:
    """Points with a half behind them: một điểm rưỡi."""
    at = here.amount.last + 1
    if here.after != "điểm" or here.ahead[1:2] not in (["rưỡi"], ["rưởi"]):
        return None
    return here.draft("count", last=at + 1, value=here.amount.value + _HALF, of=(at, at))


def _united(here: Setting, length: int, unit: Unit) -> Draft | None:
    """An amount with the unit that follows it."""
    amount = here.amount
    last = amount.last + length
    if unit.kind == "age":
        upper = None if amount.upper is None else years(amount.upper, unit)
        return here.draft("age", last=last, value=years(amount.value, unit), upper=upper)
    value: Number = scaled(amount.value, unit.factor)
    upper = None if amount.upper is None else scaled(amount.upper, unit.factor)
    name = unit.name
    if unit.kind == "measure" and upper is None and length == 1:
        count, more = _tail(here, last + 1)
        last, value = last + count, value + scaled(more, unit.factor)
    if name == "degC" and last == amount.last + 1 and (angle := _angle(here, last)) is not None:
        return angle
    if name == "degC" and last == amount.last + 1:
        after = here.words.ahead(last + 1, 1)
        if after in (["vĩ"], ["kinh"], ["bắc"], ["đông"], ["nam"], ["tây"]) or cues("angle").intersection(here.behind):
            name = "deg"
        elif cues("quake").intersection(here.behind) and "nhiệt" not in here.behind:
            name = "richter"
    return here.draft(unit.kind, last=last, value=value, upper=upper, unit=name, of=noun_phrase(here.words, last + 1))


def _angle(here: Setting, last: int) -> Draft | None:
    """Degrees with minutes and a direction: 12 độ 24 phút Bắc."""
    ahead = here.words.ahead(last + 1, 5)
    if len(ahead) < 2 or ahead[1] != "phút" or not ahead[0].isdecimal() or len(ahead[0]) > 2:
        return None
    value = round(Decimal(here.amount.value) + Decimal(ahead[0]) / 60, 4).normalize()
    more = ahead[2:4] if ahead[2:3] in (["vĩ"], ["kinh"]) else ahead[2:3]
    extra = 2 + (len(more) if more[-1:] != [] and more[-1] in ("bắc", "nam", "đông", "tây") else 0)
    return here.draft("measure", last=last + extra, value=value, upper=None, unit="deg")


def _tail(here: Setting, index: int) -> tuple[int, Decimal]:
    """Words behind a unit that add to the amount, and how much of the unit: hai ký chín, bốn mét lẻ chín, 1 mét 75."""
    ahead = here.words.ahead(index, 4)
    if not ahead or here.amount.rule == "bare unit":
        return 0, Decimal(0)
    word = ahead[0]
    if word == "lẻ" and len(ahead) > 1 and ahead[1] in ONES:
        return 2, Decimal(ONES[ahead[1]]) / 100
    ends = len(ahead) == 1 or not ahead[1][0].isalnum()
    if here.amount.digits and word.isascii() and word.isdecimal() and len(word) < 3 and ends:
        return (1, Decimal(word) / Decimal(10) ** len(word)) if here.after in ("mét", "thước", "m") else (0, Decimal(0))
    if word in ("rưỡi", "rưởi") or (word in (*ONES, *TAILS) and word != "không" and ends and not here.amount.digits):
        return 1, tenths(word)
    return 0, Decimal(0)
