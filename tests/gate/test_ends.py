"""What a test of the gate starts ends with it, also when the test fails: nothing keeps the interpreter from ending."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from gate import test_live_server as live
from gate.front_client import RUNAWAY, Client, run, serving
from gate.test_monitoring import busy
from gate.test_relay import endpoint
from small_release import write_release
from waiting import comes_about, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oegyo.release import Release


class FailedError(Exception):
    """A test has failed."""


@pytest.fixture(name="ends", autouse=True)
def _ends() -> Iterator[None]:
    """Every thread that was started meanwhile ends."""
    before = set(threading.enumerate())
    yield
    until(lambda: {thread for thread in threading.enumerate() if not thread.daemon} <= before)


def test_an_endpoint_ends() -> None:
    """With its thread."""
    with pytest.raises(FailedError), endpoint():
        raise FailedError


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_front_ends_with_what_it_is_asked(release: Release, accept: str) -> None:
    """A query of a program, and a page in a thread."""

    async def story(client: Client) -> None:
        asking = asyncio.ensure_future(client.ask(RUNAWAY, {"Accept": accept}))
        await comes_about(lambda: client.pool.running)
        assert not asking.done()
        raise FailedError

    with pytest.raises(FailedError):
        run(release, story, deadline=600.0)


def test_a_busy_front_ends(release: Release) -> None:
    """Its one worker is taken."""

    async def story(client: Client) -> None:
        async with busy(client):
            raise FailedError

    with pytest.raises(FailedError):
        run(release, story, workers=1, slow_workers=0, deadline=600.0)


def test_a_front_that_cannot_start_ends(tmp_path: Path) -> None:
    """The test is told so, and does not wait for ever."""

    async def happen() -> None:
        async with serving(None, tmp_path / "none.ttl"):
            pytest.fail("it started")

    with pytest.raises(SystemExit):
        asyncio.run(happen())


def test_a_server_ends(tmp_path: Path) -> None:
    """With every process of it."""
    release = write_release(tmp_path / "release")
    with pytest.raises(FailedError), live.running(release):
        raise FailedError
    until(lambda: not live.processes(release.path))


def test_a_server_that_will_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And said to have been."""
    deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint(flush=True)\ntime.sleep(600)"
    release = write_release(tmp_path / "release")
    with pytest.raises(subprocess.TimeoutExpired), live.started(release, start=deaf):
        monkeypatch.setattr(live, "SECONDS", 0.1)
    until(lambda: not live.processes(release.path))
