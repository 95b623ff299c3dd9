"""What the endpoint is and can do, as RDF: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.formats import ANSWERS
from oegyo.terms.namespaces import graph_iri
from oegyo.terms.vocabularies import SD, VOID, XSD
from oegyo.web.reading.graph import serialize

if TYPE_CHECKING:
    from oegyo.saved.inline_data import Tables
    from oegyo.web.reading.site import Site

_FORMAT = "http://www.w3.org/ns/formats/"
_PREFIXES = {"sd": SD, "void": VOID, "format": _FORMAT, "xsd": XSD}


def write(site: Site, address: str, media_type: str) -> bytes:
    """The description of the endpoint at ``address`` over the release of ``site``, written as ``media_type``.

    Over other people's files, of which nobody counted the triples, it names no graphs.
    """
    counts = site.triples
    tables: Tables = {
        ("format",): [(ox.NamedNode(_FORMAT + entry.described),) for entry in ANSWERS],
        ("all",): [(ox.Literal(sum(counts.values())),)] if counts else [],
        ("name", "triples"): [(ox.NamedNode(graph_iri(name)), ox.Literal(count)) for name, count in counts.items()],
    }
    return serialize(site.graph.made("sparql/description", tables, base=address), media_type, _PREFIXES)
