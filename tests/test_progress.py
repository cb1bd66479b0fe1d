"""Progress and colours, on a terminal and elsewhere."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
import regex
from command_line import run as vnnews
from conftest import NEWS, ROOT

from vnnews.cli.progress import Pace, progress
from vnnews.reading import Meter, RawArticle, read_path
from vnnews.reading.files import size

pty = pytest.importorskip("pty")

import fcntl  # noqa: E402  # where there is a pty, there is this
import struct  # noqa: E402
import termios  # noqa: E402

COMMAND = [sys.executable, "-c", "from vnnews.cli import main; main()"]
LINE = '{"text": "Ông Lê Văn An ở Hà Nội có 28 cơ sở, 17 trường và 11 trạm. Sáng 3/6, Huế có mưa."}\n'
CONTROL = regex.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SHOWN = regex.compile(
    r"(?P<bar>[━╸╺ ]{24}) (?P<share> *\d+ %|     ) (?P<number> *[\d,]+) (?:articles|texts) "
    r"(?P<rate> *[\d,]+/s|         ) (?P<time> *\d+:\d\d:\d\d(?: left)?|            )"
)


class Terminal(NamedTuple):
    """What a command has written to a terminal."""

    status: int
    raw: str
    stdout: str

    def frames(self) -> list[str]:
        """The lines of progress, one after the other."""
        return [found[0] for found in SHOWN.finditer(CONTROL.sub("", self.raw))]

    def left(self) -> list[str]:
        """What stands on the screen in the end."""
        lines, row = [""], 0
        for part in regex.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", self.raw):
            if part == "\n":
                row += 1
                lines += [""] * (row + 1 - len(lines))
            elif part == "\x1b[2K":
                lines[row] = ""
            elif found := regex.fullmatch(r"\x1b\[(\d*)A", part):
                row -= int(found[1] or 1)
            elif not part.startswith(("\x1b", "\r")):
                lines[row] += part
        return [line for line in lines if line.strip()]


def terminal(
    *arguments: str | Path,
    folder: Path,
    interrupt: bool = False,
    stdout: bool = False,
    stdin: Path | None = None,
    columns: int = 100,
    **more: str,
) -> Terminal:
    """Run a command whose stderr, or stdout too, is a terminal; press Ctrl-C when something is done."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")},
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }
    output = folder / ".stdout"
    pid, master = pty.fork()
    if not pid:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(folder)
        os.dup2(os.open(stdin or os.devnull, os.O_RDONLY), 0)
        if not stdout:
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        os.execve(COMMAND[0], [*COMMAND, *map(str, arguments)], environment)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    raw = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:  # the end, on Linux
            data = b""
        if not data:
            break
        raw += data
        if interrupt and b"/s" in raw:
            os.kill(pid, signal.SIGINT)
            interrupt = False
    os.close(master)
    _, status = os.waitpid(pid, 0)
    written = "" if stdout else output.read_text(encoding="utf-8")
    return Terminal(os.waitstatus_to_exitcode(status), raw.decode("utf-8"), written)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "many.jsonl").write_text(LINE * 300 + "{bad\n" + LINE * 500, encoding="utf-8")
    (tmp_path / "one.txt").write_text("Xã có 28 cơ sở, chi 1.200.000 đồng.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("more", [("-o", "out.jsonl"), (), ("-o", "out/"), ("-o", "out.jsonl", "-j", "2")])
def test_rate_and_remaining_time(folder: Path, more: tuple[str, ...]) -> None:
    shown = terminal("analyze", "many.jsonl", *more, folder=folder)
    assert shown.status == 1
    frames = shown.frames()
    assert len(frames) >= 2
    assert len({len(frame) for frame in frames}) == 1
    last = SHOWN.fullmatch(frames[-1])
    assert last
    assert (last["share"].strip(), last["number"].strip(), last["time"].strip()) == ("100 %", "800", "0:00:00 left")
    numbers = [int(SHOWN.fullmatch(frame)["number"].replace(",", "")) for frame in frames]  # type: ignore[index]
    assert numbers == sorted(numbers)
    told, *summary = shown.left()
    assert told.startswith("many.jsonl:301: broken JSON: ")
    assert summary == [line for line in summary if "800 articles" in line]
    assert len(summary) == (1 if more else 0)
    assert shown.raw.count("\x1b[?25l") == shown.raw.count("\x1b[?25h")  # the cursor is back
    assert shown.stdout.count("\n") == (0 if more else 800)


def test_of_standard_input_nobody_knows_the_end(folder: Path) -> None:
    shown = terminal("analyze", "-", "-o", "out.jsonl", folder=folder, stdin=folder / "many.jsonl")
    frames = shown.frames()
    assert len({len(frame) for frame in frames}) == 1
    last = SHOWN.fullmatch(frames[-1])
    assert last
    assert (last["share"].strip(), last["number"].strip()) == ("", "800")
    assert "left" not in last["time"]
    assert shown.left()[-1] == "800 articles written to out.jsonl, 1 rejected"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("out.jsonl", "vnnews: stopped; nothing written to out.jsonl"),
        ("out/", "vnnews: stopped; the same command goes on with out"),
    ],
)
def test_ctrl_c_leaves_a_clean_line(folder: Path, output: str, told: str) -> None:
    (folder / "more.jsonl").write_text(LINE * 30_000, encoding="utf-8")
    shown = terminal("analyze", "more.jsonl", "-o", output, folder=folder, interrupt=True)
    assert (shown.status, shown.left()) == (130, [told])
    assert shown.raw.count("\x1b[?25l") == shown.raw.count("\x1b[?25h")


