"""Write the index of the gazetteers, when one has changed: ``python -m vnnews.names.build_index``."""

from __future__ import annotations

from vnnews.names.gazetteers import INDEX, make_index
from vnnews.names.phrases import save


def main() -> None:
    """Write it."""
    save(INDEX, make_index())


if __name__ == "__main__":
    main()
