"""What passes between the front and its workers is data: it comes back as it was, and nothing else comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oegyo import errors
from oegyo.engine import Answer, Dataset, Question
from oegyo.engine.wire import read_question, read_reply, write_question, write_reply
from oegyo.errors import Verbatim, message

TEXT = st.text(st.characters(codec=None))
"""Any text, lone surrogates among it."""

DETAIL = message(
    "no such %(name)s: %(count)s of %(share)s, %(more)s, %(why)s",
    name="한국",
    count=3,
    share=0.5,
    more=message("in all"),
    why=Verbatim("Parser error"),
)
ADVICE = message("Try another.")


@given(
    st.builds(Question, TEXT, st.none() | TEXT, st.none() | TEXT, st.builds(Dataset, st.tuples(TEXT), st.tuples(TEXT, TEXT)))
)
def test_a_question_arrives_as_it_was_put(question: Question) -> None:
    """Whatever characters it has."""
    assert read_question(write_question(question)) == question


@given(st.builds(Answer, st.binary(), TEXT))
def test_an_answer_arrives_as_it_was_given(answer: Answer) -> None:
    """Whatever bytes its body has, line ends among them."""
    assert read_reply(write_reply(answer)) == answer


@pytest.mark.parametrize(
    "kind",
    [
        errors.GraphProblem,
        errors.NotAcceptableProblem,
        errors.SyntaxProblem,
        errors.TooLargeProblem,
        errors.UnsupportedProblem,
    ],
)
def test_a_problem_arrives_with_its_place_and_advice(kind: type[errors.QueryProblem]) -> None:
    """It is of the same kind, which says its status."""
    found = read_reply(write_reply(kind(DETAIL, line=3, column=7, advice=ADVICE)))
    assert type(found) is kind
    assert (found.detail, found.line, found.column, found.advice) == (DETAIL, 3, 7, ADVICE)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"no JSON",
        b"[]\n",
        b"{}\n",
        b'{"problem": "setting", "detail": "x"}\n',
        b'{"problem": ["syntax"], "detail": "x"}\n',
        b'{"problem": "syntax"}\n',
        b'{"problem": "syntax", "detail": ["x"], "seconds": 1}\n',
        b'{"problem": "syntax", "detail": "text"}\n',
        b'{"problem": "syntax", "detail": []}\n',
        b'{"problem": "syntax", "detail": ["", {}]}\n',
        b'{"problem": "syntax", "detail": ["%(lacking)s", {}]}\n',
        b'{"problem": "syntax", "detail": ["x", []]}\n',
        b'{"problem": "syntax", "detail": ["x", {"y": null}]}\n',
        b'{"problem": "syntax", "detail": ["x", {"y": ["z", 1]}]}\n',
        b'{"problem": "syntax", "detail": ' + b"[" * 100_000 + b"}\n",
        b"\x80\x04\x95(cos\nsystem\n",
        b"\xff\xfe\n",
    ],
)
def test_anything_else_is_taken_for_the_end_of_the_worker(message: bytes) -> None:
    """A worker that a query has taken over cannot make the front do more than lose it."""
    with pytest.raises(EOFError):
        read_reply(message)
