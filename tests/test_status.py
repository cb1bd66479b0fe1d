"""How commands end: exit status and message, of real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from conftest import NEWS, ROOT

from vnnews.cli.status import STATUSES

CASES = json.loads((ROOT / "tests" / "cases" / "messages.json").read_text(encoding="utf-8"))
COMMAND = [sys.executable, "-c", "from vnnews.cli import main; main()"]
GOOD = '{"text": "Ông Lê Văn An ở Hà Nội có 28 cơ sở.", "id": "1"}\n'
TEXT = "# thoi-su | 2024-06-03 | local\n[[LOC|Cà Mau]] trồng thêm 40 ha rừng.\nÔng [[PER|Trần Văn Út]] nói vậy.\n\n"
ENDLESS = "select sum(a.range * b.range) from range(9000000) a, range(9000) b"
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("status")
    (path / "empty").mkdir()
    (path / "good.jsonl").write_text(GOOD, encoding="utf-8")
    (path / "many.jsonl").write_text(GOOD * 20_000, encoding="utf-8")
    (path / "text.duckdb").write_text("Hà Nội", encoding="utf-8")
    (path / "broken.jsonl.gz").write_bytes(b"\x1f\x8bjunk")
    (path / "mine.dev.txt").write_text(TEXT, encoding="utf-8")
    (path / "mine.train.txt").write_text(TEXT * 9, encoding="utf-8")
    (path / "locked.txt").write_text("Huế", encoding="utf-8")
    (path / "locked.txt").chmod(0)
    for name in ("news", "held"):
        assert run("analyze", "good.jsonl", "-o", f"{name}.duckdb", folder=path)[0] == 0
    code = "import duckdb; held = duckdb.connect('held.duckdb'); print(1, flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    yield path
    holder.communicate(b"\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_messages(case: dict[str, Any], folder: Path) -> None:
    """One line says what was wrong and what to do; of usage, the last of a few."""
    if case["name"] == "no permission" and os.getuid() == 0:
        pytest.skip("root may read everything")
    if "/dev/full" in case["arguments"] and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    before = sorted(folder.iterdir())
    status, output, errors = run(*case["arguments"], folder=folder)
    assert (status, output) == (case["status"], "")
    assert case["told"] in errors
    if errors.startswith("Usage"):
        assert status == 2
    elif "Did you mean" not in errors:  # DuckDB shows the place
        assert [line for line in errors.splitlines() if not line.startswith("nothing written")] == [
            line for line in errors.splitlines() if case["told"] in line
        ]
    assert sorted(folder.iterdir()) == before


RIGHT = {
    "analyze": ["analyze", "good.jsonl"],
    "view": ["view", "good.jsonl"],
    "query": ["query", "news.duckdb", "from range(200000)", "--format", "csv"],
    "evaluate": ["evaluate", "numbers", "mine.dev.txt"],
    "help": ["--help"],
    "help of a command": ["train", "--help"],
    "version": ["--version"],
}


@pytest.mark.parametrize("name", RIGHT)
def test_all_is_well(name: str, folder: Path) -> None:
    status, output, errors = run(*RIGHT[name], folder=folder)
    assert (status, errors) == (0, "")
    assert output


def start(*arguments: str, folder: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Ctrl-C comes through, also where the tests run in the background."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*COMMAND, *arguments], cwd=folder, env=environment, preexec_fn=_heed_interrupts, **options)


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", RIGHT)
def test_full_disk(name: str, folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        _, errors = (running := start(*RIGHT[name], folder=folder, stdout=full)).communicate(timeout=60)
    assert (running.returncode, errors) == (1, b"vnnews: No space left on device\n")


@posix
@pytest.mark.parametrize("name", RIGHT)
def test_closed_pipe(name: str, folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        _, errors = (running := start(*RIGHT[name], folder=folder, stdout=closed)).communicate(timeout=60)
    assert (running.returncode, errors) == (141, b"")


@posix
def test_pipe_that_is_closed_on_the_way(folder: Path) -> None:
    running = start("analyze", "many.jsonl", folder=folder)
    assert running.stdout is not None
    assert running.stdout.readline().startswith(b"{")
    running.stdout.close()
    assert running.stderr is not None
    assert (running.wait(60), running.stderr.read()) == (141, b"")


@posix
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_streams_that_are_closed(closed: int, folder: Path) -> None:
    """What was to be written there is not written somewhere else."""
    command = ["sh", "-c", f'exec "$0" "$@" {closed}>&-', *COMMAND, "analyze", "good.jsonl", "empty"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    told = b"empty: no article in this folder"
    assert done.returncode == 1
    assert (told in done.stderr) == (closed != 2)
    assert (b"Bad file descriptor" in done.stderr) == (closed == 1)
    assert done.stdout.startswith(b"{") == (closed != 1)


@posix
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["analyze", "-"], "vnnews: stopped\n"),
        (["analyze", "many.jsonl", "-o", "out.jsonl"], "vnnews: stopped; nothing written to out.jsonl\n"),
        (["analyze", "many.jsonl", "-o", "out.jsonl", "-j", "2"], "vnnews: stopped; nothing written to out.jsonl\n"),
        (["analyze", "many.jsonl", "-o", "out/"], "vnnews: stopped; the same command goes on with out\n"),
        (["analyze", "many.jsonl", "-o", "out/", "-j", "2"], "vnnews: stopped; the same command goes on with out\n"),
        (
            ["analyze", "many.jsonl", "-o", "out.duckdb"],
            "vnnews: stopped; out.duckdb has what was added so far; the same command brings all\n",
        ),
        (["view", "-", "-o", "a.html"], "vnnews: stopped\n"),
        (["query", "news.duckdb", "-"], "vnnews: stopped\n"),
        (["query", "news.duckdb", ENDLESS], "vnnews: stopped\n"),
        (["evaluate", "names", str(NEWS)], "vnnews: stopped\n"),
        (["train", "names", str(NEWS), "-o", "a.npz"], "vnnews: stopped\n"),
        (["bench", str(NEWS)], "vnnews: stopped\n"),
    ],
    ids=lambda value: " ".join(value[:2] + value[3:]) if isinstance(value, list) else "",
)
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_stopped(arguments: list[str], told: str, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and path.name != "locked.txt":
            (tmp_path / path.name).symlink_to(path)
    running = start(*arguments, folder=tmp_path)
    _until_at_work(running)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    lines = [line for line in errors.decode().splitlines() if not line[:1].isdigit()]  # the log of training
    assert "Traceback" not in errors.decode()
    assert running.returncode == 130
    assert "".join(f"{line}\n" for line in lines) == told
    left = {path.name for path in tmp_path.iterdir() if not path.is_symlink()}
    assert left <= {"out", "out.duckdb", "out.duckdb.wal"}


def _until_at_work(running: subprocess.Popen[bytes]) -> None:
    """Until it has used more processor than start-up takes, or waits: for input, or for processes of its own."""
    times = [-1]
    while times[-1] < 1.5 * os.sysconf("SC_CLK_TCK") and len(times) < 10:
        assert running.poll() is None
        fields = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()
        used = int(fields[11]) + int(fields[12])
        times = [*times, used] if used == times[-1] and fields[0] == "S" else [used]
        time.sleep(0.1)


def test_statuses_are_told() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(STATUSES) == {0, 1, 2, 130, 141}
    assert all(str(status) in readme.partition("Exit status")[2].partition("\n\n")[0] for status in STATUSES)
