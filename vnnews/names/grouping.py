"""Which mentions of an article name the same thing.

Two mentions belong together when their folded forms are equal, or when one is a shorter form of a longer name of the
same article: "Thành ủy" of "Thành ủy Hà Nội", "Soái" of "Nguyễn Công Soái". What counts as a shorter form differs by
kind. Where several longer names fit, the one mentioned last before it is meant.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import regex

from vnnews.names.bodies import is_country
from vnnews.names.gazetteers import entries
from vnnews.names.laws import parse_law
from vnnews.names.mentions import Name
from vnnews.tables import read_table
from vnnews.text.folding import compose, fold
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

_COMPANY = frozenset({"công", "tập", "ngân", "tổng", "hãng"})
"""First syllables of the heads of companies."""

_I = regex.compile(r"\b(?:[hklmst]|qu)[iìíỉĩị]\b")
_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_MOST_CANDIDATES = 100  # longer names looked at for one short form, so that hostile input stays linear


class Group(NamedTuple):
    """Mentions of one thing: its label and the indices of its mentions in the list of names."""

    label: str
    members: tuple[int, ...]


def group_names(names: Sequence[Name], text: str | None = None) -> list[Group]:
    """Group the names of one article, in the order of their first mentions; places are grouped by ``places``.

    Args:
        names: the names in order.
        text: the article; it tells a short name in brackets ("Liên đoàn Bóng đá Việt Nam (VFF)").
    """
    by_label: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        if name.label != "LOC":
            by_label[name.label].append(index)
    groups = []
    for label, indices in by_label.items():
        forms = [_FORMS[label](names[index].text) for index in indices]
        owners = _owners(forms, _SHORTER[label], _body_of_country if label == "ORG" else _never)
        if label == "ORG":
            owners = _join_short_names(owners, [names[index] for index in indices], text)
        members: dict[int, list[int]] = defaultdict(list)
        for index, owner in zip(indices, owners, strict=True):
            members[owner].append(index)
        groups += [Group(label, tuple(group)) for group in members.values()]
    return sorted(groups, key=lambda group: group.members[0])


def _owners(
    forms: Sequence[Form], is_shorter: Callable[[Form, Form], bool], is_reserved: Callable[[Form, Form], bool]
) -> list[int]:
    """For each mention the number of the form that it stands for.

    Args:
        forms: of the mentions, in order.
        is_shorter: whether the first form can stand for the second.
        is_reserved: whether it does so only behind the second, and only if it never stood for itself: "Quốc hội" is
            that of Việt Nam unless the article has spoken of "Quốc hội Mỹ".
    """
    numbers: dict[Form, int] = {}
    for form in forms:
        numbers.setdefault(form, len(numbers))
    longer = _longer(numbers, is_shorter)
    last: dict[Form, int] = {}
    alone: set[Form] = set()
    owners = []
    for place, form in enumerate(forms):
        target = form
        while longer[target]:  # ends: each step is to a longer form
            open_to = [
                other
                for other in longer[target]
                if not is_reserved(target, other) or (other in last and target not in alone)
            ]
            named = [other for other in open_to if other in last]
            if not open_to or (not named and len(open_to) > 1):
                alone.add(target)
                break
            target = max(named, key=last.__getitem__) if named else open_to[0]
        last[form] = last[target] = place
        owners.append(numbers[target])
    return owners


def _longer(forms: Collection[Form], is_shorter: Callable[[Form, Form], bool]) -> dict[Form, list[Form]]:
    """For each form the others that it can stand for."""
    longer: dict[Form, list[Form]] = {form: [] for form in forms}
    if len(forms) < 2 or is_shorter is _never:
        return longer
    with_token: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        for token in form:
            with_token[token].append(form)
    for form in forms:
        buckets = [with_token[token] for token in form if len(token) > 1] or [with_token[token] for token in form]
        fewest = min(buckets, key=len)
        if len(fewest) > 1:
            size = _size(form)
            for other in fewest[:_MOST_CANDIDATES]:
                if other != form and _size(other) > size and is_shorter(form, other):
                    longer[form].append(other)
    return longer


def _size(form: Form) -> int:
    return sum(map(len, form)) + len(form)


def _join_short_names(owners: list[int], names: Sequence[Name], text: str | None) -> list[int]:
    """Join "NHNN" with the name before it in "Ngân hàng Nhà nước (NHNN)", there and wherever it stands alone."""
    joined: dict[int, int] = {}
    seen = set(owners[:1])
    for place in range(1, len(names)):
        name, before = names[place], names[place - 1]
        owner, first = owners[place], joined.get(owners[place - 1], owners[place - 1])
        if name.start - before.end == 2 and owner != first:
            bracketed = text is not None and text[before.end : name.start] + text[name.end : name.end + 1] == " ()"
            if is_acronym(name.text, before.text) or (
                bracketed and owner not in seen and _is_other_name(name.text, before.text)
            ):
                joined.setdefault(owner, first)
            elif bracketed and _is_short(before.text) and is_acronym(before.text, name.text):
                joined.setdefault(first, owner)  # "NHNN (Ngân hàng Nhà nước)"
        seen.add(owner)
    return _join_initials([joined.get(owner, owner) for owner in owners], names)


def _is_other_name(short: str, long: str) -> bool:
    """Whether a name in brackets is another for the one before: "Liên đoàn … (VFF)", "Công ty … Sài Gòn (Sabeco)"."""
    return " " in long and (_is_short(short) or (_is_brand(short) and _is_company(long)))


def _join_initials(owners: list[int], names: Sequence[Name]) -> list[int]:
    """Join an acronym with the one body of the article whose words all begin so, brackets or not."""
    shorts = {owner: name.text for owner, name in zip(owners, names, strict=True) if _is_short(name.text)}
    if not shorts:
        return owners
    full: dict[str, set[int]] = defaultdict(set)
    for owner, name in zip(owners, names, strict=True):
        if " " in name.text:
            full[_initials(name.text)].add(owner)
    joined: dict[int, int] = {}
    for owner, short in shorts.items():
        bodies = full.get(_unmarked(short), set())
        if len(short) > 2 and len(bodies) == 1:
            joined[owner] = min(bodies)
    return [joined.get(owner, owner) for owner in owners]


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are first letters of the words of ``long``, in order.

    >>> is_acronym("NHNN", "Ngân hàng Nhà nước"), is_acronym("VFF", "Liên đoàn Bóng đá Việt Nam")
    (True, False)
    """
    letters = [letter for letter in _unmarked(short) if letter.isalpha()]
    initials = iter(word[0] for word in _unmarked(long).replace("-", " ").split())
    return len(letters) > 1 and short.upper() == short and all(letter in initials for letter in letters)


