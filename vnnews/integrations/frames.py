"""What articles say as Arrow tables that join, and as data frames and Parquet files of them.

Every table has the column ``article``, the key of :data:`SCHEMAS` ``["articles"]``; entities have a ``key`` that
``mentions.entity`` refers to, and sentences, mentions, roles, times, facts and checks are numbered in each article.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.article import (
    Address,
    Age,
    Article,
    Body,
    Change,
    Check,
    Count,
    Event,
    Law,
    Measure,
    Mention,
    Money,
    Multiple,
    Ordinal,
    Other,
    Percent,
    Person,
    Place,
    PlaceCandidate,
    Ratio,
    Role,
    Score,
    Sentence,
    Span,
    Timex,
)
from vnnews.errors import ExtraError, VnnewsError
from vnnews.evaluation.numbers import every_fact
from vnnews.unfinished import unfinished

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise ExtraError("vnnews.frames", "pyarrow", "frames") from error

if TYPE_CHECKING:
    import pandas
    import polars


def _list(kind: pa.DataType) -> pa.DataType:
    return pa.list_(pa.field("element", kind))  # the name that Parquet gives to it


_KEY = ("article", pa.string(), "key of the article")
_SPAN = (
    ("start", pa.int32(), "offset of the first code point in articles.text"),
    ("end", pa.int32(), "offset after the last one"),
    ("text", pa.string(), "the characters between"),
)
_ENTITY = (
    _KEY,
    ("key", pa.string(), "key of the entity in its article; mentions.entity refers to it"),
    ("name", pa.string(), "the longest form in the article"),
    ("mentions", pa.int32(), "how often it is named"),
)
_SENTENCE = ("sentence", pa.int32(), "number of the sentence that it begins in; null outside of sentences")

_COLUMNS: dict[str, tuple[tuple[str, pa.DataType, str], ...]] = {
    "articles": (
        (
            "article",
            pa.string(),
            "key: the id, else a digest of the text; with #2, #3 … where it comes again",
        ),
        ("id", pa.string(), "id as given with the record"),
        ("url", pa.string(), "address as given with the record"),
        ("source", pa.string(), "publisher or site"),
        ("author", pa.string(), "who wrote it, as the page or the record tells"),
        ("published", pa.date32(), "day of publication"),
        ("views", pa.int64(), "number of views printed on the page"),
        ("headline", pa.string(), "headline, where recognised"),
        ("section", pa.string(), "section of the site"),
        ("dateline", pa.string(), "line with the date"),
        ("credit", pa.string(), "line with the source"),
        ("text", pa.large_string(), "the whole text"),
    ),
    "sentences": (_KEY, ("sentence", pa.int32(), "number of the sentence in the article, from 0"), *_SPAN),
    "mentions": (
        _KEY,
        ("mention", pa.int32(), "number of the mention in the article, from 0"),
        *_SPAN,
        ("label", pa.string(), "PER, ORG, LOC, LAW, EVENT or MISC"),
        ("sentence", pa.int32(), "number of the sentence"),
        ("entity", pa.string(), "key in people, bodies, places, laws, events or others"),
    ),
    "people": _ENTITY,
    "roles": (
        _KEY,
        ("person", pa.string(), "key in people"),
        ("role", pa.int32(), "number of the role of that person, from 0"),
        *_SPAN,
        ("title", pa.string(), "the title without the words that mark it as former or acting"),
        ("body", pa.string(), "name of the body in which it is held, as in bodies.name"),
        ("place", pa.string(), "name of the place that it concerns, as in places.name"),
        ("status", pa.string(), "former or acting"),
        ("deputy", pa.bool_(), "whether it is the title of a deputy"),
    ),
    "bodies": (
        *_ENTITY,
        ("acronym", pa.string(), "short name of capitals, where the article has both"),
        ("expansion", pa.string(), "long form of the acronym"),
        ("level", pa.string(), "central, province, district or commune"),
        ("sector", pa.string(), "party, state, military, justice, company, education, health, press, sport or other"),
        ("place", pa.string(), "name of the place in its name"),
    ),
    "places": (
        *_ENTITY,
        ("kind", pa.string(), "country, province, district, commune, region, road, water, building …"),
        ("code", pa.string(), "code of the General Statistics Office, or of the country"),
        ("country", pa.string(), "code of the country of a city or region abroad"),
        ("parents", _list(pa.string()), "names of the units above it, nearest first"),
        ("valid_from", pa.date32(), "first day of the unit"),
        ("valid_to", pa.date32(), "last day of the unit; null while it exists"),
        ("successors", _list(pa.string()), "names of the units that it became"),
        ("score", pa.float64(), "how sure it is that this unit is meant, 0 to 1"),
    ),
    "candidates": (
        _KEY,
        ("place", pa.string(), "key in places, of a name for which nothing was chosen"),
        ("candidate", pa.int32(), "number of what it may mean, the likeliest is 0"),
        ("name", pa.string(), "with its type word"),
        ("kind", pa.string(), "as in places"),
        ("code", pa.string(), "as in places"),
        ("country", pa.string(), "as in places"),
        ("parents", _list(pa.string()), "as in places"),
        ("score", pa.float64(), "how likely it is, 0 to 1"),
    ),
    "addresses": (
        _KEY,
        ("address", pa.int32(), "number of the address in the article, from 0"),
        *_SPAN,
        ("parts", _list(pa.int32()), "numbers of the mentions, the narrowest place first"),
    ),
    "laws": (
        *_ENTITY,
        ("type", pa.string(), "kind of document: Kế hoạch, Nghị định, Luật …"),
        ("number", pa.string(), "24-KH/TU, 15/2020/NĐ-CP"),
        ("issuer", pa.string(), "who issued it"),
        ("date", pa.date32(), "day of issue"),
        ("year", pa.int32(), "year of issue"),
    ),
    "events": (
        *_ENTITY,
        ("edition", pa.int32(), "31 of SEA Games 31"),
        ("year", pa.int32(), "2022 of World Cup 2022"),
    ),
    "others": _ENTITY,
    "times": (
        _KEY,
        ("time", pa.int32(), "number of the time in the article, from 0"),
        *_SPAN,
        _SENTENCE,
        ("type", pa.string(), "DATE, TIME, DURATION or SET"),
        ("value", pa.string(), "TIMEX3 value"),
        ("first", pa.timestamp("us"), "first second; null for durations and where the value leaves it open"),
        ("last", pa.timestamp("us"), "last second"),
        ("mod", pa.string(), "TIMEX3 modifier"),
        ("lunar", pa.bool_(), "whether the value is a date of the lunar calendar"),
    ),
    "facts": (
        _KEY,
        ("fact", pa.int32(), "number of the fact in the article, from 0, parts counted in the order of the text"),
        ("part_of", pa.int32(), "the fact of whose breakdown it is a part; null at the top"),
        ("stated_for", pa.int32(), "the fact whose percentage it states: 5% of 31/577 (bằng 5%); null for all others"),
        *_SPAN,
        _SENTENCE,
        ("kind", pa.string(), "count, ratio, percent, money, measure, age, ordinal, score or multiple"),
        ("value", pa.float64(), "the value, or the lower end of a range; null for ratio and score"),
        ("upper", pa.float64(), "the upper end of a range"),
        ("unit", pa.string(), "ISO 4217 code of money, unit of a measure as Pint spells it"),
        ("of", pa.string(), "what is counted or measured, as written"),
        ("approximation", pa.string(), "about, over, under, at least or at most"),
        ("part", pa.float64(), "of a ratio"),
        ("whole", pa.float64(), "of a ratio"),
        ("percent", pa.float64(), "100 · part / whole"),
        ("stated_percent", pa.float64(), "the percentage that the text itself gives for a ratio"),
        ("home", pa.int64(), "of a score"),
        ("away", pa.int64(), "of a score"),
        ("change_direction", pa.string(), "up, down or same"),
        ("change_start", pa.float64(), "the amount before, where written"),
        ("change_end", pa.float64(), "the amount after, where written"),
        ("change_baseline", pa.string(), "what is compared with, as written"),
    ),
    "checks": (
        _KEY,
        ("check", pa.int32(), "number of the check in the article, from 0"),
        ("kind", pa.string(), "sum, percent, weekday or date"),
        ("facts", _list(pa.int32()), "numbers of the facts concerned, the claimed one first"),
        ("times", _list(pa.int32()), "numbers of the times concerned"),
        ("stated", pa.float64(), "what the text says"),
        ("computed", pa.float64(), "what follows from the other numbers"),
        ("ok", pa.bool_(), "whether they agree"),
    ),
}

SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema(
        [pa.field(column, kind, metadata={"description": description}) for column, kind, description in columns]
    )
    for name, columns in _COLUMNS.items()
}
"""The schema of each table; what a column holds is its metadata ``description``."""

OBJECTS: dict[str, tuple[type, ...]] = {
    "articles": (Article,),
    "sentences": (Sentence,),
    "mentions": (Mention,),
    "people": (Person,),
    "roles": (Role,),
    "bodies": (Body,),
    "places": (Place,),
    "candidates": (PlaceCandidate,),
    "addresses": (Address,),
    "laws": (Law,),
    "events": (Event,),
    "others": (Other,),
    "times": (Timex,),
    "facts": (Count, Ratio, Percent, Money, Measure, Age, Ordinal, Score, Multiple),
    "checks": (Check,),
}
"""The objects that the rows of each table are made of."""

LEFT_OUT: dict[tuple[str, str], str] = {
    **{("articles", name): f"table {name}" for name in _COLUMNS if name not in ("articles", "roles", "candidates")},
    ("people", "roles"): "table roles",
    ("places", "candidates"): "table candidates",
    ("times", "interval"): "columns first and last",
    ("facts", "parts"): "rows of their own, with part_of",
    ("facts", "change"): "columns change_direction, change_start, change_end and change_baseline",
}
"""Fields of the objects that are no column of the same name, and where they are instead."""

_BATCH = 1000
"""Articles that are turned into tables at once."""


@dataclass(frozen=True)
class Frames:
    """An Arrow table each."""

    articles: pa.Table
    sentences: pa.Table
    mentions: pa.Table
    people: pa.Table
    roles: pa.Table
    bodies: pa.Table
    places: pa.Table
    candidates: pa.Table
    addresses: pa.Table
    laws: pa.Table
    events: pa.Table
    others: pa.Table
    times: pa.Table
    facts: pa.Table
    checks: pa.Table

    def __repr__(self) -> str:
        return f"Frames({', '.join(f'{name}: {table.num_rows:,} rows' for name, table in self.tables().items())})"

    def tables(self) -> dict[str, pa.Table]:
        """The tables by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def pandas(self, name: str) -> pandas.DataFrame:
        """A table as a pandas data frame over the same memory, its columns of pandas' Arrow types."""
        try:
            import pandas as pd
        except ImportError as error:
            raise ExtraError("Frames.pandas", "pandas", "frames") from error
        return self._table(name).to_pandas(types_mapper=pd.ArrowDtype)

    def polars(self, name: str) -> polars.DataFrame:
        """A table as a Polars data frame over the same memory."""
        try:
            import polars as pl
        except ImportError as error:
            raise ExtraError("Frames.polars", "polars", "frames") from error
        frame = pl.from_arrow(self._table(name), rechunk=False)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def _table(self, name: str) -> pa.Table:
        tables = self.tables()
        if name not in tables:
            raise ValueError(f"no table {name!r}; there are {', '.join(tables)}")
        return tables[name]


