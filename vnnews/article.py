"""The objects that come out of an analysis.

All of them are frozen ``msgspec.Struct``: typed, immutable, compared by value, and with one stable JSON form
(:func:`vnnews.to_json`, :func:`vnnews.from_json`). Offsets are code points in ``Article.text``, end exclusive:
``article.text[span.start:span.end] == span.text`` holds for every span.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import fields, force_setattr

Number: TypeAlias = int | Decimal
"""An integer stays ``int``; a decimal is a ``Decimal`` with the digits that were written."""

Label: TypeAlias = Literal["PER", "ORG", "LOC", "LAW", "EVENT", "MISC"]
Approximation: TypeAlias = Literal["about", "over", "under", "at least", "at most"]


class _Object(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):  # what is frozen is in no cycle
    """What all objects share: a repr without offsets and without empty fields."""

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        every = ((field.name, getattr(self, field.name)) for field in fields(self))
        hidden = ("start", "end") if isinstance(self, Span) else ()
        return [(name, value) for name, value in every if name not in hidden and _says_something(name, value)]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={_short(value)}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({shown})"


class Span(_Object, frozen=True, kw_only=True):
    """A piece of the text.

    Attributes:
        start: offset of the first code point in ``Article.text``.
        end: offset after the last one.
        text: ``Article.text[start:end]``, exactly.
    """

    start: int
    end: int
    text: str


class Token(Span, frozen=True, kw_only=True):
    """A word.

    Attributes:
        syllables: its syllables as written: ("học", "sinh").
        upos: part of speech of Universal Dependencies, "NOUN".
        tag: part of speech of the VLSP tag set, "N"; "CH" for punctuation and symbols.
    """

    syllables: tuple[str, ...]
    upos: str
    tag: str


class Sentence(Span, frozen=True, kw_only=True):
    """A sentence of the headline or of the body, without the white space around it."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the sentence, found anew at each access; names are those that the words alone tell."""
        from vnnews.words.tokens import sentence_tokens

        return sentence_tokens(self)


class Mention(Span, frozen=True, kw_only=True):
    """One occurrence of a name.

    Attributes:
        label: PER, ORG, LOC, LAW, EVENT or MISC, as the annotation guidelines define them.
        sentence: index into ``Article.sentences``.
        entity: key of the Person, Body, Place, Law, Event or Other that it names.
    """

    label: Label
    sentence: int
    entity: str


class Role(Span, frozen=True, kw_only=True):
    """What the text says that a person is: an office, a rank, a degree, a profession.

    The span is the title as written, with the words that mark it as former or acting: "nguyên Phó Bí thư".

    Attributes:
        title: the title as written, without those words: "Phó Bí thư", "Trưởng khoa Tim mạch", "PGS.TS", "HLV".
        body: name of the body in which it is held, in the longest form that the article has, or None.
        place: name of the place that it concerns, likewise, or None.
        status: "former" (nguyên, cựu, cố, tiền nhiệm), "acting" (quyền, phụ trách), or None.
        deputy: whether it is the title of a deputy (phó, thứ trưởng).
    """

    title: str
    body: str | None = None
    place: str | None = None
    status: Literal["former", "acting"] | None = None
    deputy: bool = False


class Entity(_Object, frozen=True, kw_only=True):
    """Something that the article names, with all its mentions in order.

    Attributes:
        key: unique in the article; ``Mention.entity`` refers to it.
        name: the longest form in the article.
        mentions: where it is named.
    """

    key: str
    name: str
    mentions: tuple[Mention, ...]


class Person(Entity, frozen=True, kw_only=True):
    """A person. ``roles`` are the titles that the article gives, in order of appearance."""

    roles: tuple[Role, ...] = ()


class Body(Entity, frozen=True, kw_only=True):
    """A party, state, army, court, company, school, newspaper, club … with a name.

    Attributes:
        acronym: the short name of capitals where the article names both forms: "NHNN".
        expansion: the long form of the acronym.
        level: central, province, district, commune; None when unknown or not of that kind (a company, a club).
        sector: party, state (government and assemblies), military, justice (courts, procuracies, police), company,
            education, health, press, sport, other (unions, associations, churches …); None if unknown.
        place: name of the place in its name, as written there: "tỉnh Nghệ An", "Đồng Nai", "Mỹ".
    """

    acronym: str | None = None
    expansion: str | None = None
    level: Literal["central", "province", "district", "commune"] | None = None
    sector: (
        Literal["party", "state", "military", "justice", "company", "education", "health", "press", "sport", "other"]
        | None
    ) = None
    place: str | None = None


class PlaceCandidate(_Object, frozen=True, kw_only=True):
    """A place that a name may mean.

    Attributes:
        name: with its type word, for units of Viet Nam: "xã Tân Lập".
        kind: province, district, commune, city, region …
        code: see :class:`Place`.
        country: see :class:`Place`.
        parents: names of the units above it, nearest first.
        score: how likely it is, 0 to 1; those of all candidates, of which 20 at most are listed, and of "none of
            them" add up to 1.
    """

    name: str
    score: float
    kind: str | None = None
    code: str | None = None
    country: str | None = None
    parents: tuple[str, ...] = ()


