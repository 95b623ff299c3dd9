"""The one table of formats: what the endpoint can write, how it is asked for and what a file of it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a format can hold."""

    SOLUTIONS = "solutions"  # rows of SELECT, the boolean of ASK
    GRAPH = "graph"  # triples of CONSTRUCT and DESCRIBE, and of a downloaded file
    DATASET = "dataset"  # quads


@dataclass(frozen=True)
class Format:
    """One format: ``name`` in options, ``title`` for readers, ``extension`` of files, ``media_type`` on the wire.

    ``described`` is what https://www.w3.org/ns/formats/ calls it, ``aliases`` what clients of other endpoints do.
    """

    name: str
    title: str
    media_type: str
    extension: str
    kind: Kind
    described: str
    aliases: tuple[str, ...] = ()
    charset: bool = False

    @property
    def content_type(self) -> str:
        """The Content-Type header: text formats name their encoding, the others are UTF-8 by definition."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


# The first of each kind is the answer to a client that states no preference. The aliases are those of Apache Jena Fuseki,
# Virtuoso, Blazegraph and SPARQLWrapper; one may be that of a format for rows and of one for triples.
FORMATS = (
    # https://www.w3.org/TR/sparql11-results-json/
    Format(
        "json",
        "JSON",
        "application/sparql-results+json",
        "json",
        Kind.SOLUTIONS,
        "SPARQL_Results_JSON",
        aliases=("srj", "sparql-results+json"),
    ),
    # https://www.w3.org/TR/rdf-sparql-XMLres/
    Format(
        "xml",
        "XML",
        "application/sparql-results+xml",
        "xml",
        Kind.SOLUTIONS,
        "SPARQL_Results_XML",
        aliases=("srx", "sparql", "sparql-results+xml"),
    ),
    # https://www.w3.org/TR/sparql11-results-csv-tsv/
    Format("csv", "CSV", "text/csv", "csv", Kind.SOLUTIONS, "SPARQL_Results_CSV", charset=True),
    Format(
        "tsv",
        "TSV",
        "text/tab-separated-values",
        "tsv",
        Kind.SOLUTIONS,
        "SPARQL_Results_TSV",
        aliases=("text",),
        charset=True,
    ),
    # https://www.w3.org/TR/turtle/
    Format("turtle", "Turtle", "text/turtle", "ttl", Kind.GRAPH, "Turtle", aliases=("n3", "text"), charset=True),
    # https://www.w3.org/TR/n-triples/
    Format("ntriples", "N-Triples", "application/n-triples", "nt", Kind.GRAPH, "N-Triples", aliases=("n-triples",)),
    # https://www.w3.org/TR/json-ld11/
    Format("jsonld", "JSON-LD", "application/ld+json", "jsonld", Kind.GRAPH, "JSON-LD", aliases=("json-ld", "json")),
    # https://www.w3.org/TR/rdf-syntax-grammar/
    Format(
        "rdfxml",
        "RDF/XML",
        "application/rdf+xml",
        "rdf",
        Kind.GRAPH,
        "RDF_XML",
        aliases=("rdf+xml", "rdf/xml", "xml"),
    ),
    # https://www.w3.org/TR/n-quads/
    Format("nquads", "N-Quads", "application/n-quads", "nq", Kind.DATASET, "N-Quads"),
)

ANSWERS = tuple(entry for entry in FORMATS if entry.kind is not Kind.DATASET)
"""The formats that the answer to a query can have."""

# Names that clients use for the same thing; https://www.w3.org/TR/sparql11-protocol/#query-success lists the registered.
SYNONYMS = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
}

HTML = "text/html"

BYTE_ORDER_MARK = "\ufeff"
"""What some editors and Excel put before a text that is UTF-8."""


def of_kind(kind: Kind) -> tuple[Format, ...]:
    """The formats of one kind, the preferred one first."""
    return tuple(entry for entry in FORMATS if entry.kind is kind)


def by_name(name: str) -> Format:
    """The format called ``name``.

    Raises KeyError when there is none.
    """
    return {entry.name: entry for entry in FORMATS}[name]


def called(name: str) -> tuple[Format, ...]:
    """The formats of an answer that clients mean by ``name``, one of a kind at most: ``json`` is one of each."""
    return tuple(entry for entry in ANSWERS if name in {entry.name, entry.extension, *entry.aliases})


def by_extension(extension: str) -> Format:
    """The format whose files end in ``.extension``.

    Raises KeyError when there is none.
    """
    return {entry.extension: entry for entry in FORMATS}[extension]


def by_media_type(media_type: str) -> Format:
    """The format sent as ``media_type``.

    Raises KeyError when there is none.
    """
    return {entry.media_type: entry for entry in FORMATS}[media_type]
