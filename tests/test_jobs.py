"""Jobs: whole parts or none, the same bytes after any death, nothing lost without a word."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import regex

import vnnews

pytest.importorskip("pyarrow")

from pyarrow import parquet

from vnnews.integrations.frames import SCHEMAS, frames
from vnnews.jobs import Settings, Summary, run_job, work
from vnnews.jobs.keys import Keys
from vnnews.reading import RawArticle, read_record

SETTINGS = Settings(vnnews=vnnews.__version__, part_size=10)
PATIENCE = 120  # seconds, for slow machines


def article(number: int) -> dict[str, str]:
    text = f"Xã {number} có {number + 3} trường học ({number} trường công, 3 trường tư). Ông Nguyễn Văn An cho biết."
    return {"id": str(number % 40), "text": text}


LINES = [msgspec.json.encode(article(number)) for number in range(45)]
RECORDS = [read_record(line) for line in LINES]
EXPECTED = frames(vnnews.Analyzer().analyze_records(RECORDS))
SUMS = f"{EXPECTED.mentions.num_rows} mentions, {EXPECTED.facts.num_rows} facts, 0 failed checks"
LINES[12:12] = [b'{"text": ""}', b"{"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "news.jsonl"
    path.parent.mkdir()
    path.write_bytes(b"\n".join(LINES))
    return path


@pytest.fixture
def whole(source: Path, tmp_path: Path) -> dict[str, bytes]:
    """The files of a job that nothing happened to."""
    job(source, tmp_path / "whole")
    return content(tmp_path / "whole")


def job(source: Path | str, folder: Path, settings: Settings = SETTINGS, **options: Any) -> Summary:
    return run_job([str(source)], folder, settings, **options)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def rejects(folder: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in (folder / "rejects.jsonl").read_bytes().splitlines()]


def command(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    code = "from vnnews.cli import main; main()"
    arguments = (sys.executable, "-c", code, "analyze", *map(str, arguments))
    return subprocess.Popen(arguments, stderr=subprocess.PIPE, **options)


def test_what_a_job_leaves(source: Path, tmp_path: Path) -> None:
    folder, told, done = tmp_path / "out", list[str](), list[int]()
    summary = job(source, folder, on_reject=told.append, on_articles=done.append)
    assert (summary.articles, summary.rejected, summary.parts, summary.analysed) == (45, 2, 5, 45)
    assert f"45 articles in 5 parts, 2 rejected; {SUMS}; " in str(summary)
    assert sum(done) == 45
    assert rejects(folder) == [
        {"path": str(source), "line": 13, "reason": "the text of the record is empty"},
        {"path": str(source), "line": 14, "reason": "broken JSON: Input data was truncated"},
    ]
    assert told == [f"{source}:{reject['line']}: {reject['reason']}" for reject in rejects(folder)]
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    assert manifest["complete"]
    assert manifest["parts"] == {f"part-0000{n}": 10 if n < 4 else 5 for n in range(5)}
    assert {path.name for path in folder.iterdir()} == {".lock", "manifest.json", "rejects.jsonl", *manifest["parts"]}


def test_the_tables_are_those_of_the_articles(source: Path, tmp_path: Path) -> None:
    """Keys too, which are unique over all parts."""
    job(source, tmp_path / "out", processes=2, start_method="fork")
    for name in SCHEMAS:
        files = sorted((tmp_path / "out").glob(f"*/{name}.parquet"))
        found = [row for file in files for row in parquet.read_table(file).to_pylist()]
        assert found == EXPECTED.tables()[name].to_pylist()
    assert "4#2" in EXPECTED.articles["article"].to_pylist()


def test_keys_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnnews.jobs.keys._FRESH", 7)
    keys, bases = Keys(), [str(number % 150) for number in range(400)]
    given = [keys.take(base) for base in bases]
    assert len(set(given)) == 400
    assert given[:150] == bases[:150]
    assert given[150:300] == [f"{base}#2" for base in bases[:150]]
    assert given[399] == "99#3"
    assert sum(map(len, keys._sorted)) + len(keys._fresh) == 400
    assert len(keys._sorted) <= 7


@pytest.mark.parametrize("options", [{"processes": 2, "start_method": "fork"}, {"processes": 3}])
def test_the_same_with_more_processes(
    source: Path, whole: dict[str, bytes], options: dict[str, Any], tmp_path: Path
) -> None:
    job(source, tmp_path / "out", **options)
    assert content(tmp_path / "out") == whole


def test_again(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    summary = job(source, tmp_path / "whole")
    assert (summary.articles, summary.analysed, summary.rejected) == (45, 0, 2)
    assert str(summary) == f"45 articles in 5 parts, 45 of them found done, 2 rejected; {SUMS}"
    assert content(tmp_path / "whole") == whole


def steps(monkeypatch: pytest.MonkeyPatch, before: Callable[[], None]) -> None:
    """Call a function before whatever a job does to files."""

    def patch(owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def stepping(*arguments: Any, **options: Any) -> Any:
            before()
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, stepping)

    for owner, name in [
        (parquet, "write_table"),
        (os, "fsync"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "mkdir"),
        (Path, "write_bytes"),
        (shutil, "rmtree"),
    ]:
        patch(owner, name)


def test_killed_before_each_step(
    source: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends, as if it were killed, before its first, second … change of a file; then the job goes on."""
    counted: list[None] = []
    with monkeypatch.context() as patched:
        steps(patched, lambda: counted.append(None))
        job(source, tmp_path / "counted")
    total = len(counted)
    assert total > 5 * 2 * len(SCHEMAS)
    for last in [*range(1, 12), *range(12, total - 12, 11), *range(total - 12, total + 1)]:
        folder = tmp_path / f"killed-{last}"
        killed = os.fork()
        if not killed:
            left = iter(range(1, last))
            steps(monkeypatch, lambda left=left: None if next(left, None) else os._exit(9))  # type: ignore[misc]
            job(source, folder)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(killed, 0)[1]) == 9
        job(source, folder)
        assert content(folder) == whole, last


