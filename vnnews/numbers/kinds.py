"""What a bare number is by its neighbours: a score, a rank, an age, a factor."""

from __future__ import annotations

from decimal import Decimal

from vnnews.numbers.drafts import Draft, Setting, approximation
from vnnews.numbers.units import Unit
from vnnews.numbers.words import HIDDEN, cues, phrases
from vnnews.text.numerals import ONES

_OLDEST = 110
_TOP_RANK = {"phút": 130, "giây": 130, "vòng": 40, "lượt": 40}


def is_score(here: Setting) -> bool:
    """Whether a-b is the result of a match rather than a range: thắng 3-1, but 3-5 người."""
    amount, behind = here.amount, here.behind
    home, away = amount.value, amount.upper
    if not (isinstance(home, int) and isinstance(away, int)) or here.words.raw(amount.first + 1) not in "-–":
        return False
    if amount.last - amount.first != 2 or home > 200 or away > 200 or here.words.spaced(amount.last):
        return False
    if home >= away:
        return True
    if here.counted or approximation(behind) is not None:
        return False
    if cues("score").intersection(behind) or behind[-2:] in (["tỷ", "số"], ["tỉ", "số"]):
        return True
    return here.before in (HIDDEN, ":", "(", ",", "")


def ranked(here: Setting) -> Draft | None:
    """A bare number behind a noun of rank: phút 31, lớp 7, hiệp hai, ngôi số một."""
    amount, behind = here.amount, here.behind
    if not behind or not isinstance(amount.value, int) or amount.scaled:
        return None
    if here.counted and here.after not in ("trận", "vòng", "hiệp", "tầng", "giải", "kỳ"):
        return None
    if (behind[-2:-1] and behind[-2] in ONES) or phrases("idiom end").at_end(
        [*behind, here.words.folded[amount.first]]
    ):
        return None
    if phrases("with one another").at_end(behind) is not None:
        return None  # lần lượt 12, 15 …: no turns
    known = here.before in cues("ranked", "minute") and amount.value <= _TOP_RANK.get(here.before, 20)
    first = here.before == "số" and not amount.digits and amount.value < 11  # ngôi số một
    if known or first or phrases("ranked phrase").at_end(behind):
        return Draft("ordinal", amount.first, amount.last, amount.value, amount.upper)
    if amount.upper is not None:
        return None
    if here.before == "lần" and amount.value < 10 and amount.first == amount.last:
        return Draft("ordinal", amount.first - 1, amount.last, amount.value)
    return None


def age(here: Setting) -> bool:
    """Whether a number without "tuổi" behind it is an age: tuổi 26, con lên sáu, chị mới 38."""
    amount, behind = here.amount, here.behind
    if here.before == "tuổi" or (behind[-2:-1] == ["tuổi"] and here.before in ("từ", "khoảng", "dưới", "trên")):
        return not here.counted
    if not 1 <= amount.value <= _OLDEST or (amount.first != amount.last and amount.digits):
        return False
    if here.before == "lên" and not amount.digits and amount.value < 11:
        return bool(cues("child").intersection(behind[:-1]))
    ends = here.after in ("", ",", ".", ";")
    return ends and here.before in ("mới", "nay", "tròn") and bool(cues("pronoun").intersection(behind))


def is_multiple(here: Setting) -> bool:
    """Whether "N lần" is a factor (tăng 3 lần, 2,5 lần) rather than a number of times."""
    ahead, behind = here.ahead, here.behind
    following = ahead[1] if len(ahead) > 1 else ""
    if isinstance(here.amount.value, Decimal) or following in cues("multiple end"):
        return True
    if following in ("tăng", "giảm", "mỗi", "trong", "liên", "/"):
        return False
    near = behind[-4:] if following == HIDDEN or behind[-3:-2] == ["hơn"] else behind[-2:]
    return not cues("list break").intersection(near) and bool(cues("multiple").intersection(near))


def is_medal(here: Setting, unit: Unit) -> bool:
    """Whether "đồng" is bronze: 284 vàng, 284 bạc, 374 đồng."""
    return unit.name == "VND" and here.amount.value < 1000 and "bạc" in here.behind[-4:]


def is_rate(here: Setting) -> bool:
    """Whether "một" and a unit behind a number say "per": 1.350 đồng một ký."""
    amount, previous = here.amount, here.previous
    if amount.first != amount.last or here.words.folded[amount.first] != "một":
        return False
    near = previous is not None and 0 < amount.first - previous.last <= 3
    return near and here.before not in (",", "ăn", "đổi", "bằng") and "và" not in here.behind[-2:]
