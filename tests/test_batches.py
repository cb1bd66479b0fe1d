"""Arrow batches in and out: rows that stay in their places, lists that are the tables, under Spark and Ray too."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import vnnews

pytest.importorskip("pyarrow")

import pyarrow as pa

from vnnews.integrations.batches import TABLES, analyze_batch, analyze_batches, schema
from vnnews.integrations.frames import SCHEMAS, frames
from vnnews.reading import RawArticle, read_record

TEXTS = [
    "Ngày 3/9/2024, Xã Tân Lập có 28 trường học (17 trường công, 11 trường tư). Ông Nguyễn Văn An cho biết.",
    "Theo Nghị định số 15/2020/NĐ-CP, TP. Hồ Chí Minh tăng 5%.",
    "Không có gì.",
]


def rows(texts: list[str | None]) -> Any:
    return pa.table({"id": list(range(len(texts))), "content": texts, "published": [date(2024, 9, 7)] * len(texts)})


def read(texts: list[str]) -> list[RawArticle]:
    records = [{"id": number, "text": text, "published": "2024-09-07"} for number, text in enumerate(texts)]
    return [read_record(vnnews.analyzer.msgspec.json.encode(record)) for record in records]


def test_the_lists_are_the_tables() -> None:
    texts = TEXTS * 40
    found = analyze_batch(rows(list(texts)))
    found.validate(full=True)
    assert found.schema.equals(schema(), check_metadata=True)
    expected = frames(vnnews.Analyzer().analyze_records(read(texts)))
    assert found.select(SCHEMAS["articles"].names).to_pylist() == expected.articles.to_pylist()
    for name in TABLES:
        listed = [
            {"article": row["article"], **element}
            for row in found.select(["article", name]).to_pylist()
            for element in row[name]
        ]
        assert listed == expected.tables()[name].to_pylist()
    assert found["rejected"].null_count == len(texts)


def test_rows_stay_in_their_places() -> None:
    found = analyze_batch(rows([None, TEXTS[0], "", TEXTS[2], TEXTS[2], " \n"]), tables=["people"])
    reason = "the text of the record is empty"
    assert found["rejected"].to_pylist() == [reason, None, reason, None, None, reason]
    assert found["article"].to_pylist() == [None, "1", None, "3", "4", None]
    names = [people and [person["name"] for person in people] for people in found["people"].to_pylist()]
    assert names == [None, ["Nguyễn Văn An"], None, [], [], None]


def test_the_same_id_twice() -> None:
    """Rows are told apart by their places; what the runner does with equal ids is its own affair."""
    found = analyze_batch(pa.table({"id": ["a", "a"], "text": TEXTS[:2]}), tables=["mentions", "facts"])
    assert found["article"].to_pylist() == ["a", "a"]
    assert [len(facts) for facts in found["facts"].to_pylist()] == [
        frames([vnnews.analyze(text)]).facts.num_rows for text in TEXTS[:2]
    ]


def test_empty_batches() -> None:
    for texts in ([], [None]):
        found = analyze_batch(rows(texts))  # type: ignore[arg-type]
        assert found.num_rows == len(texts)
        assert found.schema == schema()


def test_columns_of_other_names() -> None:
    batch = pa.table({"body": ["Sai."], "clean": ["Huế có 3 quận."]})
    found = analyze_batch(batch, columns={"text": "clean"}, tables=["facts"])
    assert found["text"].to_pylist() == ["Huế có 3 quận."]
    with pytest.raises(vnnews.ReadError, match=r"no column with the text; there are 'a' "):
        analyze_batch(pa.table({"a": ["Huế"]}))


def test_unknown_tables() -> None:
    with pytest.raises(ValueError, match="there is no table 'articles'; there are sentences, "):
        schema(["facts", "articles"])


def test_streams() -> None:
    batches = rows(list(TEXTS * 3)).to_batches(max_chunksize=4)
    assert len(batches) == 3
    streamed = list(analyze_batches(iter(batches), tables=["facts"]))
    assert [batch.num_rows for batch in streamed] == [4, 4, 1]
    assert pa.Table.from_batches(streamed) == analyze_batch(rows(list(TEXTS * 3)), tables=["facts"])


def test_ray_says_what_it_needs() -> None:
    code = "import sys; sys.modules['ray'] = None\nimport vnnews\ntry: vnnews.ray\nexcept ImportError as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == 'vnnews.ray needs ray, which is not installed: pip install "vnnews[ray]"\n'


def test_no_other_names_appear() -> None:
    with pytest.raises(AttributeError, match="module 'vnnews' has no attribute 'spark'"):
        vnnews.spark  # type: ignore[attr-defined]  # noqa: B018


SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


@pytest.mark.slow
@pytest.mark.skipif(not SPARK, reason="needs pyspark and Java")
def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/scale.md has it: mapInArrow, then rows of a list made rows of their own, then Parquet."""
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    texts = TEXTS * 40
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 25).getOrCreate()
    try:
        articles = spark.createDataFrame([(str(n), text) for n, text in enumerate(texts)], ["id", "text"])
        types = from_arrow_schema(schema(), prefer_timestamp_ntz=True)
        found = articles.repartition(3).mapInArrow(analyze_batches, types)
        found.write.parquet(str(tmp_path / "all"))
        facts = spark.read.parquet(str(tmp_path / "all")).selectExpr("article", "inline(facts)")
        got = [row.asDict() for row in facts.collect()]
        some = partial(analyze_batches, tables=["mentions"])
        chosen = articles.mapInArrow(some, from_arrow_schema(schema(["mentions"]), prefer_timestamp_ntz=True))
        mentions = [row.asDict() for row in chosen.selectExpr("article", "inline(mentions)").collect()]
    finally:
        spark.stop()
    records = [RawArticle(id=str(number), text=text) for number, text in enumerate(texts)]
    expected = frames(vnnews.Analyzer().analyze_records(records))
    assert sorted(got, key=in_order) == sorted(expected.facts.to_pylist(), key=in_order)
    assert sorted(mentions, key=in_order) == sorted(expected.mentions.to_pylist(), key=in_order)


def in_order(row: dict[str, Any]) -> tuple[int, int]:
    return int(row["article"]), row["start"]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two machines of one processor each, as far as Ray can tell."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    try:
        assert len(ray.nodes()) == 2
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("killed", [False, True])
def test_ray(cluster: Any, killed: bool) -> None:
    """Two actors on two machines; where one is killed, another one does its work again."""
    import ray.data

    texts = TEXTS * 400
    table = pa.table({"id": list(range(len(texts))), "text": texts})
    articles = ray.data.from_arrow([table.slice(first, 25) for first in range(0, len(texts), 25)])
    found = vnnews.ray.analyze(articles, tables=["facts"], actors=(2, 2), batch_size=25)
    got = list[dict[str, Any]]()
    for batch in found.iter_batches(batch_size=None, batch_format="pyarrow"):
        got += batch.to_pylist()
        if killed:
            os.kill(actors(cluster)[0], signal.SIGKILL)
            killed = False
    expected = analyze_batch(table, tables=["facts"])
    assert sorted(got, key=lambda row: int(row["article"])) == expected.to_pylist()


def actors(cluster: Any) -> list[int]:
    """The processes of this cluster that analyse."""
    raylets = [process.process.pid for node in cluster.list_all_nodes() for process in node.all_processes["raylet"]]
    children = [
        int(child)
        for raylet in raylets
        for thread in Path(f"/proc/{raylet}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
    return [child for child in children if "MapWorker" in Path(f"/proc/{child}/cmdline").read_text()]
