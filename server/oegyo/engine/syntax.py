"""Where and how a query is not SPARQL, read out of the message of a parser that looks ahead.

pyoxigraph says how far it looked before it gave up, and what it looked for there: ``error at 1:20: expected one of …``. To
try a keyword it looks as many characters ahead as the keyword has, so the place that a reader needs lies that much before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oegyo.engine.tokens import undeclared_prefix
from oegyo.errors import SyntaxProblem, Verbatim, message

if TYPE_CHECKING:
    from oegyo.errors import Message

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z_]+[0-9]*")
_ANYTHING = "[_]"
_REASONS = {
    "IRI parsing failed": message("This is not an IRI."),
    "The SELECT contains a variable that is unbound": message(
        "SELECT names a variable that is neither grouped by nor aggregated."
    ),
    "Duplicated variable name in SELECT": message("SELECT names one variable twice."),
}
_EXCERPT = 40


def explain(found: str, text: str) -> SyntaxProblem:
    """What the parser ``found`` wrong with the query ``text``, in words."""
    if undeclared := undeclared_prefix(text):
        prefix, offset = undeclared
        return _at(offset, text, message("The prefix %(prefix)s: is not declared.", prefix=prefix))
    parts = _MESSAGE.fullmatch(found)
    if parts is None:
        return SyntaxProblem(Verbatim(found))
    expected = parts[3].split(", ")
    offset = _offset(int(parts[1]), int(parts[2]), text)
    for reason, detail in _REASONS.items():
        if reason in expected:
            return _at(offset, text, detail)
    keywords = [entry for entry in expected if _KEYWORD.fullmatch(entry)]
    if keywords and all(entry in keywords or entry == _ANYTHING for entry in expected):
        offset = max(0, offset - min(map(len, keywords)))
    return _at(offset, text, _unreadable(text, offset, expected))


def _unreadable(text: str, offset: int, expected: list[str]) -> Message:
    """What to say when the parser stopped at ``offset`` for no reason it has a name for."""
    if not text[offset:].strip():
        # All of it was read and then refused, for what no place shows (a name bound twice, a space that is none)?
        whole = expected == [_ANYTHING] and text.strip()
        return message("The query as a whole cannot be read.") if whole else message("The query ends too early.")
    excerpt = text[offset : offset + _EXCERPT].split("\n", maxsplit=1)[0].strip()
    if not excerpt:
        return message("The query cannot be read from here.")
    return message("The query cannot be read from here: %(excerpt)s.", excerpt=repr(excerpt))


def _offset(line: int, column: int, text: str) -> int:
    """The place ``line``, ``column`` (from 1) as a count of characters."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def _at(offset: int, text: str, detail: Message) -> SyntaxProblem:
    before = text[:offset]
    return SyntaxProblem(detail, line=before.count("\n") + 1, column=offset - (before.rfind("\n") + 1) + 1)