def is_short_name(short: str, name: str) -> bool:
    """Whether one mention of a body is a short name of capitals for another.

    >>> is_short_name("VFF", "Liên đoàn Bóng đá Việt Nam"), is_short_name("FPT", "Công ty FPT")
    (True, False)
    """
    return _is_short(short) and " " in name and short not in name


def _is_short(text: str) -> bool:
    return " " not in text and text.upper() == text and sum(map(str.isalpha, text)) > 1


def _is_brand(text: str) -> bool:
    return " " not in text and text[:1].isupper() and text.isalpha()


def _is_company(text: str) -> bool:
    return bool(set(_body_form(text)[:2]) & _COMPANY)


def _initials(text: str) -> str:
    return "".join(word[0] for word in _unmarked(text).replace("-", " ").split() if word not in ("va", "&"))


@lru_cache(maxsize=1 << 16)
def _unmarked(text: str) -> str:
    """Without any diacritics, as acronyms are written: "UB" of "Ủy ban"."""
    letters = unicodedata.normalize("NFD", compose(text.lower())).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
def _body_form(text: str) -> Form:
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


def _person_shorter(short: Form, long: Form) -> bool:
    """A Vietnamese name is shortened from the front ("Công Soái"), a foreign one to any of its parts in a row."""
    if len(short) == len(long):  # "J. Biden"
        return short[-1] == long[-1] and all(
            a == b or (len(a) == 1 and b[0] == a) for a, b in zip(short, long, strict=True)
        )
    if len(short) > len(long):
        return False
    if long[0] in surnames() or len(long[0]) == 1:
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
        if _is_named(short) and short[0] not in _COMPANY:
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


def _body_of_country(short: Form, long: Form) -> bool:
    """Whether the longer name adds a country to the shorter: "Quốc hội Mỹ"."""
    rest = " ".join(long[len(short) :])
    return long[: len(short)] == short and rest != "việt nam" and is_country(rest)


def _title_shorter(short: Form, long: Form) -> bool:
    return long[: len(short)] == short and (len(short) > 1 or all(map(str.isdigit, long[1:])))


def _never(short: Form, long: Form) -> bool:
    return False


@lru_cache(maxsize=1 << 16)
def _law_form(text: str) -> Form:
    """Type and number where the name has them, so that "Kế hoạch 24" is the beginning of ("kế hoạch", "24", …)."""
    law = parse_law(text)
    if law is None:
        return tuple(token for token in _tokens(text) if token not in ("năm", "số")) or _tokens(text)
    rest = () if law.short else (fold(law.number[len(law.serial) :]),)
    return (fold(law.type or ""), law.serial, *rest)


@cache
def surnames() -> frozenset[str]:
    """Folded Vietnamese surnames."""
    return frozenset(map(_folded, entries("surnames")))


@cache
def _heads() -> frozenset[str]:
    return frozenset(" ".join(_body_form(head)) for head in entries("body_heads"))


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


_FORMS: dict[str, Callable[[str], Form]] = {
    "PER": _person_form,
    "ORG": _body_form,
    "LAW": _law_form,
    "EVENT": _event_form,
    "MISC": _tokens,
}
_SHORTER: dict[str, Callable[[Form, Form], bool]] = {
    "PER": _person_shorter,
    "ORG": _body_shorter,
    "LAW": _title_shorter,
    "EVENT": _title_shorter,
    "MISC": _never,
}
