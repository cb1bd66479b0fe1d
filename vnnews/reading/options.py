"""What a caller may say about files: how they are to be read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from vnnews.reading.compressed import MAX_BYTES
from vnnews.reading.records import Record

FIELDS = Record.__struct_fields__


class Options(Struct, frozen=True):
    """How files are read.

    Attributes:
        published: the day of publication of all articles, whatever they say themselves.
        columns: names of the columns of tables, or of the fields of JSON records, by the fields of an article that
            they hold: ``{"text": "content"}``; "" for a field that is to stay empty.
        max_bytes: so much may come out of one compressed file, or be in one row group of a Parquet file.
    """

    published: datetime.date | None = None
    columns: Mapping[str, str] = msgspec.field(default_factory=dict)
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        """Refuse what no table can have.

        Raises:
            ValueError: a field that no article has, or one column for two fields.
        """
        for field in self.columns:
            if field not in FIELDS:
                raise ValueError(f"articles have no field {field!r}; there are {', '.join(FIELDS)}")
        names = list(filter(None, self.columns.values()))
        if len(set(names)) < len(names):
            raise ValueError("one column cannot hold two fields")
        if self.max_bytes < 1:
            raise ValueError(f"max_bytes must be 1 or more, not {self.max_bytes}")
