"""One worker: a process that holds the graph in memory and answers one query at a time, until it is ended.

Run as ``python -m oegyo.engine.worker FD FILE…``; ``FD`` is the worker's end of a socket pair. pyoxigraph has no time-out
and can take the process with it (deep nesting, ORDER BY over mixed types), which is why it has a process to itself.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import sys
import threading
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo import errors
from oegyo.engine.question import Answer, Question
from oegyo.engine.syntax import explain
from oegyo.engine.tokens import names_a_dataset

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _TooLargeError(Exception):
    """The answer outgrew the limit."""


class _Buffer(BytesIO):
    """A file to write an answer to, which refuses to grow past ``limit`` bytes; the engine stops at the refusal."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, chunk: Buffer) -> int:
        written = super().write(chunk)
        if self.tell() > self._limit:
            raise _TooLargeError
        return written


def load(files: list[Path]) -> ox.Store:
    """A store in memory with the triples and quads of ``files``, in any format pyoxigraph reads.

    Raises OegyoError, naming the file, when one cannot be read.
    """
    store = ox.Store()
    for path in files:
        try:
            store.bulk_load(path=str(path))
        except (SyntaxError, ValueError, OSError) as error:
            msg = f"{path} cannot be read: {error}"
            raise errors.OegyoError(msg) from error
    return store


def answer(store: ox.Store, question: Question, result_size: int) -> Answer:
    """Answer ``question`` over ``store``.

    Raises SyntaxProblem, UnsupportedProblem, NotAcceptableProblem or TooLargeProblem.
    """
    dataset = question.dataset
    try:
        result = store.query(
            question.text,
            # Without a dataset in the request or the query, every graph counts. The flag would override FROM.
            use_default_graph_as_union=not dataset and not names_a_dataset(question.text),
            # Named graphs alone would leave the default graph open: the protocol says it is empty then.
            default_graph=[ox.NamedNode(iri) for iri in dataset.default] if dataset else None,
            named_graphs=[ox.NamedNode(iri) for iri in dataset.named] if dataset else None,
        )
        return _write(result, question, result_size)
    except SyntaxError as error:
        raise explain(str(error), question.text) from error
    except _TooLargeError as error:
        msg = f"The answer is larger than {result_size:,} bytes."
        raise errors.TooLargeProblem(msg) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise errors.UnsupportedProblem(str(error)) from error


def _write(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, question: Question, result_size: int) -> Answer:
    rows = not isinstance(result, ox.QueryTriples)
    media_type = question.solutions if rows else question.graph
    if media_type is None:
        what = "rows or a boolean (SELECT, ASK)" if rows else "triples (CONSTRUCT, DESCRIBE)"
        msg = f"The answer is {what}, and no format the client accepts can hold it."
        raise errors.NotAcceptableProblem(msg)
    buffer = _Buffer(result_size)
    if isinstance(result, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        ox.serialize(result, output=buffer, format=rdf_format)
    else:
        results_format = ox.QueryResultsFormat.from_media_type(media_type)
        result.serialize(output=buffer, format=results_format)
    return Answer(buffer.getvalue(), media_type)


def main(arguments: list[str]) -> None:
    """Load the files, say so, then answer until the front closes its end or ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the front, which ends its workers
    descriptor, memory, result_size, *files = arguments
    with Connection(socket.socket(fileno=int(descriptor)).detach()) as front:
        threading.Thread(target=_leave_with, args=[front.fileno()], daemon=True).start()
        try:
            store = load([Path(name) for name in files])
        except errors.OegyoError as error:
            front.send(error)
            return
        _confine(int(memory))
        front.send(len(store))
        while True:
            try:
                question = front.recv()
            except (EOFError, ConnectionError):
                return
            try:
                front.send(answer(store, question, int(result_size)))
            except errors.QueryProblem as problem:
                front.send(problem)


def _leave_with(descriptor: int) -> None:
    """End this process when the front is gone, however it went and whatever query runs: pyoxigraph lets threads run."""
    front = select.poll()
    front.register(descriptor, 0)  # a closed end is reported unasked
    front.poll()
    os._exit(0)


def _confine(memory: int) -> None:
    """Leave the process ``memory`` bytes of address space to grow by, no core dump and no file or socket to open.

    SERVICE opens a socket, and pyoxigraph has no switch for it: behind the refusal in `oegyo.engine.tokens`, this one holds.
    """
    limit = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, 1))


def _address_space() -> int:
    """Bytes of address space this process uses now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(sys.argv[1:])
