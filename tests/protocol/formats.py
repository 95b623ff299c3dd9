"""What is answered in which format: each form of query with each Accept header, and what the answer is in each format."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from protocol.requests import PROBLEM, Expected, beside, of_head, problem, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from protocol.requests import Row

ID, GRAPH = "https://w3id.org/oegyo/id/", "https://w3id.org/oegyo/graph/"
KOR, UN, MEMBER_OF = f"{ID}state/KOR", f"{ID}organization/UN", "https://w3id.org/oegyo/ontology#memberOf"

# The same answer in every format: one row of SELECT, the boolean of ASK, one triple of CONSTRUCT and DESCRIBE.
QUERIES = {
    "SELECT": f"SELECT * {{ ?member <{MEMBER_OF}> ?in }}",
    "ASK": f"ASK {{ <{KOR}> <{MEMBER_OF}> ?in }}",
    "CONSTRUCT": f"CONSTRUCT WHERE {{ ?member <{MEMBER_OF}> ?in }}",
    "DESCRIBE": f"DESCRIBE <{KOR}> FROM <{GRAPH}derived>",
}
_TRIPLE = f"<{KOR}> <{MEMBER_OF}> <{UN}> .\n"
_XML = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROWS = {
    "json": '{"head":{"vars":["member","in"]},"results":{"bindings":[{'
    f'"member":{{"type":"uri","value":"{KOR}"}},"in":{{"type":"uri","value":"{UN}"}}}}]}}}}',
    "xml": f'{_XML}<variable name="member"/><variable name="in"/></head><results><result><binding name="member">'
    f'<uri>{KOR}</uri></binding><binding name="in"><uri>{UN}</uri></binding></result></results></sparql>',
    "csv": f"member,in\r\n{KOR},{UN}\r\n",
    "tsv": f"?member\t?in\n<{KOR}>\t<{UN}>\n",
}
BOOLEAN = {
    "json": '{"head":{},"boolean":true}',
    "xml": f"{_XML}</head><boolean>true</boolean></sparql>",
    "csv": "true",
    "tsv": "true",
}
TRIPLES = {
    "turtle": _TRIPLE,
    "ntriples": _TRIPLE,
    "jsonld": f'[{{"@id":"{KOR}","{MEMBER_OF}":[{{"@id":"{UN}"}}]}}]',
    "rdfxml": f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{_RDF}" '
    f'xmlns:its="http://www.w3.org/2005/11/its">\n\t<rdf:Description rdf:about="{KOR}">\n'
    f'\t\t<memberOf xmlns="https://w3id.org/oegyo/ontology#" rdf:resource="{UN}"/>\n\t</rdf:Description>\n</rdf:RDF>',
}
BODIES = {"SELECT": ROWS, "ASK": BOOLEAN, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}

Choice = tuple[str, str] | None
JSON: Choice = ("json", "application/sparql-results+json")
XML: Choice = ("xml", "application/sparql-results+xml")
CSV: Choice = ("csv", "text/csv; charset=utf-8")
TSV: Choice = ("tsv", "text/tab-separated-values; charset=utf-8")
TURTLE: Choice = ("turtle", "text/turtle; charset=utf-8")
NTRIPLES: Choice = ("ntriples", "application/n-triples")
JSONLD: Choice = ("jsonld", "application/ld+json")
RDFXML: Choice = ("rdfxml", "application/rdf+xml")
PLAIN_JSON: Choice = ("json", "application/json")
PLAIN_XML: Choice = ("xml", "application/xml")

# What SELECT and ASK are answered with, and what CONSTRUCT and DESCRIBE: format and Content-Type, or None for 406.
ACCEPTS: dict[str | None, tuple[Choice, Choice]] = {
    # Nothing said.
    None: (JSON, TURTLE),
    "": (JSON, TURTLE),
    "*/*": (JSON, TURTLE),
    "*/*;q=0.1": (JSON, TURTLE),
    # What cannot be read says nothing.
    "turtle": (JSON, TURTLE),
    ";q=1, ,": (JSON, TURTLE),
    # Every name of every format.
    "application/sparql-results+json": (JSON, None),
    "application/json": (PLAIN_JSON, None),
    "application/sparql-results+xml": (XML, None),
    "application/xml": (PLAIN_XML, None),
    "text/xml": (("xml", "text/xml; charset=utf-8"), None),
    "text/csv": (CSV, None),
    "text/tab-separated-values": (TSV, None),
    "text/turtle": (None, TURTLE),
    "application/n-triples": (None, NTRIPLES),
    "text/plain": (None, ("ntriples", "text/plain; charset=utf-8")),
    "application/ld+json": (None, JSONLD),
    "application/rdf+xml": (None, RDFXML),
    # Case and parameters say nothing about them.
    "Text/CSV; header=present": (CSV, None),
    "text/turtle;charset=utf-8": (None, TURTLE),
    # Lists: each kind on its own, by quality, then by our order; what is named goes before a wildcard.
    "text/turtle, text/csv;q=0.1": (CSV, TURTLE),
    "text/csv;q=0.2, text/tab-separated-values;q=0.3, application/ld+json;q=0.1, application/rdf+xml": (TSV, RDFXML),
    "text/csv ; q=0.5 , */* ; q=0.1": (CSV, TURTLE),
    "*/*;q=0.9, text/csv;q=0.1, text/turtle;q=0.1": (JSON, NTRIPLES),
    "*/*, text/csv, application/n-triples": (CSV, NTRIPLES),
    "text/*": (CSV, TURTLE),
    "application/*": (JSON, NTRIPLES),
    "image/png, */*;q=0.1": (JSON, TURTLE),
    "text/html;q=0.5, text/csv, text/turtle": (CSV, TURTLE),
    # Zero forbids.
    "application/sparql-results+json;q=0, text/turtle;q=0, */*": (XML, NTRIPLES),
    "text/*;q=0, */*;q=0.5": (JSON, NTRIPLES),
    "*/*;q=0, text/csv": (CSV, None),
    "*/*;q=0": (None, None),
    "text/csv;q=0, text/turtle;q=0.0": (None, None),
    # Unknown.
    "image/png": (None, None),
    "application/sparql-results+thrift, application/n-quads": (None, None),
    # As clients send them: SPARQLWrapper, rdflib, Apache Jena, Comunica.
    "application/sparql-results+xml,application/rdf+xml,*/*;q=0.1": (XML, RDFXML),
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, "
    "text/csv;q=0.5, application/json;q=0.2, application/xml;q=0.2, */*;q=0.1": (JSON, TURTLE),
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,"
    "application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,text/html;q=0.2": (PLAIN_XML, JSONLD),
}  # fmt: skip

OFFERS = frozenset({"text/csv", "text/turtle", "application/sparql-results+json", "application/ld+json", "text/html"})
NEITHER = "No format that the client accepts can hold an answer."
NO_ROWS = "The answer is rows or a boolean (SELECT, ASK), and no format the client accepts can hold it."
NO_TRIPLES = "The answer is triples (CONSTRUCT, DESCRIBE), and no format the client accepts can hold it."


def formats() -> Iterator[Row]:
    """Each form of query, with each Accept header, in each way."""
    for (form, query), (accept, choices) in product(QUERIES.items(), ACCEPTS.items()):
        rows = form in {"SELECT", "ASK"}
        choice = choices[0 if rows else 1]
        if choice:
            expected = Expected(200, choice[1], BODIES[form][choice[0]])
        else:
            detail = (NO_ROWS if rows else NO_TRIPLES) if any(choices) else NEITHER
            of_406 = problem(406, "not-acceptable", detail)
            expected = Expected(406, PROBLEM, problem=of_406.problem, offers=OFFERS)
        for way, request in ways(query, accept):
            yield f"{form} {way} {accept}", request, of_head(expected) if way == "HEAD" else expected


# A format asked for by a parameter, and an Accept header beside it: what rows are written in, and what triples.
PARAMETERS: dict[tuple[str, str | None], tuple[Choice, Choice]] = {
    # By name: one may be that of a format for each kind.
    **{
        (f"format={name}", None): choices
        for names, choices in {
            "json JSON +json+": (JSON, JSONLD),
            "xml": (XML, RDFXML),
            "srj sparql-results%2Bjson": (JSON, None),
            "srx sparql sparql-results+xml": (XML, None),
            "csv": (CSV, None),
            "tsv": (TSV, None),
            "text": (TSV, TURTLE),
            "turtle ttl n3": (None, TURTLE),
            "ntriples nt n-triples": (None, NTRIPLES),
            "jsonld json-ld": (None, JSONLD),
            "rdfxml rdf rdf%2Bxml rdf+xml rdf/xml": (None, RDFXML),
            # By media type, as in an Accept header; a plus sign that was not encoded has become a space.
            "text/csv text%2Fcsv Text/CSV;charset=utf-8": (CSV, None),
            "application/sparql-results%2Bjson application/sparql-results+json": (JSON, None),
            "application/json": (PLAIN_JSON, None),
            "text/turtle": (None, TURTLE),
            "application/ld+json,application/x-json+ld": (None, JSONLD),
            "application/rdf+xml,text/tab-separated-values;q=0.5": (TSV, RDFXML),
        }.items()
        for name in names.split()
    },
    # By other names of the parameter: Fuseki's, rasqal's, RDF4J's. The first that says anything counts.
    ("output=csv", None): (CSV, None),
    ("results=csv", None): (CSV, None),
    ("Accept=text/csv,text/turtle", None): (CSV, TURTLE),
    ("format=&output=csv", None): (CSV, None),
    ("output=csv&format=tsv&results=json", None): (TSV, None),
    ("results=10&format=csv", None): (CSV, None),
    ("format=pdf&output=csv", None): (CSV, None),
    # Before the header, which nobody may have chosen; it settles what the parameter does not, if it names a format.
    ("format=csv", "*/*"): (CSV, None),
    ("format=csv", "application/json, text/plain, */*"): (CSV, ("ntriples", "text/plain; charset=utf-8")),
    ("format=turtle", "text/csv"): (CSV, TURTLE),
    ("format=json", "application/sparql-results+xml"): (JSON, JSONLD),
    # A name that means nothing here: the header says what is meant.
    ("results=10", "text/csv, text/turtle"): (CSV, TURTLE),
    ("format=application/pdf", "application/json"): (PLAIN_JSON, None),
    # As SPARQLWrapper sends it.
    ("format=tsv&format=text/tab-separated-values&output=tsv&results=tsv", "text/tab-separated-values"): (TSV, None),
    ("format=json-ld&format=application/ld%2Bjson%2Capplication/x-json%2Bld&output=json-ld&results=json-ld", "*/*"):
        (None, JSONLD),
    ("format=json&output=json&results=json", "*/*"): (JSON, JSONLD),
}  # fmt: skip


def named() -> Iterator[Row]:
    """Each form of query, with a format that a parameter names; in each way, where one of them is enough."""
    for (form, query), ((given, accept), choices) in product(QUERIES.items(), PARAMETERS.items()):
        rows = form in {"SELECT", "ASK"}
        choice = choices[0 if rows else 1]
        refusal = problem(406, "not-acceptable", NO_ROWS if rows else NO_TRIPLES)
        expected = Expected(200, choice[1], BODIES[form][choice[0]]) if choice else refusal
        for way, request in beside(query, given, accept) if given == "output=csv" else [*beside(query, given, accept)][:1]:
            yield f"{form} {way} {given} {accept}", request, expected
