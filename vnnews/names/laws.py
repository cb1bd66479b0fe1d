"""Numbers of laws and official documents: "Kế hoạch số 24-KH/TU", "Nghị định 15/2020/NĐ-CP", "01/CT-TTg"."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import regex

from vnnews.names.gazetteers import entries
from vnnews.tables import read_table
from vnnews.text.folding import fold
from vnnews.text.grammar import Grammar, Hit, Rule, Symbols

_ISSUERS = Path(__file__).parent / "issuers.tsv"
_CODE = r"WORD(?:[-/&]WORD){0,5}"
_NUMBER = regex.compile(
    r"(?<!\d)(?P<serial>\d++)(?:[-/](?P<year>\d{4}))?[-/](?P<code>\p{Lu}[\p{L}\d]*+(?:[-/&]\p{Lu}[\p{L}\d]*+)*+)"
)
_JOINTS, _PARTS = regex.compile(r"[-/]"), regex.compile(r"[-/&]")
_OF_ASSEMBLY = regex.compile(r"QH\d{1,2}")
_YEAR_BEHIND = regex.compile(r"\s(?:năm\s)?\d{4}$|\s\([^)]{0,100}\)$")


class LawNumber(NamedTuple):
    """What a document number says.

    Attributes:
        type: "Kế hoạch" as written, None where the number stands alone.
        number: "24-KH/TU"; for a short reference ("Kế hoạch 24") only "24".
        short: whether it is a short reference, which counts only where the article has the whole number.
    """

    type: str | None
    number: str
    short: bool = False

    @property
    def serial(self) -> str:
        """The digits in front: "24" of "24-KH/TU"."""
        return _JOINTS.split(self.number, maxsplit=1)[0]


def _full(hit: Hit) -> LawNumber | None:
    number = hit["number"]
    parsed = _NUMBER.fullmatch(number)
    if parsed is None:
        return None
    # without its type a number must look like one: a year, or a code of several parts
    if hit.get("type") is None and not (parsed["year"] or _JOINTS.search(parsed["code"])):
        return None
    return LawNumber(hit.get("type"), number)


def _named(hit: Hit) -> LawNumber:
    return LawNumber(hit["type"], hit["number"])


def _short(hit: Hit) -> LawNumber:
    return LawNumber(hit["type"], hit["number"], short=True)


_FULL_NUMBER = rf"(?P<number>INT(?:[-/]INT4)?[-/]{_CODE})"
_GRAMMAR = Grammar(
    [
        Rule("typed number", rf"(?P<type>LAWTYPE)(?: số:?)? {_FULL_NUMBER}", _full),
        Rule("number alone", rf"(?<![-/]){_FULL_NUMBER}", _full),
        Rule("document so-and-so", r"(?P<type>LAWTYPE) số (?P<number>INT)(?![-/%])", _named),
        Rule("short reference", r"(?P<type>LAWTYPE) (?P<number>INT)(?![-/%]| LAWTYPE)", _short),
    ],
    {"LAWTYPE": list(entries("law_types"))},
)


def find_laws(symbols: Symbols) -> list[tuple[int, int, LawNumber]]:
    """Document numbers of a batch as (start, end, number), offsets in the batch, in order.

    Short references are kept only in texts that name the whole number.
    """
    found = [(hit.start, hit.end, law) for hit, law in _GRAMMAR.find(symbols)]
    locate = symbols.syllables.locate
    whole = {(locate(start)[0], _key(law)) for start, _, law in found if not law.short}
    return [(start, end, law) for start, end, law in found if not law.short or (locate(start)[0], _key(law)) in whole]


def parse_law(text: str) -> LawNumber | None:
    """Type and number of one law's name, as far as it has them.

    >>> parse_law("Nghị định số 15/2020/NĐ-CP")
    LawNumber(type='Nghị định', number='15/2020/NĐ-CP', short=False)
    >>> parse_law("Nghị quyết 18")
    LawNumber(type='Nghị quyết', number='18', short=True)
    >>> parse_law("Luật Đất đai 2024") is None
    True
    """
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    kind = found["type"].strip() or None
    if kind and fold(kind) not in _types():
        return None  # a title with a year: "Luật Đất đai 2024"
    return LawNumber(kind, found["number"], short=found["code"] is None)


_NAME = regex.compile(
    r"(?P<type>[\p{L}\s]{0,60}?)\s?(?:số:?\s)?(?P<number>(?<!\d)\d{1,6}(?:[-/]\d{4})?(?:[-/](?P<code>\p{Lu}[\p{L}\d&/-]*+))?)"
)


def _key(law: LawNumber) -> tuple[str, str]:
    return fold(law.type or ""), law.serial


@cache
def _issuers() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(_ISSUERS)}


def issuer(number: str) -> str | None:
    """Who issued a document, as far as its number tells.

    >>> issuer("15/2020/NĐ-CP")
    'Chính phủ'
    """
    parts = _PARTS.split(number)
    return next((_issuers()[part] for part in reversed(parts) if part in _issuers()), None) or (
        "Quốc hội" if _OF_ASSEMBLY.fullmatch(parts[-1]) else None
    )


def law_type(name: str) -> str | None:
    """The type word that a law's name begins with, as written there.

    >>> law_type("Luật Đất đai 2024")
    'Luật'
    """
    words = name.split()
    for size in range(min(4, len(words)), 0, -1):
        if fold(" ".join(words[:size])) in _types():
            return " ".join(words[:size])
    return None


def law_number(name: str) -> str | None:
    """The number in a law's name.

    >>> law_number("Luật Đất đai số 31/2024/QH15"), law_number("Nghị quyết 18"), law_number("Luật Đất đai 2024")
    ('31/2024/QH15', '18', None)
    """
    law = parse_law(name)
    if law is not None:
        return law.number
    found = _NUMBER.search(name)
    return found[0] if found else None


def law_year(name: str) -> int | None:
    """The year in a law's name: of its number, or behind its title.

    >>> law_year("Luật Đất đai 2024"), law_year("Nghị định 15/2020/NĐ-CP"), law_year("Kế hoạch 24-KH/TU")
    (2024, 2020, None)
    """
    number = law_number(name)
    found = _YEAR.search(number or name)
    return int(found[0]) if found else None


_YEAR = regex.compile(r"(?<![\d/.-]|\bsố\s)(?:19|20)\d\d(?!\d)|(?<=/)(?:19|20)\d\d(?=/)")


def issuer_of_title(name: str) -> str | None:
    """Who issued a document that is known by its title.

    >>> issuer_of_title("Luật Đất đai 2024"), issuer_of_title("Nghị quyết Trung ương 6 khóa XII")
    ('Quốc hội', 'Ban Chấp hành Trung ương Đảng')
    """
    title = fold(_YEAR_BEHIND.sub("", name))
    if title.startswith("nghị quyết trung ương"):
        return "Ban Chấp hành Trung ương Đảng"
    if title.startswith("pháp lệnh") and (law_year(name) or _STANDING_COMMITTEE) >= _STANDING_COMMITTEE:
        return "Ủy ban Thường vụ Quốc hội"
    known = title in _known_titles() and title.startswith(("luật", "bộ luật", "hiến pháp"))
    return "Quốc hội" if known else None


_STANDING_COMMITTEE = 1992  # the year since when ordinances are its


@cache
def _known_titles() -> frozenset[str]:
    return frozenset(map(fold, entries("laws")))


@cache
def _types() -> frozenset[str]:
    return frozenset(map(fold, entries("law_types")))
