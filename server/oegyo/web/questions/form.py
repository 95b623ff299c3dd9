"""The form of a saved query: a field for each parameter, with what can be chosen, what was, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from oegyo.errors import QueryProblem, RequestProblem
from oegyo.saved.text import where_pattern
from oegyo.terms import interface, labels
from oegyo.terms.collation import sort_key
from oegyo.web.http import language
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.saved.query import Parameter, SavedQuery
    from oegyo.web.reading.graph import Graph

MOST_CHOICES = 600
"""Of more, nobody finds one in a list: the field takes what is typed."""

Names = dict[str, dict[str, str]]
"""Labels by IRI and language tag."""

_HINTS = {
    "date": _("Write a date such as 2021-07-31."),
    "gYear": _("Write a year such as 1991."),
    "gYearMonth": _("Write a month such as 1997-05."),
    "integer": _("Write a whole number."),
    "string": _("Write any text."),
    "language": _("Choose one of the languages."),
}
_INPUTS = {
    "date": {"type": "date", "min": "1000-01-01", "max": "9999-12-31"},
    "gYear": {"type": "number", "min": "1000", "max": "9999", "step": "1"},
    # where there is no picker of months, this is a field of text
    "gYearMonth": {"type": "month", "min": "1000-01", "max": "9999-12", "pattern": "[0-9]{4}-(0[1-9]|1[0-2])"},
    "integer": {"type": "number", "step": "1"},
}


@dataclass(frozen=True)
class Option:
    """One thing to choose: its ``text`` in the language ``lang``."""

    value: str
    text: str
    lang: str = ""


@dataclass(frozen=True)
class Field:
    """A field of the form: its value now, and either the ``choices`` or the ``attributes`` of an input to type in."""

    name: str
    labels: Mapping[str, str]
    value: str
    hint: str
    choices: list[Option] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def chosen(self) -> str:
        """What is chosen, in words."""
        return next((choice.text for choice in self.choices if choice.value == self.value), self.value)


def is_listed(parameter: Parameter) -> bool:
    """Whether the values of ``parameter`` are things of the graph, which can be listed."""
    return parameter.type.startswith(("id/", "concept/"))


class Choices:
    """What parameters can be, each found in ``graph`` once: a release never changes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[tuple[str, str], Names] = {}

    def of(self, query: SavedQuery, parameter: Parameter) -> Names:
        """What ``parameter`` can be for ``query`` to have an answer; where that cannot be asked, all of its kind."""
        key = query.slug, parameter.name
        if key not in self._known:
            default = str(parameter.term(parameter.default).value)
            self._known[key] = self._ask(query, parameter) or self._graph.options(default)
        return self._known[key]

    def names(self, iri: str) -> dict[str, str]:
        """The names of ``iri``."""
        return self._graph.labels([iri]).get(iri, {})

    def _ask(self, query: SavedQuery, parameter: Parameter) -> Names:
        try:
            return self._graph.choices(*_values(query, parameter))
        except QueryProblem:  # the query says nothing without a value, or takes too long to
            return {}


def _values(query: SavedQuery, parameter: Parameter) -> tuple[str, str]:
    """The prefixes, and a query for the values that ``parameter`` has in an answer to ``query``.

    That is whatever the things are that it asks about, and with the defaults of its other parameters.
    """
    names = "|".join(re.escape(one.name) for one in query.parameters if is_listed(one))
    lines = [line for line in query.text.split("\n") if not re.match(rf"\s*VALUES\s+\?({names})\s*\{{", line)]
    prologue, pattern = where_pattern("\n".join(lines))
    return prologue, f"SELECT DISTINCT (?{parameter.name} AS ?option) WHERE {pattern}"


def form_fields(query: SavedQuery, given: Mapping[str, list[str]], choices: Choices, tag: str) -> list[Field]:
    """The fields of the form of ``query`` with the values ``given``, for a reader of the language ``tag``.

    The language of the answer is that of the page, which has a switch of its own.
    """
    return [
        _field(query, parameter, given.get(parameter.name, []), choices, tag)
        for parameter in query.parameters
        if parameter.name != language.PARAMETER
    ]


def _field(query: SavedQuery, parameter: Parameter, given: list[str], choices: Choices, tag: str) -> Field:
    value, error = _read(parameter, given)
    offered = [Option(tag, interface.of(tag).name, tag) for tag in labels.LANGUAGES] if parameter.type == "language" else []
    if is_listed(parameter):
        offered = [_choice(iri, names, tag) for iri, names in choices.of(query, parameter).items()]
        offered.sort(key=lambda choice: sort_key(choice.text, tag))
    if len(offered) > MOST_CHOICES:
        offered = []
    elif offered and value not in {choice.value for choice in offered}:
        known = {} if error else choices.names(str(parameter.term(value).value))
        offered.insert(0, Option(value, *labels.preferred(known, tag, value)))
    hint = str(_HINTS.get(parameter.type, "")) or gettext("Write an address such as %(example)s.", example=parameter.default)
    # a browser empties a field for numbers or dates that holds something else, and the reader could not correct it
    attributes = {"type": "text"} if error else _INPUTS.get(parameter.type, {"type": "text"})
    return Field(parameter.name, parameter.labels, value, hint, offered, attributes, error)


def _read(parameter: Parameter, given: list[str]) -> tuple[str, str]:
    """The value to show for ``parameter``, and what is wrong with it."""
    if len(given) > 1:
        return given[-1], gettext("This is given more than once.")
    if not given:
        return parameter.default, ""
    try:
        return parameter.short(parameter.term(given[0])), ""
    except RequestProblem:
        hint = _HINTS.get(parameter.type) or gettext("Choose one of the list.")
        return given[0], gettext("“%(value)s” cannot be used here.", value=given[0]) + " " + str(hint)


def _choice(iri: str, names: Mapping[str, str], tag: str) -> Option:
    return Option(labels.local_name(iri), *labels.preferred(names, tag, iri))
