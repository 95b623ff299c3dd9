"""What is done to a server that must bear it: processes of it are killed, and it is told to change its release."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.releases import CHANGE_SECONDS, changed, served

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from benchmarks.local_server import Server
    from benchmarks.releases import Releases

_ERROR = b"Error"
"""What a server says when it cannot change has this word."""


@dataclass
class Kills:
    """When processes of the server were killed, by the clock of `time.monotonic`."""

    moments: list[float] = field(default_factory=list)

    def one(self, server: Server, chance: random.Random) -> None:
        """Kill any process of ``server`` but its first."""
        others = sorted(server.processes() - {server.pid})
        if others:
            try:
                os.kill(chance.choice(others), signal.SIGKILL)
            except ProcessLookupError:  # it has just ended by itself
                return
            self.moments.append(time.monotonic())

    def meet(self, began: float, ended: float, before: float) -> bool:
        """Whether a process was killed while a request was under way, or at most ``before`` seconds before it began."""
        return any(began - before <= moment <= ended for moment in self.moments)


@dataclass
class Reloads:
    """How many changes to a good release came about or did not, and how many to a broken one were said or were not."""

    taken: int = 0
    not_taken: int = 0
    refused: int = 0
    not_said: int = 0
    _last: str = ""

    @property
    def count(self) -> int:
        """All of them."""
        return self.taken + self.not_taken + self.refused + self.not_said

    def good(self, server: Server, releases: Releases) -> None:
        """Change to the other good release."""
        name = next(name for name in releases.good if name != self._last)
        releases.point(name)
        if changed(server, releases.good[name]):
            self.taken += 1
        else:
            self.not_taken += 1
        self._last = name

    def bad(self, server: Server, releases: Releases, chance: random.Random) -> None:
        """Point to a broken release, which must be said, and not be served."""
        before, size = served(server), server.said.stat().st_size
        releases.point(chance.choice(releases.broken))
        os.kill(server.pid, signal.SIGHUP)
        end = time.monotonic() + CHANGE_SECONDS
        while time.monotonic() < end:
            with server.said.open("rb") as file:
                file.seek(size)
                if _ERROR in file.read() and served(server) == before:
                    self.refused += 1
                    return
            time.sleep(0.05)
        self.not_said += 1


@contextmanager
def again_and_again(work: Callable[[], None], least: float, most: float, chance: random.Random) -> Iterator[None]:
    """Do ``work`` in a thread, with a pause of ``least`` to ``most`` seconds before each time, until this is left."""
    over = threading.Event()
    failed: list[BaseException] = []

    def loop() -> None:
        try:
            while not over.wait(chance.uniform(least, most)):
                work()
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if failed:
        raise failed[0]
