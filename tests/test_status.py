"""How commands end: exit status and message, of real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
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
    (path / "many.jsonl").write_text(GOOD * 80_000, encoding="utf-8")
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
    if case["name"] == "no PyTorch" and find_spec("torch"):
        pytest.skip("it is installed")
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
    "help of a command": ["train", "-h"],
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
    assert run(*RIGHT[name], folder=folder, stdout=Path("/dev/full")) == (1, "", "vnnews: No space left on device\n")


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


ANALYZE = ["analyze", "many.jsonl", "-o"]
STOPS = {
    "stdin": (["analyze", "-"], ""),
    "a file, two processes": ([*ANALYZE, "out.jsonl", "-j", "2"], "; nothing written to out.jsonl"),
    "a folder": ([*ANALYZE, "out/"], "; the same command goes on with out"),
    "a query": (["query", "news.duckdb", ENDLESS], ""),
}
MORE_STOPS = {
    "a file": ([*ANALYZE, "out.jsonl"], "; nothing written to out.jsonl"),
    "a folder, two processes": ([*ANALYZE, "out/", "-j", "2"], "; the same command goes on with out"),
    "a database": (
        [*ANALYZE, "out.duckdb"],
        "; out.duckdb has what was added so far; the same command brings all",
    ),
    "an article from stdin": (["view", "-", "-o", "a.html"], ""),
    "a query from stdin": (["query", "news.duckdb", "-"], ""),
    "an evaluation": (["evaluate", "names", str(NEWS)], ""),
    "training": (["train", "names", str(NEWS), "-o", "a.npz"], ""),
    "a benchmark": (["bench", str(NEWS)], ""),
}


@posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", STOPS)
def test_stopped(name: str, folder: Path, tmp_path: Path) -> None:
    _stop(*STOPS[name], folder, tmp_path)


@posix
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", MORE_STOPS)
def test_stopped_in_each_command(name: str, folder: Path, tmp_path: Path) -> None:
    _stop(*MORE_STOPS[name], folder, tmp_path)


def _stop(arguments: list[str], remains: str, folder: Path, tmp_path: Path) -> None:
    """Press Ctrl-C while it is at work: one line, status 130, nothing half written."""
    for path in folder.iterdir():
        if path.is_file() and path.name != "locked.txt":
            (tmp_path / path.name).symlink_to(path)
    running = start(*arguments, folder=tmp_path)
    waits = "-" in arguments or "-j" in arguments
    _until_at_work(running, 4 if ENDLESS in arguments else 1.5, waits)  # DuckDB is slow to load
    running.send_signal(signal.SIGINT)
    try:
        _, errors = running.communicate(timeout=60)
    finally:
        running.kill()
    lines = [line for line in errors.decode().splitlines() if not line[:1].isdigit()]  # the log of training
    assert (running.returncode, lines) == (130, [f"vnnews: stopped{remains}"])
    left = {path.name for path in tmp_path.iterdir() if not path.is_symlink()}
    assert left <= {"out", "out.duckdb", "out.duckdb.wal"}


def _until_at_work(running: subprocess.Popen[bytes], start_up: float, waits: bool) -> None:
    """Until it has used more processor than start-up takes, or waits: for input, or for processes of its own."""
    times = [-1]
    while times[-1] < start_up * os.sysconf("SC_CLK_TCK") and not (waits and len(times) == 10):
        assert running.poll() is None
        fields = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()
        used = int(fields[11]) + int(fields[12])
        times = [*times, used] if used == times[-1] and fields[0] == "S" else [used]
        time.sleep(0.1)


def test_statuses_are_told() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(STATUSES) == {0, 1, 2, 130, 141}
    assert all(str(status) in readme.partition("Exit status")[2].partition("\n\n")[0] for status in STATUSES)
