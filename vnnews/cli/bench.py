"""``vnnews bench``: how fast the analysis is."""

from __future__ import annotations

from vnnews.cli.corpus import Corpora, own_corpus


def bench(
    paths: Corpora = None,
) -> None:
    """Time the whole analysis beside underthesea.ner on the same text in the same run; also start-up and memory."""
    from vnnews import corpora
    from vnnews.bench import bench as measure

    files = [file for split in ("train", "dev") for file in corpora.find(paths or [own_corpus()], split)]
    result = measure([text.text for text in corpora.read(dict.fromkeys(files))])
    print("\n".join(result.lines()))
