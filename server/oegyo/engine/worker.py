"""What one worker does: hold the graph, answer a query, explain why not.

pyoxigraph has no time-out and can take the process with it (deep nesting, ORDER BY over mixed types), which is why this
runs in a process that may die: see `oegyo.engine.zygote`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from oegyo import errors
from oegyo.engine import wire
from oegyo.engine.dataset import dataset
from oegyo.engine.projection import in_order
from oegyo.engine.question import Answer, Found, Question
from oegyo.engine.services import of_service
from oegyo.engine.syntax import explain
from oegyo.engine.tokens import open_services
from oegyo.errors import Verbatim, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from typing_extensions import Buffer

_T = TypeVar("_T")

_WRITTEN = 40  # bytes, about, of a short term in an answer of JSON or N-Triples


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
            raise errors.OegyoError(
                message("%(path)s cannot be read: %(error)s", path=str(path), error=Verbatim(error))
            ) from error
    return store


def answer(store: ox.Store, question: Question, result_size: int) -> Answer:
    """Answer ``question`` over ``store``.

    Raises SyntaxProblem, UnsupportedProblem, GraphProblem, NotAcceptableProblem or TooLargeProblem.
    """
    with _problems(question.text, result_size):
        graphs = dataset(store, question)
        result = store.query(
            in_order(question.text),
            use_default_graph_as_union=graphs is None,  # the flag would override FROM
            default_graph=[*graphs[0]] if graphs else None,  # no graph, when all that are named are named ones
            named_graphs=[*graphs[1]] if graphs else None,
        )
        return _write(result, question, result_size)


@contextmanager
def _problems(text: str, result_size: int) -> Iterator[None]:
    """Raise what goes wrong with the query ``text`` as the problem it is."""
    try:
        yield
    except SyntaxError as error:
        raise explain(str(error), text) from error
    except _TooLargeError as error:
        raise errors.TooLargeProblem(message("The answer is larger than %(size)s bytes.", size=result_size)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise errors.UnsupportedProblem(Verbatim(error)) from error


class StoreEngine:
    """Answers in this process, over ``store``; an answer may have ``result_size`` bytes. ``relays`` lead to services."""

    def __init__(self, store: ox.Store, result_size: int, relays: Mapping[str, str]) -> None:
        self._store = store
        self._result_size = result_size
        self._relays = relays

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        text, asks_services = open_services(question.text, self._relays)
        try:
            return self.answer(replace(question, text=text) if asks_services else question)
        except errors.UnsupportedProblem as problem:
            raise (of_service(problem, self._relays) if asks_services else problem) from problem

    def answer(self, question: Question) -> Answer:
        """Answer ``question`` as it is; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        return answer(self._store, question, self._result_size)

    def find(self, text: str) -> Found:
        """Find what ``text`` asks, which is a query of our own: it names no graphs and asks no service.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        with _problems(text, self._result_size):
            return _read(self._store.query(text, use_default_graph_as_union=True), self._result_size)

    def close(self) -> None:
        """There is nothing to close."""


def reply(ask: Callable[[Question], Answer], message: bytes) -> bytes:
    """What to write to the front that sent the question ``message``: what ``ask`` answers, or the problem it raises."""
    try:
        return wire.write_reply(ask(wire.read_question(message)))
    except errors.QueryProblem as problem:
        return wire.write_reply(problem)


def _write(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, question: Question, result_size: int) -> Answer:
    rows = not isinstance(result, ox.QueryTriples)
    media_type = question.solutions if rows else question.graph
    if media_type is None:
        raise errors.NotAcceptableProblem(
            message("The answer is rows or a boolean (SELECT, ASK), and no format the client accepts can hold it.")
            if rows
            else message("The answer is triples (CONSTRUCT, DESCRIBE), and no format the client accepts can hold it.")
        )
    buffer = _Buffer(result_size)
    if isinstance(result, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        ox.serialize(result, output=buffer, format=rdf_format)
    else:
        results_format = ox.QueryResultsFormat.from_media_type(media_type)
        result.serialize(output=buffer, format=results_format)
    return Answer(buffer.getvalue(), media_type)


def _read(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, result_size: int) -> Found:
    """The terms of ``result``; raises _TooLargeError for more of them than ``result_size`` bytes have room for."""
    if isinstance(result, ox.QueryBoolean):
        return Found(boolean=bool(result))
    if isinstance(result, ox.QueryTriples):
        return Found(triples=_all(result, result_size // (3 * _WRITTEN)))
    columns = tuple(variable.value for variable in result.variables)
    return Found(columns, _all(map(tuple, result), result_size // ((len(columns) or 1) * _WRITTEN)))


def _all(found: Iterable[_T], most: int) -> list[_T]:
    listed = list(islice(found, most + 1))
    if len(listed) > most:
        raise _TooLargeError
    return listed
