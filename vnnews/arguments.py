"""What callers hand over, checked; an error says what to hand over instead."""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Iterable

from vnnews.errors import ReadError

_ENDINGS = (".txt", ".html", ".htm", ".jsonl", ".csv", ".parquet", ".gz", ".zst", ".pdf", ".docx")


def text_of(value: object, what: str = "an article") -> str:
    """A text, which is a string.

    Raises:
        TypeError: it is something else.

    >>> text_of("Huế có mưa.")
    'Huế có mưa.'
    >>> text_of(b"Hue")
    Traceback (most recent call last):
    TypeError: an article is a str, not bytes; decode it first: data.decode("utf-8")
    """
    if isinstance(value, str):
        return value
    advice = ""
    if isinstance(value, bytes | bytearray):
        advice = '; decode it first: data.decode("utf-8")'
    elif isinstance(value, os.PathLike):
        advice = "; vnnews.reading.read_path reads files, Path.read_text() the text of one"
    elif isinstance(value, list | tuple | set):
        advice = "; for many there are analyze_many and tokenize_many"
    raise TypeError(f"{what} is a str, not {type(value).__name__}{advice}")


def texts_of(values: Iterable[str]) -> Iterable[str]:
    """Several texts.

    Raises:
        TypeError: it is one text, whose characters are not meant.
    """
    if isinstance(values, str | bytes):
        raise TypeError(f"texts are several, not one {type(values).__name__}: put it into a list, or use analyze")
    return values


def warn_of_path(text: str) -> None:
    """Warn if a text is the name of a file, which nobody wants to have analysed."""
    if len(text) < 300 and text.lower().endswith(_ENDINGS) and not any(map(str.isspace, text)):
        warnings.warn(
            f"{text!r} is analysed as a text; vnnews.reading.read_path reads files, Path.read_text() the text of one",
            stacklevel=4,
        )


def date_of(published: object) -> datetime.date | None:
    """A day of publication: a date, a datetime, or as a string, "2018-03-14" or "14/3/2018".

    Raises:
        TypeError: it is something else.
        ValueError: the string is no date.
    """
    if isinstance(published, str):
        from vnnews.reading.records import parse_date

        try:
            return parse_date(published)
        except ReadError as error:
            raise ValueError(f"published: {error}") from None
    if isinstance(published, datetime.datetime):
        return published.date()
    if published is None or isinstance(published, datetime.date):
        return published
    raise TypeError(f"published is a date or a str, not {type(published).__name__}")
