"""What the server is measured beside: Oxigraph's own server over the same quads, and nginx with the same bytes in files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

from benchmarks.local_server import START_SECONDS, Unmeasured, address_of, running
from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.local_server import Server

HOW_TO_GET = {
    "wrk": "apt-get install wrk",
    "nginx": "apt-get install nginx",
    "oxigraph": "pip install oxigraph",
}
"""The programs that are started beside the server, and how each is had."""

_OXIGRAPH_OPTIONS = ("--union-default-graph", "--bind")
_NGINX = """
daemon off;
worker_processes auto;
pid nginx.pid;
error_log stderr;
{user}
events {{ worker_connections 4096; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  default_type application/octet-stream;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {{ listen 127.0.0.1:{port}; root files; }}
}}
"""


def program(name: str) -> str | None:
    """The path of the program ``name``: on PATH, or beside the Python that runs this."""
    return shutil.which(name) or shutil.which(name, path=Path(sys.executable).parent)


@contextmanager
def oxigraph_on_disk(folder: Path, quads: Path) -> Iterator[Server]:
    """Oxigraph's server with ``quads`` (N-Quads) in a database in ``folder``; a query sees all graphs, as in ours.

    Raises Unmeasured when it is not there, or does not take the quads.
    """
    port = free_port()
    oxigraph, location = _needed("oxigraph"), ("--location", folder)
    for step in (["load", "--file", quads], ["optimize"]):
        subprocess.run([oxigraph, *step, *location], check=True, capture_output=True)
    with running(
        [oxigraph, "serve-read-only", *location, *_OXIGRAPH_OPTIONS, f"127.0.0.1:{port}"], port, address_of("ASK {}")
    ) as server:
        yield server


@contextmanager
def oxigraph_in_memory(quads: Path) -> Iterator[Server]:
    """Oxigraph's server with ``quads`` (N-Quads) in memory, as ours is; a query sees all graphs, as in ours.

    Raises Unmeasured when it is not there, or does not take the quads.
    """
    port = free_port()
    command = [_needed("oxigraph"), "serve", *_OXIGRAPH_OPTIONS, f"127.0.0.1:{port}"]
    with running(command, port, address_of("ASK {}")) as server:
        with quads.open("rb") as body:
            answer = urllib3.request(
                "POST",
                f"http://127.0.0.1:{port}/store",
                body=body,
                headers={"Content-Type": "application/n-quads"},
                timeout=START_SECONDS,
            )
        if answer.status >= 400:
            raise Unmeasured(f"Oxigraph does not take the quads: {answer.data[:200]!r}")
        yield server


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[Server]:
    """Nginx in ``folder``, which has nothing else, with ``files`` at the addresses that are their names.

    Raises Unmeasured when it is not there, or does not start.
    """
    port = free_port()
    for name, body in files.items():
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    user = "user root;" if os.geteuid() == 0 else ""  # of whom the temporary folder is
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(port=port, user=user), encoding="ascii")
    command: list[str | Path] = [_needed("nginx"), "-e", "stderr", "-p", folder, "-c", configuration]
    with running(command, port, "/" + next(iter(files))) as server:
        yield server


def _needed(name: str) -> str:
    path = program(name)
    if path is None:
        raise Unmeasured(f"{name} is not installed: {HOW_TO_GET[name]}")
    return path