def test_an_error_stands_on_a_line_of_its_own(folder: Path) -> None:
    (folder / "more.jsonl").write_text(LINE * 9000, encoding="utf-8")
    shown = terminal("analyze", "more.jsonl", "-o", "/dev/full", folder=folder)
    assert (shown.status, shown.left()) == (1, ["vnnews: /dev/full: No space left on device"])


@pytest.mark.slow
def test_evaluation(folder: Path) -> None:
    shown = terminal("evaluate", "names", NEWS / "news-0.dev.txt", folder=folder)
    assert "underthesea" in CONTROL.sub("", shown.raw)
    assert (shown.status, shown.left()) == (0, [])
    assert shown.stdout.startswith("names on news-0.dev.txt: ")


@pytest.mark.parametrize("case", ["dumb", "no terminal"])
def test_without_a_terminal_there_is_none(folder: Path, case: str) -> None:
    if case == "dumb":
        shown = terminal("analyze", "many.jsonl", "-o", "out.jsonl", folder=folder, TERM="dumb")
        errors = shown.raw.replace("\r\n", "\n")
    else:
        _, _, errors = vnnews("analyze", "many.jsonl", "-o", "out.jsonl", folder=folder)
    assert errors.splitlines()[1:] == ["800 articles written to out.jsonl, 1 rejected"]


def test_no_color_leaves_the_progress(folder: Path) -> None:
    shown = terminal("analyze", "many.jsonl", "-o", "out.jsonl", folder=folder, NO_COLOR="1")
    assert len(shown.frames()) >= 2
    assert not regex.search(r"\x1b\[[\d;]*[34]\d", shown.raw)


COLOUR = regex.compile(r"\x1b\[(?:\d+;)*3\dm")


