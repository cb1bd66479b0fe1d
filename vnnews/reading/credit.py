"""Where an article comes from: credit lines at its end, the mark of an outlet before its first sentence."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from vnnews.reading.dateline import PAPER
from vnnews.reading.lines import LONGEST
from vnnews.reading.tables import marks, outlets

_DOMAIN = r"(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,6}"
_HOST = (
    rf"{_DOMAIN}(?i:vn|com|net|org|info|edu|gov|int|tv|asia|news|online|eu|uk|us|fr|de|ru|cn|hk|tw|jp|kr|sg|th|la|kh)"
)
_LIKE_NAMES = rf"(?P<names>[^()]{{1,{LONGEST}}}?)"
_PRESS = rf"(?:{PAPER}|cổng|trang|website|web|bản\ tin|thông\ tấn\ xã|tttx|kênh)"


class Form(NamedTuple):
    """A form of a credit line.

    Attributes:
        name: what it is; "reporters" is sure only after the end of a sentence.
        pattern: matches the whole line, in verbose form and with regard to case; it may have the groups ``source``, the
            source, and ``names``, which must be those of outlets or people.
        examples: lines that the pattern matches.
    """

    name: str
    pattern: str
    examples: tuple[str, ...]


CREDITS = (
    Form(
        "address",
        rf"\(?(?:(?:[Tt]heo|THEO|[Nn]guồn(?:\ tin)?|NGUỒN|[Ss]ource|[Ll]ink(?:\ gốc)?)\ ?:?\ ?)?"
        rf"(?P<source>(?:https?://|www\.)[^\s()]{{4,300}}+|{_HOST})\)?\.?",
        ("Theo http://www.cpv.org.vn", "Nguồn: vietnamplus.vn", "(Theo VnExpress.net)", "www.nhandan.org.vn"),
    ),
    Form(
        "source",
        r"\(?\ ?(?:[Nn]guồn(?:\ tin)?|NGUỒN(?:\ TIN)?|[Ss]ource)\ ?:\ ?(?P<source>[^\n:()]{2,80}?)\ ?\.?\)?",
        ("Nguồn: Báo Nhân Dân", "(Nguồn: TTXVN)", "Nguồn tin: VOV."),
    ),
    Form(
        "press",
        rf"\(?(?:[Tt]heo|THEO|[Nn]guồn)\ (?P<source>(?i:{_PRESS})\ [^\n:;.!?()]{{2,80}})\)?",
        ("Theo báo Tuổi trẻ", "(Theo Báo điện tử Đảng Cộng sản Việt Nam)", "Theo Tạp chí Cộng sản"),
    ),
    Form(
        "reporters",
        rf"(?:Theo\ )?(?:P\.?V\.?|Nhóm\ (?:PV|phóng\ viên)|CTV|TH|BTV|BBT|Tổng\ hợp)(?:\ {_LIKE_NAMES})?"
        r"(?:\ ?\((?i:tổng\ hợp|t/h|th|lược\ dịch|ghi)\))?",
        ("PV", "P.V (tổng hợp)", "Nhóm PV", "Theo PV"),
    ),
    Form(
        "name",
        rf"\(?(?:Theo|THEO|Nguồn)\ (?P<source>{_LIKE_NAMES})\)?",
        ("Theo VnExpress", "(Theo TTXVN/Vietnam+)", "Theo Lao Động", "Theo AFP, Reuters"),
    ),
    Form(
        "reporters",
        rf"""(?i:tác\ giả(?:\ bài\ viết)?|người\ viết|thực\ hiện|tin|bài|bài\ viết|nhóm\ (?:pv|phóng\ viên))
            (?i:\ ?(?:,|và|-|–|&|/)\ ?(?:tin|bài|ảnh|video|clip|đồ\ họa|đồ\ hoạ))*+\ ?:\ ?{_LIKE_NAMES}
            (?:\ ?\([^()]{{1,40}}\))?\.?""",
        ("Tác giả: Thu Hà", "Bài và ảnh: Lê Minh", "Tin, ảnh: Hoàng Nam"),
    ),
    Form(
        "reporters",
        r"""(?:\p{Lu}[\p{L}]*+\.?)(?:(?:\ |\.\ ?|\ ?[-–,/&]\ ?|\ và\ )\p{Lu}\p{L}*+){1,7}+
            (?:\ ?\((?:(?:[Tt]heo|[Nn]guồn:?)\ )?(?P<source>\p{Lu}[\p{L}\d+/.,&\ -]{1,40})\)
            |\ ?\(\p{Ll}[\p{L}/\ ]{1,30}\))?\.?""",
        (
            "Minh Anh",
            "NGUYỄN VĂN LONG",
            "Thu Hà - Lê Minh",
            "Hoàng Nam (TTXVN)",
            "Lan Hương (Theo AFP)",
            "Huyền Lê (Theo Reuters, AFP)",
            "Hà Vy (tổng hợp)",
            "T.Hà",
        ),
    ),
)

_CREDITS = [(form.name, regex.compile(form.pattern, regex.VERBOSE)) for form in CREDITS]
_ENCLOSED = regex.compile(r"\((?:Theo|THEO|Nguồn)[ :][^()]{2,80}\)\.?")
_MARK = regex.compile(r"\((?P<enclosed>\p{Lu}[^()]{1,40})\) ?[-–—:]|(?P<bare>[\p{L}\d][\p{L}\d&+./ ]{1,15}?) ?[-–—|] ")
_PLACE = regex.compile(r"(?:\p{Lu}[\p{L}.]*+[ ,]{1,2}){1,4}+(?=\()")
_LIKE_OUTLET = regex.compile(
    r"(?>(?i:báo\ |.*?(?:online|news|media|tv)\b)).*+|(?=[^ ]*?\p{Lu}[^ ]*?\p{Lu})[\p{L}\d&+./-]++"
)
_ADDRESS = regex.compile(
    rf"(?i)(?:(?:https?://(?:[^\s/@]{{1,80}}@)?(?:www\.)?|www\.)(?P<host>{_DOMAIN}\p{{L}}{{2,24}})|(?P<host>{_HOST}))"
    r"(?::\d{1,5})?(?:[/?#].*+|\.)?"
)


class Credit(NamedTuple):
    """What a credit line says.

    Attributes:
        sure: whether the line can be nothing else; names alone may also end a list.
        source: host without "www." of an address, else the outlet as written; None for reporters.
    """

    sure: bool
    source: str | None


def parse_credit(line: str) -> Credit | None:
    """Read a line, composed and with single spaces, as a credit; None if it is anything else.

    >>> parse_credit("Theo http://www.cpv.org.vn"), parse_credit("(Nguồn: TTXVN)")
    (Credit(sure=True, source='cpv.org.vn'), Credit(sure=True, source='TTXVN'))
    >>> parse_credit("Thu Hà - Lê Minh")
    Credit(sure=False, source=None)
    >>> parse_credit("Theo kế hoạch, 25 đơn vị sẽ thực hiện.") is None
    True
    """
    for name, pattern in _CREDITS if len(line) <= LONGEST else ():
        found = pattern.fullmatch(line)
        if found and _are_names(found):
            source = found["source"] if "source" in pattern.groupindex else None
            return Credit(name != "reporters", source and (host(source) or source))
    return None


def _are_names(found: regex.Match[str]) -> bool:
    names = found["names"] if "names" in found.re.groupindex else None
    return names is None or _names().fullmatch(names) is not None


@cache
def _names() -> regex.Pattern[str]:
    """Names of outlets and people: few lines are like them, and so many names take long to compile."""
    outlet = "|".join(regex.escape(name) for name in sorted(outlets(), key=len, reverse=True))
    word = rf"(?:(?i:{outlet})(?!\p{{L}})|\p{{Lu}}[\p{{L}}\d.+']*+|\d++)"
    return regex.compile(rf"{word}(?:(?: ?[-–/,&] ?| và | ){word}){{0,9}}+")


def credit_at_end(text: str, line: str) -> tuple[int, Credit] | None:
    """Length and content of a credit in brackets that closes a paragraph: "… trong năm nay. (Theo TTXVN)".

    Args:
        text: the paragraph as it is, without blanks around it.
        line: the end of it, composed and with single spaces.
    """
    start, begin = text.rfind("("), line.rfind("(")
    if begin > 0 and start > 0 and ends_sentence(line[:begin]) and _ENCLOSED.fullmatch(line, begin):
        credit = parse_credit(line[begin:])
        return (len(text) - start, credit) if credit else None
    return None


def source_mark(line: str) -> str | None:
    """The outlet that marks the beginning of a body as its own.

    >>> source_mark("(Dân trí) - Sáng nay, Hà Nội có mưa."), source_mark("Hà Nội (TTXVN) - Sáng nay trời mưa.")
    ('Dân trí', 'TTXVN')
    >>> source_mark("TTO - Sáng nay trời mưa."), source_mark("UBND - cơ quan chấp hành - họp sáng nay.")
    ('TTO', None)
    """
    place = _PLACE.match(line)
    found = _MARK.match(line, place.end() if place else 0)
    if not found:
        return None
    bare, enclosed = found["bare"], found["enclosed"]
    if bare and (bare in marks() or host(bare)):
        return host(bare) or str(bare)
    if enclosed and (enclosed.lower() in outlets() or host(enclosed) or _LIKE_OUTLET.fullmatch(enclosed)):
        return host(enclosed) or str(enclosed)
    return None


def host(address: str) -> str | None:
    """Host of an address in lower case, without "www."; None for what is no address.

    >>> host("http://www.cpv.org.vn/tin/1.html"), host("VnExpress.net"), host("Báo Nhân Dân")
    ('cpv.org.vn', 'vnexpress.net', None)
    """
    found = _ADDRESS.fullmatch(address.strip())
    return found["host"].lower() if found else None


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a final full stop, question or exclamation mark, quotes and brackets aside."""
    return last_mark(line) in (".", "!", "?", "…")


def last_mark(line: str) -> str:
    """The last character of a line, quotes and brackets that close after it aside."""
    return line.rstrip(" \"'”’»)]}")[-1:]
