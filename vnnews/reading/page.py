"""A text as saved from a news site: which lines are its section, headline, dateline and credit.

Only the first and the last lines are looked at. Each decision is conservative: what is not clearly a part of the page
around the body is body.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import regex

from vnnews.reading.credit import Credit, credit_at_end, ends_sentence, host, last_mark, parse_credit, source_mark
from vnnews.reading.dateline import Dateline, parse_dateline
from vnnews.reading.lines import MOST, Line, first_lines, last_lines
from vnnews.reading.raw import Offsets, RawArticle
from vnnews.reading.tables import sections

_HEADER_LINES = 5
_LONGEST_HEADLINE = 220
_NO_HEADLINE = regex.compile(r"[-–—•*+·●▪◦‣#>|]|\d{1,3}[.)] |[a-zđ]\) |.*+(?<=[:;,])$|[^\p{L}]*$")
_TWO_SENTENCES = regex.compile(r"\p{Ll}{2}[.!?…] \p{Lu}")
_SECTION = regex.compile(r"[\p{L}\d&/,–-]++(?: [\p{L}\d&/,–-]++){0,5}+")
_PATH = regex.compile(r" ?(?:>>?|»|›|→|/|\\|\||::) ?")
_BUTTON = regex.compile(
    r"(?i)(?:từ khóa|từ khoá|tags?|chia sẻ|in (?:trang|bài viết|bài)|bản in|gửi (?:bình luận|email|cho bạn bè|bài viết)"
    r"|bình luận|ý kiến bạn đọc|về trang trước|trở (?:về|lại)|quay lại|lên đầu trang|tin liên quan|các tin khác)"
    r"(?: ?[:(].*+)?"
)


class _Header(NamedTuple):
    section: Offsets | None = None
    headline: Offsets | None = None
    dateline: Offsets | None = None
    said: Dateline = Dateline(None, None, None)


class _Footer(NamedTuple):
    credit: Offsets | None = None
    source: str | None = None
    dateline: Offsets | None = None
    said: Dateline = Dateline(None, None, None)


def read_page(
    text: str,
    *,
    published: datetime.date | None = None,
    source: str | None = None,
    url: str | None = None,
    id: str | None = None,
    author: str | None = None,
    headline: Offsets | None = None,
) -> RawArticle:
    r"""Recognise the parts of a page in its text.

    >>> page = read_page("Hà Nội có 31 trạm\nNgày đăng 25/08/2009 | Lượt xem: 1.643\n\nTin cũ.\n\nTheo VnExpress")
    >>> page.text[slice(*page.headline)], page.published, page.views, page.source
    ('Hà Nội có 31 trạm', datetime.date(2009, 8, 25), 1643, 'VnExpress')
    >>> read_page("Hà Nội có 31 trạm mới.").headline is None
    True

    Args:
        text: the text; the article holds it unchanged.
        published: the day of publication; without it, that of the dateline counts.
        source: the publisher; without it, the host of ``url``, the mark before the first sentence, then the credit.
        url, id, author: kept as they are.
        headline: where the headline stands, if that is known.
    """
    lines = first_lines(text, most=MOST)
    header = _after_headline(text, headline) if headline else _header(lines)
    parts = [part for part in (header.section, header.headline, header.dateline) if part]
    body = max((end for _, end in parts), default=0)
    footer = _footer(text, body)
    said = header.said if header.dateline else footer.said
    return RawArticle(
        text=text,
        headline=header.headline,
        section=header.section,
        dateline=header.dateline or footer.dateline,
        credit=footer.credit,
        published=published or said.published,
        source=source or (url and host(url)) or _mark(lines, parts) or said.source or footer.source,
        views=said.views if said.views is not None else footer.said.views,
        url=url,
        id=id,
        author=author,
    )


# The header


def _header(lines: list[Line]) -> _Header:
    first, found = _dateline(lines)
    if first is None or (first > 1 and first + len(found) == len(lines)):  # the end of a short page
        return _header_without_dateline(lines)
    above, below = lines[:first], lines[first + len(found) :]
    section = headline = None
    while above and _is_section(above[0].text) and (len(above) > 1 or _may_be_headline(below, 0)):
        section = _span(above[:1], section)
        above = above[1:]
    if above:
        if section is None and len(above) == 2 and _is_section_above(above):
            section, above = _span(above[:1]), above[1:]
        if not _is_headline(above[0].text):
            return _Header()  # paragraphs, and a date among them
        wrapped = len(above) > 1 and _continues(above[1])
        headline = _span(above[: 2 if wrapped else 1])
    elif _may_be_headline(below, 0):
        headline = _span(below[:1])
    return _Header(section, headline, _span(lines[first : first + len(found)]), _together(found))


def _header_without_dateline(lines: list[Line]) -> _Header:
    if not lines:
        return _Header()
    if not _is_section(lines[0].text):
        return _Header(headline=_span(lines[:1]) if _may_be_headline(lines, 0) else None)
    if _may_be_headline(lines, 1):
        return _Header(section=_span(lines[:1]), headline=_span(lines[1:2]))
    return _Header()


def _after_headline(text: str, headline: Offsets) -> _Header:
    lines = first_lines(text, headline[1], MOST)
    first, found = _dateline(lines[:3])
    if first is None:
        return _Header(headline=headline)
    return _Header(None, headline, _span(lines[first : first + len(found)]), _together(found))


def _dateline(lines: list[Line]) -> tuple[int | None, list[Dateline]]:
    """Index of the first line of the dateline, and what its lines say."""
    for index in range(min(len(lines), _HEADER_LINES)):
        found = list[Dateline]()
        for following in lines[index : index + 3]:
            said = parse_dateline(following.text)
            if said is None or (found and said.published):
                break
            found.append(said)
        if found:
            return index, found
    return None, []


def _together(found: list[Dateline]) -> Dateline:
    published = next((said.published for said in found if said.published), None)
    views = next((said.views for said in found if said.views is not None), None)
    return Dateline(published, views, next((said.source for said in found if said.source), None))


def _is_section(line: str) -> bool:
    """Whether a line is a known section or a path of them: "Trang chủ > Kinh tế"."""
    return all(name.lower() in sections() for name in _PATH.split(line.strip(" >»›|[]")))


def _is_section_above(lines: list[Line]) -> bool:
    """Whether an unknown short line over another one, which the dateline follows, is a section."""
    short, long = lines[0].text, lines[1].text
    return (
        len(short) <= 45
        and bool(_SECTION.fullmatch(short))
        and _is_headline(long)
        and len(long.split()) > len(short.split())
        and not _continues(lines[1])
    )


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or _NO_HEADLINE.match(line):
        return False
    return last_mark(line) != "." or line.endswith("...")


def _may_be_headline(lines: list[Line], index: int) -> bool:
    """Whether the line stands out from the following ones as a headline does, with no dateline to tell."""
    line, following = lines[index : index + 1], lines[index + 1 : index + 4]
    if not line or not following or not _is_headline(line[0].text) or _TWO_SENTENCES.search(line[0].text):
        return False
    size = len(line[0].text)
    if following[0].gap:
        return any(ends_sentence(after.text) or 2 * len(after.text) > 3 * size for after in following)
    return (
        not _continues(following[0]) and 2 * len(following[0].text) > 3 * size and not _is_headline(following[0].text)
    )


def _continues(line: Line) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return not line.gap and line.text[:1].islower()


# The end


def _footer(text: str, body: int) -> _Footer:
    lines = last_lines(text, body)
    dateline = said = None
    for _ in range(4):
        found = parse_dateline(lines[-1].text) if len(lines) > 1 else None
        if found and said is None:
            dateline, said = _span(lines[-1:]), found
        elif not (len(lines) > 1 and _BUTTON.fullmatch(lines[-1].text)):
            break
        lines.pop()
    credit, source = _credit(text, lines)
    return _Footer(credit, source, dateline, said or Dateline(None, None, None))


def _credit(text: str, lines: list[Line]) -> tuple[Offsets | None, str | None]:
    found, first = list[Credit](), len(lines)
    while first > 1 and len(found) < 3:
        credit = parse_credit(lines[first - 1].text)
        if credit is None:
            break
        found.append(credit)
        first -= 1
    while found and not found[-1].sure and not ends_sentence(lines[first - 1].text):
        found.pop()  # a name that ends a list, not a text
        first += 1
    if found:
        source = next((credit.source for credit in found if credit.source), None)
        return _span(lines[first:]), source
    if lines:
        start, end = lines[-1].start, lines[-1].end
        tail = credit_at_end(text[max(start, end - 200) : end], lines[-1].text)
        if tail:
            return (end - tail[0], end), tail[1].source
    return None, None


def _mark(lines: list[Line], header: list[Offsets]) -> str | None:
    outside = (line for line in lines if not any(start <= line.start < end for start, end in header))
    return next(filter(None, (source_mark(line.text) for line, _ in zip(outside, range(3), strict=False))), None)


def _span(lines: list[Line], before: Offsets | None = None) -> Offsets:
    return (before[0] if before else lines[0].start, lines[-1].end)
