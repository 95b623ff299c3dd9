"""Waiting for what has to come about, and not for ever: where it does not, a test fails and the others go on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 120.0
"""Far longer than anything here takes, even on a busy machine: only what will never come is given up."""

_BREATH = 0.01


def until(condition: Callable[[], object]) -> None:
    """Wait until ``condition`` holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(_BREATH)


async def comes_about(condition: Callable[[], object]) -> None:
    """Wait until ``condition`` holds, while the event loop goes on."""
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(_BREATH)
