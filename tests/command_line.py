"""The command line in processes of their own, forked from one that has loaded everything: that saves a second for each.

A command gets its own standard streams, folder and exit status, as from a shell.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
SECONDS = 60
"""After which a command is ended by a signal."""


def run(
    *arguments: str | Path, stdin: bytes = b"", folder: Path | None = None, stdout: Path | None = None
) -> tuple[int, str, str]:
    """Run ``vnnews`` with the arguments: exit status, standard output (if not to a device), standard error."""
    with tempfile.TemporaryDirectory() as streams:
        files = [Path(streams) / name for name in ("stdin", "stdout", "stderr")]
        files[0].write_bytes(stdin)
        files[1] = stdout or files[1]
        request = [list(map(str, arguments)), str(folder or Path.cwd()), list(map(str, files))]
        server = _server()
        print(json.dumps(request), file=server.stdin, flush=True)
        assert server.stdout is not None
        status = int(server.stdout.readline())
        output, errors = (file.read_bytes().decode() if file.is_file() else "" for file in files[1:])
    assert "Traceback" not in errors, errors
    return status, output, errors


@cache
def _server() -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    atexit.register(server.kill)
    return server


def _serve() -> None:
    import vnnews
    import vnnews.cli
    import vnnews.integrations.html
    import vnnews.integrations.stores

    vnnews.analyze("Hà Nội có 28 cơ sở, 25/8/2009.")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(*json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(arguments: list[str], folder: str, streams: list[str]) -> NoReturn:
    """Be the command, with its streams, and end as it ends."""
    signal.alarm(SECONDS)
    os.chdir(folder)
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in enumerate(("r", "w", "w"))
    )
    sys.argv = ["vnnews", *arguments]
    os._exit(_status())


def _status() -> int:
    from vnnews.cli import main

    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    _serve()
