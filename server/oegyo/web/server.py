"""The production server: granian, with the application and its engine made inside granian's own process."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from oegyo.engine import Question, open_engine
from oegyo.errors import BusyProblem, DeadlineProblem, OegyoError, SettingError
from oegyo.formats import Kind, of_kind
from oegyo.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flask import Flask

    from oegyo.config import Settings
    from oegyo.release import Release

_LEAST_THREADS = 8
_THREADS_PER_WORKER = 4  # while the workers are busy, pages and refusals still go out
_STOP_SECONDS = 2  # for answers on their way out when the server is stopped


def serve(settings: Settings, files: Sequence[Path], release: Release | None) -> None:
    """Answer over ``files``, and show ``release`` if there is one, until Ctrl-C or SIGTERM.

    Raises SettingError when the address cannot be listened on.
    """
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        msg = f"cannot listen on {_host(settings.host)}:{settings.port} ({reason}): choose another --host or --port"
        raise SettingError(msg) from error
    server = Server(
        "oegyo",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        blocking_threads=max(_LEAST_THREADS, settings.workers * _THREADS_PER_WORKER),
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(_load, settings, tuple(files), release), wrap_loader=False)


def _load(settings: Settings, files: Sequence[Path], release: Release | None) -> Flask:
    """The application, made in the process that serves it, once a worker answers; says where it is."""
    engine = open_engine(settings, files)
    try:
        with suppress(BusyProblem, DeadlineProblem):  # an endpoint elsewhere may come later
            engine.ask(Question("ASK {}", solutions=of_kind(Kind.SOLUTIONS)[0].media_type))
    except OegyoError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    click.echo(f"Oegyo is at http://{_host(settings.host)}:{settings.port}/ (Ctrl-C stops it)")
    sys.stdout.flush()
    return create_app(settings, engine, release)


def _host(host: str) -> str:
    """``host`` as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
