"""Any SPARQL 1.1 endpoint as the engine: the query is passed on by the protocol, the answer read up to the limits."""

from __future__ import annotations

import asyncio
import http.client
import urllib.error
import urllib.parse
import urllib.request

from oegyo import errors
from oegyo.engine.question import Answer, Question
from oegyo.engine.tokens import refuse_switched_off

_CHUNK = 1 << 16


class RemoteEngine:
    """Passes each query to the endpoint at ``url``; ``deadline`` in seconds, ``result_size`` in bytes."""

    def __init__(self, url: str, deadline: float, result_size: int) -> None:
        self._url = url
        self._deadline = deadline
        self._result_size = result_size

    def ask(self, question: Question) -> Answer:
        """Answer ``question`` at the endpoint; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        refuse_switched_off(question.text)
        form = [("query", question.text)]
        form += [("default-graph-uri", iri) for iri in question.dataset.default]
        form += [("named-graph-uri", iri) for iri in question.dataset.named]
        request = urllib.request.Request(  # noqa: S310 - the operator's own setting names the address
            self._url,
            data=urllib.parse.urlencode(form).encode("ascii"),
            headers={"Accept": ", ".join(filter(None, (question.solutions, question.graph)))},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._deadline) as response:  # noqa: S310 - likewise
                body = response.read(self._result_size + 1)
                if response.length and len(body) <= self._result_size:  # bytes promised, and the connection is at its end
                    raise http.client.IncompleteRead(body, response.length)
                media_type = response.headers.get_content_type()
        except urllib.error.HTTPError as error:
            raise _problem(error.code, error.read(_CHUNK).decode("utf-8", "replace").strip()) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)  # urllib wraps what happens before the request is sent
            if isinstance(reason, TimeoutError):
                msg = f"The endpoint behind this one did not answer in {self._deadline:g} seconds."
                raise errors.DeadlineProblem(msg) from error
            msg = f"The endpoint behind this one cannot be reached: {reason}."
            raise errors.BusyProblem(msg) from error
        if len(body) > self._result_size:
            msg = f"The answer is larger than {self._result_size:,} bytes."
            raise errors.TooLargeProblem(msg)
        if media_type not in {question.solutions, question.graph}:
            msg = f"The endpoint behind this one can only write {media_type}."
            raise errors.NotAcceptableProblem(msg)
        return Answer(body, media_type)

    async def answer(self, question: Question) -> Answer:
        """Answer ``question`` for an event loop."""
        return await asyncio.to_thread(self.ask, question)

    def close(self) -> None:
        """Nothing was started."""


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
    return kinds.get(status, errors.LostProblem)(detail or f"The endpoint behind this one answered {status}.")
