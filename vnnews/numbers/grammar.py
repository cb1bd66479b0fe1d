"""The shapes of numeric expressions: rules over syllables that give amounts.

A rule sees only numerals and the words that belong to them; units, what is counted and what makes a numeral no fact
are read from the words around it (:mod:`vnnews.numbers.facts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.article import Number
from vnnews.text.folding import fold
from vnnews.text.grammar import Grammar, Hit, Rule
from vnnews.text.numerals import CLASSES, GLUED_SCALES, NUMERAL, ONES, SCALES, TAILS, WORDS, parse_numeral, parse_roman


@dataclass(slots=True)
class Amount:
    """One numeric expression.

    Attributes:
        rule: the rule that made it.
        first, last: its syllables, both inside.
        value: its number; of a ratio the part, of a score the home side.
        upper: the second number of a range, ratio or score.
        glued: letters written behind the digits of one syllable: "km" of 5km.
        digits: whether the numeral is in digits.
        scaled: whether it has a multiplier with which money is told: "37 triệu".
    """

    rule: str
    first: int
    last: int
    value: Number
    upper: Number | None = None
    glued: str = ""
    digits: bool = False
    scaled: bool = False


_GLUED = regex.compile(r"(?P<digits>[0-9][0-9.,]*+)(?P<letters>\p{L}++[23²³]?+)(?P<tail>[0-9]{0,3})")
_SCALE = regex.compile(r"(?:^|\s)(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s|$)|[0-9](?:k|tr|tỷ|tỉ)", regex.I)
_WEIGHT = regex.compile(r"(?P<whole>[0-9]{1,3})(?P<unit>kg|kí|ký|lít|tạ|tấn)(?P<tail>[0-9]{1,2})", regex.I)
_HEIGHT = regex.compile(r"(?P<whole>[0-9])(?P<unit>m)(?P<tail>[0-9]{2})", regex.I)
_ENDS_IN_SCALE = regex.compile(r"(?:\s(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:\srưỡi)?|rưỡi|[0-9](?:k|tr|tỷ|tỉ))$", regex.I)
_SPECIAL: dict[str, Number] = {"nhất": 1, "nhứt": 1, "nhì": 2, "tư": 4, "đôi": 2, "rưỡi": Decimal("1.5"), "ba": 3}
_TOO_LONG = 201
"""No numeral has so many characters; longer runs of digits are cut before they are remembered."""
_VAGUE = {"chục": 10, "trăm": 100, **SCALES}


class _Reading(NamedTuple):
    """What a numeral says: its number, whether it is in digits, whether it has a multiplier of money."""

    value: Number | None
    digits: bool
    scaled: bool


def _reading(text: str) -> _Reading:
    """A numeral as written, read; the same few numerals fill the news, so that they are remembered."""
    return _remembered(text[:_TOO_LONG])


@lru_cache(maxsize=1 << 14)
def _remembered(text: str) -> _Reading:
    folded = fold(text)
    digits = folded[-1:].isdecimal() or folded[:1].isdecimal()
    return _Reading(parse_numeral(text), digits, _SCALE.search(folded) is not None)


def _read(hit: Hit, group: str) -> str:
    """A group, folded."""
    return hit.folded(group) or ""


def _amount(hit: Hit, value: Number | None, upper: Number | None = None, group: str | None = None) -> Amount | None:
    if value is None:
        return None
    if group is None:
        first, last, text = hit.first, hit.last, hit.text
    else:
        begin, end = hit.match.span(group)
        first, last = hit.symbols.syllable.item(begin), hit.symbols.syllable.item(end - 1)
        text = hit[group]
    read = _reading(text)
    return Amount(hit.rule, first, last, value, upper, digits=read.digits, scaled=read.scaled)


def _numeral(hit: Hit) -> Amount | None:
    begin, end = hit.match.span("n")
    index, batch = hit.symbols.syllable, hit.symbols.syllables
    first, last = index.item(begin), index.item(end - 1)
    value, digits, scaled = _reading(batch.text[batch.starts.item(first) : batch.ends.item(last)])
    return None if value is None else Amount(hit.rule, first, last, value, None, "", digits, scaled)


def _glued(hit: Hit) -> Amount | None:
    """5km, 15k, 3tr5, 2tỷ: a multiplier is part of the number, other letters are a unit."""
    text = _read(hit, "n")
    split = _HEIGHT.fullmatch(text) or _WEIGHT.fullmatch(text)
    if split is not None:  # 1m75, 3kg2
        unit, tail = split["unit"], split["tail"]
        amount = _amount(hit, Decimal(f"{split['whole']}.{tail}"), group="n")
        if amount is not None:
            amount.glued = unit
        return amount
    found = _GLUED.fullmatch(text)
    if found is None:
        return None
    letters = found["letters"]
    if letters in GLUED_SCALES or letters in SCALES:
        amount = _amount(hit, parse_numeral(hit.text))
        if amount is not None:
            amount.scaled = True
        return amount
    amount = _amount(hit, parse_numeral(found["digits"]), group="n")
    if amount is None or found["tail"] or letters[:1] == "x":
        return None
    amount.glued = found["letters"]
    return amount


def _range(hit: Hit) -> Amount | None:
    """5-7, 3,5-6 triệu (both in millions), 10 đến 15."""
    low, high = _read(hit, "a"), _read(hit, "b")
    glued = _GLUED.fullmatch(high)
    letters = ""
    if glued is not None and glued["letters"] not in GLUED_SCALES and glued["letters"] not in SCALES:
        high, letters = glued["digits"], glued["letters"]
    first, second = parse_numeral(low), parse_numeral(high)
    if first is None or second is None or _own_scale(low, high):
        return None
    first *= shared_scale(low, high)
    if isinstance(first, Decimal) and first == first.to_integral_value() and "," not in low and "." not in low:
        first = int(first)
    amount = _amount(hit, whole(first), second)
    if amount is not None:
        amount.glued = letters
        amount.digits = low[-1:].isdecimal()
    return amount


def _own_scale(low: str, high: str) -> bool:
    """Whether two numbers are told apart, each in its own way: 600.000 tới 2,5 triệu, 555 triệu đến 648 triệu."""
    if not _ENDS_IN_SCALE.search(high):
        return _ENDS_IN_SCALE.search(low) is not None
    if _ENDS_IN_SCALE.search(low):
        return low.split()[-1] == high.split()[-1]
    return "." in low and len(low) > 5


def whole(value: Number) -> Number:
    """An int where a product of decimals came out whole."""
    return int(value) if isinstance(value, Decimal) and value >= 1000 and value == value.to_integral_value() else value


def shared_scale(low: str, high: str) -> int:
    """The multiplier that the second number of a range lends to the first."""
    if _ENDS_IN_SCALE.search(low) or not (found := _ENDS_IN_SCALE.search(high)):
        return 1
    last = found[0].split()
    scale = 1
    for word in high.split():
        scale *= SCALES.get(word, 1)
    if scale == 1 and last:
        letters = last[-1].strip("0123456789")
        scale = GLUED_SCALES.get(letters, SCALES.get(letters, 1))
    bare = parse_numeral(low)
    top = parse_numeral(high)
    if bare is None or top is None or bare * scale > top:
        return 1
    return scale


def _pair(hit: Hit) -> Amount | None:
    """Two words in a row, one number and the next: hai ba (người), ba bốn chục."""
    low, high = (parse_numeral(word) for word in _read(hit, "pair").replace(",", "").split())
    factor = 1
    for word in (hit.folded("scale") or "").split():
        factor *= _VAGUE[word]
    if not isinstance(low, int) or not isinstance(high, int):
        return None
    return _amount(hit, low * factor, high * factor)


def _list_pair(hit: Hit) -> Amount | None:
    """Two words with a comma that mean a range: ba, bốn (người), hai mươi, hai lăm (phân)."""
    low, high = _reading(hit["a"]).value, _reading(hit["b"]).value
    if low is None or high is None or not (high - low == 1 or (low >= 10 and high - low in (5, 10))):
        return None
    return _amount(hit, low, high)


def _ratio(hit: Hit) -> Amount | None:
    part, total = _reading(hit["a"]).value, _reading(hit["b"]).value
    return None if total is None else _amount(hit, part, total)


def _part_of(hit: Hit) -> Amount | None:
    """48 trên 211: only where it can be a part of a whole."""
    part, total = _reading(hit["a"]).value, _reading(hit["b"]).value
    if not isinstance(part, int) or not isinstance(total, int) or part > total:
        return None
    return _amount(hit, part, total)


def _half(hit: Hit) -> Amount | None:
    return _amount(hit, 1, 2)


def _special(hit: Hit) -> Amount | None:
    """A rank or a factor; "nhất", "đôi" … have values of their own."""
    text = _read(hit, "n")
    value: Number | None = _SPECIAL.get(text)
    upper = None
    if value is None:
        value = parse_numeral(hit["n"])  # as written: Roman numerals are capitals
    if value is not None and hit.get("half") is not None:
        value += Decimal("0.5")
    if hit.get("b") is not None:
        upper = parse_numeral(_read(hit, "b"))
    return _amount(hit, value, upper, group="all")


def _bare_unit(hit: Hit) -> Amount | None:
    """mét hai (1.2 m), tạ tám (1.8 quintals), ký rưỡi: one unit and tenths of it."""
    amount = _amount(hit, 1 + tenths(_read(hit, "n")))
    if amount is not None:
        amount.glued = _read(hit, "unit")
    return amount


def tenths(word: str) -> Decimal:
    """What a lone numeral behind a unit adds to it: hai ký chín is 2.9 kg.

    >>> tenths("chín"), tenths("rưỡi")
    (Decimal('0.9'), Decimal('0.5'))
    """
    if word in ("rưỡi", "rưởi"):
        return Decimal("0.5")
    return Decimal(ONES.get(word, TAILS.get(word, 0))) / 10


def _roman(hit: Hit) -> Amount | None:
    """đợt V, hạng II: only the letters that rank, since C and D are also names."""
    text = hit["n"]
    return _amount(hit, parse_roman(text), group="n") if set(text) <= set("IVX") else None


def _vague(hit: Hit) -> Amount | None:
    value = 1
    for word in _read(hit, "n").split():
        value *= _VAGUE.get(word, 1)
    return _amount(hit, value)


_N = f"(?!không|tư){NUMERAL}"
_ABOUT = "(?:hơn|gần|khoảng|tới|đến|trên|chừng|những|ít nhất)"

RULES: tuple[Rule[Amount], ...] = (
    Rule("numeral", f"(?P<n>{_N})", _numeral),
    Rule("dotted", "(?P<n>DOTTED)", _numeral),
    Rule("zero", "(?P<n>không)(?= đồng(?! ý| tình| thời| bộ| nhất| đều))", _numeral),
    Rule("short numeral", "(?P<n>(?:trăm|chục|triệu|nghìn|ngàn|tỷ|tỉ) (?:HALF|UNITTAIL))", _numeral),
    Rule("short hundred", "(?P<n>(?:trăm|chục) (?:HALF|SCALETAIL) SCALE)", _numeral),
    Rule("half numeral", "(?P<n>nửa (?:triệu|tỷ|tỉ|vạn))", _numeral),
    Rule("signed", r"(?<!NUMBER )(?<![^ \n(])(?P<n>[-−\+]NUMBER(?: SCALE){0,2})", _numeral),
    Rule("minus", f"(?P<n>âm {NUMERAL})(?= độ|°)", _numeral),
    Rule("spoken decimal", "(?P<n>(?:ONE|mười) phẩy ONE(?: ONE| TEN| UNITTAIL){0,2}(?: SCALE){0,2})", _numeral),
    Rule("glued", "(?P<n>GLUED|CODE)(?: SCALE)?", _glued),
    Rule("bare unit", "(?<!ONE )(?P<unit>mét|tạ|ký|cân|tấn|thước|lít) (?P<n>HALF|SCALETAIL)", _bare_unit),
    Rule(
        "range",
        f"(?<!NUMBER[-–])(?P<a>{_N})(?: ?[-–—~] ?| đến | tới )(?P<b>{_N}|GLUED)(?![-–]NUMBER)",
        _range,
    ),
    Rule(
        "pair",
        "(?P<pair>một,? hai|hai,? ba|ba,? bốn|bốn,? năm|năm,? sáu|năm bảy|sáu,? bảy|bảy,? tám|tám,? chín)"
        "(?P<scale>(?: chục| trăm| SCALE){0,2})",
        _pair,
    ),
    Rule("list pair", f"(?P<a>{WORDS}), (?P<b>{WORDS})", _list_pair),
    Rule("ratio", "(?<![/.,-])(?P<a>NUMBER)/(?P<b>NUMBER)(?![/-]INT)", _ratio),
    Rule("proportion", "(?<![:.,])(?P<a>INT2|DECIMAL):(?P<b>INT2|DECIMAL)(?!:)", _ratio),
    Rule("odds", f"(?P<a>{_N}) chọi (?P<b>{_N})", _ratio),
    Rule("part of", f"(?P<a>{_N}) trên (?P<b>{_N})", _part_of),
    Rule("fraction", f"(?P<a>{_N}) phần (?!trăm|nghìn|ngàn)(?P<b>{NUMERAL}|tư)", _ratio),
    Rule("half", "(?:một nửa|phân nửa|nửa)", _half),
    Rule(
        "ordinal",
        f"(?P<all>(?:lần )?thứ (?P<n>{NUMERAL}|nhất|nhứt|nhì|tư|WORD))",
        _special,
    ),
    Rule("rank", f"(?P<all>hạng (?P<n>{NUMERAL}|nhì|tư)(?! kg| ký| cân))", _special),
    Rule(
        "named rank",
        "(?P<all>(?:báo động|cấp độ|giai đoạn) (?P<n>INT1|một|hai|ba|WORD))",
        _special,
    ),
    Rule("rank", "(?:về|xếp|đứng) (?P<all>(?P<n>nhất|nhì|nhứt))(?! định| thể| trí| quán| là)", _special),
    Rule("rank", "(?:đợt|kỳ|loại|hạng|bậc|cấp|mức|khu vực|nhóm|vùng) (?P<n>WORD)", _roman),
    Rule("multiple", f"(?P<all>gấp (?P<n>{_N})(?:(?: ?[-–] ?| đến |, )(?P<b>{_N}))? lần)", _special),
    Rule("multiple", f"gấp {_ABOUT} (?P<all>(?P<n>{_N})(?:(?: ?[-–] ?| đến |, )(?P<b>{_N}))? lần)", _special),
    Rule("multiple", f"(?P<all>gấp (?P<n>đôi|rưỡi|{_N})(?P<half> HALF)?)", _special),
    Rule("multiple", f"gấp {_ABOUT} (?P<all>(?P<n>đôi|rưỡi|ONE)(?P<half> HALF)?)", _special),
    Rule(
        "vague",
        "(?P<n>(?:hàng|vài|vài ba|dăm ba|dăm bảy|đôi ba|cả|dăm|mấy) (?:chục|trăm|SCALE)(?: SCALE)?)(?! số| lệ| suất)",
        _vague,
    ),
    Rule("bare scale", "(?P<n>(?:chục|trăm|nghìn|ngàn|vạn)(?: SCALE)?)", _vague),
)


GRAMMAR: Grammar[Amount] = Grammar(RULES, CLASSES)
"""Made at import, so that texts symbolised later have its words; the patterns compile on first use."""
