"""What can go wrong, as a message and its values: English for programs and terminals, the reader's language on pages.

Factored out so that build, engine and web need not know each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PLACE = re.compile(r"%\((\w+)\)s")


class Verbatim(str):
    """What somebody else says (a parser, another endpoint), in English: nobody here can translate it."""

    __slots__ = ()


@dataclass(frozen=True)
class Message:
    """A sentence by its English ``text``, the key of the catalogues, which has places ``%(name)s`` for its ``values``.

    A whole number among the values is written with its thousands apart; what should not be is given as text.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def fill(self, text: str, write: Callable[[Value], str]) -> str:
        """``text``, this message in some language, with each value as ``write`` writes it.

        Raises KeyError when it has a place for a value that there is not.
        """
        return _PLACE.sub(lambda place: write(self.values[place[1]]), text)

    def __str__(self) -> str:
        return self.fill(self.text, _in_english)


Said: TypeAlias = Message | Verbatim
"""What is said of a problem."""

Value: TypeAlias = Said | str | int | float
"""What a message may hold."""


def message(text: str, /, **values: Value) -> Message:
    """The message ``text`` with its ``values``; Babel finds the texts by the name of this function."""
    return Message(text, values)


def _in_english(value: Value) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:g}" if isinstance(value, float) else str(value)


class OegyoError(Exception):
    """An error the user can act on: its text says what, where and what to do, and is all that is shown."""

    def __init__(self, detail: Said) -> None:
        super().__init__(detail)
        self.detail = detail

    def lines(self) -> list[str]:
        """What a terminal says of it."""
        return [str(self.detail)]


class SettingError(OegyoError):
    """A setting holds a value that cannot be used."""


class BuildError(OegyoError):
    """A stage of the build failed: ``failures`` holds one line each, ``file[:line] or node: what is wrong``."""

    def __init__(self, stage: str, failures: list[str]) -> None:
        super().__init__(Verbatim(f"{stage}: " + "\n".join(failures)))
        self.stage = stage
        self.failures = failures


class QueryProblem(OegyoError):
    """A query was not answered. Each subclass is one row of the HTTP contract.

    ``slug`` names the problem type (RFC 9457), ``title`` is the same for all of its kind, ``status`` is the HTTP status
    code, ``advice`` says what to try. ``line`` and ``column`` count from 1.
    """

    slug = "query-problem"
    title: Said = message("The query was not answered")
    status = 500
    advice: Said | None = None

    def __init__(
        self, detail: Said, *, line: int | None = None, column: int | None = None, advice: Said | None = None
    ) -> None:
        super().__init__(detail)
        self.line = line
        self.column = column
        self.advice = advice or self.advice

    def lines(self) -> list[str]:
        """What is wrong, where in the query if that is known, and what to try."""
        said = [self.detail]
        if self.line is not None:
            place = {"line": str(self.line), "column": str(self.column)}
            said.append(message("At line %(line)s, column %(column)s of the query.", **place))
        return [str(one) for one in (*said, *([self.advice] if self.advice else []))]


class SyntaxProblem(QueryProblem):
    """The text is not SPARQL 1.1 Query. ``line`` and ``column`` count from 1."""

    slug = "syntax"
    title = message("The query has a syntax error")
    status = 400
    advice = message("Correct the query at the place given. Every prefix must be declared in the query itself.")


class RequestProblem(QueryProblem):
    """The request around the query cannot be read: not as the SPARQL 1.1 Protocol, or not with those parameters."""

    slug = "request"
    title = message("The request cannot be read")
    status = 400


class UnsupportedProblem(QueryProblem):
    """The query asks for something the engine does not have, such as an unknown function."""

    slug = "unsupported"
    title = message("The query asks for something this endpoint does not have")
    status = 400


class GraphProblem(QueryProblem):
    """The dataset of the request or the query names a graph that is not there."""

    slug = "unknown-graph"
    title = message("There is no such graph")
    status = 400


class ForbiddenProblem(QueryProblem):
    """The query asks for something that is switched off here."""

    slug = "forbidden"
    title = message("Switched off on this endpoint")
    status = 403


class NotFoundProblem(QueryProblem):
    """There is nothing at this address."""

    slug = "not-found"
    title = message("Nothing is known at this address")
    status = 404


class MethodProblem(QueryProblem):
    """The address does not take the method, but those that are ``allowed``."""

    slug = "method-not-allowed"
    title = message("Method Not Allowed")
    status = 405

    def __init__(self, detail: Said, allowed: Iterable[str]) -> None:
        super().__init__(detail)
        self.allowed = tuple(allowed)


class NotAcceptableProblem(QueryProblem):
    """No format that the client accepts can hold the answer."""

    slug = "not-acceptable"
    title = message("No acceptable format")
    status = 406


