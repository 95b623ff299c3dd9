"""The worker process on its own: it reaches nothing outside itself, and leaves with its front."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.test_embedded import ENDLESS, alive
from oegyo.engine import Question, pool
from oegyo.errors import UnsupportedProblem
from waiting import until

if TYPE_CHECKING:
    from oegyo.engine import EmbeddedEngine

FRONT = """
import sys
from pathlib import Path
from oegyo.engine import EmbeddedEngine, Limits, Question
engine = EmbeddedEngine([Path(sys.argv[1])], Limits(1, 60.0, 1.0, 8, 1.0, 0, 1 << 28, 1000))
engine.ask(Question("ASK {}", "text/csv"))
print(*engine.pids(), flush=True)
engine.ask(Question(sys.argv[2], "text/csv"))
"""


def processor_time(pid: int) -> int:
    """How long the process ``pid`` has computed, in ticks of the kernel: see proc(5)."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11])


def test_a_worker_cannot_open_a_connection(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if SERVICE got past the refusal, no other machine would hear of it."""
    monkeypatch.setattr(pool, "open_services", lambda text, _: (text, False))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(UnsupportedProblem, match="Too many open files"):
            engine.ask(Question(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "text/csv"))
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_busy_worker_ends_when_its_front_is_killed(data: Path) -> None:
    """A query that would run for a minute does not outlive the process that asked."""
    with subprocess.Popen([sys.executable, "-c", FRONT, str(data), ENDLESS], stdout=subprocess.PIPE, text=True) as front:
        assert front.stdout is not None
        pid = int(front.stdout.readline())
        idle = processor_time(pid)
        until(lambda: processor_time(pid) > idle + 10)
        front.kill()
    until(lambda: not alive({pid}))
