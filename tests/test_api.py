"""The names of the package: all there, and imported when one is first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import vnnews
import vnnews.api
from vnnews import corpora


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_every_name() -> None:
    assert vnnews.__all__ == sorted(vnnews.api.__all__, key=lambda name: (name.islower(), name))
    for name in vnnews.__all__:
        assert getattr(vnnews, name) is getattr(vnnews.api, name)
        assert name in dir(vnnews)
    assert run("from vnnews import *; print(Analyzer.__name__, analyze.__name__)") == "Analyzer analyze\n"
    assert corpora.__name__ == "vnnews.corpora"


def test_at_first_use() -> None:
    heavy = "sorted({'numpy', 'regex', 'msgspec', 'vnnews.analyzer'} & set(sys.modules))"
    assert run(f"import sys, vnnews; vnnews.__version__; print({heavy})") == "[]\n"
    assert run(f"import sys, vnnews.errors; print({heavy})") == "[]\n"
    assert run("import vnnews; print(vnnews.reading.read_page.__name__)") == "read_page\n"


def test_names_that_there_are_not() -> None:
    with pytest.raises(AttributeError, match="module 'vnnews' has no attribute 'analyse'"):
        _ = vnnews.analyse  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match="cannot import name 'analyse' from 'vnnews'"):
        from vnnews import analyse  # type: ignore[attr-defined]  # noqa: F401
    assert not hasattr(vnnews, "__wrapped__")
