"""Numerals: digits, words and Roman letters to numbers, and numbers to words.

``CLASSES`` and the pattern fragments ``WORDS`` and ``NUMERAL`` are for grammars (:mod:`vnnews.text.grammar`): a
grammar that takes ``CLASSES`` into its classes can write ``f"(?P<days>{NUMERAL}) ngày"``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import regex

from vnnews.text.folding import fold

Number: TypeAlias = int | Decimal

ONES: Mapping[str, int] = {
    "không": 0,
    "năm": 5,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "tư": 4,
}
"""Digits as words that can stand alone; in this order each class below is one range of symbols, which compiles soon."""
TAILS: Mapping[str, int] = {"mốt": 1, "lăm": 5, "nhăm": 5}
"""Digits as words that only follow another: hai mươi mốt, mười lăm, ba nhăm."""
TENS: Mapping[str, int] = {"mươi": 10, "chục": 10}
CONTRACTIONS: Mapping[str, int] = {"hăm": 20, "băm": 30}
"""Tens in one syllable: hăm lăm (25)."""
SCALES: Mapping[str, int] = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
"""Multipliers from a thousand up; they stand after words and after digits."""
GLUED_SCALES: Mapping[str, int] = {"k": 10**3, "tr": 10**6}
"""Multipliers that stand right behind digits: 15k, 3tr5."""

CLASSES: Mapping[str, Sequence[str]] = {
    "ONE": [word for word in ONES if word != "tư"],
    "UNITTAIL": [word for word in (*ONES, *TAILS) if word not in ("năm", "không")],
    "SCALETAIL": [word for word in (*ONES, *TAILS) if word not in ("năm", "không", "một")],
    "ODDTAIL": ["tư", *TAILS],
    "TEN": list(TENS),
    "CONTRACTION": list(CONTRACTIONS),
    "SCALE": list(SCALES),
    "HALF": ["rưỡi", "rưởi"],
    "LINK": ["linh", "lẻ"],
}
"""Word classes that the fragments name."""

# "năm" is five and also year: after a ten, a hundred or a scale it is five only where the numeral goes on. "một"
# behind a scale begins the next words: "800 nghìn một tập".
_TENS = "(?:ONE(?: TEN(?: UNITTAIL)?| ODDTAIL)|mười(?: UNITTAIL)?|CONTRACTION UNITTAIL)"
_BELOW_HUNDRED = f"(?:{_TENS}|ONE)"
_HUNDRED = f"trăm(?: LINK ONE| {_TENS}| SCALETAIL| HALF)?"
_GROUP = f"(?:{_BELOW_HUNDRED}(?: {_HUNDRED})?|NUMBER(?: trăm| chục)?)"
_REST = f"(?: (?:(?:không trăm )?LINK ONE|HALF|{_TENS}(?: {_HUNDRED})?|ONE {_HUNDRED}|SCALETAIL|INT1(?=[,.;)\n])))?"

WORDS = f"(?:{_BELOW_HUNDRED}(?: {_HUNDRED})?(?:(?: SCALE){{1,2}}(?: {_GROUP}(?: SCALE){{1,2}}){{0,4}}{_REST})?)"
"""Pattern of a numeral in words: "mười lăm", "hai triệu rưỡi"."""
NUMERAL = f"(?:{_GROUP}(?:(?: SCALE){{1,2}}(?: {_GROUP}(?: SCALE){{1,2}}){{0,4}}{_REST})?)"
"""Pattern of a numeral in digits or words: "1,2 triệu", "3 tỷ 200 triệu", "mười lăm"."""

_MAX_DIGITS = 40  # longer strings of digits are no numbers of news, and int() of them takes quadratic time
_TOKEN = regex.compile(r"[0-9]++(?:[.,][0-9]++)*+|\p{L}++|\S")
_THOUSANDS = regex.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})++(?:,[0-9]{1,2})?|(?:,[0-9]{3}){2,}+(?:\.[0-9]{1,2})?)")
_ENGLISH = regex.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{1,2}")
_DECIMAL = regex.compile(r"[0-9]++[.,][0-9]++")
_ROMAN = regex.compile(r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_MINUS = ("-", "−", "âm", "trừ")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def parse_numeral(text: str) -> Number | None:
    """The number that a numeral writes, None where the text is no numeral.

    Points group thousands and a comma opens decimals, as Vietnamese has it; the English way is recognised where the
    Vietnamese reading is impossible (1,200,000; 5.6). A decimal keeps the digits that were written.

    >>> parse_numeral("1.200.000"), parse_numeral("5,60"), parse_numeral("1,2 triệu"), parse_numeral("3 tỷ 200 triệu")
    (1200000, Decimal('5.60'), 1200000, 3200000000)
    >>> parse_numeral("hai triệu rưỡi"), parse_numeral("bốn tư"), parse_numeral("một trăm linh năm")
    (2500000, 44, 105)
    >>> parse_numeral("15k"), parse_numeral("âm ba"), parse_numeral("XIII"), parse_numeral("nhiều")
    (15000, -3, 13, None)
    """
    stripped = text.strip()
    if len(stripped) > 200:
        return None
    roman = parse_roman(stripped)
    if roman is not None:
        return roman
    tokens = _TOKEN.findall(fold(stripped))
    if not tokens:
        return None
    sign = -1 if tokens[0] in _MINUS else 1
    if sign < 0 or tokens[0] == "+":
        tokens = tokens[1:]
    value = _spoken_decimal(tokens) if "phẩy" in tokens else _read(tokens)
    return None if value is None else sign * value


def parse_digits(text: str) -> Number | None:
    """The number that a run of digits with separators writes.

    >>> parse_digits("1.449,566"), parse_digits("1,200,000"), parse_digits("0.5"), parse_digits("26.5.2009")
    (Decimal('1449.566'), 1200000, Decimal('0.5'), None)
    """
    if len(text) > _MAX_DIGITS:
        return None
    if text.isascii() and text.isdecimal():
        return int(text)
    if _THOUSANDS.fullmatch(text) and text[:2] not in ("0.", "0,"):
        return _thousands(text)
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    head, comma, decimals = text.rpartition(",")
    if comma and _THOUSANDS.fullmatch(head) and decimals.isdecimal() and decimals.isascii():
        return Decimal(f"{_thousands(head)}.{decimals}")
    return None


def _thousands(text: str) -> Number:
    group = "." if "." in text[:4] else ","
    digits = text.replace(group, "").replace(",", ".")
    return Decimal(digits) if "." in digits else int(digits)


def parse_roman(text: str) -> int | None:
    """The value of a Roman numeral in capitals up to 3999, None for anything else.

    >>> parse_roman("XIV"), parse_roman("IIII"), parse_roman("vi")
    (14, None, None)
    """
    if len(text) > 15 or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def spell_numeral(number: int) -> str:
    """A whole number in words, as Vietnamese of the North writes it.

    Raises:
        ValueError: the number is beyond 10^18, where words get no unambiguous reading.

    >>> spell_numeral(2_500_000), spell_numeral(1_005), spell_numeral(-21)
    ('hai triệu năm trăm nghìn', 'một nghìn không trăm linh năm', 'âm hai mươi mốt')
    """
    if abs(number) > 10**18:
        raise ValueError(f"{number} is beyond 10^18")
    if number < 0:
        return "âm " + spell_numeral(-number)
    if number >= 10**9:
        rest = _below_billion(number % 10**9, full=True)
        return spell_numeral(number // 10**9) + " tỷ" + (" " + rest if rest else "")
    return _below_billion(number, full=False) or "không"


def _below_billion(number: int, full: bool) -> str:
    words = ""
    for scale, name in ((10**6, " triệu"), (10**3, " nghìn"), (1, "")):
        group = number // scale % 1000
        if group:
            # a lower group says its hundreds, so that "hai triệu năm" stays free for 2,5 triệu
            words += " " + _below_thousand(group, full or bool(words)) + name
    return words.strip()


def _below_thousand(number: int, full: bool) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{_DIGITS[hundreds]} trăm" if hundreds or full else ""
    if tens == 0:
        if not ones:
            return words
        return f"{words} linh {_DIGITS[ones]}" if words else _DIGITS[ones]
    words += " mười" if tens == 1 else f" {_DIGITS[tens]} mươi"
    if ones == 1 and tens > 1:
        words += " mốt"
    elif ones == 5:
        words += " lăm"
    elif ones:
        words += f" {_DIGITS[ones]}"
    return words.strip()


def _spoken_decimal(tokens: list[str]) -> Number | None:
    """Words with "phẩy": "ba phẩy hai", "không phẩy không năm"; a multiplier may follow the decimals."""
    point = tokens.index("phẩy")
    after, scale = tokens[point + 1 :], 1
    while after and after[-1] in SCALES:
        scale *= SCALES[after.pop()]
    whole = _read(tokens[:point])
    if not isinstance(whole, int) or not after:
        return None
    if all(token in ONES for token in after):
        decimals = "".join(str(ONES[token]) for token in after)
    else:
        read = _read(after)
        if not isinstance(read, int):
            return None
        decimals = str(read)
    return _scaled(Decimal(f"{whole}.{decimals}"), scale) if len(decimals) < _MAX_DIGITS else None


def _scaled(value: Number, scale: int) -> Number:
    """A product; whole results are int, so that 1,2 triệu is 1200000."""
    if isinstance(value, int) or scale == 1:
        return value * scale
    product = value * scale
    return int(product) if product == product.to_integral_value() else product.normalize()


def _read(tokens: list[str]) -> Number | None:
    """The value of a numeral without sign and without "phẩy"."""
    done: list[tuple[Number, int]] = []  # (value with its scale, scale) of what is complete, scales falling
    at = 0
    while at < len(tokens):
        group, after = _read_group(tokens, at)
        scale, last = 1, after
        while last < len(tokens) and (step := _scale(tokens, last)):
            scale, last = scale * step, last + 1
            if group is None and not done:
                group = 1
            lower: Number = 0
            while done and done[-1][1] < step:  # "hai triệu ba trăm nghìn tỷ": tỷ multiplies all that is smaller
                lower += done.pop()[0]
            value = _scaled((group or 0) + lower, step)
            if value == 0 and group is None:
                return None
            if done and done[-1][1] <= step:
                return None
            done.append((value, step))
            group = None
        if last == after:  # no scale follows: this is the last group
            return _last_group(tokens, at, group, after, done)
        at = last
        if at < len(tokens) and tokens[at] in ("rưỡi", "rưởi"):
            if at + 1 < len(tokens):
                return None
            done.append((done[-1][1] // 2, 1))
            at += 1
    return sum(value for value, _ in done) if done else None


def _scale(tokens: list[str], at: int) -> int | None:
    glued = GLUED_SCALES.get(tokens[at]) if at and tokens[at - 1][0].isdecimal() else None
    return glued or SCALES.get(tokens[at])


def _last_group(
    tokens: list[str], at: int, group: Number | None, after: int, done: list[tuple[Number, int]]
) -> Number | None:
    if group is None or after < len(tokens):
        return None
    total = sum(value for value, _ in done)
    if done:
        if isinstance(group, Decimal):
            return None
        lone = after == at + 1
        if lone and 0 < group < 10:  # "hai triệu tư", "3tr5": tenths of the scale before
            return total + group * (done[-1][1] // 10)
        if lone and tokens[at][0].isdecimal() and tokens[at - 1] in GLUED_SCALES:
            fraction: int = 10 ** len(tokens[at])
            return total + group * done[-1][1] // fraction  # 3tr25
        if group >= done[-1][1]:
            return None
    elif after == at + 1 and tokens[at] in TAILS:
        return None
    return total + group


def _read_group(tokens: list[str], at: int) -> tuple[Number | None, int]:
    """A number below a thousand in words, or digits, with trăm and chục behind it; where it ends."""
    token = tokens[at]
    if token[0].isdecimal():
        digits = parse_digits(token)
        at += 1
        if digits is not None and at < len(tokens) and tokens[at] in ("trăm", "chục"):
            return _hundred_tail(tokens, at + 1, _scaled(digits, 100 if tokens[at] == "trăm" else 10), tokens[at])
        return digits, at
    if token in ("nửa", "linh", "lẻ"):
        if token == "nửa":
            return (Decimal("0.5"), at + 1) if at + 1 < len(tokens) and tokens[at + 1] in SCALES else (None, at)
        if 0 < at < len(tokens) - 1 and tokens[at + 1] in ONES:  # "một nghìn linh năm"
            return _read_below_100(tokens, at + 1)[0], at + 2 + (at + 2 < len(tokens) and tokens[at + 2] in TENS)
        return None, at
    value, after = _read_below_100(tokens, at)
    if after < len(tokens) and tokens[after] == "trăm":
        return _hundred_tail(tokens, after + 1, (1 if value is None else value) * 100, "trăm")
    if value is not None and tokens[after - 1] == "chục":
        return _hundred_tail(tokens, after, value, "chục")
    return value, after


def _hundred_tail(tokens: list[str], at: int, value: Number, unit: str) -> tuple[Number, int]:
    """What follows "trăm" or "chục": linh năm, mười hai, a lone digit (one tenth of it), rưỡi."""
    if at >= len(tokens):
        return value, at
    tenth = 10 if unit == "trăm" else 1
    token = tokens[at]
    if token in ("rưỡi", "rưởi"):
        return value + 5 * tenth, at + 1
    if unit == "chục" or token[0].isdecimal():
        return value, at
    if token in ("linh", "lẻ"):
        if at + 1 < len(tokens) and tokens[at + 1] in ONES:
            return value + ONES[tokens[at + 1]], at + 2
        return value, at
    below, after = _read_below_100(tokens, at)
    if below is None:
        return value, at
    return value + (below * tenth if after == at + 1 and below < 10 else below), after


def _read_below_100(tokens: list[str], at: int) -> tuple[int | None, int]:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in CONTRACTIONS:
        digit = _digit(following)
        return (CONTRACTIONS[token] + digit, at + 2) if digit else (None, at)
    if token == "mười":
        digit = _digit(following)
        return (10 + digit, at + 2) if digit else (10, at + 1)
    if token == "chục":
        return 10, at + 1
    value = _digit(token)
    if value is None:
        return None, at
    if following in TENS:
        digit = _digit(tokens[at + 2]) if at + 2 < len(tokens) else None
        return (value * 10 + digit, at + 3) if digit else (value * 10, at + 2)
    if value and (following == "tư" or following in TAILS):
        return value * 10 + (_digit(following) or 0), at + 2
    return value, at + 1


def _digit(token: str) -> int | None:
    return ONES.get(token, TAILS.get(token))
