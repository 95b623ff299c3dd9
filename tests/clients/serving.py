"""`oegyo serve` as anyone runs it, over files of one's own: another process, a real socket."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from waiting import until
from web.test_live_server import SECONDS, free_port, listens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serving(*files: Path) -> Iterator[str]:
    """The address of an endpoint over ``files``, which ends when it is left."""
    port = free_port()
    data = [argument for path in files for argument in ("--data", str(path))]
    command = [sys.executable, "-m", "oegyo", "serve", "--port", str(port), *data]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"Oegyo is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
            until(lambda: listens(port))
            yield f"http://127.0.0.1:{port}/sparql"
        finally:
            server.terminate()
            server.communicate(timeout=SECONDS)
