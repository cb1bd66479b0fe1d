"""Saved web pages: title, lead, body, date, author and address, by trafilatura and by what Vietnamese sites share.

trafilatura finds the body and the metadata. Before it, what is known to be no part of an article is taken out of the
page; after it, the lead is put back that it often takes for a caption, and the dateline beside the headline is read.
What is recognised by its markup, and how, stands in :mod:`vnnews.reading.markup`.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from vnnews.errors import ReadError
from vnnews.reading.dateline import make_date, parse_dateline
from vnnews.reading.encodings import decode, encoding
from vnnews.reading.lines import BLANK, LONGEST
from vnnews.reading.markup import is_part, marks, take_out, text_of, unfold_tables
from vnnews.reading.raw import RawArticle
from vnnews.reading.records import Record, article_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LARGEST = 60_000  # elements: trafilatura takes a few seconds for so many, and no article has them
_LARGE = 8_000  # elements from which its second opinions, whose time grows with the square, are not asked
_NEAR = 6  # pieces of text between a headline and its dateline
_LEAD = 40  # characters of the shortest lead

_CHARSET = regex.compile(
    rb"(?i)<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})"
)
_XML = regex.compile(r"\s{0,20}<\?xml[^>]{0,200}\?>")
_RULE = regex.compile(r"\|(?:-{3,}\|)+")
_CLOCK = regex.compile(r"\d{1,2} ?(?:[:h]|giờ) ?\d{2}")
_ISO_DAY = regex.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_PUBLISHED = regex.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{10,40})"')
_INVISIBLE = ("script", "style", "template", "noscript", "head", "title", "textarea", "select")


def read_html(data: bytes | str, *, published: datetime.date | None = None, id: str | None = None) -> RawArticle:
    """Read a saved web page.

    Args:
        data: the page; bytes are in the encoding that it declares, else UTF-8 or UTF-16.
        published: the day of publication, whatever the page says.
        id: that of the article.

    Raises:
        ReadError: trafilatura is not installed, or there is no article in the page.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise ReadError("reading HTML needs trafilatura: pip install 'vnnews[html]'") from error
    page = _parse(data if isinstance(data, str) else _decode(data))
    size = sum(1 for _ in page.iter())
    if size > _LARGEST:
        raise ReadError(f"more than {_LARGEST} elements, too large for one article")
    pieces, stated = list(_pieces(page)), _date_of_metadata(page)
    lead, author = _first(page, "lead", _LEAD, LONGEST * 5), _first(page, "author", 2, 60)
    take_out(page)
    unfold_tables(page)
    logger = logging.getLogger("trafilatura")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)  # it tells of pages without text, and so do we
    try:
        found = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            fast=size > _LARGE,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except (RecursionError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise ReadError(f"trafilatura cannot read this page: {error}") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip(BLANK):
        raise ReadError("no article in this page")
    title, site = found.title or "", found.hostname or ""
    if site in marks("post", "host"):  # of a social network, where the title is the name of who wrote
        title, author = "", author or title
    body = _body(found.text or "", title, lead)
    record = Record(
        text=body,
        title=title,
        published=stated or _date_beside(pieces, title or body.lstrip().split("\n", 1)[0]) or found.date,
        source=None if found.url else found.sitename or site,
        url=found.url,
        author=author or found.author,
    )
    return article_of(record, published=published, id=id)


def _parse(text: str) -> HtmlElement:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(_XML.sub("", text, count=1).encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise ReadError("no article in this page") from error


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not encoding(data)[1]:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    return decode(data)


# The parts


def _first(page: HtmlElement, part: str, shortest: int, longest: int) -> str:
    """The text of the first element of this kind behind the headline."""
    behind = page.find(".//h1") is None
    for element in page.iter():
        if element.tag == "h1":
            behind = True
        elif behind and is_part(element, part):
            for stamp in element.iter():
                if is_part(stamp, "stamp"):
                    stamp.tail = f" – {stamp.tail or ''}"
            text = text_of(element, longest)
            if len(text) >= shortest:
                return text
    return ""


def _body(text: str, title: str, lead: str) -> str:
    """The paragraphs, without the title, after the lead; rows of tables without their rules."""
    lines = [
        " | ".join(cell.strip() for cell in line.strip("| ").split("|")) if line.startswith("|") else line
        for line in text.split("\n")
        if not _RULE.fullmatch(line.strip())
    ]
    if lines and title and lines[0].strip() == title.strip():
        del lines[0]
    start = lead[:_LEAD]
    if lead and not any(start in " ".join(line.split()) for line in lines):
        lines.insert(0, lead)
    return "\n".join(lines)


def _pieces(page: HtmlElement) -> Iterator[str]:
    """The short pieces of text of a page in order; a long one counts as "", which no one looks at."""
    for element in page.iter():
        own = [element.text, *(child.tail for child in element)]
        if element.tag not in _INVISIBLE and any(text and text.strip() for text in own):
            yield text_of(element, LONGEST)


def _date_of_metadata(page: HtmlElement) -> str | None:
    """The day of publication that the page states for machines."""
    written = [
        meta.get("content") or ""
        for meta in page.iter("meta")
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in marks("date", "meta")
    ]
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            written += _PUBLISHED.findall(script.text or "")
    return next((day[:10] for day in written if _ISO_DAY.match(day) and make_date(*day[:10].split("-"))), None)


def _date_beside(pieces: Sequence[str], headline: str) -> str | None:
    """The day in the dateline beside the headline.

    One with the time of day is rather that of the article than one without, which may be today's date at the top of
    the page or belong to another article; then the nearest, and the one behind the headline.
    """
    plain = " ".join(headline.split())
    middle = next((index for index, piece in enumerate(pieces) if piece == plain), None)
    if middle is None:
        return None
    found = list[tuple[bool, int, bool, str]]()
    for index in range(max(0, middle - _NEAR), min(len(pieces), middle + _NEAR + 1)):
        said = parse_dateline(pieces[index])
        if said and said.published:
            found.append((not _CLOCK.search(pieces[index]), abs(index - middle), index < middle, str(said.published)))
    return min(found)[-1] if found else None
