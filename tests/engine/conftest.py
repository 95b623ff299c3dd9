"""Engines over a graph of a few quads, with limits small enough to be met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.engine import EmbeddedEngine, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBERS = 300

# Limits of time are such that no test meets one, however busy the machine is; a test that means one sets it, and no other.
LIMITS = Limits(
    workers=2,
    deadline=300.0,
    queue=300.0,
    queue_length=64,
    patience=1.0,
    slow_workers=0,
    worker_memory=1 << 27,
    result_size=100_000,
)


@pytest.fixture(name="data", scope="session")
def _data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two named graphs of one triple each, and one of numbers."""
    path = tmp_path_factory.mktemp("data") / "graph.nq"
    lines = [
        "<http://x/a> <http://x/p> <http://x/b> <http://g/1> .",
        '<http://x/a> <http://x/name> "이름"@ko <http://g/2> .',
        *(f'<http://x/n{number}> <http://x/n> "{number}" <http://g/n> .' for number in range(NUMBERS)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(name="engine", scope="session")
def _engine(data: Path) -> Iterator[EmbeddedEngine]:
    """An engine that every test of the session shares: whatever one does to it, the next must find it answering."""
    engine = EmbeddedEngine([data], LIMITS)
    yield engine
    engine.close()
