"""What every test of the build leaves behind it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """A refused query is caught with the frames it came through, in a circle that holds what pyoxigraph answered.

    That must end in the thread it began in, and not when another thread, such as that of an engine, collects the garbage.
    What was there before the test is not looked through: that is most of the process.
    """
    gc.freeze()
    yield
    gc.collect()
    gc.unfreeze()
