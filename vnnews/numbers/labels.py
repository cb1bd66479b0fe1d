"""Numbers that are no facts: labels, telephone numbers, clock times, list markers, idioms, articles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vnnews.numbers.drafts import Setting, approximation
from vnnews.numbers.words import HIDDEN, cues, phrases
from vnnews.text.numerals import ONES

_ROUND = frozenset(["chục", "mười", "ngàn", "nghìn", "trăm"])
_NEARBY = 15
"""Words on either side of "một" where another number may count the same things."""
_QUOTES = frozenset("“”\"'‘’")
_ADDRESS = frozenset("/-_=?&#.@")
_LONGEST_ADDRESS = 40
"""Syllables and signs of an address that are looked at before a number in it."""
_HYPHENS = frozenset("-–")
_LIST_JOINS = frozenset([",", "và"])
_CAPITALS, _MOST_OF_MODELS = (2, 3), 100
"""Letters of a model's name, and above its number."""


def is_label(here: Setting) -> bool:
    """Whether digits only name something or tell time: số 12, Điều 5, 14 giờ, "1." of a list."""
    amount, words, behind = here.amount, here.words, here.behind
    after, before = here.after, here.before
    if _tells_time(here):
        return True
    if amount.upper is not None and 1900 <= amount.value < amount.upper <= 2100 and not here.counted:
        return True  # a span of years
    if 1900 <= amount.value <= 2100 and len(words.raw(amount.first)) == 4 and not here.counted:
        return True  # a year; thousands of things have a point
    if not behind and isinstance(amount.value, int) and after in (".", ")", "/"):
        return True
    named = before not in ("số", "đội", "đoàn") and behind and words.raw(amount.first - 1)[0].isupper()
    if before in cues("numbered") and not amount.scaled and (named or not here.counted):
        return not (before == "số" and (behind[-2:-1] in (["con"], ["thiểu"]) or after in ("ấy", "này", "đó")))
    if phrases("document").at_end(behind) and not here.counted:
        return True
    if not here.counted and (_names_model(here) or _goes_on(behind)):
        return True
    if before in cues("numbered always") or (before == "điều" and words.raw(amount.first - 1)[0].isupper()):
        return True
    if not amount.scaled and (before.isdecimal() or (after.isdecimal() and len(after) > 2)):
        return True  # telephone numbers
    if before == "+" and behind[-2:-1] and behind[-2].isalpha() and not words.spaced(amount.first - 1):
        return True  # GMT+7
    if before in _ADDRESS and not words.spaced(amount.first) and _in_address(here):
        return True
    if before == "." and not words.spaced(amount.first):
        return True  # telephone numbers
    if _is_triple(here):
        return False
    if before in _HYPHENS and not words.spaced(amount.first):
        return True
    if (after == "/" or after in _HYPHENS) and not words.spaced(amount.last + 1):
        following = here.ahead[1] if len(here.ahead) > 1 else ""
        return after != "/" or not (following[:1].isalpha() or following == HIDDEN)
    written = words.raw(amount.first)
    return written.startswith("0") and len(written) > 2 and written[1] not in ".,"


def _names_model(here: Setting) -> bool:
    """Whether a small number behind two or three capitals is part of a name: VF 3, RON 95."""
    behind, value = here.behind, here.amount.value
    if len(behind) < 2 or not behind[-2].isalpha() or not isinstance(value, int) or value >= _MOST_OF_MODELS:
        return False
    before = here.words.raw(here.amount.first - 1)
    return before.isalpha() and before.isupper() and len(before) in _CAPITALS


def _goes_on(behind: Sequence[str]) -> bool:
    """Whether a list of numbers that are names stands before: "nhịp số 6 và 7", "các lớp 6, 7 và 8"."""
    at = len(behind)
    while at and (behind[at - 1] in _LIST_JOINS or behind[at - 1].isdecimal()):
        at -= 1
    listed = behind[at:]
    return (
        bool(at and listed)
        and listed[0].isdecimal()
        and listed[-1] in _LIST_JOINS
        and behind[at - 1] in cues("numbered")
    )


