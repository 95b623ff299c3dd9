"""An ASGI application asked in this process, as a server would ask it: no socket, and nothing in between that tidies up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waiting import SECONDS

if TYPE_CHECKING:
    from oegyo.gate.asgi import Message
    from oegyo.gate.front import Front

_EMPTY: Message = {"type": "http.request", "body": b"", "more_body": False}


@dataclass(frozen=True)
class Reply:
    """What the application sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def values(self, name: bytes) -> list[bytes]:
        """The values of the header ``name``."""
        return [value for known, value in self.headers if known == name]


class Driver:
    """Asks ``front``, in an event loop that runs only meanwhile."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._loop = asyncio.new_event_loop()
        self._life: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._living = self._loop.create_task(front({"type": "lifespan"}, self._life.get, self._said.put))
        self._run(self._turn("lifespan.startup"))

    def close(self) -> None:
        """Shut the application down."""
        self._run(self._turn("lifespan.shutdown"))
        self._run(self._living)
        self._loop.close()

    def ask(
        self, method: str, path: str, query: bytes = b"", headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b""
    ) -> Reply:
        """The reply to one request, whose client waits for it; ``body`` comes in two parts."""
        scope: Message = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "root_path": "",
            "headers": headers or [],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        half = len(body) // 2
        parts = [{**_EMPTY, "body": body[:half], "more_body": True}, {**_EMPTY, "body": body[half:]}]
        sent: list[Message] = []

        async def receive() -> Message:
            if parts:
                return parts.pop(0)
            await asyncio.sleep(SECONDS)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        self._run(asyncio.wait_for(self._front(scope, receive, send), SECONDS))
        start, *rest = sent
        assert start["type"] == "http.response.start"
        assert all(message["type"] == "http.response.body" for message in rest)
        assert not rest[-1].get("more_body"), "the answer has no end"
        return Reply(start["status"], list(start["headers"]), b"".join(message.get("body", b"") for message in rest))

    async def _turn(self, word: str) -> None:
        await self._life.put({"type": word})
        async with asyncio.timeout(SECONDS):
            assert (await self._said.get())["type"] == f"{word}.complete"

    def _run(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)
