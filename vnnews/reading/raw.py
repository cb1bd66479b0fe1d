"""What reading gives: an article with the parts of its page, or the reason why there is none."""

from __future__ import annotations

import datetime
from typing import TypeAlias

import regex
from msgspec import Struct

Offsets: TypeAlias = tuple[int, int]
"""Start and end of a piece of a text, in code points, end exclusive."""

_CONTROL = regex.compile(r"\p{C}")


class RawArticle(Struct, frozen=True, kw_only=True):
    """A text and what is known about it before it is analysed.

    Attributes:
        text: exactly the text that was given.
        headline, section, dateline, credit: where these parts of the page stand in it; None where not recognised.
            They never overlap, and what lies outside them is the body.
        published: day of publication.
        source: publisher or site, "cpv.org.vn".
        views: number of views printed on the page.
        url, id: as given with the record; for a file of its own, ``id`` is its path without the suffix.
        author: who wrote it, as given with the record or in the markup of the page.
    """

    text: str
    headline: Offsets | None = None
    section: Offsets | None = None
    dateline: Offsets | None = None
    credit: Offsets | None = None
    published: datetime.date | None = None
    source: str | None = None
    views: int | None = None
    url: str | None = None
    id: str | None = None
    author: str | None = None


class Reject(Struct, frozen=True):
    """A file or a record that holds no article that can be read.

    >>> print(Reject("news.jsonl", 3, "broken JSON"))
    news.jsonl:3: broken JSON
    >>> print(Reject("gone.txt", None, "no such file or folder"))
    gone.txt: no such file or folder

    Attributes:
        path: the file as it was named, "-" for standard input.
        line: line of the record, from 1, of a Parquet file the row; None when the whole file is meant.
        reason: what is wrong.
    """

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        """One line, whatever characters the path is made of."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), f"{place}: {self.reason}")