def _in_address(here: Setting) -> bool:
    """Whether a number stands inside the address of a page or of a mailbox, which has no space."""
    words, at = here.words, here.amount.first
    least = max(0, at - _LONGEST_ADDRESS)
    while at > least and not words.spaced(at):
        at -= 1
        if words.folded[at] in ("@", "www") or (words.folded[at] == "/" and at and words.folded[at - 1] == "/"):
            return True
    return False


def is_no_count(here: Setting) -> bool:
    """Whether a numeral in words counts nothing: ngã ba, ba lô, một as an article, năm as year."""
    amount = here.amount
    if _tells_time(here):
        return True
    if amount.first != amount.last:
        return False
    word = here.words.folded[amount.first]
    if phrases("idiom").at_start([word, *here.ahead]) or phrases("idiom end").at_end([*here.behind, word]):
        return True
    if word == "một":
        return not _is_one(here)
    if here.before in _QUOTES and not _QUOTES.isdisjoint(here.ahead[1:2]):
        return here.words.raw(amount.last + 1)[0].isupper()  # a nickname: "Tám Đất"
    if here.before in ("", "“", '"', "-"):
        return here.after == ","
    if word == "năm":
        if here.before in cues("year before five"):
            return True
        return not here.counted and (approximation(here.behind) is None or not here.after.isalpha())
    raw = here.words.raw(amount.first)
    return raw[0].isupper() and not raw.isupper()


def _tells_time(here: Setting) -> bool:
    return here.after in cues("clock") and here.ahead[1:2] not in (["công"], ["tuổi"])


def _is_one(here: Setting) -> bool:
    """Whether "một" counts: after "chỉ", "thêm" …, or beside another number (hai xe và một tàu)."""
    behind, previous, after = here.behind, here.previous, here.after
    if after in cues("not one"):
        return after == "trong" and not behind and here.ahead[1:2] != [] and here.ahead[1] in ONES
    if here.before in cues("one"):
        return behind[-2:] != ["đó", "có"]
    if after in (".", ";") and here.before != "số":
        return True  # "khói thì một."
    if after in ("điểm", "bàn", "trận") and ("hơn" in behind or "kém" in behind):
        return True
    if _counted_again(here) or _opens_list(here):
        return True
    if previous is None or previous.kind not in ("count", "measure") or here.before not in (",", "và", "với"):
        return False
    distance = here.amount.first - previous.end
    return distance == 2 or (here.before != "," and distance <= 4)


def _counted_again(here: Setting) -> bool:
    """Whether the same thing is counted by another number nearby: "một đĩa thật thì có chín đĩa giả"."""
    words, first = here.words, here.amount.first
    for near in (words.behind(first, _NEARBY), words.ahead(first + 2, _NEARBY)):
        if any(noun == here.after and _is_number(number) for number, noun in pairwise(near)):
            return True
    return False


def _opens_list(here: Setting) -> bool:
    """Whether the next item of a list is counted: "giảm một đầu mối cấp sở, 11 phòng"."""
    for at, word in enumerate(here.ahead[:6]):
        if word in (",", "và") and at:
            return at + 1 < len(here.ahead) and _is_number(here.ahead[at + 1])
        if word in cues("clause end"):
            break
    return False


def _is_number(word: str) -> bool:
    return word.isdecimal() or (word in ONES and word not in ("một", "không", "năm", "tư")) or word in _ROUND


def _is_triple(here: Setting) -> bool:
    """Whether a number is one of three short ones joined by hyphens: 84-61-93, votes 21-17-9."""
    if here.before not in _HYPHENS and here.after not in _HYPHENS:
        return False
    index, words = here.amount.first, here.words
    behind = words.behind(index, 4)
    found = behind + words.ahead(index, 6)
    for begin in (len(behind), len(behind) - 2, len(behind) - 4):
        run = found[begin : begin + 5] if begin >= 0 else []
        if len(run) == 5 and all(one.isdecimal() and len(one) < 3 for one in run[::2]) and {run[1], run[3]} <= _HYPHENS:
            return found[begin + 5 : begin + 6] not in (["-"], ["/"])
    return False
