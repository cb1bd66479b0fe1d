"""Which mentions of an article name the same thing.

Two mentions belong together when their folded forms are equal, or when one is a shorter form of a longer name of the
same article: "Thành ủy" of "Thành ủy Hà Nội", "Soái" of "Nguyễn Công Soái". What counts as a shorter form differs by
kind, see :mod:`vnnews.names.name_forms`. Where several longer names fit, the one mentioned last before it is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from vnnews.names.acronyms import initials, is_acronym, is_capitals, unmarked
from vnnews.names.mentions import Name
from vnnews.names.name_forms import COMPANY, FORMS, SHORTER, Form, body_form, body_of_country, never

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
        forms = [FORMS[label](names[index].text) for index in indices]
        owners = _owners(forms, SHORTER[label], body_of_country if label == "ORG" else never)
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
    if len(forms) < 2 or is_shorter is never:
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
    begins = {owner: place for place, owner in reversed(list(enumerate(owners)))}
    for place in range(1, len(names)):
        name, before = names[place], names[place - 1]
        owner, first = owners[place], joined.get(owners[place - 1], owners[place - 1])
        if name.start - before.end == 2 and owner != first:
            bracketed = text is not None and text[before.end : name.start] == " (" and _ends_alias(text, name.end)
            is_new = begins[owner] == place
            names_both = bracketed and (is_new or begins[owners[place - 1]] == place - 1)
            if is_acronym(name.text, before.text) or (names_both and _is_other_name(name.text, before.text, is_new)):
                joined.setdefault(owner, first)
            elif bracketed and is_capitals(before.text) and is_acronym(before.text, name.text):
                joined.setdefault(first, owner)  # "NHNN (Ngân hàng Nhà nước)"
    return _join_initials([joined.get(owner, owner) for owner in owners], names)


def _ends_alias(text: str, end: int) -> bool:
    """Whether a name in brackets is all that they hold, but for remarks on it: "(Vietcombank, mã VCB)"."""
    return text.startswith(")", end) or (text.startswith(", ", end) and text[end + 2 : end + 3].islower())


def _is_other_name(short: str, long: str, is_new: bool) -> bool:
    """Whether a name in brackets is another for the one before: "Liên đoàn … (VFF)", "Công ty … Sài Gòn (Sabeco)".

    Capitals that stand elsewhere before it may also be what the other belongs to: "Ban Kỷ luật … (VFF)".
    """
    return " " in long and ((is_new and is_capitals(short)) or (_is_brand(short) and _is_company(long)))


def _join_initials(owners: list[int], names: Sequence[Name]) -> list[int]:
    """Join an acronym with the one body of the article whose words all begin so, brackets or not."""
    shorts = {owner: name.text for owner, name in zip(owners, names, strict=True) if is_capitals(name.text)}
    if not shorts:
        return owners
    full: dict[str, set[int]] = defaultdict(set)
    for owner, name in zip(owners, names, strict=True):
        if " " in name.text:
            full[initials(name.text)].add(owner)
    joined: dict[int, int] = {}
    for owner, short in shorts.items():
        bodies = full.get(unmarked(short), set())
        if len(short) > 2 and len(bodies) == 1:
            joined[owner] = min(bodies)
    return [joined.get(owner, owner) for owner in owners]


def _is_brand(text: str) -> bool:
    return " " not in text and text[:1].isupper() and text.isalpha()


def _is_company(text: str) -> bool:
    return bool(set(body_form(text)[:2]) & COMPANY)
