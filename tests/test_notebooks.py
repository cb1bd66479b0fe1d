"""Notebooks run in a kernel of Jupyter, as a reader would run them, and are committed with small outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = ("01-first-article", "02-a-corpus", "03-numbers-that-disagree", "04-your-own-archive")
LARGEST = 200_000
"""Bytes; code hosts do not show much larger ones."""


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_in_a_kernel(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_small(path: Path) -> None:
    assert path.stat().st_size < LARGEST


def test_all_are_there() -> None:
    assert tuple(path.stem for path in NOTEBOOKS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_shows_what_it_found(name: str) -> None:
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in code)
    assert all(cell.id for cell in cells)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(
        output.output_type == "error" or output.get("name") == "stderr" for c in code for output in c.outputs
    )


@pytest.mark.slow
def test_an_article_shows_itself_once() -> None:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import vnnews\nvnnews.analyze('Bà Lê Thị Hoa ở Huế có 3 con.')")]
    )
    (output,) = NotebookClient(book, timeout=60).execute().cells[0].outputs
    assert output.output_type == "execute_result"
    assert output.data["text/html"].startswith('<div class="vn-frame">')
    assert output.data["text/plain"].startswith("Article(text=")
