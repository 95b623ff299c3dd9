"""The parts of an ASGI application (https://asgi.readthedocs.io/en/latest/specs/www.html)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Message: TypeAlias = dict[str, Any]
Receive: TypeAlias = "Callable[[], Awaitable[Message]]"
Send: TypeAlias = "Callable[[Message], Awaitable[None]]"
Application: TypeAlias = "Callable[[Message, Receive, Send], Awaitable[None]]"


class Counted:
    """Sends on what an application answers, and remembers its status and how many bytes its body had."""

    def __init__(self, send: Send) -> None:
        self.status = 500  # what a server says for an application that fails before it says anything
        self.size = 0
        self._send = send

    async def __call__(self, message: Message) -> None:
        """Send ``message`` on."""
        self.status = message.get("status", self.status)
        self.size += len(message.get("body", b""))
        await self._send(message)


async def body(receive: Receive, limit: int) -> bytes | None:
    """The body of a request; None when it is longer than ``limit`` bytes.

    Raises asyncio.CancelledError when the client leaves before it is whole.
    """
    read, more = bytearray(), True  # it may come a byte at a time
    while more:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise asyncio.CancelledError
        read += event.get("body", b"")
        more = event.get("more_body", False)
        if len(read) > limit:
            return None
    return bytes(read)


async def disconnected(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
