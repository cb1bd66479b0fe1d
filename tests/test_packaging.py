"""What is handed out: licences of all that comes from others, and what the wheel holds."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import regex
from conftest import ROOT

NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
LISTED = dict(regex.findall(r"^- ([\w.-]+): (.+)$", NOTICE, regex.M))
TABLES = sorted(path for suffix in ("tsv", "txt") for path in (ROOT / "vnnews").glob(f"**/*.{suffix}"))
BY_OTHERS = regex.compile(r"package|CC BY|Unicode-|MIT|Apache|public domain")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = sorted(
    {
        regex.match(r"[\w.-]+", requirement)[0]
        for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
        for requirement in group
    }
    - {"vnnews"}
)
WHEEL_LIMIT = 60_000_000


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_notice_has_the_licence_of_each_dependency(name: str) -> None:
    assert name in LISTED
    try:
        stated = _licence(name)
    except metadata.PackageNotFoundError:
        return
    family = regex.match(r"no licence|\w+", LISTED[name])[0]
    assert family in (stated or "no licence")


def _licence(name: str) -> str:
    """All that a package says of its licence, in one line."""
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    line = " ".join([about.get("License-Expression") or about.get("License") or "", *classifiers])
    return line.replace("Python Software Foundation", "PSF").replace("Apache Software", "Apache")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_tables_are_our_own_or_in_notice(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        source = file.readline()
    if BY_OTHERS.search(source):
        assert path.relative_to(ROOT).as_posix() in NOTICE
    else:
        assert "CC0" in source


def test_notice_has_each_model() -> None:
    models = {path.stem for suffix in ("npz", "onnx") for path in (ROOT / "vnnews" / "models").glob(f"*.{suffix}")}
    assert models
    assert [model for model in models if not regex.search(rf"(?<!\S){model}[\s,]", NOTICE)] == []


@pytest.mark.slow
def test_wheel_holds_the_package_alone(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < WHEEL_LIMIT
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    about = f"vnnews-{PROJECT['version']}.dist-info"
    assert {name.split("/")[0] for name in names} == {"vnnews", about}
    assert {Path(name).suffix for name in names if name.startswith("vnnews/")} <= {
        *(".py", ".typed", ".css", ".md", ".tsv", ".txt", ".npy", ".npz", ".onnx", ".sha256"),
    }
    assert {f"{about}/licenses/LICENSE", f"{about}/licenses/NOTICE", "vnnews/models/names-accurate.onnx"} <= set(names)
