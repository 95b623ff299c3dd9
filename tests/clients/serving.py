"""`oegyo serve` as anyone runs it: another process, a real socket."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ports import free_port, listens
from waiting import SECONDS, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[str]:
    """The address of a server with ``arguments``, which ends when it is left."""
    port = free_port()
    command = [sys.executable, "-m", "oegyo", "serve", "--port", str(port), *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=os.environ | environment) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"Oegyo is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
            until(lambda: listens(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.communicate(timeout=SECONDS)


@contextmanager
def serving(*files: Path) -> Iterator[str]:
    """The address of an endpoint over ``files``, which ends when it is left."""
    arguments = [argument for path in files for argument in ("--data", str(path))]
    with served(*arguments, OEGYO_DEADLINE="300", OEGYO_QUEUE="300") as address:
        yield f"{address}/sparql"
