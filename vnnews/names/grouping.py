"""Which mentions of an article name the same thing.

Two mentions belong together when their folded forms are equal, or when one is a shorter form of a longer name of the
same article: "Thành ủy" of "Thành ủy Hà Nội", "Soái" of "Nguyễn Công Soái". What counts as a shorter form differs by
kind. Where several longer names fit, the one mentioned last before it is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from vnnews.names.gazetteers import entries
from vnnews.names.laws import parse_law
from vnnews.names.mentions import Name
from vnnews.text.folding import fold

Form = tuple[str, ...]

_MOST_CANDIDATES = 100  # longer names looked at for one short form, so that hostile input stays linear


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one thing: its label and the indices of its mentions in the list of names."""

    label: str
    members: tuple[int, ...]


def group_names(names: Sequence[Name]) -> list[Group]:
    """Group the names of one article, in the order of their first mentions; places are grouped by ``places``."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        if name.label != "LOC":
            by_label[name.label].append(index)
    groups = []
    for label, indices in by_label.items():
        forms = [_FORMS[label](names[index].text) for index in indices]
        owners = _owners(forms, _SHORTER[label])
        if label == "ORG":
            owners = _join_acronyms(owners, [names[index] for index in indices])
        members: dict[int, list[int]] = defaultdict(list)
        for index, owner in zip(indices, owners, strict=True):
            members[owner].append(index)
        groups += [Group(label, tuple(group)) for group in members.values()]
    return sorted(groups, key=lambda group: group.members[0])


def _owners(forms: Sequence[Form], is_shorter: Callable[[Form, Form], bool]) -> list[int]:
    """For each mention the number of the form that it stands for."""
    numbers: dict[Form, int] = {}
    for form in forms:
        numbers.setdefault(form, len(numbers))
    with_token: dict[str, list[Form]] = defaultdict(list)
    for form in numbers:
        for token in set(form):
            with_token[token].append(form)
    longer = {
        form: [
            other
            for other in min((with_token[token] for token in form), key=len, default=[])[:_MOST_CANDIDATES]
            if len(other) > len(form) and is_shorter(form, other)
        ]
        for form in numbers
    }
    last: dict[Form, int] = {}
    owners = []
    for place, form in enumerate(forms):
        target = form
        while longer[target]:  # ends: each step is to a longer form
            named = [other for other in longer[target] if other in last]
            if not named and len(longer[target]) > 1:
                break
            target = max(named, key=lambda other: last[other]) if named else longer[target][0]
        last[form] = last[target] = place
        owners.append(numbers[target])
    return owners


def _join_acronyms(owners: list[int], names: Sequence[Name]) -> list[int]:
    """Join "NHNN" with the name before it in "Ngân hàng Nhà nước (NHNN)", there and wherever it stands alone."""
    joined: dict[int, int] = {}
    for place in range(1, len(names)):
        name, before = names[place], names[place - 1]
        if name.start - before.end == 2 and " " not in name.text and is_acronym(name.text, before.text):
            joined.setdefault(owners[place], joined.get(owners[place - 1], owners[place - 1]))
    return [joined.get(owner, owner) for owner in owners]


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are first letters of the words of ``long``, in order.

    >>> is_acronym("NHNN", "Ngân hàng Nhà nước"), is_acronym("VFF", "Liên đoàn Bóng đá Việt Nam")
    (True, False)
    """
    letters = [letter for letter in fold(short) if letter.isalpha()]
    initials = iter([word[0] for word in fold(long).replace("-", " ").split()])
    return len(letters) > 1 and short.upper() == short and all(letter in initials for letter in letters)


@lru_cache(maxsize=1 << 16)
def _tokens(text: str) -> Form:
    return tuple(fold(text).split())


def _person_shorter(short: Form, long: Form) -> bool:
    """A Vietnamese name is shortened from the front ("Công Soái"), a foreign one to any of its parts in a row."""
    if long[0] in surnames():
        return long[-len(short) :] == short
    return any(long[begin : begin + len(short)] == short for begin in range(len(long) - len(short) + 1))


def _body_shorter(short: Form, long: Form) -> bool:
    """The beginning of a name ("Thành ủy" of "Thành ủy Hà Nội") or what follows its head ("An Phát")."""
    if long[: len(short)] == short:
        return len(short) > 1 or short[0] not in _alone()
    return long[-len(short) :] == short and " ".join(long[: -len(short)]) in _heads()


def _title_shorter(short: Form, long: Form) -> bool:
    return len(short) > 1 and long[: len(short)] == short


def _never(short: Form, long: Form) -> bool:
    return False


def _law_form(text: str) -> Form:
    """Type and number where the name has them, so that "Kế hoạch 24" is the beginning of ("kế hoạch", "24", …)."""
    law = parse_law(text)
    if law is None:
        return _tokens(text)
    rest = () if law.short else (fold(law.number[len(law.serial) :]),)
    return (fold(law.type or ""), law.serial, *rest)


@cache
def surnames() -> frozenset[str]:
    """Folded Vietnamese surnames."""
    return frozenset(map(fold, entries("surnames")))


@cache
def _heads() -> frozenset[str]:
    return frozenset(map(fold, entries("body_heads")))


@cache
def _alone() -> frozenset[str]:
    """One-word bodies that are meant alone and begin many other names: Đảng, EU."""
    return frozenset(entry for entry in map(fold, entries("bare_bodies")) if " " not in entry)


_FORMS: dict[str, Callable[[str], Form]] = {
    "PER": _tokens,
    "ORG": _tokens,
    "LAW": _law_form,
    "EVENT": _tokens,
    "MISC": _tokens,
}
_SHORTER: dict[str, Callable[[Form, Form], bool]] = {
    "PER": _person_shorter,
    "ORG": _body_shorter,
    "LAW": _title_shorter,
    "EVENT": _title_shorter,
    "MISC": _never,
}