@pytest.mark.parametrize(
    ("on_terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours(folder: Path, on_terminal: bool, environment: dict[str, str], coloured: bool) -> None:
    arguments = ["analyze", "one.txt", *([] if on_terminal else ["--format", "text"])]
    shown = terminal(*arguments, folder=folder, stdout=on_terminal, **environment)
    assert shown.status == 0
    text = shown.raw if on_terminal else shown.stdout
    assert bool(COLOUR.search(text)) == coloured
    assert "count 28 · cơ sở" in CONTROL.sub("", text)
    if environment.get("TERM") == "dumb":
        assert "\x1b" not in text


def test_a_file_has_no_colours(folder: Path) -> None:
    assert terminal("analyze", "one.txt", "-o", "out.txt", folder=folder, FORCE_COLOR="1").status == 0
    text = (folder / "out.txt").read_text(encoding="utf-8")
    assert "money 1 200 000 VND" in text
    assert "\x1b" not in text


def test_as_wide_as_the_terminal(folder: Path) -> None:
    columns = 40
    shown = terminal("analyze", "one.txt", folder=folder, stdout=True, columns=columns)
    lines = [line.rstrip() for line in CONTROL.sub("", shown.raw).splitlines()]
    assert max(map(len, lines)) <= columns
    assert any("1 200 000 VND" in line for line in lines)


# What it is made of


def test_bytes_up_to_the_article_that_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Huế có mưa.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(LINE + "{bad\n" + LINE, encoding="utf-8")
    (tmp_path / "c.txt").write_text("Vinh có nắng.", encoding="utf-8")
    meter, sizes = Meter(), [path.stat().st_size for path in sorted(tmp_path.iterdir())]
    assert size(tmp_path) == sum(sizes)
    reads = list(read_path(tmp_path, meter=meter))
    assert sum(isinstance(read, RawArticle) for read in reads) == 4
    assert (meter.articles, meter.bytes) == (0, 0)
    meter.done()
    assert (meter.articles, meter.bytes) == (1, sizes[0])
    meter.done(2)
    assert (meter.articles, meter.bytes) == (3, sizes[0] + sizes[1])
    meter.done(9)
    assert (meter.articles, meter.bytes) == (4, sum(sizes))


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".parquet"])
def test_all_bytes_are_counted(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".parquet":
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        texts = [f"Huế có {random.randbytes(500).hex()} cầu." for random in map(Random, range(3000))]
        parquet.write_table(pa.table({"text": texts, "other": texts[::-1]}), path, row_group_size=200)
    elif suffix == ".csv":
        rows = (f"Huế có {number} cầu{' và đò' * 20}.\n" for number in range(3000))
        path.write_text("text\n" + "".join(rows), encoding="utf-8")
    else:
        source = tmp_path / "source.txt"
        source.write_text(LINE * 3000, encoding="utf-8")
        import gzip

        data = source.read_bytes()
        if suffix.endswith(".zst"):
            zstd = pytest.importorskip("backports.zstd")
            data = zstd.compress(data)
        path.write_bytes(gzip.compress(data) if suffix.endswith(".gz") else data)
    meter, shares = Meter(), []
    for _ in read_path(path, meter=meter):
        meter.done()
        shares.append(meter.bytes / path.stat().st_size)
    assert len(shares) == 3000
    assert shares == sorted(shares)
    assert shares[0] < 0.5 or suffix.endswith((".gz", ".zst"))
    assert shares[-1] <= 1


@pytest.mark.parametrize("path", ["-", "fifo", "gone"])
def test_sizes_that_nobody_knows(tmp_path: Path, path: str) -> None:
    if path == "fifo":
        os.mkfifo(tmp_path / path)
    assert size(path if path == "-" else tmp_path / path) is None


def test_pace() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    assert (pace.rate(), pace.left(100)) == (None, None)
    for step in range(1, 1001):  # fast at first, as what was found done
        now = step / 100
        pace.note(step * 10, step * 10)
    assert pace.rate() == pytest.approx(1000)
    for step in range(1, 601):
        now = 10 + step / 10
        pace.note(10_000 + step, 10_000 + step)
    assert pace.rate() == pytest.approx(10, rel=0.05)
    assert pace.left(10_600 + 100) == pytest.approx(10, rel=0.05)


def test_pace_is_cheap() -> None:
    pace = Pace()
    begun = time.process_time()
    for number in range(100_000):
        pace.note(number, number)
    assert time.process_time() - begun < 2
    with progress(["-"], None, wanted=False) as (meter, done):
        done(1)
    assert meter is None