def frames(articles: Iterable[Article], keys: Iterable[str] | None = None) -> Frames:
    """The tables of some articles, in memory; for the keys see :func:`frame_batches`.

    Raises:
        TypeError: something else than an article is among them.
        VnnewsError: a text has lone surrogates, which no table can hold, or an article contradicts itself.
    """
    batches = list(frame_batches(articles, keys=keys))
    return Frames(
        **{
            name: pa.concat_tables([schema.empty_table(), *(getattr(batch, name) for batch in batches)])
            for name, schema in SCHEMAS.items()
        }
    )


def frame_batches(
    articles: Iterable[Article], size: int = _BATCH, keys: Iterable[str] | None = None
) -> Iterator[Frames]:
    """The tables of many articles, so many articles at a time.

    Args:
        articles: the articles.
        size: how many.
        keys: what to call the articles, no two the same; else their ids or digests, unique over all of them.
    """
    if isinstance(articles, Article):
        raise TypeError("frames are made of several articles: put the one into a list")
    rows = _Rows()
    seen: dict[str, int] = {}
    given = iter(keys) if keys is not None else None
    for number, article in enumerate(articles, 1):
        key = next(given) if given else _key(article, seen)
        try:
            rows.add(article, key)
        except KeyError as error:
            raise VnnewsError(f"article {key}: {error} is not where the article has something") from error
        if number % size == 0:
            yield rows.frames()
            rows = _Rows()
    if rows.rows["articles"]:
        yield rows.frames()


