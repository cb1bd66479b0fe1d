"""The command line, as a process of its own: output, errors and exit status."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from command_line import run as vnnews
from rich.console import Console

from vnnews import Article, Check, Count, Money, Percent, Ratio, Score, Span, from_json
from vnnews.reading.files import KINDS
from vnnews.report import report
from vnnews.unbroken import Unbroken

TRAIN = "# thoi-su | 2024-06-03 | local\n[[LOC|Cà Mau]] trồng thêm rừng.\nÔng [[PER|Trần Văn Út]] nói vậy.\n\n"
GOOD = '{"text": "Hà Nội có mưa.", "id": "1"}\n'
CASES = json.loads((Path(__file__).parent / "cases" / "wraps.json").read_text(encoding="utf-8"))
COMMAND = [sys.executable, "-c", "from vnnews.cli import main; main()"]
ROOT = Path(__file__).parents[1]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more


def articles(output: str) -> list[Article]:
    return [from_json(line) for line in output.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.jsonl").write_text(GOOD, encoding="utf-8")
    (tmp_path / "page.txt").write_text("Tin về Huế\n25/08/2009\n\nHuế có nắng.\n", encoding="utf-8")
    return tmp_path


def test_json_lines(folder: Path) -> None:
    status, output, errors = vnnews("analyze", folder)
    assert (status, errors) == (0, "")
    first, second = articles(output)
    assert (first.text, first.id) == ("Hà Nội có mưa.", "1")
    assert (second.id, second.published) == ("page", datetime.date(2009, 8, 25))


def test_published(folder: Path) -> None:
    for date in ("2020-01-31", "31/1/2020"):
        _, output, _ = vnnews("analyze", folder, "--published", date)
        assert {article.published for article in articles(output)} == {datetime.date(2020, 1, 31)}


def test_standard_input() -> None:
    assert [a.id for a in articles(vnnews("analyze", "-", stdin=GOOD.encode())[1])] == ["1"]
    (article,) = articles(vnnews("analyze", "-", stdin="Huế có nắng.\r\n".encode("utf-16"))[1])
    assert article.text == "Huế có nắng.\r\n"
    assert vnnews("analyze", "-") == (1, "", "-: empty file\n")


def test_text(folder: Path) -> None:
    status, output, _ = vnnews("analyze", folder / "page.txt", "--format", "text")
    assert status == 0
    assert output.startswith("Tin về Huế\n2009-08-25 · page\n")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("missing.txt", None, ": no such file or folder"),
        ("empty", "folder", f": no article in this folder ({', '.join(KINDS)})"),
        ("junk.txt", b"\x7fELF\x00\xff\x00", ": binary, not text"),
        ("latin.txt", b"H\xe0 N\xf4i c\xf3 m\xb0a", ": not UTF-8 or UTF-16"),
        ("empty.txt", b"", ": empty file"),
        ("blank.txt", b"\n \n", ": empty text"),
        ("page.pdf", b"%PDF", f": unknown kind of file '.pdf'; known are {', '.join(KINDS)}"),
        ("three.jsonl", (GOOD * 2).encode() + b'{"text": \n' + GOOD.encode(), ":3: broken JSON: "),
        ("list.jsonl", b"[]\n", ":1: not a record of an article: Expected `object`, got `array`"),
        ("none.jsonl", b'{"title": "A"}\n', ":1: not a record of an article: Object missing required field `text`"),
        ("surrogate.jsonl", b'{"text": "\\ud800."}\n', ":1: broken JSON: "),
    ],
)
def test_bad_input(folder: Path, name: str, data: bytes | str | None, reason: str) -> None:
    path = folder / "bad" / name
    path.parent.mkdir()
    if data == "folder":
        path.mkdir()
    elif isinstance(data, bytes):
        path.write_bytes(data)
    status, output, errors = vnnews("analyze", path, folder / "good.jsonl")
    assert status == 1
    assert errors.startswith(f"{path}{reason}")
    assert errors.count("\n") == 1
    assert len(articles(output)) == (4 if name == "three.jsonl" else 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "good.jsonl", "--published", "31/02/2009"],
        ["analyze", "good.jsonl", "--published", "hôm qua"],
        ["analyze", "good.jsonl", "--format", "xml"],
        ["analyze", "good.jsonl", "--what"],
        ["analyse", "good.jsonl"],
        [],
    ],
)
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    status, output, errors = vnnews(*arguments, folder=folder)
    assert status == 2
    assert "Usage: vnnews" in output + errors


def test_help() -> None:
    status, output, _ = vnnews("--help")
    assert status == 0
    assert "analyze" in output


def test_output_is_whole(folder: Path) -> None:
    output = folder / "out.jsonl"
    (folder / "bad.jsonl").write_text("{\n", encoding="utf-8")
    for _ in range(2):  # the second run does not read what the first one wrote
        status, shown, errors = vnnews("analyze", folder, "-o", output)
        assert (status, shown) == (1, "")
        assert errors.splitlines()[1:] == [f"2 articles written to {output}, 1 rejected"]
        assert len(articles(output.read_text(encoding="utf-8"))) == 2
    assert sorted(path.name for path in folder.iterdir()) == ["bad.jsonl", "good.jsonl", "out.jsonl", "page.txt"]


def test_output_or_not_at_all(folder: Path) -> None:
    output = folder / "out.jsonl"
    output.write_text("before\n", encoding="utf-8")
    status, _, errors = vnnews("analyze", folder / "missing.txt", "-o", output)
    assert status == 1
    assert errors.splitlines()[-1] == f"nothing written to {output}, 1 rejected"
    assert output.read_text(encoding="utf-8") == "before\n"
    assert vnnews("analyze", folder / "good.jsonl", "-o", folder / "none/out.jsonl") == (
        1,
        "",
        f"vnnews: {folder}/none: no such folder; make it first\n",
    )
    status, _, errors = vnnews("analyze", folder / "good.jsonl", "-o", folder)
    told = "there is something in this folder, and it is no job; write to a new one"
    assert (status, errors) == (1, f"vnnews: {folder}: {told}\n")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_output(folder: Path, suffix: str) -> None:
    if suffix == ".zst":
        pytest.importorskip("backports.zstd")
    output = folder / f"out.jsonl{suffix}"
    assert vnnews("analyze", folder / "good.jsonl", "-o", output)[0] == 0
    assert vnnews("analyze", output) == vnnews("analyze", folder / "good.jsonl")
    before = output.read_bytes()
    assert GOOD.encode() not in before
    assert vnnews("analyze", folder / "missing.txt", "-o", output)[0] == 1
    assert output.read_bytes() == before
    assert vnnews("analyze", folder / "page.txt", "-o", folder / f"out.txt{suffix}")[0] == 0
    assert not (folder / f"out.txt{suffix}").read_bytes().startswith(b"Tin")


def test_dash_is_standard_output(folder: Path) -> None:
    assert vnnews("analyze", "good.jsonl", "-o", "-", folder=folder) == vnnews("analyze", "good.jsonl", folder=folder)
    assert vnnews("view", "-", "-o", "-", stdin=GOOD.encode())[1].startswith("<!doctype html>")
    assert not (folder / "-").exists()


@pytest.mark.slow
def test_dash_of_long_commands(folder: Path) -> None:
    (folder / "a.train.txt").write_text(TRAIN * 30, encoding="utf-8")
    bench = [*COMMAND, "bench", "a.train.txt", "--no-growth", "-o", "-"]
    done = subprocess.run(bench, cwd=folder, capture_output=True, env=environment(), check=True)
    assert json.loads(done.stdout)["speeds"]
    assert "stages, whole analysis" in done.stderr.decode()
    pytest.importorskip("onnxruntime")
    raw = "Ông Nguyễn Văn An ở Huế.\n".encode()
    few = ("--epochs", "1", "--members", "1")
    status, output, errors = vnnews("train", "names", ".", "--raw", "-", "-o", "a.npz", *few, stdin=raw, folder=folder)
    assert (status, output) == (0, "")
    assert "1 sentences labelled by the accurate model" in errors
    assert errors.splitlines()[-1] == "model written to a.npz, its digest to a.sha256"


def test_output_as_text(folder: Path) -> None:
    output = folder / "out.txt"
    assert vnnews("analyze", folder / "page.txt", "-o", output, "--format", "text")[0] == 0
    assert output.read_text(encoding="utf-8").startswith("Tin về Huế\n")


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_leaves_nothing(folder: Path, sent: signal.Signals) -> None:
    running = waiting(folder)
    running.send_signal(sent)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in errors
    assert sorted(path.name for path in folder.iterdir()) == ["good.jsonl", "page.txt"]


def waiting(folder: Path) -> subprocess.Popen[bytes]:
    """A command that has begun to write a file and waits for articles."""
    command = [*COMMAND, "analyze", "-", "-o", str(folder / "out.jsonl")]
    before = set(folder.glob(".vnnews-*.part"))
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    for _ in range(600):
        if set(folder.glob(".vnnews-*.part")) - before:
            break
        time.sleep(0.05)
    return running


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
def test_what_a_killed_run_leaves_goes_with_the_next(folder: Path) -> None:
    """But not what one that is still running is writing."""
    killed = waiting(folder)
    killed.kill()
    killed.communicate(timeout=30)
    assert len(list(folder.glob(".vnnews-*.part"))) == 1
    running = waiting(folder)
    assert vnnews("analyze", folder / "page.txt", "-o", folder / "out.jsonl")[0] == 0
    assert len(list(folder.glob(".vnnews-*.part"))) == 1
    running.communicate(GOOD.encode(), timeout=60)
    assert running.returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["good.jsonl", "out.jsonl", "page.txt"]
    assert [article.id for article in articles((folder / "out.jsonl").read_text(encoding="utf-8"))] != ["page"]


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
def test_closed_pipe(folder: Path) -> None:
    (folder / "many.jsonl").write_text(GOOD * 3000, encoding="utf-8")
    command = [*COMMAND, "analyze", str(folder / "many.jsonl")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert running.stdout
    assert running.stderr
    assert running.stdout.readline().startswith(b"{")
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(30) != 0
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, "analyze", str(folder / "good.jsonl")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60)
    assert (done.returncode, done.stderr) == (1, b"vnnews: No space left on device\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['width']}: {case['text']}")
def test_numbers_are_not_cut(case: dict[str, Any]) -> None:
    console = Console(width=case["width"], file=StringIO())
    with console.capture() as captured:
        console.print(Unbroken(case["text"]))
    assert captured.get().removesuffix("\n").split("\n") == case["lines"]


def test_report() -> None:
    of = {"start": 0, "end": 1, "text": "x"}
    parts = (Count(**of, value=17, of="xã"), Count(**of, value=12, of="phường"))
    whole = Count(start=0, end=9, text="28 cơ sở\n\x1b[31m", value=28, of="cơ sở", parts=parts)
    article = Article(
        text="28 cơ sở",
        headline=Span(start=0, end=8, text="28 [red]cơ sở[/red]"),
        views=1643,
        facts=(
            whole,
            Ratio(**of, part=31, whole=577, percent=5.37262, stated_percent=5),
            Money(**of, value=1200000, unit="VND", approximation="about"),
            Percent(**of, value=Decimal("5.6"), upper=7),
            Score(**of, home=2, away=1),
        ),
        checks=(Check(kind="sum", facts=(whole, *parts), stated=28, computed=29, ok=False),),
    )
    console = Console(width=100, file=StringIO())
    with console.capture() as captured:
        console.print(report(article))
    shown = " ".join(captured.get().split())
    assert "\x1b" not in shown
    for expected in (
        "28 [red]cơ sở[/red] 1643 views",
        "count 28 · cơ sở └ x count 17 · xã └ x count 12 · phường",
        "ratio 31/577 = 5.373 % (stated: 5 %)",
        "money about 1 200 000 VND",
        "percent 5.6 to 7 %",
        "score 2-1",
        "✗ sum: 17 + 12 = 29, stated 28",
    ):
        assert expected in shown
