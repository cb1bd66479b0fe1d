"""What a fresh process does until its first result."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NEWS

from vnnews.corpora import read

FIRST = "import sys, vnnews; vnnews.Analyzer().analyze(sys.argv[1])"
DEPENDENCIES = "import numpy, regex, msgspec"
ROUNDS = 5


def article() -> str:
    return next(iter(read(sorted(NEWS.glob("*.train.txt"))))).text


def test_an_analysis_imports_only_what_it_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{FIRST}; print(*sys.modules)", article()], capture_output=True, text=True, check=True
    )
    for module in ("numpy.ma", "multiprocessing", "spacy", "typer", "vnnews.reading.files", "vnnews.words.segmenter"):
        assert module not in done.stdout.split(), module


@pytest.mark.slow
def test_the_first_result_comes_soon(tmp_path: Path) -> None:
    """Against the import of the dependencies in the same run: 4.1 times when it was made so, 9.5 times before."""
    first = min(seconds(FIRST, tmp_path) for _ in range(ROUNDS))
    dependencies = min(seconds(DEPENDENCIES, tmp_path) for _ in range(ROUNDS))
    assert first < 6 * dependencies


def seconds(program: str, bytecode: Path) -> float:
    """Of the processor, for a whole process with its modules compiled as in an installation."""
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(bytecode)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program, article()], env=compiled, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
