"""What a page does to the text of a saved query besides filling in its parameters.

It reads the columns, asks for more of them, and asks what a parameter can be. The texts are our own, one question each,
their shape kept by tests; this is no parser of SPARQL.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"^[ \t]*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)
_WHERE = re.compile(r"\bWHERE\s*(?=\{)", re.IGNORECASE)
_QUIET = re.compile(r'"[^"\n]*"|^#.*$', re.MULTILINE)
_INNER = re.compile(r"\((?:(?!\bAS\b)[^()])*\)", re.IGNORECASE)
_NAMED = re.compile(r"\([^()]*\bAS\s+(\?\w+)\s*\)", re.IGNORECASE)
_GROUPED = re.compile(r"^\s*GROUP\s+BY\b", re.MULTILINE | re.IGNORECASE)
_PREFIX = re.compile(r"^\s*PREFIX\s.*$", re.MULTILINE | re.IGNORECASE)

TRIPLE = ("subject", "predicate", "object")
"""The columns of an answer that is triples."""


def query_form(text: str) -> str:
    """The query form: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    match = _FORM.search(text)
    return match[1].upper() if match else "SELECT"


def projected(text: str) -> tuple[str, ...]:
    """The columns that the answer has, in their order; ASK has none."""
    if query_form(text) != "SELECT":
        return () if query_form(text) == "ASK" else TRIPLE
    start, end = _projection(text)
    named = _QUIET.sub("", text[start:end])
    while (inner := _INNER.sub("", named)) != named:
        named = inner
    return tuple(re.findall(r"\?(\w+)", _NAMED.sub(r" \1 ", named)))


def with_projected(text: str, names: list[str]) -> str:
    """``text`` with the columns ``names`` after its own."""
    _, end = _projection(text)
    return text[:end].rstrip() + "".join(f" ?{name}" for name in names) + "\n" + text[end:] if names else text


def takes_projected(text: str) -> bool:
    """Whether there can be one more column: not where rows are counted together."""
    return query_form(text) == "SELECT" and not _GROUPED.search(_after(text))


def where_pattern(text: str) -> tuple[str, str]:
    """The PREFIX lines of ``text``, and what stands in its WHERE, braces included."""
    _, start = _projection(text)
    return "\n".join(_PREFIX.findall(text)), text[text.index("{", start) : text.rindex("}") + 1]


def _projection(text: str) -> tuple[int, int]:
    """Where the part between the form and WHERE (or the brace, when there is no such word) begins and ends."""
    found = _FORM.search(text)
    start = found.end() if found else 0
    where = _WHERE.search(text, start)
    return start, where.start() if where else text.index("{", start)


def _after(text: str) -> str:
    """What follows the last brace: the order, and how rows are made one."""
    return text[text.rindex("}") :]
