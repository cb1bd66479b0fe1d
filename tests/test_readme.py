"""What the documents show is what happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import regex
from conftest import ROOT

BLOCK = regex.compile(r"^```python\n(.*?)^```$", regex.M | regex.S)
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "corpora" / "README.md") if path.is_file()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_python_blocks_run_and_print_what_they_say(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = BLOCK.findall(path.read_text(encoding="utf-8"))
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(path), "exec"), names)
        printed = capsys.readouterr().out.splitlines()
        said = [line[2:] for line in block.splitlines() if line.startswith("# ")]
        assert printed[: len(said)] == said if said else True


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_run_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), str(path), "exec"), names)


def test_no_dead_files_at_the_top() -> None:
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not tracked:
        pytest.skip("needs a git checkout")
    top = {line.split("/")[0] for line in tracked.splitlines()}
    expected = {"vnnews", "corpora", "tests", "notebooks", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"}
    assert {name for name in top if not name.startswith(".")} == expected
