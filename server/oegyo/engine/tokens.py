"""The keywords of a query, seen before it reaches an engine that has no switch for what they do.

Only the terminals of the grammar are told apart (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, §19.8), so that a
word inside a string, an IRI, a comment or a name is never taken for a keyword. Nothing is parsed here. An engine need not
want a space around its keywords (``1.SERVICE:x{``, ``SERVICESILENT<…>{``), so what could be read as SERVICE counts as it.

Every pattern consumes what it has looked at, so that a text made to be slow is read once all the same. What stands within a
possessive repetition has one way to match and no other: before Python 3.11.5 those with two ways to match went astray
(https://github.com/python/cpython/issues/106052), and SERVICE after such a string was not seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oegyo.errors import ForbiddenProblem, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN = re.compile(
    r"""
      (?P<comment>  \#[^\r\n]* )
    | (?P<iri>      <[^<>"{}|^`\x00-\x20]*> )
    | (?P<string>   "{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3})? | '{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?
                  | "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'? )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<variable> [?$]\w+ )
    | (?P<name>     (?P<prefix>[\w.-]*+):(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+)? )
    | (?P<word>     [\w.-]+ )
    | (?P<brace>    \{ )
    """,
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")

_SWITCHED_OFF = {
    "SERVICE": message(
        "SERVICE would make this endpoint fetch another address. Query that endpoint directly and join the answers."
    ),
}
_FROM = {"FROM", "FROMNAMED"}
_BEFORE_A_GRAPH = {"GRAPH", "FROM", "NAMED"}
_PROLOGUE = {"BASE", "PREFIX", "VERSION"}
# The space between two keywords may be missing here as well.
_UPDATE = re.compile(r"(INSERT|DELETE)(DATA|WHERE)?|(LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(SILENT)?|WITH")


def graphs(text: str) -> tuple[list[str], list[str]]:
    """What stands after FROM, and what after FROM NAMED, as it is written: ``<…>`` or a name with a prefix."""
    default: list[str] = []
    named: list[str] = []
    previous = ""
    for match in _TOKEN.finditer(text):
        if match["comment"]:
            continue
        if (match["iri"] or match["name"]) and previous in _FROM:
            (default if previous == "FROM" else named).append(match[0])
        word = (match["word"] or "").upper()
        previous = "FROMNAMED" if word == "NAMED" and previous == "FROM" else word
    return default, named


def variables(text: str) -> Iterator[tuple[str, int]]:
    """Each variable of ``text`` without its sign, and where it stands, as often as it does."""
    return ((match["variable"][1:], match.start()) for match in _TOKEN.finditer(text) if match["variable"])


def prologue_end(text: str) -> int:
    """Where the prologue ends: the place of the first keyword that declares nothing, or the end of ``text``."""
    found = _first_keyword(text)
    return found.start() if found else len(text)


def _first_keyword(text: str) -> re.Match[str] | None:
    """The keyword that says what the query does."""
    words = (match for match in _TOKEN.finditer(text) if match["word"])
    return next((match for match in words if match["word"].upper() not in _PROLOGUE), None)


def undeclared_prefix(text: str) -> tuple[str, int] | None:
    """The first prefix used before any PREFIX line declares it, and the place in ``text`` where it is used."""
    declared = {"_"}  # _:b0 is a blank node
    previous = ""
    for match in _TOKEN.finditer(text):
        if match["name"] and previous == "PREFIX":
            declared.add(match["prefix"])
        elif match["name"] and match["prefix"] not in declared:
            return match["prefix"], match.start()
        if not match["comment"]:
            previous = (match["word"] or "").upper()
    return None


def refuse_switched_off(text: str) -> None:
    """Raise ForbiddenProblem when the query uses what this endpoint does not do: pyoxigraph has no switch for it."""
    first = _first_keyword(text)
    if first and (update := _UPDATE.fullmatch(first["word"].upper())):
        raise ForbiddenProblem(
            message("%(word)s is SPARQL Update, which is switched off.", word=update[1] or update[3] or update[0]),
            advice=message("This endpoint only answers queries: SELECT, ASK, CONSTRUCT and DESCRIBE."),
        )
    # Engines differ in whether \u0053 is an S before or after the words are told apart; both readings are checked.
    readings = {text, _CODEPOINT.sub(lambda match: chr(int(match[1] or match[2], 16)), text)}
    for word, advice in _SWITCHED_OFF.items():
        if any(_could_say(reading, word) for reading in readings):
            raise ForbiddenProblem(message("%(word)s is switched off.", word=word), advice=advice)


def open_services(text: str, relays: Mapping[str, str]) -> tuple[str, bool]:
    """``text`` with each ``SERVICE <endpoint>`` of ``relays`` (endpoint → relay) sent to its relay; whether there was one.

    Raises ForbiddenProblem when anything else in it asks for a service: a variable, a name, an endpoint not listed.
    """
    parts, rest, end = [], [], 0
    service, silent = -1, False  # where SERVICE stands, when it (and perhaps SILENT) was the last word
    for match in _TOKEN.finditer(text):
        if match["comment"]:
            continue
        if service >= 0 and match["iri"] and match[0][1:-1] in relays:
            parts += [text[end : match.start()], f"<{relays[match[0][1:-1]]}>"]
            rest.append(text[end:service])
            end = match.end()
        word = (match["word"] or "").upper()
        silent = word == "SILENT" and service >= 0 and not silent
        if not silent:
            service = match.start() if word == "SERVICE" else -1
    refuse_switched_off(" ".join([*rest, text[end:]]))
    return "".join([*parts, text[end:]]), end > 0


def _could_say(text: str, word: str) -> bool:
    """Whether some engine could read the keyword ``word``, which a group in braces follows, in ``text``."""
    previous, named = "", False  # the word before; whether a prefix that holds the word, as in SERVICE:x, came just before
    for match in _TOKEN.finditer(text):
        if match["comment"]:
            continue
        if match["brace"] and named:
            return True
        if match["word"] and word in match["word"].upper():
            return True
        named = word in (match["prefix"] or "").upper() and previous not in _BEFORE_A_GRAPH
        previous = (match["word"] or "").upper()
    return False