def test_killed_for_good(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    """SIGKILL for the command, while it waits for more articles; what is done by then is not done again."""
    folder = tmp_path / "out"
    arguments = ("-", "-o", f"{folder}/", "--part-size", 10)
    with command(*arguments, "-j", 2, stdin=subprocess.PIPE) as program:
        assert program.stdin and program.stderr
        program.stdin.write(b"\n".join(LINES) + b"\n" + (b"\n".join(LINES[:12]) + b"\n") * 20)
        program.stdin.flush()
        wait_for(lambda: (folder / "part-00001").exists() or program.poll() is not None)
        program.kill()
    assert program.returncode == -signal.SIGKILL
    done = {path: path.stat().st_mtime_ns for path in folder.glob("part-0000[01]/*")}
    for path in folder.glob("part-*"):
        if path.name > "part-00003":
            shutil.rmtree(path)  # of articles that the rest of this test has not
    assert not (folder / "rejects.jsonl").exists()
    with command(*arguments, stdin=source.open("rb")) as program:
        assert program.stderr
        errors = program.stderr.read().decode().splitlines()
    assert program.returncode == 1
    assert errors[:2] == ["-:13: the text of the record is empty", "-:14: broken JSON: Input data was truncated"]
    assert errors[2].startswith(f"{folder}: 45 articles in 5 parts, ")
    assert f"of them found done, 2 rejected; {SUMS}" in errors[2]
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert {name: data for name, data in content(folder).items() if name != "rejects.jsonl"} == {
        name: data for name, data in whole.items() if name != "rejects.jsonl"
    }


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_interrupted(source: Path, tmp_path: Path) -> None:
    with command("-", "-o", f"{tmp_path}/out/", "-j", 2, stdin=subprocess.PIPE, start_new_session=True) as program:
        assert program.stderr
        wait_for(lambda: (tmp_path / "out" / "manifest.json").exists())
        os.killpg(program.pid, signal.SIGINT)
        errors = program.stderr.read().decode()
    assert (program.returncode, errors) == (130, f"vnnews: stopped; the same command goes on with {tmp_path}/out\n")


def test_terminated(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    """SIGTERM, as init systems and schedulers send it: no process is left, and the same command goes on."""
    folder = tmp_path / "out"
    arguments = ("-", "-o", f"{folder}/", "--part-size", 10, "-j", 2)
    with command(*arguments, stdin=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdin and program.stderr
        program.stdin.write(b"\n".join(LINES[:20]) + b"\n")
        program.stdin.flush()
        wait_for(lambda: (folder / "manifest.json").exists())
        program.terminate()
        errors = program.stderr.read().decode()  # to its end: nobody else holds it
    assert program.returncode == 130
    assert errors.splitlines()[-1] == f"vnnews: stopped; the same command goes on with {folder}"
    job(source, folder)
    assert content(folder) == whole


def test_a_full_disk(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, resource.RLIM_INFINITY))

    folder = tmp_path / "out"
    with command(source, "-o", f"{folder}/", "--part-size", 10, preexec_fn=limit) as program:
        assert program.stderr
        errors = program.stderr.read().decode()
    assert program.returncode == 1
    assert regex.search(rf"vnnews: {folder}: .*File too large; when that is mended, the same command goes on", errors)
    assert not list(folder.glob("part-*"))
    job(source, folder)
    assert content(folder) == whole


@pytest.mark.slow
def test_killed_at_any_moment(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    """SIGKILL after a random time, some thirty times, until a run comes to its end."""
    folder, order, killed = tmp_path / "out", random.Random(7), 0
    while killed < 30:
        shutil.rmtree(folder, ignore_errors=True)
        finished = False
        while not finished:
            with command(source, "-o", f"{folder}/", "--part-size", 10, "-j", order.choice([1, 2])) as program:
                try:
                    program.wait(order.uniform(0.2, 2.5))
                    finished = True
                except subprocess.TimeoutExpired:
                    program.kill()
                    killed += 1
        assert content(folder) == whole


@pytest.mark.parametrize(("start_method", "due"), [("spawn", 10), ("fork", 10), ("fork", 30)])
def test_a_killed_process(source: Path, whole: dict[str, bytes], start_method: Any, due: int, tmp_path: Path) -> None:
    done = 0

    def kill(articles: int) -> None:
        nonlocal done
        done += articles
        if done == due:
            multiprocessing.active_children()[0].kill()

    job(source, tmp_path / "out", processes=2, start_method=start_method, on_articles=kill)
    assert content(tmp_path / "out") == whole


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], None]], None]]:
    """What happens to a process that analyses article 23."""

    def set_poison(act: Callable[[], None]) -> None:
        original = work._frames

        def poisoned(records: list[RawArticle], *rest: Any) -> Any:
            if any(record.id == "23" for record in records):
                act()
            return original(records, *rest)

        monkeypatch.setattr(work, "_frames", poisoned)

    yield set_poison


