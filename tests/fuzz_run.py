"""Fuzz the targets of ``fuzz_targets.py`` and keep a record: ``python tests/fuzz_run.py --minutes 30``.

``pip install atheris`` first. Each target gets its share of the processor time, three quarters of it with atheris,
guided by what the code of vnnews does, the rest with hypothesis. What they begin with, find and crash on lies in a
folder of its own, so that the next run goes on from there. At the end a table is written::

    python tests/fuzz_run.py --minutes 30 --targets analyze,json --folder fuzz/ --record tests/fuzzing.md

One target, with the options of libFuzzer: ``python tests/fuzz_run.py analyze -max_total_time=120 fuzz/analyze/``.

What crashes becomes a case in ``tests/cases/hostile/found.json``.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

HYPOTHESIS = "--hypothesis"
SHARE = 0.75  # of atheris
SLOWEST = 60  # seconds that one input may take
LARGEST = 4096  # bytes of an input


@dataclass(frozen=True)
class Ran:
    """What came of one engine on one target: processor seconds, inputs, edges covered, files that crashed it."""

    target: str
    engine: str
    cpu: float
    runs: int
    covered: int | None
    crashes: list[str]


def main() -> None:
    """Run one target, or all of them."""
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        fuzz(sys.argv.pop(1))
    elif sys.argv[1:2] == [HYPOTHESIS]:
        search(sys.argv[2], float(sys.argv[3]))
    else:
        run_all()


def fuzz(name: str) -> None:
    """Let libFuzzer run a target until it has had enough."""
    try:
        import atheris
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["vnnews"]):
        from fuzz_seeds import seeds
        from fuzz_targets import TARGETS

        if name not in TARGETS:
            sys.exit(f"python tests/fuzz_run.py TARGET …, of {', '.join(TARGETS)}")
        for seed in seeds(name):  # imports what is imported late
            TARGETS[name](seed)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


def search(name: str, seconds: float) -> None:
    """Let hypothesis look for bytes that a target does not stand, for so much processor time."""
    import hypothesis
    from fuzz_seeds import changed, seeds
    from fuzz_targets import TARGETS
    from hypothesis import strategies as st

    inputs = 0

    def target(data: bytes) -> None:
        nonlocal inputs
        inputs += 1
        TARGETS[name](data)

    begin, round_ = time.process_time(), 0
    while time.process_time() - begin < seconds:
        settings = hypothesis.settings(
            max_examples=200, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        given = hypothesis.given(st.binary(max_size=LARGEST) | st.sampled_from(seeds(name)).flatmap(changed))
        hypothesis.seed(round_)(settings(given(target)))()
        round_ += 1
    print(f"inputs: {inputs}")


def run_all() -> None:
    """Run all targets one after another and write down what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30, help="of processor time, all targets together")
    parser.add_argument("--targets", default="", help="some of them, with commas between")
    parser.add_argument("--folder", type=Path, default=Path("fuzz"), help="inputs found, and those that crashed")
    parser.add_argument("--record", type=Path, help="where to add the table")
    options = parser.parse_args()
    from fuzz_targets import TARGETS

    chosen = [name for name in options.targets.split(",") if name] or list(TARGETS)
    seconds = options.minutes * 60 / len(chosen)
    ran = list[Ran]()
    for name in chosen:
        for one in run_target(name, seconds, options.folder):
            print(row(one), flush=True)
            ran.append(one)
    if options.record:
        with options.record.open("a", encoding="utf-8") as file:
            file.write(report(ran))
    if any(one.crashes for one in ran):
        sys.exit(1)


def run_target(name: str, seconds: float, folder: Path) -> Iterator[Ran]:
    """Both engines on one target."""
    from fuzz_seeds import seeds

    inputs, crashed = folder / name, folder / "crashes"
    for made in (inputs, crashed):
        made.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (inputs / f"seed-{number}").write_bytes(seed)
    left, runs, cpu, covered = seconds * SHARE, 0, 0.0, None
    found = list[str]()
    while left > 5 and len(found) < 5:  # libFuzzer stops at a crash
        options = [
            *(f"-max_total_time={left * 2:.0f}", f"-max_len={LARGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=4096"),
            *("-print_final_stats=1", f"-artifact_prefix={crashed}/{name}-"),
        ]
        log, spent = watched([name, *options, str(inputs)], left)
        runs += max([int(number) for number in re.findall(r"^#(\d+)", log, re.M)], default=0)
        covered = max([covered or 0, *(int(number) for number in re.findall(r"cov: (\d+)", log))])
        cpu, left = cpu + spent, left - spent
        crash = re.search(r"Test unit written to (\S*-(?:crash|oom|leak|timeout)-\S+)", log)  # no slow-unit
        if crash is None:
            if "Traceback" in log or spent < 5:
                found.append(f"log: {log[-2000:]}")
                break
            continue
        found.append(crash[1])
    yield Ran(name, "atheris", cpu, runs, covered, found)
    log, cpu = watched([HYPOTHESIS, name, str(seconds - seconds * SHARE)], None)
    counted = re.search(r"^inputs: (\d+)", log, re.M)
    found = []
    if counted is None:
        found = [str(crashed / f"{name}-hypothesis-{time.time_ns()}.log")]
        Path(found[0]).write_text(log, encoding="utf-8")
    yield Ran(name, "hypothesis", cpu, int(counted[1]) if counted else 0, None, found)


def watched(arguments: list[str], cpu: float | None) -> tuple[str, float]:
    """Run this file with some arguments, for so much processor time; what it printed and the time that it took."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        [sys.executable, __file__, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        errors="replace",
        preexec_fn=lambda: _bounded(cpu),
    )
    assert process.stdout
    log = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return log, usage.ru_utime + usage.ru_stime


def _bounded(cpu: float | None) -> None:
    if cpu is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 20))  # SIGXCPU, which ends it


def report(ran: list[Ran]) -> str:
    """A table of Markdown."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("vnnews", "atheris", "hypothesis", "numpy"))
    day = datetime.datetime.now(datetime.UTC).date()
    minutes = sum(one.cpu for one in ran) / 60
    crashes = sum(len(one.crashes) for one in ran)
    head = [
        f"\n## {day}: {minutes:.1f} minutes of processor time, {crashes} crashes\n",
        f"Python {platform.python_version()}, {versions}.\n",
        "| target | engine | seconds | inputs | edges covered | crashes |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(row, ran)]) + "\n"


def row(one: Ran) -> str:
    """A line of it."""
    covered = "" if one.covered is None else str(one.covered)
    return f"| {one.target} | {one.engine} | {one.cpu:.0f} | {one.runs} | {covered} | {len(one.crashes)} |"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
