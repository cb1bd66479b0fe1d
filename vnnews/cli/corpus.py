"""The corpora that commands measure on and learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Corpora = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Corpus files or folders of them; default: corpora/news of this checkout."),
]


def own_corpus(task: str = "news") -> Path:
    """The news articles of a checkout: the corpus is not part of the installed package, and there is no treebank."""
    folder = Path(__file__).parent.parent.parent / "corpora" / "news"
    if task in ("words", "pos"):
        raise typer.BadParameter("name a treebank in CoNLL-U: a file, or a folder with one", param_hint="'PATH'")
    if not folder.is_dir():
        raise typer.BadParameter(
            "name a corpus: this is not a checkout with a folder corpora/news", param_hint="'PATH'"
        )
    return folder


def annotated_files(paths: list[Path]) -> list[Path]:
    """All files of some folders, those to train on and those to measure on; a folder may have either alone.

    Raises:
        CorpusError: a folder has neither.
    """
    from vnnews import corpora
    from vnnews.errors import CorpusError

    files = list[Path]()
    for path in paths:
        found = list[Path]()
        for split in ("dev", "train"):
            try:
                found = [*corpora.find([path], split), *found]
            except CorpusError:
                if split == "train" and not found:
                    raise
        files += found
    return list(dict.fromkeys(files))
