"""Fuzz one of the targets with atheris: ``python tests/fuzz_run.py TARGET [options of libFuzzer]``.

``pip install atheris`` first. For two minutes, with the texts that it makes in a folder of their own (make it before)::

    python tests/fuzz_run.py analyze -max_total_time=120 -artifact_prefix=found- fuzz-analyze/

What crashes becomes a case in ``tests/cases/hostile/found.json``.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run until libFuzzer has had enough."""
    try:
        import atheris
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["vnnews"]):
        sys.path.insert(0, str(Path(__file__).parent))
        from fuzz_targets import TARGETS
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"python tests/fuzz_run.py TARGET …, of {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