def test_what_kills_processes_is_rejected_and_tried_again(
    source: Path,
    whole: dict[str, bytes],
    poison: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "out"
    poison(lambda: os.kill(os.getpid(), signal.SIGKILL))
    summary = job(source, folder, processes=2, start_method="fork")
    assert (summary.articles, summary.rejected) == (35, 12)
    reason = "not analysed: 2 processes that had it were killed by SIGKILL (out of memory?)"
    assert rejects(folder)[2:] == [{"article": str(number), "reason": reason} for number in range(20, 30)]
    monkeypatch.undo()
    summary = job(source, folder)
    assert (summary.articles, summary.analysed, summary.rejected) == (45, 10, 2)
    assert content(folder) == whole


def test_what_cannot_be_analysed_costs_itself(
    source: Path, poison: Callable[[Callable[[], None]], None], tmp_path: Path
) -> None:
    def fail() -> None:
        raise LookupError("twenty-three")

    poison(fail)
    told = list[str]()
    summary = job(source, tmp_path / "out", on_reject=told.append)
    assert (summary.articles, summary.rejected) == (44, 3)
    assert told[2:] == ["article 23: not analysed: LookupError: twenty-three"]
    assert rejects(tmp_path / "out")[2:] == [{"article": "23", "reason": "not analysed: LookupError: twenty-three"}]


def test_other_input(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    original = source.read_bytes()
    for changed, part in [
        (original.replace("Xã 15 ".encode(), "Xã 16 ".encode()), "part-00001"),
        (b"\n".join(LINES[:30]), "part-00002"),
        (b"\n".join(LINES[:22]), "part-00002"),
        (original + b"\n" + LINES[0], "part-00004"),
    ]:
        source.write_bytes(changed)
        with pytest.raises(vnnews.JobError, match=f"{part} was made of other articles"):
            job(source, tmp_path / "whole")
    source.write_bytes(original)
    job(source, tmp_path / "whole")
    assert content(tmp_path / "whole") == whole


def test_other_settings(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(vnnews.JobError, match=r"other settings \(part_size 10\)"):
        job(source, tmp_path / "whole", msgspec.structs.replace(SETTINGS, part_size=11))
    assert content(tmp_path / "whole") == whole


def test_other_folders(source: Path, tmp_path: Path) -> None:
    with pytest.raises(vnnews.JobError, match="no job"):
        job(source, source.parent)
    assert [path.name for path in source.parent.iterdir()] == ["news.jsonl"]
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(vnnews.JobError, match=r"manifest\.json: not of a job"):
        job(source, tmp_path)


def test_one_run_at_a_time(source: Path, tmp_path: Path) -> None:
    def another(_: int) -> None:
        with command(source, "-o", f"{tmp_path}/out/", "--part-size", 10) as program:
            assert program.stderr
            errors.append(program.stderr.read().decode())
        assert program.returncode == 1

    errors = list[str]()
    first = iter([another])
    job(source, tmp_path / "out", on_articles=lambda n: next(first, lambda _: None)(n))
    assert errors == [f"vnnews: {tmp_path}/out: another run is writing there\n"]


def test_the_results_are_not_read_as_articles(source: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert job(source.parent, source.parent / "out").articles == 45


def test_nothing_to_read(tmp_path: Path) -> None:
    summary = job(tmp_path / "gone.jsonl", tmp_path / "out")
    assert (summary.articles, summary.rejected, summary.parts) == (0, 1, 0)
    assert rejects(tmp_path / "out") == [
        {"path": f"{tmp_path}/gone.jsonl", "line": None, "reason": "no such file or folder"}
    ]


@pytest.mark.parametrize("arguments", [["-o", "out/"], ["-o", "there"], ["-o", "out", "--format", "parquet"]])
def test_folders_on_the_command_line(arguments: list[str], source: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with command(source, *arguments, "--part-size", 40, cwd=tmp_path) as program:
        assert program.stderr
        errors = program.stderr.read().decode()
    assert program.returncode == 1
    assert f"{arguments[1].strip('/')}: 45 articles in 2 parts, 2 rejected; {SUMS}; " in errors
    assert (tmp_path / arguments[1] / "part-00001" / "facts.parquet").exists()
