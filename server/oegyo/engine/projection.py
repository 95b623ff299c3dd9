"""The columns of ``SELECT *``, in the order in which a reader meets them in the query.

SPARQL leaves their order open and pyoxigraph puts them in another. So the star gives way to the names it stands for: which
names, the engine itself says; in which order, the text does.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from oegyo.engine.tokens import prologue_end, variables

_SPACE = r"(?:\s|\#[^\r\n]*)*+"
_STAR = re.compile(rf"SELECT{_SPACE}(?:DISTINCT|REDUCED)?{_SPACE}(?P<star>\*)", re.IGNORECASE)

# A service binds the variables that a graph of the same pattern would, and is not called for their names.
_SERVICE = re.compile(r"(?<![\w?$:.-])SERVICE(?:\s+SILENT)?(?![\w:.-])", re.IGNORECASE)


def in_order(text: str) -> str:
    """The query ``text`` with the ``*`` of its outermost SELECT written out; any other text, broken or not, as it is."""
    select = _STAR.match(text, prologue_end(text))
    if select is None:
        return text
    try:
        found = ox.Store().query(_SERVICE.sub("GRAPH", text))  # over nothing: for what it is called, not for what is in it
    except (SyntaxError, RuntimeError, OSError, ValueError):
        return text
    if not isinstance(found, ox.QuerySolutions) or not found.variables:
        return text
    places: dict[str, int] = {}
    for name, place in variables(text):
        places.setdefault(name, place)
    names = sorted((one.value for one in found.variables), key=lambda name: (places.get(name, len(text)), name))
    columns = " ".join(f"?{name}" for name in names)
    return f"{text[: select.start('star')]} {columns} {text[select.end('star') :]}"
