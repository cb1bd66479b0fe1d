"""Completion: what shells are told, by the protocol and by the shells themselves; and that it comes at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from vnnews.cli.output import Format

COMMAND = [sys.executable, "-c", "from vnnews.cli import main; main()"]
HEAVY = {"numpy", "regex", "msgspec", "rich", "vnnews.analyzer", "vnnews.names", "duckdb", "spacy", "pyarrow"}
CASES = [
    ("", ["analyze", "view", "query", "evaluate", "train", "bench"]),
    ("qu", ["query"]),
    ("analyze --mo", ["--model"]),
    ("analyze --model ", ["fast", "accurate"]),
    ("view --model a", ["accurate"]),
    ("evaluate --model ", ["fast", "accurate"]),
    ("analyze --format ", [format.value for format in Format]),
    ("query news.duckdb x --format c", ["csv"]),
    ("evaluate ", ["names", "times", "numbers", "sentences", "places", "words", "pos"]),
    ("train a", ["accurate"]),
    ("analyze my/", []),  # the shell completes files
    ("analyze --model my/", []),
    ("analyze a.txt -o ", []),
    ("query ", []),
    ("train names --raw ", []),
]


def complete(line: str, shell: str = "bash", **more: str) -> list[str]:
    words = ["vnnews", *line.split(" ")]
    told = {
        "bash": {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": " ".join(words)},
        "fish": {"_TYPER_COMPLETE_ARGS": " ".join(words), "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "_VNNEWS_COMPLETE": f"complete_{shell}"} | told | more
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [word for word in done.stdout.split("\n") if word]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_protocol_of_bash(line: str, expected: list[str]) -> None:
    assert complete(line) == expected


def test_options_of_each_command() -> None:
    assert {"--output", "-o", "--jobs", "-j", "--model", "--help"} <= set(complete("analyze -"))
    assert "--install-completion" in complete("--")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_value_is_a_line(shell: str) -> None:
    """Shells take the second line of a help text for another value."""
    lines = complete("analyze --", shell)
    assert len(lines) == len([option for option in complete("analyze --") if option.startswith("--")])
    assert all("--" in line[:25] for line in lines)


def test_nothing_heavy_is_imported() -> None:
    code = f"import sys, vnnews.cli; print({HEAVY} & set(sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    code = (
        "import atexit, os, sys\n"
        f"atexit.register(lambda: print('heavy:', {HEAVY - {'rich'}} & set(sys.modules)))\n"
        "from vnnews.cli import main; main()"
    )
    told = {"_VNNEWS_COMPLETE": "complete_bash", "COMP_WORDS": "vnnews analyze --model ", "COMP_CWORD": "3"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment | told, capture_output=True, text=True, check=True
    )
    assert done.stdout == "fast\naccurate\nheavy: set()\n"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where a shell finds ``vnnews``."""
    program = tmp_path / "bin" / "vnnews"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom vnnews.cli import main\nmain()\n"
    )
    program.chmod(0o755)
    (tmp_path / "a file.npz").touch()
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def shell(name: str, script: str, folder: Path, path: str) -> list[str]:
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}")
    plain = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["-N"]}[name]
    environment = os.environ | {"PATH": path, "HOME": str(folder)}
    done = subprocess.run(
        [name, *plain, "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_in_bash(tmp_path: Path, path: str) -> None:
    script = r"""
    source <(_VNNEWS_COMPLETE=source_bash vnnews)
    complete -p vnnews
    COMP_WORDS=(vnnews analyze --model ""); COMP_CWORD=3; _vnnews_completion vnnews; echo "${COMPREPLY[*]}"
    COMP_WORDS=(vnnews analyze --model 'a\ f'); COMP_CWORD=3; _vnnews_completion vnnews; echo "${#COMPREPLY[*]}"
    """
    assert shell("bash", script, tmp_path, path) == [
        "complete -o default -F _vnnews_completion vnnews",  # default: of files, where there is nothing else
        "fast accurate",
        "0",
    ]


def test_in_zsh(tmp_path: Path, path: str) -> None:
    script = """
    autoload -Uz compinit; compinit -u
    eval "$(_VNNEWS_COMPLETE=source_zsh vnnews)"
    print -r -- ${_comps[vnnews]}
    _arguments() { print -r -- "$@" }
    _files() { print files }
    words=(vnnews analyze --model ''); CURRENT=4; _vnnews_completion
    words=(vnnews analyze 'a f'); CURRENT=3; _vnnews_completion
    """
    assert shell("zsh", script, tmp_path, path) == [
        "_vnnews_completion",
        '*: :(("fast" "accurate"))',
        "files",
    ]


def test_in_fish(tmp_path: Path, path: str) -> None:
    script = """
    _VNNEWS_COMPLETE=source_fish vnnews | source
    complete -C "vnnews query x y --format "
    complete -C "vnnews ev"
    complete -C "vnnews view a"
    """
    found = shell("fish", script, tmp_path, path)
    assert found == ["csv", "json", "table", "evaluate\tMeasure against annotated texts.", "a file.npz"]


def test_installed_in_bash(tmp_path: Path, path: str) -> None:
    """Twice is as good as once, and what was in the file stays."""
    (tmp_path / ".bashrc").write_text("export OWN=1\n")
    told = shell("bash", "vnnews --install-completion; vnnews --install-completion", tmp_path, path)
    script = str(tmp_path / ".bash_completions" / "vnnews.sh")
    assert told[0] == f"bash completion installed in {script}"
    lines = (tmp_path / ".bashrc").read_text().splitlines()
    assert lines[0] == "export OWN=1"
    assert lines.count(f"source '{script}'") == 1
    source = f"source {tmp_path}/.bashrc; complete -p vnnews"
    assert shell("bash", source, tmp_path, path) == ["complete -o default -F _vnnews_completion vnnews"]
    assert shell("bash", "vnnews --show-completion", tmp_path, path) == Path(script).read_text().splitlines()
