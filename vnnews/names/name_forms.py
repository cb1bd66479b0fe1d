"""What makes two mentions of a name the same: their forms by kind, and when one form is a shorter one of another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import regex

from vnnews.names.bodies import is_country
from vnnews.names.gazetteers import entries
from vnnews.names.laws import parse_law
from vnnews.tables import read_table
from vnnews.text.folding import fold
from vnnews.text.numerals import parse_roman

Form = tuple[str, ...]

_ABBREVIATIONS = Path(__file__).parent / "name_abbreviations.tsv"
_JOINTS = frozenset({"và", "&", "-", "–", "(", ")"})
_DROPPED = frozenset(
    (
        *("tỉnh", "thành", "phố", "tnhh", "mtv", "một", "thành", "viên", "cổ", "phần"),
        *("trách", "nhiệm", "hữu", "hạn", "thương", "mại", "tập", "đoàn"),
    )
)
"""Words of administrative and legal form, which a name is often written without."""

_COMMON_SURNAMES = frozenset(
    (
        *("nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô"),
        *("dương", "đinh", "đào", "trịnh", "đoàn", "trương"),
    )
)
"""Surnames that are never a person's short name; a rarer one may be, of a Chinese or a Korean: "ông Tập"."""

COMPANY = frozenset({"công", "tập", "ngân", "tổng", "hãng"})
"""First syllables of the heads of companies."""

_I = regex.compile(r"\b(?:[hklmst]|qu)[iìíỉĩị]\b")
_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


def _person_shorter(short: Form, long: Form) -> bool:
    """A Vietnamese name is shortened from the front ("Công Soái"), a foreign one to any of its parts in a row."""
    if len(short) == len(long):  # "J. Biden"
        return short[-1] == long[-1] and all(
            a == b or (len(a) == 1 and b[0] == a) for a, b in zip(short, long, strict=True)
        )
    if len(short) > len(long):
        return False
    if long[0] in _surnames() or len(long[0]) == 1:
        if long[-len(short) :] == short or short == tuple(token for token in long if token not in ("thị", "văn")):
            return True
        return len(short) == 1 and len(short[0]) > 1 and long[0] == short[0] and short[0] not in _COMMON_SURNAMES
    return any(long[begin : begin + len(short)] == short for begin in range(len(long) - len(short) + 1))


def _body_shorter(short: Form, long: Form) -> bool:
    """The beginning of a name ("Thành ủy" of "Thành ủy Hà Nội"), what follows its head, or it without its form.

    "An Phát" and "Công ty An Phát" stand for "Công ty TNHH An Phát", "UBND Nghệ An" for "UBND tỉnh Nghệ An".
    """
    if long[: len(short)] == short:
        return len(short) > 1 or short[0] not in _alone()
    if long[-len(short) :] == short:
        rest = long[: -len(short)]
        if _is_named(short) and short[0] not in COMPANY:
            return False  # "Thanh tra Bộ Y tế" is not "Bộ Y tế", nor "Ngân hàng Nhà nước" "Nhà nước"
        return any(
            " ".join(rest[:cut]) in _heads() and (cut == len(rest) or " ".join(rest[cut:]) in _heads())
            for cut in range(len(rest), 0, -1)
        )
    return len(short) > 1 and short == tuple(token for token in long if token not in _DROPPED)


def _is_named(form: Form) -> bool:
    """Whether a name is that of a body by itself: it has a head of its own, or none of its kind has ("Nhà nước")."""
    begins = (" ".join(form[:size]) for size in range(1, min(4, len(form)) + 1))
    return " ".join(form) in _bare() or any(begin in _heads() for begin in begins)


def body_of_country(short: Form, long: Form) -> bool:
    """Whether the longer name adds a country to the shorter: "Quốc hội Mỹ"."""
    rest = " ".join(long[len(short) :])
    return long[: len(short)] == short and rest != "việt nam" and is_country(rest)


def _title_shorter(short: Form, long: Form) -> bool:
    return long[: len(short)] == short and (len(short) > 1 or all(map(str.isdigit, long[1:])))


def never(short: Form, long: Form) -> bool:
    """Of names that have no shorter form."""
    return False


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    """Folded, and with one spelling of i and y: Mỹ and Mĩ, Lý and Lí."""
    return _I.sub(lambda found: found[0].translate(_Y), fold(text))


@lru_cache(maxsize=1 << 16)
def _tokens(text: str) -> Form:
    return tuple(_folded(text).split())


@lru_cache(maxsize=1 << 16)
def _person_form(text: str) -> Form:
    """Without the marks of initials: ("n", "v", "a") of "N.V.A", ("hang", "seo") of "Hang-seo"."""
    return tuple(_folded(text).replace(".", " ").replace("-", " ").split()) or _tokens(text)


@lru_cache(maxsize=1 << 16)
def body_form(text: str) -> Form:
    """With abbreviations written out: "UBND TP.HCM" is ("ủy", "ban", …, "hồ", "chí", "minh")."""
    form: list[str] = []
    for word in text.replace(",", " ").split():
        token = _folded(word)
        if word.upper() == word or "." in word:
            token = _abbreviations().get(token) or _abbreviations().get(token.rstrip("."), token)
        form += [part for part in token.split() if part not in _JOINTS]
    return tuple(form) or _tokens(text)


@lru_cache(maxsize=1 << 16)
def _event_form(text: str) -> Form:
    """With Arabic numerals: "Đại hội lần thứ XIII", "Đại hội XIII" and "Đại hội 13" are one."""
    form = []
    for token in text.split():
        number = parse_roman(token) if token.isupper() else None
        form.append(_folded(token) if number is None else str(number))
    return tuple(token for token in form if token not in ("lần", "thứ", "năm")) or _tokens(text)


@lru_cache(maxsize=1 << 16)
def _law_form(text: str) -> Form:
    """Type and number where the name has them, so that "Kế hoạch 24" is the beginning of ("kế hoạch", "24", …)."""
    law = parse_law(text)
    if law is None:
        return tuple(token for token in _tokens(text) if token not in ("năm", "số")) or _tokens(text)
    rest = () if law.short else (fold(law.number[len(law.serial) :]),)
    return (fold(law.type or ""), law.serial, *rest)


@cache
def _surnames() -> frozenset[str]:
    """Folded Vietnamese surnames."""
    return frozenset(map(_folded, entries("surnames")))


@cache
def _heads() -> frozenset[str]:
    return frozenset(" ".join(body_form(head)) for head in entries("body_heads"))


@cache
def _bare() -> frozenset[str]:
    return frozenset(map(_folded, entries("bare_bodies")))


@cache
def _alone() -> frozenset[str]:
    """One-word bodies that are meant alone and begin many other names: Đảng, EU."""
    return frozenset(entry for entry in _bare() if " " not in entry)


@cache
def _abbreviations() -> dict[str, str]:
    return {_folded(short): _folded(long) for short, long in read_table(_ABBREVIATIONS)}


FORMS: dict[str, Callable[[str], Form]] = {
    "PER": _person_form,
    "ORG": body_form,
    "LAW": _law_form,
    "EVENT": _event_form,
    "MISC": _tokens,
}
"""The form of a name by its label: its words, folded and with one spelling for each."""

SHORTER: dict[str, Callable[[Form, Form], bool]] = {
    "PER": _person_shorter,
    "ORG": _body_shorter,
    "LAW": _title_shorter,
    "EVENT": _title_shorter,
    "MISC": never,
}
"""Whether the first form can stand for the second, by label."""
