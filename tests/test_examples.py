"""What help texts and docs/cli.md show: every example runs, and the page says what the commands say."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import command_pages
import pytest
import regex
from command_line import run
from conftest import NEWS, ROOT

from vnnews.cli.examples import EXAMPLES

LONG = {
    "vnnews train names my-texts/ -o my-names.npz",
    "vnnews train names my-texts/ --raw more.txt -o my-names.npz",
    "vnnews bench my-texts/ --no-growth",
    "vnnews bench my-texts/ -o figures.json --plot figures.svg",
}
"""Of half a minute and more: run among the slow tests."""

QUICK = [example for examples in EXAMPLES.values() for _, example in examples if example not in LONG]


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_ends_with_examples(command: str) -> None:
    status, output, _ = run(*([] if command == "vnnews" else [command]), "--help")
    assert status == 0
    lines = output.splitlines()
    shown = [line.strip() for line in lines[lines.index("  Examples:") + 1 :]]
    assert shown == [line for about, example in EXAMPLES[command] for line in (f"# {about}", example)]
    assert 2 <= len(EXAMPLES[command]) <= 4


def test_there_are_examples_of_each_command() -> None:
    assert set(EXAMPLES) == {"vnnews", *command_pages.COMMANDS}
    assert {example for examples in EXAMPLES.values() for _, example in examples} >= LONG


def test_the_page_says_what_the_commands_say() -> None:
    text = command_pages.PAGE.read_text(encoding="utf-8")
    assert text == command_pages.page(text), "run python tests/command_pages.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small ones of all files that the examples name."""
    path = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "corpora" / "sample", path / "news")
    (path / "my-texts").mkdir()
    for split in ("train", "dev"):
        texts = regex.split(r"(?m)^(?=# )", (NEWS / f"news-0.{split}.txt").read_text(encoding="utf-8"))
        (path / "my-texts" / f"mine.{split}.txt").write_text("".join(texts[:13]), encoding="utf-8")
    for suffix in (".npz", ".sha256"):
        shutil.copy(ROOT / "vnnews" / "models" / f"names-fast{suffix}", path / f"my-names{suffix}")
    (path / "archive.jsonl").write_text('{"text": "Huế có 3 cầu.", "id": "7"}\n', encoding="utf-8")
    (path / "more.txt").write_text("Ông Nguyễn Văn An ở Huế.\nSáng 3/6, Hà Nội có mưa.\n" * 9, encoding="utf-8")
    (path / "question.sql").write_text("select kind, count(*)\nfrom facts group by kind\n", encoding="utf-8")
    subprocess.run(["gzip", "-k", "archive.jsonl"], cwd=path, check=True)
    assert run("analyze", "news", "-o", "news.duckdb", folder=path)[0] == 0
    return path


def _run(example: str, folder: Path) -> None:
    if not set("|<>") & set(example):
        status, output, errors = run(*shlex.split(example)[1:], folder=folder)
        assert status == 0, errors
        written = regex.search(r"-o (\S+)", example)
        assert (folder / written[1]).exists() if written else output
        return
    found = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "-euo", "pipefail", "-c", example]
    done = subprocess.run(command, cwd=folder, env=found, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    output = regex.search(r"> (\S+)", example)
    assert (folder / output[1]).stat().st_size if output else done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
@pytest.mark.parametrize("example", QUICK)
def test_examples_run(example: str, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    _run(example, tmp_path / "copy")


@pytest.mark.slow
@pytest.mark.parametrize("example", sorted(LONG))
def test_long_examples_run(example: str, folder: Path, tmp_path: Path) -> None:
    if "--raw" in example:
        pytest.importorskip("onnxruntime")
    shutil.copytree(folder, tmp_path / "copy")
    _run(example, tmp_path / "copy")
