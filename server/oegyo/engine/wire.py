"""What the front and the processes behind it write to each other: no message is more than data.

A message is a line of JSON and, for an answer, its body behind that line. So a worker that a query has taken over can say
something wrong, and can make the front do nothing.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from oegyo import errors
from oegyo.engine.question import Answer, Dataset, Question
from oegyo.errors import Message, Said, Value, Verbatim

QUESTION = b"q"
"""What a message with a question begins with: a worker may be asked for more than questions (`oegyo.gate.rendering`)."""

FORK = b"w"
"""What the front sends to the zygote, with a socket, to have a worker forked for it."""

FORK_OPEN = b"o"
"""The same, for a worker that may open sockets: its query asks a service that the operator allows."""

PID = struct.Struct("!i")
"""What a worker says first, before it is asked anything: its process id."""

HEADER = struct.Struct("!i")
"""What `multiprocessing.connection.Connection` writes before the bytes of a message: how many they are."""

_PROBLEMS: dict[str, type[errors.QueryProblem]] = {
    problem.slug: problem
    for problem in (
        errors.GraphProblem,
        errors.NotAcceptableProblem,
        errors.SyntaxProblem,
        errors.TooLargeProblem,
        errors.UnsupportedProblem,
    )
}
"""What a worker may find wrong with a question, by slug."""


def write_question(question: Question) -> bytes:
    """``question`` for a worker."""
    dataset = question.dataset
    plain = [question.text, question.solutions, question.graph, dataset.default, dataset.named]
    return QUESTION + json.dumps(plain).encode("ascii")


def read_question(message: bytes) -> Question:
    """The question that `write_question` wrote."""
    text, solutions, graph, default, named = json.loads(message.removeprefix(QUESTION))
    return Question(text, solutions, graph, Dataset(tuple(default), tuple(named)))


def write_reply(reply: Answer | errors.QueryProblem) -> bytes:
    """The answer or the problem, for the front."""
    if isinstance(reply, Answer):
        return json.dumps({"media_type": reply.media_type}).encode("ascii") + b"\n" + reply.body
    said = {"detail": write_said(reply.detail), "line": reply.line, "column": reply.column}
    advice = {"advice": write_said(reply.advice)} if reply.advice else {}
    return json.dumps({"problem": reply.slug, **said, **advice}).encode("ascii") + b"\n"


def read_reply(message: bytes) -> Answer | errors.QueryProblem:
    """The answer or the problem that `write_reply` wrote.

    Raises EOFError when it is neither: what writes anything else is no worker any more.
    """
    head, _, body = message.partition(b"\n")
    try:
        said = json.loads(head)
        if "problem" not in said:
            return Answer(body, str(said["media_type"]))
        kind, detail = _PROBLEMS[said.pop("problem")], read_said(said.pop("detail"))
        return kind(detail, advice=read_said(said.pop("advice")) if "advice" in said else None, **said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EOFError from error


def write_said(value: Value) -> object:
    """A value of a message, as JSON has it: a number or a text as it is, what is said in a list, with its own values."""
    if isinstance(value, Message):
        return [value.text, {name: write_said(one) for name, one in value.values.items()}]
    return [value] if isinstance(value, Verbatim) else value


def _value(plain: Any) -> Value:
    """The value that `write_said` wrote; raises ValueError, TypeError or KeyError when it is none."""
    if isinstance(plain, list):
        return read_said(plain)
    if not isinstance(plain, str | int | float):
        raise TypeError
    return plain


def read_said(plain: Any) -> Said:
    """What is said, as `write_said` wrote it; raises ValueError, TypeError or KeyError when it is anything else."""
    if len(plain) == 1:
        return Verbatim(str(plain[0]))
    text, values = plain
    if not text:  # no catalogue has a message for nothing
        raise ValueError
    said = Message(str(text), {name: _value(one) for name, one in values.items()})
    str(said)  # which has a value for each of its places
    return said
