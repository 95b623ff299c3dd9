"""The server process: its socket, its signals, and the front behind its connections."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from oegyo.errors import SettingError, Verbatim, message
from oegyo.gate.front import Front
from oegyo.gate.listener import Listener

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.release import Release


def serve(settings: Settings, files: Sequence[Path], release: Release | None) -> None:
    """Answer over ``files``, and show ``release`` if there is one, until Ctrl-C or SIGTERM.

    Raises SettingError when the address cannot be listened on, and SystemExit when what is to be served cannot be read.
    """
    own = _bound(settings)
    if not asyncio.run(_serve(settings, own, Front(settings, files, release))):
        sys.exit(1)


def _bound(settings: Settings) -> socket.socket:
    """A socket at the address of ``settings``, to which nobody can connect yet."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as undoing:
            own = undoing.enter_context(socket.socket(family, kind, protocol))
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.bind(address)
            undoing.pop_all()
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise SettingError(
            message(
                "cannot listen on %(address)s (%(reason)s): choose another --host or --port",
                address=settings.address,
                reason=Verbatim(reason),
            )
        ) from error
    return own


async def _serve(settings: Settings, own: socket.socket, front: Front) -> bool:
    """Serve until a signal ends it, and say whether it ever could."""
    ends, hang_up = asyncio.Event(), asyncio.get_running_loop().add_signal_handler
    for end in (signal.SIGINT, signal.SIGTERM):
        hang_up(end, ends.set)
    starting = asyncio.ensure_future(front.start())
    ending = asyncio.ensure_future(ends.wait())
    await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        return True
    if not starting.result():
        return False
    listener = Listener(settings, front, front.refusal, front.again)
    await listener.listen(own)
    front.say()
    try:
        await ending
        await listener.close()
    finally:
        await front.stop()
    return True
