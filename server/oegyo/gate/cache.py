"""What is kept to be sent again (RFC 9111): a release never changes, so nothing kept here ever needs to be invalidated."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")


class Cache(Generic[_Key, _Kept]):
    """What is kept by key, the longest unused leaving first, up to ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._stored: OrderedDict[_Key, tuple[_Kept, int]] = OrderedDict()

    def get(self, key: _Key) -> _Kept | None:
        """What is kept under ``key``."""
        entry = self._stored.get(key)
        if entry is None:
            return None
        self._stored.move_to_end(key)
        return entry[0]

    def put(self, key: _Key, kept: _Kept, size: int) -> None:
        """Keep what takes ``size`` bytes with its key, unless it alone would take an eighth of the cache."""
        if size > self.limit // 8:
            return
        self._drop(key)
        self._stored[key] = (kept, size)
        self.size += size
        while self.size > self.limit:
            self._drop(next(iter(self._stored)))

    def _drop(self, key: _Key) -> None:
        if key in self._stored:
            self.size -= self._stored.pop(key)[1]
