"""Arrow tables: schemas, keys that join, values, data frames over the same memory, Parquet."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import msgspec
import pandas
import polars
import pyarrow as pa
import pytest
from conftest import NEWS, ROOT
from pyarrow import parquet

import vnnews
from vnnews import Article, Check, Count, Percent, Ratio, Score, Span
from vnnews.corpora import find, read
from vnnews.integrations import frames as module
from vnnews.integrations.frames import LEFT_OUT, OBJECTS, SCHEMAS, Frames, frame_batches

SAMPLES = sorted((NEWS.parent / "sample").glob("*.txt"))
ENTITIES = ("people", "bodies", "places", "laws", "events", "others")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES] + [text.text for text in read(find([NEWS], "dev"))]
    return [
        msgspec.structs.replace(article, id=f"news/{number}")
        for number, article in enumerate(vnnews.analyze_many(texts))
    ]


@pytest.fixture(scope="module")
def frames(articles: list[Article]) -> Frames:
    return vnnews.frames(articles)


def test_no_field_is_forgotten() -> None:
    """A field of an object is a column of its table or stands among those that are left out, with the reason."""
    for name, types in OBJECTS.items():
        for made in types:
            for field in msgspec.structs.fields(made):
                left_out = (name, field.name) in LEFT_OUT
                assert (field.name in SCHEMAS[name].names) != left_out, (
                    f"{made.__name__}.{field.name} needs a column in table {name}, or a reason in LEFT_OUT"
                )
    for name, field in LEFT_OUT:
        assert any(field in made.__struct_fields__ for made in OBJECTS[name]), f"{name}.{field} is no field any more"
    assert set(OBJECTS) == set(SCHEMAS) == {field.name for field in vnnews.frames([]).__dataclass_fields__.values()}


def test_every_entity_of_an_article_has_a_table() -> None:
    hints = {field.name for field in msgspec.structs.fields(Article)}
    assert hints <= set(SCHEMAS["articles"].names) | {name for table, name in LEFT_OUT if table == "articles"}
    assert {name for table, name in LEFT_OUT if table == "articles"} == set(SCHEMAS) - {
        "articles",
        "roles",
        "candidates",
    }


def test_schemas(frames: Frames) -> None:
    for name, table in frames.tables().items():
        assert table.schema.equals(SCHEMAS[name], check_metadata=True)
        assert all(field.metadata[b"description"] for field in table.schema)
        table.validate(full=True)
        assert table.num_rows, f"no row in {name}: the test shows nothing of it"


def test_schemas_are_documented() -> None:
    page = (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")
    for name, schema in SCHEMAS.items():
        rows = "".join(f"| `{f.name}` | {f.type} | {f.metadata[b'description'].decode()} |\n" for f in schema)
        wanted = f"### {name}\n\n| column | type | what it holds |\n|---|---|---|\n{rows}"
        assert wanted in page, f"docs/frames.md lacks:\n{wanted}"


def test_keys_join(frames: Frames) -> None:
    rows = {name: table.to_pylist() for name, table in frames.tables().items()}
    articles = {row["article"] for row in rows["articles"]}
    assert len(articles) == len(rows["articles"])
    keys = {
        "sentences": "sentence",
        "mentions": "mention",
        "times": "time",
        "facts": "fact",
        "checks": "check",
    } | dict.fromkeys(ENTITIES, "key")
    known = {}
    for name, key in keys.items():
        known[name] = {(row["article"], row[key]) for row in rows[name]}
        assert len(known[name]) == len(rows[name])
        assert {article for article, _ in known[name]} <= articles
    every = {key for name in ENTITIES for key in known[name]}
    assert {(row["article"], row["entity"]) for row in rows["mentions"]} == every
    assert {(row["article"], row["person"]) for row in rows["roles"]} <= known["people"]
    assert {(row["article"], row["place"]) for row in rows["candidates"]} <= known["places"]
    assert {(row["article"], part) for row in rows["addresses"] for part in row["parts"]} <= known["mentions"]
    assert {(row["article"], time) for row in rows["checks"] for time in row["times"]} <= known["times"]
    for name in ("mentions", "times", "facts"):
        inside = {(row["article"], row["sentence"]) for row in rows[name] if row["sentence"] is not None}
        assert inside <= known["sentences"]
    for column in ("part_of", "stated_for"):
        referred = {(row["article"], row[column]) for row in rows["facts"] if row[column] is not None}
        assert referred
        assert referred <= known["facts"]
    assert {(row["article"], fact) for row in rows["checks"] for fact in row["facts"]} <= known["facts"]
    bodies = {(row["article"], row["name"]) for row in rows["bodies"]}
    assert {(row["article"], row["body"]) for row in rows["roles"] if row["body"]} <= bodies


def test_offsets(frames: Frames) -> None:
    texts = {row["article"]: row["text"] for row in frames.articles.to_pylist()}
    for name in ("sentences", "mentions", "roles", "addresses", "times", "facts"):
        for row in getattr(frames, name).to_pylist():
            assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
    sentences = {(row["article"], row["sentence"]): row for row in frames.sentences.to_pylist()}
    for name in ("mentions", "times", "facts"):
        for row in getattr(frames, name).to_pylist():
            if row["sentence"] is not None:
                around = sentences[row["article"], row["sentence"]]
                assert around["start"] <= row["start"] < around["end"]


def test_nothing_is_lost(articles: list[Article], frames: Frames) -> None:
    for name in ("sentences", "mentions", *ENTITIES, "addresses", "times", "checks"):
        assert getattr(frames, name).num_rows == sum(len(getattr(article, name)) for article in articles)
    assert frames.roles.num_rows == sum(len(person.roles) for article in articles for person in article.people)
    top = [row for row in frames.facts.to_pylist() if row["part_of"] is None and row["stated_for"] is None]
    assert len(top) == sum(len(article.facts) for article in articles)


def test_a_breakdown() -> None:
    article = vnnews.analyze(
        "Đã có 31/577 xã, phường, thị trấn (bằng 5%) đăng ký, trong đó 25 đơn vị làm theo kế hoạch và 6 đơn vị tự làm."
    )
    frames = vnnews.frames([article])
    columns = ["fact", "part_of", "stated_for", "kind", "value", "of", "part", "whole", "stated_percent"]
    assert [tuple(row.values()) for row in frames.facts.select(columns).to_pylist()] == [
        (0, None, None, "ratio", None, "xã, phường, thị trấn", 31.0, 577.0, 5.0),
        (1, None, 0, "percent", 5.0, None, None, None, None),
        (2, 0, None, "count", 25.0, "đơn vị", None, None, None),
        (3, 0, None, "count", 6.0, "đơn vị", None, None, None),
    ]
    assert [(row["kind"], row["facts"], row["ok"]) for row in frames.checks.to_pylist()] == [
        ("sum", [0, 2, 3], True),
        ("percent", [0, 1], True),
    ]


def test_values() -> None:
    span = {"start": 0, "end": 1, "text": "x"}
    article = Article(
        text="x",
        views=10**30,
        published=datetime.date(2009, 8, 25),
        headline=Span(**span),
        facts=(
            Count(**span, value=10**400, upper=Decimal("1.50")),
            Score(start=1, end=2, text="y", home=10**20, away=1),
        ),
    )
    frames = vnnews.frames([article])
    assert frames.articles.to_pylist()[0] | {"article": None} == {
        **dict.fromkeys(SCHEMAS["articles"].names),
        "published": datetime.date(2009, 8, 25),
        "headline": "x",
        "text": "x",
    }
    assert frames.facts.select(["kind", "value", "upper", "home", "away"]).to_pylist() == [
        {"kind": "count", "value": None, "upper": 1.5, "home": None, "away": None},
        {"kind": "score", "value": None, "upper": None, "home": None, "away": 1},
    ]


def test_only_in_a_check() -> None:
    ratio = Ratio(start=0, end=1, text="r", part=1, whole=2, percent=50.0, stated_percent=50)
    stated = Percent(start=2, end=3, text="p", value=50)
    article = Article(
        text="r p",
        facts=(ratio,),
        checks=(Check(kind="percent", facts=(ratio, stated), stated=50, computed=50, ok=True),),
    )
    assert vnnews.frames([article]).facts.column("stated_for").to_pylist() == [None, 0]


def test_keys_of_articles() -> None:
    plain, named = Article(text="x"), Article(text="x", id="a")
    keys = vnnews.frames([plain, named, plain, named, Article(text="y", id="a#2"), named]).articles.column("article")
    digest = "sha256:2d711642b726b044"
    assert keys.to_pylist() == [digest, "a", f"{digest}#2", "a#2", "a#2#2", "a#3"]


def test_wrong_things() -> None:
    with pytest.raises(TypeError, match="frames are made of articles, not of str"):
        vnnews.frames(["Hà Nội"])  # type: ignore[list-item]
    with pytest.raises(vnnews.VnnewsError, match="cannot be written to a table"):
        vnnews.frames([Article(text="\ud800")])


def test_empty() -> None:
    for name, table in vnnews.frames([]).tables().items():
        assert table.schema == SCHEMAS[name]
        assert table.num_rows == 0


def test_any_text() -> None:
    texts = ["", " \n", "\u200b", "Hà\u00a0Nội\r\n", "9" * 5000 + " đồng", "🇻🇳 3-2"]
    frames = vnnews.frames(vnnews.analyze_many(texts))
    assert frames.articles.column("text").to_pylist() == texts


def test_pandas(frames: Frames) -> None:
    facts = frames.pandas("facts")
    assert isinstance(facts, pandas.DataFrame)
    assert facts.value.dtype == pandas.ArrowDtype(pa.float64())
    assert len(facts) == frames.facts.num_rows
    assert facts.value.sum() == pytest.approx(sum(v for v in frames.facts.column("value").to_pylist() if v is not None))
    joined = facts.merge(frames.pandas("articles"), on="article", suffixes=("", "_article"))
    assert len(joined) == len(facts)


def test_polars(frames: Frames) -> None:
    people = frames.polars("people")
    assert isinstance(people, polars.DataFrame)
    mentions = frames.polars("mentions").filter(polars.col("label") == "PER")
    counted = mentions.group_by("article", "entity").len()
    joined = people.join(counted, left_on=["article", "key"], right_on=["article", "entity"])
    assert joined.height == people.height
    assert (joined["len"] == joined["mentions"]).all()


def test_no_copies(frames: Frames) -> None:
    """Numbers stand in the same memory in Arrow, pandas and Polars."""
    column = frames.facts.column("value")
    address = column.chunk(column.num_chunks - 1).buffers()[1].address
    of_pandas = pa.array(frames.pandas("facts").value.array)
    chunk = of_pandas if isinstance(of_pandas, pa.Array) else of_pandas.chunk(of_pandas.num_chunks - 1)
    assert chunk.buffers()[1].address == address
    assert frames.polars("facts")["value"].get_chunks()[-1].to_arrow().buffers()[1].address == address


def test_batches(articles: list[Article], frames: Frames) -> None:
    batches = list(frame_batches(iter(articles), size=10))
    assert len(batches) == -(-len(articles) // 10)
    for name, table in frames.tables().items():
        assert pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() == table.to_pylist()


def test_parquet(articles: list[Article], frames: Frames, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "tables"
    for _ in range(2):
        files = vnnews.to_parquet(iter(articles), folder)
        assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.parquet" for name in SCHEMAS)
    for name, path in files.items():
        table = parquet.read_table(path)
        assert table.equals(getattr(frames, name))
        assert table.schema.equals(SCHEMAS[name], check_metadata=True)
    assert polars.scan_parquet(files["facts"]).collect().height == frames.facts.num_rows


def test_parquet_or_not_at_all(articles: list[Article], tmp_path: Path) -> None:
    vnnews.to_parquet(articles[:1], tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> object:
        yield articles[1]
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError):
        vnnews.to_parquet(broken(), tmp_path)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("pyarrow", "vnnews.frames([])"),
        ("pyarrow", "vnnews.to_parquet([], '.')"),
        ("pandas", "vnnews.frames([]).pandas('facts')"),
        ("polars", "vnnews.frames([]).polars('facts')"),
        ("duckdb", "import vnnews.integrations.duckdb"),
    ],
)
def test_missing_package(missing: str, code: str) -> None:
    program = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {missing!r}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "import vnnews\n"
        f"try: {code}\n"
        "except vnnews.VnnewsError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    extra = "duckdb" if missing == "duckdb" else "frames"
    told = f'needs {missing}, which is not installed: pip install "vnnews[{extra}]"\n'
    assert done.stdout.endswith(told), done.stderr


def test_import_is_light() -> None:
    """Importing vnnews imports numpy, regex and msgspec of what is not in the standard library."""
    program = (
        "import sys; before = set(sys.modules); import vnnews, json;"
        "vnnews.analyze('Hà Nội có 28 cơ sở.');"
        "print(json.dumps(sorted({name.partition('.')[0] for name in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert {name for name in json.loads(done.stdout) if not name.startswith("_")} <= {
        "msgspec",
        "numpy",
        "regex",
        "typing_extensions",
        "vnnews",
    }


def test_module_is_not_shadowed() -> None:
    assert module.frames is not vnnews.frames
    assert callable(vnnews.frames)
