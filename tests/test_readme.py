"""What the documents show is what happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from conftest import ROOT

BLOCK = regex.compile(r"^```python\n(.*?)^```$", regex.M | regex.S)
SHELL = regex.compile(r"^```sh\n(.*?)^```$", regex.M | regex.S)
PAGES = sorted((ROOT / "docs").glob("**/*.md"))
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "corpora" / "README.md", *PAGES) if path.is_file()]
CARDS = ROOT / "vnnews" / "models"


def _with(block: regex.Pattern[str], paths: list[Path]) -> list[Path]:
    return [path for path in paths if block.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", _with(BLOCK, DOCUMENTS), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_python_blocks_run_and_print_what_they_say(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in BLOCK.findall(path.read_text(encoding="utf-8")):
        exec(compile(block, str(path), "exec"), names)
        printed = capsys.readouterr().out.splitlines()
        said = [line[2:] for line in block.splitlines() if line.startswith("# ")]
        assert "\n".join(printed).rstrip() == "\n".join(said)


@pytest.mark.slow
def test_cards_make_models(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of the cards in one go, words before parts of speech, away from the models that are here."""
    pytest.importorskip("pyvi")
    for folder in (ROOT / "corpora", shared / "corpora"):
        for part in folder.iterdir():
            kept = tmp_path / "corpora" / part.name
            kept.parent.mkdir(exist_ok=True)
            if not kept.exists():
                kept.symlink_to(part)
    made = tmp_path / "vnnews" / "models"
    made.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for card in (CARDS / "words.md", CARDS / "pos.md"):
        for block in BLOCK.findall(card.read_text(encoding="utf-8")):
            exec(compile(block, str(card), "exec"), names)
    expected = {f"{name}{suffix}" for name in ("words", "pos") for suffix in (".npz", "-lexicon.npz")}
    assert {path.name for path in made.glob("*.npz")} == expected


def test_no_other_card_has_blocks() -> None:
    assert {path.stem for path in _with(BLOCK, sorted(CARDS.glob("*.md")))} == {"words", "pos"}


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
@pytest.mark.parametrize("path", _with(SHELL, PAGES), ids=lambda path: path.stem)
def test_shell_blocks_run_and_print_what_they_say(path: Path, tmp_path: Path) -> None:
    """In a folder with the samples as ``news``."""
    shutil.copytree(ROOT / "corpora" / "sample", tmp_path / "news")
    found = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for block in SHELL.findall(path.read_text(encoding="utf-8")):
        command = ["bash", "-euo", "pipefail", "-c", block]
        done = subprocess.run(command, cwd=tmp_path, env=found, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said = [line[2:] for line in block.splitlines() if line.startswith("# ")]
        assert done.stdout.splitlines()[: len(said)] == said


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_run_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), str(path), "exec"), names)


def test_no_dead_files_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not tracked:
        pytest.skip("needs a git checkout")
    top = {line.split("/")[0] for line in tracked.splitlines()}
    files = {"pyproject.toml", "mkdocs.yml", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE"}
    expected = {"vnnews", "corpora", "tests", "notebooks", "docs"} | files
    assert {name for name in top if not name.startswith(".")} == expected
