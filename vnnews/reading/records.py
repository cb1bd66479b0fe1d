"""Records: id, title, text, published, source, url, author, of which only the text is required."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

import msgspec
import regex
from msgspec import Struct

from vnnews.errors import ReadError
from vnnews.reading.dateline import make_date
from vnnews.reading.lines import BLANK, first_lines
from vnnews.reading.page import read_page
from vnnews.reading.raw import Offsets, RawArticle
from vnnews.text.folding import compose

_AFTER_TITLE = regex.compile(r"[^\S\r\n]*+(?:$|[\r\n\x85\u2028\u2029]|(?<=\s)[^\p{L}\r\n]*+\p{Lu})")
_DATE = regex.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ][\d:.,]{2,20}(?:Z|[+-][\d:]{2,6})?)?")
_DATE_VIETNAMESE = regex.compile(
    r"(?:\d\d?:\d\d(?::\d\d)?[ ,]{1,3})?(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})"
    r"(?:[ ,]{1,3}\d\d?:\d\d(?::\d\d)?)?"
)


class Record(Struct):
    """An article as JSON lines and tables have it; see :class:`RawArticle` for what the fields are."""

    text: str
    id: str | int | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None


def read_record(
    line: str | bytes, *, published: datetime.date | None = None, columns: Mapping[str, str] | None = None
) -> RawArticle:
    r"""Read one JSON record.

    The text of the article is the title, an empty line and the text of the record; or the text of the record alone
    where the title stands at its beginning.

    >>> article = read_record('{"title": "Bão số 3", "text": "Bão vào bờ.", "published": "2024-09-07T13:00:00"}')
    >>> article.text, article.headline, article.published
    ('Bão số 3\n\nBão vào bờ.', (0, 8), datetime.date(2024, 9, 7))
    >>> read_record('{"content": "Bão vào bờ."}', columns={"text": "content"}).text
    'Bão vào bờ.'

    Args:
        line: the record; bytes are UTF-8.
        published: the day of publication, whatever the record says.
        columns: under which names the record has its fields, where these are not the fields' own.

    Raises:
        ReadError: it is not such a record; the message says why.
    """
    return article_of(_decode(line, columns or {}), published=published)


def article_of(record: Record, *, published: datetime.date | None = None, id: str | None = None) -> RawArticle:
    """The article in a record.

    Args:
        record: the record.
        published: the day of publication, whatever the record says.
        id: that of the article if the record has none.

    Raises:
        ReadError: the text is empty or the date is none.
    """
    if not record.text.strip(BLANK):
        raise ReadError("the text of the record is empty")
    stated = parse_date(record.published) if record.published and record.published.strip() else None
    text, headline = _with_title(record.text, record.title or "")
    return read_page(
        text,
        published=published or stated,
        source=(record.source or "").strip(BLANK) or None,
        url=record.url or None,
        id=id if record.id is None else str(record.id),
        author=" ".join((record.author or "").split()) or None,
        headline=headline,
    )


def parse_date(written: str) -> datetime.date:
    """The day of an ISO date or datetime or of a date as Vietnamese write it, as it stands there (no time zones).

    >>> parse_date("2009-08-25T23:30:00Z"), parse_date("25/8/2009")
    (datetime.date(2009, 8, 25), datetime.date(2009, 8, 25))

    Raises:
        ReadError: it is no such date, or the calendar does not have it.
    """
    found = _DATE.fullmatch(written.strip()) or _DATE_VIETNAMESE.fullmatch(written.strip())
    date = make_date(found["year"], found["month"], found["day"]) if found else None
    if date is None:
        raise ReadError(f"{written[:40]!r} is not a date (2009-08-25 or 25/8/2009)")
    return date


def _decode(line: str | bytes, columns: Mapping[str, str]) -> Record:
    try:
        return _decoder(tuple(sorted(columns.items()))).decode(line)
    except msgspec.ValidationError as error:
        raise ReadError(f"not a record of an article: {error}") from error
    except UnicodeError as error:  # before ValueError, which it is too
        raise ReadError("not UTF-8 or UTF-16") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise ReadError(f"broken JSON: {str(error).removeprefix('JSON is malformed: ')}") from error
    except RecursionError as error:
        raise ReadError("broken JSON: nested too deeply") from error


@cache
def _decoder(columns: tuple[tuple[str, str], ...]) -> msgspec.json.Decoder[Record]:
    if not columns:
        return msgspec.json.Decoder(Record)
    fields = [(f.name, f.type) if f.required else (f.name, f.type, f.default) for f in msgspec.structs.fields(Record)]
    return msgspec.json.Decoder(msgspec.defstruct("Record", fields, rename=dict(columns)))


def _with_title(text: str, title: str) -> tuple[str, Offsets | None]:
    """The text with the title at its head, and where the title stands; None where the page tells."""
    name = title.strip(BLANK)
    if not name:
        return text, None
    page = read_page(text)
    if page.headline and _plain(text[slice(*page.headline)]) == _plain(name):
        return text, None
    start = len(text) - len(text.lstrip(BLANK))
    if text.startswith(name, start) and _AFTER_TITLE.match(text, start + len(name)):
        return text, (start, start + len(name))
    lines = first_lines(text)
    if lines and _plain(lines[0].text) == _plain(name):
        return text, (lines[0].start, lines[0].end)
    start = len(title) - len(title.lstrip(BLANK))
    return f"{title}\n\n{text}", (start, start + len(name))


def _plain(text: str) -> str:
    return " ".join(compose(text).casefold().split())
