"""A long run through the command line while its processes are killed, one a minute: nothing is lost, memory is flat.

    python tests/soak.py --articles 200000 --jobs 2 soak/

Articles are made of the sentences of corpora/news; one in a thousand is broken. In the folder are then the input, the
result, ``soak.json`` and ``soak.png`` with the memory over time. Exit status 0 if all is as it must be.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pyarrow import parquet

from vnnews.corpora import read

ROOT = Path(__file__).parent.parent
BROKEN = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--sentences", type=int, default=8, help="of each article, at most")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=60, help="seconds between two deaths")
    arguments = parser.parse_args()
    source, result = arguments.folder / "in.jsonl.gz", arguments.folder / "out"
    shutil.rmtree(result, ignore_errors=True)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    characters = make(source, arguments.articles, arguments.sentences)
    began = time.monotonic()
    command = [sys.executable, "-c", "from vnnews.cli import main; main()", "analyze", str(source)]
    with (arguments.folder / "errors.txt").open("wb") as errors:
        program = subprocess.Popen([*command, "-o", f"{result}/", "-j", str(arguments.jobs)], stderr=errors)
        samples, kills = watch(program, arguments.every)
    found = verify(result, arguments.articles)
    report = {
        "articles": arguments.articles,
        "characters": characters,
        "processes": arguments.jobs,
        "seconds": round(time.monotonic() - began, 1),
        "killed": kills,
        "status": program.returncode,
        **found,
        "memory_mb": [(round(second), round(size)) for second, size in samples],
    }
    (arguments.folder / "soak.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    plot(samples, arguments.folder / "soak.png")
    print({name: value for name, value in report.items() if name != "memory_mb"})
    sys.exit(
        0 if not found["missing"] and not found["doubled"] and found["in"] == found["out"] + found["rejected"] else 1
    )


def make(path: Path, articles: int, longest: int) -> int:
    """Write articles of random sentences; how many characters they have."""
    chance = random.Random(1)
    texts = read(sorted((ROOT / "corpora" / "news").glob("*.txt")))
    sentences = [text.text[start:end] for text in texts for start, end in text.sentences]
    characters = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for number in range(articles):
            text = " ".join(chance.choices(sentences, k=chance.randint(1, longest)))
            characters += len(text)
            record = json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False)
            file.write((record[:20] if number % BROKEN == BROKEN // 2 else record) + "\n")
    return characters


def watch(program: subprocess.Popen[bytes], every: float) -> tuple[list[tuple[float, float]], int]:
    """Kill a process of the program now and then; the memory of all of them in MB, by seconds, and how many died."""
    samples, kills, began = list[tuple[float, float]](), 0, time.monotonic()
    while program.poll() is None:
        time.sleep(1)
        second = time.monotonic() - began
        workers = [pid for pid in children(program.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        samples.append((second, sum(map(memory, [program.pid, *workers]))))
        if workers and second > every * (kills + 1):
            os.kill(random.choice(workers), signal.SIGKILL)
            kills += 1
    return samples, kills


def children(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, thread.read_text().split())


def memory(pid: int) -> float:
    """Megabytes that a process has for itself, and its share of what it has together with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


def verify(result: Path, articles: int) -> dict[str, int]:
    """Count what came out, and look for each article that was whole."""
    keys = [
        key
        for file in sorted(result.glob("part-*/articles.parquet"))
        for key in parquet.read_table(file, columns=["article"])["article"].to_pylist()
    ]
    wanted = {f"a{number}" for number in range(articles) if number % BROKEN != BROKEN // 2}
    rejects = [json.loads(line) for line in (result / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    lost = {reject["article"] for reject in rejects if "article" in reject}
    return {
        "in": articles,
        "out": len(keys),
        "rejected": len(rejects),
        "lost_with_processes": len(lost),
        "missing": len(wanted - lost - set(keys)),
        "doubled": len(keys) - len(set(keys)),
    }


def plot(samples: list[tuple[float, float]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 3))
    axes.plot([second / 60 for second, _ in samples], [size for _, size in samples], linewidth=0.8)
    axes.set(xlabel="minutes", ylabel="MB, all processes", ylim=(0, None))
    figure.savefig(path, dpi=100, bbox_inches="tight")


if __name__ == "__main__":
    main()
