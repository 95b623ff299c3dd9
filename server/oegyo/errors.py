"""What can go wrong, in the words a user reads. Factored out so that build, engine and web need not know each other."""

from __future__ import annotations


class OegyoError(Exception):
    """An error the user can act on: its text says what, where and what to do, and is all that is shown."""


class SettingError(OegyoError):
    """A setting holds a value that cannot be used."""


class BuildError(OegyoError):
    """A stage of the build failed: ``failures`` holds one line each, ``file[:line] or node: what is wrong``."""

    def __init__(self, stage: str, failures: list[str]) -> None:
        super().__init__(f"{stage}: " + "\n".join(failures))
        self.stage = stage
        self.failures = failures


class QueryProblem(OegyoError):
    """A query was not answered. Each subclass is one row of the HTTP contract.

    ``slug`` names the problem type (RFC 9457), ``status`` is the HTTP status code, ``advice`` says what to try.
    """

    slug = "query-problem"
    title = "The query was not answered"
    status = 500
    advice = ""

    def __init__(self, detail: str, *, line: int | None = None, column: int | None = None, advice: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.line = line
        self.column = column
        self.advice = advice or self.advice


class SyntaxProblem(QueryProblem):
    """The text is not SPARQL 1.1 Query. ``line`` and ``column`` count from 1."""

    slug = "syntax"
    title = "The query has a syntax error"
    status = 400
    advice = "Correct the query at the place given. Every prefix must be declared in the query itself."


class RequestProblem(QueryProblem):
    """The request around the query cannot be read: not as the SPARQL 1.1 Protocol, or not with those parameters."""

    slug = "request"
    title = "The request cannot be read"
    status = 400


class UnsupportedProblem(QueryProblem):
    """The query asks for something the engine does not have, such as an unknown function."""

    slug = "unsupported"
    title = "The query asks for something this endpoint does not have"
    status = 400


class GraphProblem(QueryProblem):
    """The dataset of the request or the query names a graph that is not there."""

    slug = "unknown-graph"
    title = "There is no such graph"
    status = 400


class ForbiddenProblem(QueryProblem):
    """The query asks for something that is switched off here."""

    slug = "forbidden"
    title = "Switched off on this endpoint"
    status = 403


class NotFoundProblem(QueryProblem):
    """There is nothing at this address."""

    slug = "not-found"
    title = "Nothing is known at this address"
    status = 404


class NotAcceptableProblem(QueryProblem):
    """No format that the client accepts can hold the answer."""

    slug = "not-acceptable"
    title = "No acceptable format"
    status = 406


class TooLongProblem(QueryProblem):
    """The request is larger than the endpoint reads."""

    slug = "too-long"
    title = "The request is too large"
    status = 413


class MediaTypeProblem(QueryProblem):
    """The body of a POST is of a media type that carries no query."""

    slug = "media-type"
    title = "The body is not a query"
    status = 415


class ServiceProblem(QueryProblem):
    """An endpoint that SERVICE asks gave no whole answer."""

    slug = "service"
    title = "A service did not answer"
    status = 502


class BusyProblem(QueryProblem):
    """Every worker is taken and none came free in time."""

    slug = "busy"
    title = "The endpoint is busy"
    status = 503
    advice = "Try again after the number of seconds in Retry-After."


class NotReadyProblem(QueryProblem):
    """The server is asked whether it is ready, and no worker answers."""

    slug = "not-ready"
    title = "The endpoint is not ready"
    status = 503


class RateProblem(QueryProblem):
    """A client sends more requests than are let in; ``seconds`` later it may send again."""

    slug = "rate"
    title = "Too many requests"
    status = 429
    advice = "Try again after the number of seconds in Retry-After, and ask for more at once: one query can do what many do."

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds


class LostProblem(QueryProblem):
    """The worker that ran the query died of it."""

    slug = "lost"
    title = "The query ended its worker"
    status = 507
    advice = (
        "The query needed more memory than a worker has, or met a defect of the engine. "
        "Ask for less at once, or download the data: /download/."
    )


class DeadlineProblem(QueryProblem):
    """The query ran past the deadline and was stopped."""

    slug = "deadline"
    title = "The query took too long"
    status = 504
    advice = "Ask for less at once: add a LIMIT, name the subject or the graph, or download the data: /download/."


class TooLargeProblem(QueryProblem):
    """The answer is larger than the endpoint sends."""

    slug = "too-large"
    title = "The answer is too large"
    status = 507
    advice = "Page through it with LIMIT and OFFSET (and ORDER BY), or download the data: /download/."
