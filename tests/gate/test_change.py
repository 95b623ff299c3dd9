"""How a server goes from one release to the next, and how it ends."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from gate.front_client import ASK, RUNAWAY, Client, kill_busy, run
from gate.test_live_server import fetch, next_line, processes, running, started, workers
from gate.test_monitoring import samples
from oegyo.release import CURRENT, Release
from ports import listens
from small_release import write_release
from waiting import SECONDS, comes_about, until
from web.said import beside_the_scripts

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

EXTRA = "<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n"
COUNT = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"


def publish(releases: Path, name: str, text: str = "") -> Release:
    """Write a release with ``text`` (N-Quads) added, and make it the current one of ``releases``."""
    release = write_release(releases / name)
    if text:
        body = release.graph.read_text(encoding="utf-8") + text
        release.graph.write_text(body, encoding="utf-8")
        manifest = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
        manifest["digest"] = hashlib.sha256(body.encode()).hexdigest()
        (release.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    pointer = releases / f"{CURRENT}.new"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(releases / CURRENT)
    return Release.read(release.path)


@contextmanager
def asked_without_pause(base: str) -> Iterator[list[tuple[int, bytes, str]]]:
    """What a client gets that asks for the count of triples, now kept and now not, until the end of the block."""
    over = threading.Event()
    answers: list[tuple[int, bytes, str]] = []

    def ask() -> None:
        number = 0
        while not over.is_set():
            number += 1
            status, headers, body = fetch(f"{base}{COUNT}{'%20' * (number % 50)}", Accept="text/csv")
            answers.append((status, body, headers["Oegyo-Release"]))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def error_line(server: subprocess.Popen[str]) -> str:
    """The next line that ``server`` writes to standard error."""
    return beside_the_scripts(next_line(server, server.stderr)) or next_line(server, server.stderr)


def test_a_new_release_is_served_on_sighup_without_a_lost_request(tmp_path: Path) -> None:
    """While it is loaded the old one answers; then only the new one does, and nothing of the old one is left."""
    old = publish(tmp_path, "old")
    with running(old) as (server, port, _), asked_without_pause(f"http://127.0.0.1:{port}") as answers:
        base = f"http://127.0.0.1:{port}"
        until(lambda: len(answers) > 20)
        new = publish(tmp_path, "new", EXTRA)
        os.kill(server.pid, signal.SIGHUP)
        assert error_line(server) == f"Oegyo now serves {new.path}\n"
        changed = fetch(f"{base}{COUNT}", Accept="text/csv")
        assert changed[1]["Oegyo-Release"] == new.digest
        before = len(answers)
        until(lambda: len(answers) > before + 50)
        until(lambda: not processes(old.graph))
        assert fetch(f"{base}/")[1]["Oegyo-Release"] == new.digest
        assert fetch(f"{base}/readyz")[0] == 200
    assert {status for status, _, _ in answers} == {200}
    counts = {digest: {body for _, body, by in answers if by == digest} for digest in (old.digest, new.digest)}
    assert {len(bodies) for bodies in counts.values()} == {1}
    assert counts[old.digest] != counts[new.digest]
    served = [digest for _, _, digest in answers[before + 3 :]]
    assert set(served) == {new.digest}


def test_a_signal_is_taken_as_soon_as_the_server_has_said_where_it_is(tmp_path: Path) -> None:
    """Though it serves nobody yet."""
    old, new = publish(tmp_path, "old"), publish(tmp_path, "new", EXTRA)
    with started(old) as (server, _, _):
        os.kill(server.pid, signal.SIGHUP)
        assert error_line(server) == f"Oegyo now serves {new.path}\n"


def test_a_query_that_runs_when_the_release_changes_is_finished(tmp_path: Path) -> None:
    """The old release stays until its last query has ended, here with its worker."""

    async def story(client: Client) -> None:
        asking = asyncio.ensure_future(client.ask(RUNAWAY))
        old = client.front.origin
        await comes_about(lambda: client.pool.running)
        publish(tmp_path, "new", EXTRA)
        os.kill(os.getpid(), signal.SIGHUP)
        await comes_about(lambda: client.front.origin is not old)
        pool = old.pool
        assert pool is not None
        assert pool.running == 1
        assert (await client.ask(ASK)).status == 200
        await kill_busy(pool)
        reply = await asking
        assert (reply.status, json.loads(reply.body)["type"].rpartition("/")[2]) == (507, "lost")
        await comes_about(lambda: not pool.pids())

    run(publish(tmp_path, "old"), story, release=tmp_path)


def test_a_release_that_cannot_be_loaded_changes_nothing(tmp_path: Path) -> None:
    """The failure is said, and what was served before still is."""
    old = publish(tmp_path, "old")
    with running(old) as (server, port, _):
        base = f"http://127.0.0.1:{port}"
        os.kill(server.pid, signal.SIGHUP)  # nothing new: nothing happens
        bad = publish(tmp_path, "bad", "this is no quad\n")
        os.kill(server.pid, signal.SIGHUP)
        line = error_line(server)
        assert line.startswith(f"Error: {bad.graph} cannot be read: ")
        assert line.endswith("; what was served before still is\n")
        status, headers, _ = fetch(base + COUNT)
        assert (status, headers["Oegyo-Release"]) == (200, old.digest)
        until(lambda: not processes(bad.graph))


def broken(releases: Path, name: str, file: str, text: str) -> None:
    """Make a release current whose ``file`` holds ``text``."""
    write_release(releases / name)
    path = releases / name / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (releases / CURRENT).write_text(name, encoding="utf-8")


def test_however_a_release_is_broken_the_next_good_one_is_taken(tmp_path: Path) -> None:
    """Each failure is said in one line and leaves no process; what was served still is, meanwhile."""
    old = publish(tmp_path, "old")
    manifest = json.loads((old.path / "manifest.json").read_text(encoding="utf-8"))
    kinds = [
        ("graph.nq", "this is no quad\n"),
        ("manifest.json", "{"),
        ("manifest.json", "[]"),
        ("manifest.json", json.dumps({name: value for name, value in manifest.items() if name != "prefixes"})),
        ("manifest.json", json.dumps({**manifest, "downloads": [{"title": "none"}]})),
        ("queries/broken.rq", "#+ parameters: [\nSELECT * {}\n"),
    ]
    with running(old) as (server, port, _):
        base = f"http://127.0.0.1:{port}"
        before = processes(tmp_path)
        for number, (file, text) in enumerate(kinds):
            broken(tmp_path, f"bad-{number}", file, text.replace(old.digest, f"{number:064}"))
            os.kill(server.pid, signal.SIGHUP)
            line = error_line(server)
            assert line.startswith("Error: "), line
            assert line.endswith("; what was served before still is\n"), line
            assert fetch(base + COUNT)[1]["Oegyo-Release"] == old.digest
        (tmp_path / CURRENT).write_text("nowhere\n", encoding="ascii")
        os.kill(server.pid, signal.SIGHUP)
        assert error_line(server).startswith(f"Error: {tmp_path / 'nowhere'} is not a release: ")
        until(lambda: processes(tmp_path) == before)
        new = publish(tmp_path, "new", EXTRA)
        os.kill(server.pid, signal.SIGHUP)
        assert error_line(server) == f"Oegyo now serves {new.path}\n"
        assert fetch(base + COUNT)[1]["Oegyo-Release"] == new.digest
        until(lambda: not processes(old.graph))


def test_other_peoples_files_are_read_anew_on_sighup(tmp_path: Path) -> None:
    """A server without a release serves what is in its files now."""
    path = tmp_path / "own.nt"
    path.write_text("<http://x/a> <http://x/p> <http://x/o> .\n", encoding="ascii")

    async def story(client: Client) -> None:
        assert (await client.ask(COUNT, {"Accept": "text/csv"})).body == b"n\r\n1\r\n"
        path.write_text(
            "<http://x/a> <http://x/p> <http://x/o> .\n<http://x/b> <http://x/p> <http://x/o> .\n", encoding="ascii"
        )
        old = client.front.origin
        os.kill(os.getpid(), signal.SIGHUP)
        await comes_about(lambda: client.front.origin is not old)
        assert (await client.ask(COUNT, {"Accept": "text/csv"})).body == b"n\r\n2\r\n"

    run(None, story, path)


def test_a_server_that_ends_while_it_loads_a_release_leaves_nothing(tmp_path: Path) -> None:
    """The half-loaded one ends with the one that is served."""
    old = publish(tmp_path, "old")

    async def story(client: Client) -> None:
        assert client.pool.pids()
        publish(tmp_path, "new", EXTRA)
        os.kill(os.getpid(), signal.SIGHUP)
        await comes_about(lambda: processes(tmp_path / "new" / "graph.nq"))

    run(old, story, release=tmp_path)
    until(lambda: not processes(tmp_path / "new" / "graph.nq") and not processes(old.graph))


class Heard(io.StringIO):
    """Standard error, somebody at which ends the server as soon as it says what it now serves."""

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__()
        self._end = end

    def write(self, text: str) -> int:
        """Hear ``text``."""
        if "Oegyo now serves" in text:
            self._end()
        return super().write(text)


def test_a_server_that_ends_as_it_changes_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of what it serves from now on nor of what it served, which has not yet begun to end."""
    old = publish(tmp_path, "old")

    async def story(client: Client) -> None:
        monkeypatch.setattr(sys, "stderr", Heard(client.end))
        before = client.front.origin
        publish(tmp_path, "new", EXTRA)
        os.kill(os.getpid(), signal.SIGHUP)
        await comes_about(lambda: client.front.origin is not before)

    run(old, story, release=tmp_path)
    until(lambda: not processes(tmp_path / "new" / "graph.nq") and not processes(old.graph))


def test_sigterm_lets_what_is_under_way_finish(tmp_path: Path) -> None:
    """A query that still runs gets its answer, here that its worker was killed, and the server exits with 0."""
    release = publish(tmp_path, "own")
    statuses: list[int] = []
    with running(release, grace=SECONDS) as (server, port, _):
        base = f"http://127.0.0.1:{port}"
        thread = threading.Thread(target=lambda: statuses.append(fetch(base + RUNAWAY)[0]))
        thread.start()
        until(lambda: samples(fetch(f"{base}/metrics")[2])["oegyo_queries_running", ()])
        server.terminate()
        until(lambda: not listens(port))
        assert statuses == []
        for pid in workers(release.graph):
            with suppress(ProcessLookupError):  # an idle one may have ended by itself
                os.kill(pid, signal.SIGKILL)
        thread.join()
        assert server.wait(SECONDS) == 0
    assert statuses == [507]
    until(lambda: not processes(release.path))
