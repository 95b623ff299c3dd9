"""Bytes out, as fast as the client reads: what is written, files by the kernel, and how much of it is unread."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STEP = 1 << 20  # bytes of a file that are sent before others have their turn


class Outgoing:
    """The way to a client by ``transport``; ``waits`` is called when the client has to read, and ``goes_on`` when it has."""

    def __init__(self, transport: asyncio.Transport, waits: Callable[[], None], goes_on: Callable[[], None]) -> None:
        self._transport = transport
        self._waits = waits
        self._goes_on = goes_on
        self._left = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    @property
    def unread(self) -> int:
        """Bytes that were written and that the client has not taken."""
        return self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Send ``data`` as fast as the client reads."""
        self._transport.write(data)

    async def drain(self) -> None:
        """Wait until the client has read most of what was written; raises asyncio.CancelledError when it leaves."""
        if not self._writable.is_set():
            await self._read_by(self._writable)
        if self._left.is_set():
            raise asyncio.CancelledError

    async def send_file(self, descriptor: int, offset: int, count: int) -> None:
        """Send ``count`` bytes of the open file ``descriptor`` from ``offset`` on, by the kernel.

        Raises asyncio.CancelledError when the client leaves.
        """
        self._transport.set_write_buffer_limits(0)
        await self.drain()
        own: socket.socket = self._transport.get_extra_info("socket")
        with socket.fromfd(own.fileno(), own.family, own.type) as out:  # asyncio keeps watch over the number of its own
            while count:
                try:
                    sent = os.sendfile(out.fileno(), descriptor, offset, min(count, _STEP))
                except BlockingIOError:
                    await self._until_writable(out)
                    continue
                except OSError as error:
                    raise asyncio.CancelledError from error
                if not sent:  # a file that has become shorter
                    self._transport.abort()
                    raise asyncio.CancelledError
                offset, count = offset + sent, count - sent
                if count:
                    await asyncio.sleep(0)
        self._transport.set_write_buffer_limits()

    async def left(self) -> None:
        """Return when the client has left."""
        await self._left.wait()

    def pause(self) -> None:
        """Have whoever writes wait for the client to read."""
        self._writable.clear()

    def resume(self) -> None:
        """Go on writing."""
        self._writable.set()

    def leave(self) -> None:
        """Know that the client has left."""
        self._left.set()
        self._writable.set()

    @property
    def is_left(self) -> bool:
        """Whether the client has left."""
        return self._left.is_set()

    async def _until_writable(self, out: socket.socket) -> None:
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        loop.add_writer(out.fileno(), ready.set)
        try:
            await self._read_by(ready)
        finally:
            loop.remove_writer(out.fileno())

    async def _read_by(self, client: asyncio.Event) -> None:
        """Wait for the ``client`` to have read; it is not waited for longer than it has time to."""
        self._waits()
        try:
            await client.wait()
        finally:
            self._goes_on()