class TooLongProblem(QueryProblem):
    """The request is larger than the endpoint reads."""

    slug = "too-long"
    title = message("The request is too large")
    status = 413


class AddressProblem(QueryProblem):
    """The address is longer than the endpoint reads."""

    slug = "request-uri-too-long"
    title = message("Request URI Too Long")
    status = 414


class TimeoutProblem(QueryProblem):
    """The request did not come whole in the time it has."""

    slug = "request-timeout"
    title = message("The request did not arrive in time")
    status = 408


class HeaderProblem(QueryProblem):
    """The header of the request is longer than the server reads (RFC 6585 §5)."""

    slug = "request-header-fields-too-large"
    title = message("The header of the request is too large")
    status = 431


class ExpectationProblem(QueryProblem):
    """The request expects something else than to be told to go on (RFC 9110 §10.1.1)."""

    slug = "expectation-failed"
    title = message("Expectation Failed")
    status = 417


class TransferCodingProblem(QueryProblem):
    """The body comes in a transfer coding that nobody here reads (RFC 9112 §6.1)."""

    slug = "not-implemented"
    title = message("The request comes in a transfer coding that is not known here")
    status = 501


class MethodUnknownProblem(QueryProblem):
    """The request is of a method that nobody here knows (RFC 9110 §15.6.2)."""

    slug = "method-unknown"
    title = message("The method of the request is not known here")
    status = 501


class VersionProblem(QueryProblem):
    """The request is of a major version of HTTP that the server does not speak (RFC 9110 §15.6.6)."""

    slug = "http-version-not-supported"
    title = message("This version of HTTP is not spoken here")
    status = 505


class MediaTypeProblem(QueryProblem):
    """The body of a POST is of a media type that carries no query."""

    slug = "media-type"
    title = message("The body is not a query")
    status = 415


class ContentCodingProblem(QueryProblem):
    """The body comes in a content coding, and none is read here (RFC 9110 §15.5.16)."""

    slug = "content-coding"
    title = message("The body comes in a coding that is not read here")
    status = 415
    advice = message("Send it as it is, without Content-Encoding.")


class RangeProblem(QueryProblem):
    """The part of a file that is asked for lies outside it: it has ``size`` bytes."""

    slug = "requested-range-not-satisfiable"
    title = message("Requested Range Not Satisfiable")
    status = 416

    def __init__(self, detail: Said, size: int) -> None:
        super().__init__(detail)
        self.size = size


class PreconditionProblem(QueryProblem):
    """The answer is not the one that the request makes its condition (RFC 9110 §13)."""

    slug = "precondition-failed"
    title = message("Precondition Failed")
    status = 412


class ServiceProblem(QueryProblem):
    """An endpoint that SERVICE asks gave no whole answer."""

    slug = "service"
    title = message("A service did not answer")
    status = 502


class BusyProblem(QueryProblem):
    """Every worker is taken and none came free in time."""

    slug = "busy"
    title = message("The endpoint is busy")
    status = 503
    advice = message("Try again after the number of seconds in Retry-After.")


class NotReadyProblem(QueryProblem):
    """The server is asked whether it is ready, and no worker answers."""

    slug = "not-ready"
    title = message("The endpoint is not ready")
    status = 503


class RateProblem(QueryProblem):
    """A client sends more requests than are let in; ``seconds`` later it may send again."""

    slug = "rate"
    title = message("Too many requests")
    status = 429
    advice = message(
        "Try again after the number of seconds in Retry-After, and ask for more at once: one query can do what many do."
    )

    def __init__(self, detail: Said, seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds


class LostProblem(QueryProblem):
    """The worker that ran the query died of it."""

    slug = "lost"
    title = message("The query ended its worker")
    status = 507
    advice = message(
        "The query needed more memory than a worker has, or met a defect of the engine. "
        "Ask for less at once, or download the data: /download/."
    )


class DeadlineProblem(QueryProblem):
    """The query ran past the deadline and was stopped."""

    slug = "deadline"
    title = message("The query took too long")
    status = 504
    advice = message("Ask for less at once: add a LIMIT, name the subject or the graph, or download the data: /download/.")


class TooLargeProblem(QueryProblem):
    """The answer is larger than the endpoint sends."""

    slug = "too-large"
    title = message("The answer is too large")
    status = 507
    advice = message("Page through it with LIMIT and OFFSET (and ORDER BY), or download the data: /download/.")


class UnexpectedProblem(QueryProblem):
    """What nobody thought of: the log has the traceback, the reader plain words."""

    slug = "unexpected"
    title = message("Something went wrong here")
    advice = message("The fault is on this side and has been logged. Try again later, or ask for something else.")
