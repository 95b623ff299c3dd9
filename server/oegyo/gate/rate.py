"""How many requests a client may send a minute, and who the client is when proxies stand between."""

from __future__ import annotations

import ipaddress
import math
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from oegyo.errors import RateProblem, message

if TYPE_CHECKING:
    from oegyo.gate.asgi import Message


class Rate:
    """At most ``per_minute`` requests of one client in a minute; they are counted in memory, a number for each client."""

    def __init__(self, per_minute: int, proxies: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._proxies = proxies
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, scope: Message) -> None:
        """Count a request; raises RateProblem when it is one too many."""
        client = address(scope, self._proxies)
        if self._limiter.hit(self._item, client):
            return
        stats = self._limiter.get_window_stats(self._item, client)
        detail = message("A client may send %(count)s requests a minute.", count=self._item.amount)
        raise RateProblem(detail, max(1, math.ceil(stats.reset_time - time.time())))


def address(scope: Message, proxies: int) -> str:
    """The client's address or network: the connection's, or what the outermost of so many trusted ``proxies`` saw.

    Each proxy adds to X-Forwarded-For who spoke to it; what stands before the entries of the trusted ones anybody may claim.
    """
    if proxies:
        fields = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        seen = [entry.strip() for entry in ",".join(fields).split(",")]
        if len(seen) >= proxies and seen[-proxies]:
            return network(seen[-proxies])
    return network(str((scope.get("client") or ("unknown",))[0]))


@lru_cache(maxsize=100_000)
def network(client: str) -> str:
    """The network that one customer is given: for IPv6 the first 64 bits, else the address itself."""
    try:
        found = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(found, ipaddress.IPv4Address):
        return client
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))
