"""Any SPARQL 1.1 endpoint as the engine: the query is passed on by the protocol, the answer read up to the limits."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING

import urllib3

from oegyo import errors
from oegyo.engine.question import Answer, Question
from oegyo.engine.tokens import refuse_switched_off
from oegyo.errors import Verbatim, message

if TYPE_CHECKING:
    from oegyo.config import Settings

_CHUNK = 1 << 16


class RemoteEngine:
    """Passes each query to the endpoint at ``url``; ``deadline`` in seconds, ``result_size`` in bytes."""

    def __init__(self, url: str, deadline: float, result_size: int) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(deadline), retries=False)
        self._deadline = deadline
        self._result_size = result_size

    @classmethod
    def of(cls, settings: Settings) -> RemoteEngine:
        """The endpoint that ``settings`` name, with their limits."""
        return cls(settings.engine, settings.deadline, settings.result_size)

    def ask(self, question: Question) -> Answer:
        """Answer ``question`` at the endpoint; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        refuse_switched_off(question.text)
        form = [("query", question.text)]
        form += [("default-graph-uri", iri) for iri in question.dataset.default]
        form += [("named-graph-uri", iri) for iri in question.dataset.named]
        try:
            response = self._pool.request(
                "POST",
                self._url,
                fields=form,
                encode_multipart=False,
                headers={"Accept": ", ".join(filter(None, (question.solutions, question.graph)))},
                preload_content=False,
            )
            with closing(response):
                if response.status != 200:
                    raise _problem(response.status, response.read(_CHUNK).decode("utf-8", "replace").strip())
                body = response.read(self._result_size + 1)
        except urllib3.exceptions.HTTPError as error:
            # urllib3 takes a refused connection for one that timed out
            refused = isinstance(error, urllib3.exceptions.NewConnectionError)
            if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
                seconds = float(self._deadline)
                raise errors.DeadlineProblem(
                    message("The endpoint behind this one did not answer in %(seconds)s seconds.", seconds=seconds)
                ) from error
            raise errors.BusyProblem(
                message("The endpoint behind this one cannot be reached: %(error)s.", error=Verbatim(error))
            ) from error
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if len(body) > self._result_size:
            raise errors.TooLargeProblem(message("The answer is larger than %(size)s bytes.", size=self._result_size))
        if media_type not in {question.solutions, question.graph}:
            raise errors.NotAcceptableProblem(
                message("The endpoint behind this one can only write %(type)s.", type=media_type)
            )
        return Answer(body, media_type)

    async def answer(self, question: Question, _client: str = "") -> Answer:
        """Answer ``question`` for an event loop, whoever asks."""
        return await asyncio.to_thread(self.ask, question)

    def close(self) -> None:
        """End the connections."""
        self._pool.clear()


def _problem(status: int, detail: str) -> errors.QueryProblem:
    """The problem that an endpoint's status stands for."""
    kinds: dict[int, type[errors.QueryProblem]] = {
        400: errors.UnsupportedProblem,
        403: errors.ForbiddenProblem,
        406: errors.NotAcceptableProblem,
        413: errors.TooLongProblem,
        503: errors.BusyProblem,
        504: errors.DeadlineProblem,
    }
    said = Verbatim(detail) if detail else message("The endpoint behind this one answered %(status)s.", status=status)
    return kinds.get(status, errors.LostProblem)(said)
