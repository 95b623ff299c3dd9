"""The production server: granian, with the front and its engine made inside granian's own process."""

from __future__ import annotations

import math
import os
import signal
import socket
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from oegyo.errors import SettingError, Verbatim, message
from oegyo.gate.front import Front

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.release import Release


class _Server(Server):  # type: ignore[misc, valid-type] # granian chooses its class when it is imported
    """Passes SIGHUP on to the front.

    By itself granian would start another front beside it and end the first after some seconds, loaded or not, with the
    connections that wait at its socket.
    """

    def signal_handler_reload(self, *_: object, **__: object) -> None:
        """Tell the front."""
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, signal.SIGHUP)


def serve(settings: Settings, files: Sequence[Path], release: Release | None) -> None:
    """Answer over ``files``, and show ``release`` if there is one, until Ctrl-C or SIGTERM.

    Raises SettingError when the address cannot be listened on.
    """
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise SettingError(
            message(
                "cannot listen on %(address)s (%(reason)s): choose another --host or --port",
                address=settings.address,
                reason=Verbatim(reason),
            )
        ) from error
    server = _Server(
        "oegyo",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,  # granian stops the loop between start and service; uvloop would lose a SIGHUP of that moment
        websockets=False,
        workers_kill_timeout=math.ceil(settings.grace),
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(Front, settings, tuple(files), release), wrap_loader=False)
