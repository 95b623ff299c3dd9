"""What the columns of answers are called: a heading in the reader's language for the variables that saved queries use.

The headings are in ``ontology/presentation/columns.ttl``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import lazy_gettext as _

from oegyo.terms.formats import Kind
from oegyo.terms.labels import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oegyo.web.reading.terms import Cell

TRIPLE = {
    "subject": _("Subject"),
    "predicate": _("Predicate"),
    "object": _("Object"),
}
"""The headings of an answer that is triples."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|_")


class ShownValue(NamedTuple):
    """A ``cell``, and the ``value`` that the graph has for it: an IRI, or the text of a literal."""

    cell: Cell
    value: str


@dataclass(frozen=True)
class Column:
    """A column called ``name`` in the query and ``head`` on the page; ``number`` when nothing but numbers stand in it."""

    name: str
    head: str
    number: bool


def column(
    name: str, values: Sequence[ShownValue], kind: Kind, headings: Mapping[str, Mapping[str, str]], language: str
) -> Column:
    """The column ``name`` of an answer of ``kind``, which holds ``values``, for a reader of ``language``."""
    numbers = [value.cell.number for value in values if value.value]
    heading = str(TRIPLE[name]) if kind is Kind.GRAPH else head(name, headings, language)
    return Column(name, heading, number=bool(numbers) and all(numbers))


def head(name: str, headings: Mapping[str, Mapping[str, str]], language: str) -> str:
    """The heading of the variable ``name``: of one that nobody has named, its own words."""
    words = _HUMP.sub(" ", name)
    return preferred(headings.get(name, {}), language)[0] or words[:1].upper() + words[1:].lower()