def article_key(id: str | None, text: str) -> str:
    """The key of an article that comes once: its id, else a digest of its text.

    >>> article_key("vne-1", "Huế có mưa."), article_key(None, "Huế có mưa.")
    ('vne-1', 'sha256:b15c40903040663e')
    """
    if id is not None:
        return id
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_parquet(articles: Iterable[Article], folder: Path | str) -> dict[str, Path]:
    """Write the tables into a folder, one file each: all of them at the end, or none if something goes wrong."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished(folder / "tables", folder=True) as made:
        writers = {
            name: parquet.ParquetWriter(made / f"{name}.parquet", schema, compression="zstd")
            for name, schema in SCHEMAS.items()
        }
        try:
            for batch in frame_batches(articles):
                for name, table in batch.tables().items():
                    writers[name].write_table(table)
        finally:
            for writer in writers.values():
                writer.close()
        for name in SCHEMAS:
            (made / f"{name}.parquet").replace(folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in SCHEMAS}


class _Rows:
    """The rows of some articles, by table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SCHEMAS}

    def frames(self) -> Frames:
        return Frames(**{name: _table(name, rows) for name, rows in self.rows.items()})

    def add(self, article: Article, key: str) -> None:
        starts = [sentence.start for sentence in article.sentences]
        parts = {name: _text(getattr(article, name)) for name in ("headline", "section", "dateline", "credit")}
        self._add("articles", article, article=key, **parts)
        for number, sentence in enumerate(article.sentences):
            self._add("sentences", sentence, article=key, sentence=number)
        for number, mention in enumerate(article.mentions):
            self._add("mentions", mention, article=key, mention=number)
        for name in ("people", "bodies", "places", "laws", "events", "others"):
            for entity in getattr(article, name):
                self._add(name, entity, article=key, mentions=len(entity.mentions))
        for person in article.people:
            for number, role in enumerate(person.roles):
                self._add("roles", role, article=key, person=person.key, role=number)
        for place in article.places:
            for number, candidate in enumerate(place.candidates):
                self._add("candidates", candidate, article=key, place=place.key, candidate=number)
        mentions = {(mention.start, mention.end): number for number, mention in enumerate(article.mentions)}
        for number, address in enumerate(article.addresses):
            parts_of = [mentions[part.start, part.end] for part in address.parts]
            self._add("addresses", address, article=key, address=number, parts=parts_of)
        for number, time in enumerate(article.times):
            within = _sentence_of(time, article.sentences, starts)
            first, last = (time.interval.first, time.interval.last) if time.interval else (None, None)
            self._add("times", time, article=key, time=number, sentence=within, first=first, last=last)
        self._add_facts(article, key, starts)

    def _add_facts(self, article: Article, key: str, starts: Sequence[int]) -> None:
        facts = every_fact(article.facts, article.checks)
        number = {(fact.start, fact.end): index for index, fact in enumerate(facts)}
        part_of = {number[part.start, part.end]: index for index, fact in enumerate(facts) for part in fact.parts}
        inside = set(part_of) | {number[fact.start, fact.end] for fact in article.facts}
        checked = [[number[fact.start, fact.end] for fact in check.facts] for check in article.checks]
        stated_for = {index: concerned[0] for concerned in checked for index in concerned if index not in inside}
        for index, fact in enumerate(facts):
            self._add(
                "facts",
                fact,
                article=key,
                fact=index,
                part_of=part_of.get(index),
                stated_for=stated_for.get(index),
                sentence=_sentence_of(fact, article.sentences, starts),
                kind=fact.__struct_config__.tag,
                **_change(fact.change),
            )
        times = {(time.start, time.end): index for index, time in enumerate(article.times)}
        for index, check in enumerate(article.checks):
            timed = [times[time.start, time.end] for time in check.times]
            self._add("checks", check, article=key, check=index, facts=checked[index], times=timed)

    def _add(self, table: str, found: object, **own: object) -> None:
        """A row: the columns given, for all others the fields of the object, null where it has none."""
        self.rows[table].append(
            tuple(own[name] if name in own else getattr(found, name, None) for name in SCHEMAS[table].names)
        )


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    try:
        arrays = [_array(column, field.type) for field, column in zip(schema, columns, strict=True)]
    except UnicodeEncodeError as error:
        raise VnnewsError(f"a text cannot be written to a table: {error}") from error
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Iterable[Any], kind: pa.DataType) -> pa.Array:
    """A column; numbers that are too large for it are null."""
    if pa.types.is_floating(kind):
        values = map(_float, values)
    elif pa.types.is_integer(kind):
        bound = 1 << (kind.bit_width - 1)
        values = (value if value is not None and -bound < value < bound else None for value in values)
    return pa.array(values, kind)


def _float(value: Any) -> float | None:
    try:
        number = None if value is None else float(value)
    except OverflowError:
        return None
    return None if number is None or isinf(number) else number


def _key(article: Article, seen: dict[str, int]) -> str:
    if not isinstance(article, Article):
        raise TypeError(f"frames are made of articles, not of {type(article).__name__}")
    key = base = article_key(article.id, article.text)
    while key in seen:
        seen[base] += 1
        key = f"{base}#{seen[base]}"
    seen[key] = 1
    return key


def _text(span: Span | None) -> str | None:
    return span.text if span else None


def _sentence_of(span: Span, sentences: Sequence[Sentence], starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, span.start) - 1
    return index if index >= 0 and span.start < sentences[index].end else None


def _change(change: Change | None) -> Mapping[str, object]:
    names = ("direction", "start", "end", "baseline")
    return {f"change_{name}": getattr(change, name) if change else None for name in names}
