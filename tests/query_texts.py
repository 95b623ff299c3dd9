"""Texts of saved queries with one parameter, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.saved.query import SavedQuery, read_query

if TYPE_CHECKING:
    from pathlib import Path

XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://w3id.org/oegyo/"

_PROLOGUE = f"""\
PREFIX basis: <{BASE}concept/as-of-basis/>
PREFIX oegyo: <{BASE}ontology#>
PREFIX state: <{BASE}id/state/>
PREFIX xsd: <{XSD}>
"""


def header(**parameters: str) -> str:
    """The header of a query with ``parameters`` (name → type)."""
    lines = []
    for key, text in {"summary": "What is it?", "description": "It is what it is."}.items():
        lines += [f"{key}: {text}", f"{key}-ko: {text} (ko)", f"{key}-vi: {text} (vi)"]
    lines.append("tags: [memberships, quality]")
    if parameters:
        lines.append("parameters:")
    for name, kind in parameters.items():
        lines += [f"  {name}:", f"    type: {kind}", f"    label: The {name}"]
        lines += [f"    label-ko: The {name} (ko)", f"    label-vi: The {name} (vi)"]
    return "".join(f"#+ {line}\n" for line in lines)


def text_with(kind: str, default: str, name: str = "value") -> str:
    """The text of a query with one parameter, which is all it answers."""
    values = f"  VALUES ?{name} {{ {default} }}\n"
    return f"{header(**{name: kind})}{_PROLOGUE}SELECT ?{name} ?other WHERE {{\n{values}  VALUES ?other {{ 1 }}\n}}\n"


def read_text(folder: Path, text: str) -> SavedQuery:
    """The query ``text`` read from a file."""
    path = folder / "what-is-it.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def answer(text: str) -> list[list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]]:
    """The rows that ``text`` has over nothing at all: its data blocks."""
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [list(solution) for solution in solutions]
