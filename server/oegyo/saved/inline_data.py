"""Rows for the data blocks of a query text (SPARQL 1.1, section 10.2: https://www.w3.org/TR/sparql11-query/#inline-data).

A text asks for a table by an empty block, ``VALUES (?query ?tag) { }``: it is SPARQL as it stands, and finds nothing. The
table of those variables takes the place, each value as one RDF term that pyoxigraph writes, so no value can be read as
anything else. The rows stay on the line of the block: what a parser says of a line is true of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pyoxigraph as ox

Variables: TypeAlias = tuple[str, ...]
"""What a table is known by."""

Row: TypeAlias = "tuple[ox.NamedNode | ox.Literal | None, ...]"
"""A term for each variable, None where there is none (``UNDEF``)."""

Tables: TypeAlias = Mapping[Variables, Iterable[Row]]

_BLOCK = re.compile(r"\bVALUES\s*\((?P<variables>(?:\s*\?\w+)+\s*)\)\s*\{\s*\}")


def wanted(text: str) -> dict[Variables, int]:
    """The tables that ``text`` asks for, each with the first line, from 1, on which it does."""
    found: dict[Variables, int] = {}
    for block in _BLOCK.finditer(text):
        found.setdefault(_variables(block), text.count("\n", 0, block.start()) + 1)
    return found


def filled(text: str, tables: Tables) -> str:
    """``text`` with the rows of ``tables`` in the data blocks that ask for them.

    Raises KeyError for a table that is not there, ValueError for a row that is not as long as its table is wide.
    """
    return _BLOCK.sub(lambda block: _data_block(_variables(block), tables[_variables(block)]), text)


def _variables(block: re.Match[str]) -> Variables:
    return tuple(block["variables"].replace("?", " ").split())


def _data_block(variables: Variables, rows: Iterable[Row]) -> str:
    lines = []
    for row in rows:
        terms = ("UNDEF" if term is None else str(term) for _, term in zip(variables, row, strict=True))
        lines.append(f"({' '.join(terms)})")
    return f"VALUES ({' '.join(f'?{name}' for name in variables)}) {{ {' '.join(lines)} }}"
