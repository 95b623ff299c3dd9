"""The stored responses."""

from __future__ import annotations

from oegyo.gate.cache import Cache


def test_the_cache_keeps_to_its_size_and_to_what_was_used_last() -> None:
    """The answer unused for longest leaves; one that is too large for the cache is not kept."""
    cache: Cache[str, bytes] = Cache(100_000)
    keys = [f"/{number}" for number in range(20)]
    for key in keys:
        cache.put(key, b"x" * 7_000, 11_500)
        assert cache.get(keys[0]) is not None
        assert cache.size <= cache.limit
    assert cache.get(keys[-1]) is not None
    assert cache.get(keys[1]) is None
    cache.put(keys[1], b"x" * 50_000, 76_000)
    assert cache.get(keys[1]) is None
