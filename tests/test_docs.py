"""The site: it builds, it is whole, and it needs no network. (What its pages show is run by test_readme.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex
from conftest import ROOT

import vnnews
from vnnews.cli import app

DOCS = ROOT / "docs"
REMOTE = regex.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*\s(?:src|href)=["']?(?:https?:)?//[^\s>]++""")
IMPORTED = regex.compile(r"""@import|url\(["']?(?:https?:)?//""")
DOCUMENTED = regex.compile(r"^::: vnnews\.[\w.]*?(\w+)$", regex.M)


@pytest.mark.slow
def test_site_builds_and_needs_no_network(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted(tmp_path.glob("**/*.html"))
    assert {page.stem for page in pages} >= {path.stem for path in DOCS.glob("**/*.md")}
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert REMOTE.findall(html) == []
        assert 'class="mermaid"' not in html  # the one script that the theme would fetch
    for sheet in tmp_path.glob("**/*.css"):
        assert not IMPORTED.search(sheet.read_text(encoding="utf-8"))


def test_reference_has_each_public_name() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md"))
    documented = set(DOCUMENTED.findall(text))
    errors = {name for name in vnnews.__all__ if name.endswith("Error")}  # in ::: vnnews.errors as a whole
    aliases = {"Fact"}  # the union of the kinds of facts
    assert set(vnnews.__all__) - documented - errors - aliases == set()
    assert "errors" in documented


def test_reference_names_each_command() -> None:
    text = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {name for name in commands if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("name", ["compare", "index"])
def test_pages_have_the_figures_of_the_readme(name: str) -> None:
    ours, rows = ((path.read_text(encoding="utf-8").splitlines()) for path in (DOCS / f"{name}.md", ROOT / "README.md"))
    measured = ours[ours.index("|---|---|---|---|") + 1 :]
    measured = measured[: measured.index("")]
    assert measured
    assert [row for row in measured if row not in rows] == []