class Place(Entity, frozen=True, kw_only=True):
    """A place.

    Attributes:
        kind: country, province, district, commune, village, city (abroad), region, road, water, landform, building;
            None when unknown.
        code: code of the General Statistics Office for Vietnamese units ("01" is Hà Nội), ISO 3166-1 alpha-2
            for countries.
        country: ISO 3166-1 alpha-2 code of the country of a city or region abroad.
        parents: names of the units above it as they were on the day of the article, nearest first; of a place abroad
            the country.
        valid_from: first day of the unit, None when unknown.
        valid_to: last day of the unit, None while it exists.
        successors: names of the units that it became.
        score: how sure it is that this unit, or place abroad, is meant, 0 to 1; None where the tables have none.
        candidates: what the name may mean where nothing was chosen, the likeliest first.
    """

    kind: str | None = None
    code: str | None = None
    country: str | None = None
    parents: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successors: tuple[str, ...] = ()
    score: float | None = None
    candidates: tuple[PlaceCandidate, ...] = ()


class Address(Span, frozen=True, kw_only=True):
    """Places that follow one another as levels: "số 12 phố Lý Thường Kiệt, phường Cửa Nam, Hà Nội".

    Attributes:
        parts: the mentions of the places, the narrowest first; ``Mention.entity`` is the key of the place.
    """

    parts: tuple[Mention, ...]


class Law(Entity, frozen=True, kw_only=True):
    """A legal or official document.

    Attributes:
        type: "Kế hoạch", "Nghị định", "Luật" …
        number: "24-KH/TU", "15/2020/NĐ-CP"; None for documents known by title only.
        issuer: who issued it, where the text, the number or the kind of the document says so.
        date: day of issue.
        year: of the date, the number or the title: 2024 of "Luật Đất đai 2024".
    """

    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: datetime.date | None = None
    year: int | None = None


class Event(Entity, frozen=True, kw_only=True):
    """A named event: congress, war, tournament, festival, storm.

    Attributes:
        edition: 31 of "SEA Games 31", 13 of "Đại hội XIII"; None where it is not written.
        year: 2022 of "World Cup 2022"; None where it is not written.
    """

    edition: int | None = None
    year: int | None = None


class Other(Entity, frozen=True, kw_only=True):
    """Another proper name: work, product, award, ship, programme."""


class Interval(_Object, frozen=True, kw_only=True):
    """First and last instant of a time, local and without zone, second precision, both inside."""

    first: datetime.datetime
    last: datetime.datetime


class Timex(Span, frozen=True, kw_only=True):
    """A temporal expression.

    Attributes:
        type: DATE, TIME, DURATION or SET, as in TimeML.
        value: TIMEX3 value: "2009-05-26", "XXXX-08-25", "P5M", "R/P1D", "R2/P1W" (twice a week), "2005/2010",
            "2009-05-26TMO", "lunar:2014-01-03", "PRESENT_REF"; "ref-1d" for a time relative to an unknown day.
        interval: None for durations, repeated times and where the value leaves it open.
        mod: TIMEX3 modifier (BEFORE, AFTER, START, MID, END, APPROX, MORE_THAN, LESS_THAN), or None.
        lunar: whether the value is a date of the lunar calendar.
    """

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    interval: Interval | None = None
    mod: str | None = None
    lunar: bool = False


class Change(_Object, frozen=True, kw_only=True):
    """How an amount moved.

    Attributes:
        direction: up, down or same.
        start: the amount before, where written.
        end: the amount after, where written.
        baseline: the time or the thing compared with, as written.
    """

    direction: Literal["up", "down", "same"]
    start: Number | None = None
    end: Number | None = None
    baseline: str | None = None


class _Fact(Span, frozen=True, kw_only=True, tag_field="kind"):
    """What all numeric facts share.

    Attributes:
        of: what is counted or measured, as written.
        approximation: about, over, under, at least, at most; None when the text states the value plainly.
        change: the movement that the amount describes.
        parts: a breakdown, facts again.
    """

    of: str | None = None
    approximation: Approximation | None = None
    change: Change | None = None
    parts: tuple[Fact, ...] = ()


class Count(_Fact, frozen=True, kw_only=True, tag="count"):
    """A number of things: "28 cơ sở". ``upper`` is the end of a range."""

    value: Number
    upper: Number | None = None


class Ratio(_Fact, frozen=True, kw_only=True, tag="ratio"):
    """A part of a whole: "31/577 xã, phường, thị trấn (bằng 5%)", "ba phần tư".

    Attributes:
        part: 31.
        whole: 577.
        percent: 100 * part / whole, computed; None if whole is 0.
        stated_percent: the percentage that the text itself gives.
    """

    part: Number
    whole: Number
    percent: float | None = None
    stated_percent: Number | None = None


