"""Stored responses (RFC 9111): a release never changes, so nothing kept here ever needs to be invalidated."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oegyo.gate.request import Key
    from oegyo.gate.response import Response


class Cache:
    """Responses by key, the longest unused leaving first, up to ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._stored: OrderedDict[Key, tuple[Response, int]] = OrderedDict()

    def get(self, key: Key) -> Response | None:
        """The response stored under ``key``."""
        entry = self._stored.get(key)
        if entry is None:
            return None
        self._stored.move_to_end(key)
        return entry[0]

    def put(self, key: Key, response: Response) -> None:
        """Store ``response``, unless it alone would take an eighth of the cache."""
        size = key.size + response.size
        if size > self.limit // 8:
            return
        self._drop(key)
        self._stored[key] = (response, size)
        self.size += size
        while self.size > self.limit:
            self._drop(next(iter(self._stored)))

    def _drop(self, key: Key) -> None:
        if key in self._stored:
            self.size -= self._stored.pop(key)[1]
