"""What the front and its workers write to each other of a page: a request, its whole answer. No message is more than data.

A message to a worker is a letter for what is wanted of it and then a question (`oegyo.engine.wire`), or a line of JSON and a
body. What a worker says is a line of JSON and a body as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oegyo.engine import wire
from oegyo.engine.question import Dataset
from oegyo.errors import QueryProblem
from oegyo.gate.response import Response
from oegyo.web.http.protocol import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.errors import Said
    from oegyo.gate.request import Request

PAGE = b"p"
"""A request that the web application answers."""

REFUSAL = b"r"
"""A problem that a reader is to be told of on a page, and the request that met it."""


@dataclass(frozen=True)
class Asked:
    """What became of a query that a page asked: the slug of the problem, or ``answered``."""

    text: str
    outcome: str
    seconds: float


@dataclass(frozen=True)
class Rendered:
    """A page, and what it asked."""

    response: Response
    asked: list[Asked]


class ToldProblem(QueryProblem):
    """A problem as a worker is told of it."""

    def __init__(self, title: Said, detail: Said, *, slug: str, status: int, **where: Any) -> None:
        super().__init__(detail, **where)
        self.slug, self.status, self.title = slug, status, title


@dataclass(frozen=True)
class Wanted:
    """What a worker is to answer: the ``environ`` of a WSGI application without its streams, and a body."""

    environ: Mapping[str, Any]
    body: bytes = b""
    operation: Operation | None = None
    problem: QueryProblem | None = field(default=None)


def write_page(scope: Mapping[str, Any], body: bytes, request: Request | None = None) -> bytes:
    """The request of ``scope`` for a worker, which the gate has read as ``request``."""
    asked = request.operation if request else None
    operation = None
    if isinstance(asked, Operation):
        operation = [asked.query, asked.dataset.default, asked.dataset.named, asked.formats]
    return PAGE + _line({"scope": _plain(scope), "operation": operation}) + body


def write_refusal(scope: Mapping[str, Any], problem: QueryProblem) -> bytes:
    """``problem``, met by the request of ``scope``, for a worker to write a page of."""
    told = {"slug": problem.slug, "status": problem.status, "line": problem.line, "column": problem.column}
    said = {"title": wire.write_said(problem.title), "detail": wire.write_said(problem.detail)}
    advice = wire.write_said(problem.advice) if problem.advice else None
    return REFUSAL + _line({"scope": _plain(scope), "problem": {**told, **said, "advice": advice}})


def read_wanted(message: bytes) -> Wanted:
    """What `write_page` or `write_refusal` wrote, behind its letter."""
    head, _, body = message.partition(b"\n")
    said = json.loads(head)
    if problem := said.get("problem"):
        title, detail, advice = (problem.pop(name) for name in ("title", "detail", "advice"))
        problem["advice"] = wire.read_said(advice) if advice else None
        told = ToldProblem(wire.read_said(title), wire.read_said(detail), **problem)
        return Wanted(said["scope"], problem=told)
    operation = None
    if said["operation"]:
        query, default, named, formats = said["operation"]
        operation = Operation(query, Dataset(tuple(default), tuple(named)), tuple(formats))
    return Wanted(said["scope"], body, operation)


def write_rendered(status: int, headers: list[tuple[str, str]], body: bytes, asked: list[Asked]) -> bytes:
    """A page, for the front."""
    told = [[one.text, one.outcome, one.seconds] for one in asked]
    return _line({"status": status, "headers": headers, "asked": told}) + body


def read_rendered(message: bytes) -> Rendered:
    """The page that `write_rendered` wrote; raises EOFError when it is none: what writes that is no worker any more."""
    head, _, body = message.partition(b"\n")
    try:
        said = json.loads(head)
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in said["headers"]]
        asked = [Asked(str(text), str(outcome), float(seconds)) for text, outcome, seconds in said["asked"]]
        return Rendered(Response(int(said["status"]), headers, body), asked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EOFError from error


def _line(value: object) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"


def _plain(scope: Mapping[str, Any]) -> dict[str, Any]:
    """What a WSGI application is told of a request (PEP 3333), without its streams."""
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": str((scope.get("client") or ("",))[0]),
        "SERVER_NAME": str(scope["server"][0]),
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.url_scheme": scope["scheme"],
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        given = value.decode("latin-1")
        environ[key] = f"{environ[key]},{given}" if key in environ else given
    return environ