class Percent(_Fact, frozen=True, kw_only=True, tag="percent"):
    """A percentage: "100% số phiếu" has value 100. ``upper`` is the end of a range."""

    value: Number
    upper: Number | None = None


class Money(_Fact, frozen=True, kw_only=True, tag="money"):
    """An amount of money: value in whole units of the currency, ``unit`` its ISO 4217 code."""

    value: Number
    upper: Number | None = None
    unit: str


class Measure(_Fact, frozen=True, kw_only=True, tag="measure"):
    """A measured amount, ``unit`` as Pint spells it: km, m2, degC."""

    value: Number
    upper: Number | None = None
    unit: str


class Age(_Fact, frozen=True, kw_only=True, tag="age"):
    """An age in years."""

    value: Number
    upper: Number | None = None


class Ordinal(_Fact, frozen=True, kw_only=True, tag="ordinal"):
    """A rank, grade or turn: "lần thứ III", "hạng 3", "cấp 9"."""

    value: Number
    upper: Number | None = None


class Score(_Fact, frozen=True, kw_only=True, tag="score"):
    """A result of a match."""

    home: int
    away: int


class Multiple(_Fact, frozen=True, kw_only=True, tag="multiple"):
    """A factor: "gấp đôi" has value 2."""

    value: Number
    upper: Number | None = None


Fact: TypeAlias = Count | Ratio | Percent | Money | Measure | Age | Ordinal | Score | Multiple
"""A numeric fact; in JSON the field ``kind`` tells which."""


class Facts(tuple[Fact, ...]):
    """Facts in order: a tuple that reads well, one fact a line, and as a table in notebooks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(" + "".join(f"\n  {fact!r}," for fact in self) + "\n)" if self else "()"

    def _repr_html_(self) -> str:
        from vnnews.integrations.html import table

        return table(self)


class Check(_Object, frozen=True, kw_only=True):
    """A claim of the text that its own numbers or the calendar confirm or contradict.

    Attributes:
        kind: "sum" (parts against the whole), "percent" (part and whole against a stated percentage), "change" (from
            and to against a stated change), "age" (against a year of birth), "headline" (a number of the headline
            against the same of the body), "weekday" (a weekday against its date) or "date" (a day that its month does
            not have: 31/4).
        facts: the facts concerned, the claimed one first; empty for checks of times.
        times: the time concerned; empty for checks of facts.
        stated: what the text says; 1 (Monday) to 7 for a weekday, the day of the month for a date.
        computed: what follows from the other numbers or the calendar; for a date the last day of its month.
        ok: whether they agree within the rounding of the digits given.
    """

    kind: Literal["sum", "percent", "change", "age", "headline", "weekday", "date"]
    facts: tuple[Fact, ...] = ()
    times: tuple[Timex, ...] = ()
    stated: Number
    computed: Number
    ok: bool


class Article(_Object, frozen=True, kw_only=True):
    """What an article says.

    Attributes:
        text: exactly the text that was given.
        headline, section, dateline, credit: the parts of a page around the body, None where not recognised.
        published: day of publication, from the caller or from the dateline.
        source: publisher or site, "cpv.org.vn".
        views: number of views printed on the page.
        url, id: as given with the record.
        author: who wrote it, as given with the record or in the markup of the page.
        sentences: of headline and body, in order.
        mentions: all names in order, also inside people, bodies …
        people, bodies, places, laws, events, others: what the mentions name, each once, by first mention.
        addresses: places that follow one another as levels, in order.
        times: temporal expressions in order.
        facts: numeric facts in order; a part of a breakdown stands only inside its whole.
        checks: what the numbers say about each other.
    """

    text: str
    headline: Span | None = None
    section: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    published: datetime.date | None = None
    source: str | None = None
    views: int | None = None
    url: str | None = None
    id: str | None = None
    author: str | None = None
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    places: tuple[Place, ...] = ()
    laws: tuple[Law, ...] = ()
    events: tuple[Event, ...] = ()
    others: tuple[Other, ...] = ()
    addresses: tuple[Address, ...] = ()
    times: tuple[Timex, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        force_setattr(self, "facts", Facts(self.facts))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of all sentences, found anew at each access; names of people and places are one word each."""
        from vnnews.words.tokens import article_tokens

        return article_tokens(self)

    def _repr_html_(self) -> str:
        """The article as notebooks show it, coloured, with all that it says; see :mod:`vnnews.integrations.html`."""
        from vnnews.integrations.html import fragment

        return fragment(self)


def _says_something(name: str, value: object) -> bool:
    return not (value is None or value == () or (value is False and name != "ok"))


def _short(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_short, value)) + "]"
    if isinstance(value, datetime.date):
        return str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mention):
        return repr(value.text)
    return repr(value)
