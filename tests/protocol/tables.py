"""The query side of the SPARQL 1.1 Protocol as one table: every request, and its whole answer."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from protocol.formats import GRAPH, KOR, MEMBER_OF, NO_ROWS, QUERIES, UN, formats, named
from protocol.requests import FORM, QUERY, Expected, Graphs, Request, of_head, problem, ways
from small_release import quads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from protocol.requests import Row


# FROM and FROM NAMED, by the last part of the graph's name, and what a request can say beside them.
FROMS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    ((), ()),
    (("derived",), ()),
    (("derived", "links"), ()),
    ((), ("links",)),
    (("derived",), ("links",)),
]
REQUESTED: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    ((), ()),
    (("concepts",), ()),
    (("links",), ()),
    (("links", "derived", "links"), ()),
    ((), ("derived",)),
    ((), ("links", "derived")),
    (("links",), ("derived",)),
]
EVERY = tuple(sorted({str(quad.graph_name)[1:-1].removeprefix(GRAPH) for quad in quads()}))
PATTERN = f"<{KOR}> <{MEMBER_OF}>|<http://www.w3.org/2004/02/skos/core#exactMatch> ?o"
OBJECTS = {"derived": UN, "links": "http://www.wikidata.org/entity/Q884"}


def datasets() -> Iterator[Row]:
    """Each form of query over each dataset of the query and of the request, in each way."""
    for own, requested in product(FROMS, REQUESTED):
        clause = "".join(f"FROM <{GRAPH}{name}> " for name in own[0])
        clause += "".join(f"FROM NAMED <{GRAPH}{name}> " for name in own[1])
        graphs = Graphs(*(tuple(GRAPH + name for name in names) for names in requested))
        # §2.1.4: the request's dataset, or else the query's, or else what the service has: here all of it.
        default, named = next((one for one in (requested, own) if any(one)), (EVERY, EVERY))
        for form, query, accept, expected in _over(clause, set(default), set(named)):
            for way, request in ways(query, accept, graphs):
                name = f"{form} {clause or 'no FROM '}/ {requested} {way}"
                yield name, request, of_head(expected) if way == "HEAD" else expected


def _over(clause: str, default: set[str], named: set[str]) -> Iterator[tuple[str, str, str, Expected]]:
    """Each form of query with a dataset ``clause``, and its answer over the graphs ``default`` and ``named``."""
    objects = sorted(OBJECTS[name] for name in default & OBJECTS.keys())
    pairs = sorted((GRAPH + name, OBJECTS[name]) for name in named & OBJECTS.keys())
    table = "g,o\r\n" + "".join(f",{one}\r\n" for one in objects) + "".join(f"{graph},{one}\r\n" for graph, one in pairs)
    select = f"SELECT ?g ?o {clause}{{ {{ {PATTERN} }} UNION {{ GRAPH ?g {{ {PATTERN} }} }} }} ORDER BY ?g ?o"
    yield "SELECT", select, "text/csv", Expected(200, "text/csv; charset=utf-8", table)

    ask = f"ASK {clause}{{ {PATTERN} }}"
    yield "ASK", ask, "text/csv", Expected(200, "text/csv; charset=utf-8", "true" if objects else "false")

    nt = "application/n-triples"
    construct = f"CONSTRUCT {{ <x:s> <x:p> ?o }} {clause}WHERE {{ SELECT DISTINCT ?o {{ {PATTERN} }} ORDER BY ?o }}"
    yield "CONSTRUCT", construct, nt, Expected(200, nt, "".join(f"<x:s> <x:p> <{one}> .\n" for one in objects))

    lines = {
        f"{quad.triple} .\n"
        for quad in quads()
        if str(quad.subject) == f"<{KOR}>" and str(quad.graph_name)[1:-1].removeprefix(GRAPH) in default
    }
    yield "DESCRIBE", f"DESCRIBE <{KOR}> {clause}", nt, Expected(200, nt, "".join(sorted(lines)))


BOOLEAN_JSON = Expected(200, "application/sparql-results+json", '{"head":{},"boolean":true}')
ASK = "/sparql?query=ASK%7B%7D"
TOO_EARLY = problem(400, "syntax", "The query ends too early.")
EMPTY = problem(400, "request", "The query is empty.")
TWO = problem(400, "request", "The request holds 2 queries.")
NO_FORM_QUERY = problem(400, "request", "The form has no query parameter.")
NO_QUERY = problem(400, "request", "There is no query.")
NO_UPDATE = problem(403, "forbidden", "SPARQL Update is switched off: this endpoint only answers queries.")
NOT_UTF8 = problem(400, "request", "The parameters are not UTF-8.")
NO_FORMAT = problem(400, "request", "There is no format called 'pdf'.")
NO_FUNCTION = problem(400, "unsupported", "The custom function <x:f> is not supported")
NO_METHOD = problem(405, "method-not-allowed", "The method is not allowed for the requested URL.")
TOO_LARGE = problem(413, "too-long", "A request may have 50,000 bytes.")
HANGUL = "http://x/한국"
ENCODED = "http://x/%ED%95%9C%EA%B5%AD"


def _csv(text: str) -> Expected:
    return Expected(200, "text/csv; charset=utf-8", text)


def _get(query: str, accept: str | None = None) -> Request:
    return Request("GET", f"/sparql?{urlencode({'query': query})}", accept=accept)


def _form(body: str | bytes, address: str = "/sparql", media_type: str = FORM, accept: str | None = None) -> Request:
    return Request("POST", address, body.encode() if isinstance(body, str) else body, media_type, accept)


def _direct(body: str | bytes, address: str = "/sparql", media_type: str = QUERY, accept: str | None = None) -> Request:
    return _form(body, address, media_type, accept)


def _no_media_type(name: str) -> Expected:
    return problem(415, "media-type", f"A body of {name} carries no query.")


def _no_charset(name: str) -> Expected:
    return problem(415, "media-type", f"The charset is {name}, and SPARQL is sent as UTF-8.")


def _no_graph(name: str) -> Expected:
    return problem(400, "unknown-graph", f"There is no graph <{name}>.")


def _update(word: str) -> Expected:
    return problem(403, "forbidden", f"{word} is SPARQL Update, which is switched off.")


IRI_QUERY = f"SELECT (<{HANGUL}> AS ?iri) (<{ENCODED}> AS ?encoded) {{}}"
RAW = quote(IRI_QUERY).replace(quote("한국"), "한국")
IRI_ROW = _csv(f"iri,encoded\r\n{HANGUL},{ENCODED}\r\n")

OTHERS: list[Row] = [
    # One query, and what stands beside it.
    ("unknown parameter in the address", Request("GET", f"{ASK}&timeout=0&foo=%ED%95%9C"), BOOLEAN_JSON),
    ("unknown parameter in the form", _form("query=ASK%7B%7D&timeout=0"), BOOLEAN_JSON),
    ("unknown parameter beside a body", _direct("ASK {}", "/sparql?timeout=0"), BOOLEAN_JSON),
    ("format before a browser's header", Request("GET", f"{ASK}&format=csv", accept="text/html"), _csv("true")),
    ("format of another kind", Request("GET", f"{ASK}&format=turtle"), problem(406, "not-acceptable", NO_ROWS)),
    ("unknown format", Request("GET", f"{ASK}&format=pdf"), NO_FORMAT),
    ("unknown format for a script", Request("GET", f"{ASK}&output=pdf", accept="*/*"), NO_FORMAT),
    ("charset that says the same", _direct("ASK {}", media_type=f'{QUERY}; charset="UTF-8"'), BOOLEAN_JSON),
    ("charset of a form", _form("query=ASK%7B%7D", media_type=f"{FORM};charset=utf-8"), BOOLEAN_JSON),
    ("media type in capitals", _direct("ASK {}", media_type="Application/SPARQL-Query"), BOOLEAN_JSON),
    ("body of the greatest size", _direct("ASK {}".ljust(50_000)), BOOLEAN_JSON),
    # No query, or more than one.
    ("no query for rows", Request("GET", accept="text/csv"), NO_QUERY),
    ("another parameter for rows", Request("GET", "/sparql?q=ASK%7B%7D", accept="text/csv"), NO_QUERY),
    ("no query in the form", _form(""), NO_FORM_QUERY),
    ("another parameter in the form", _form("q=ASK%7B%7D"), NO_FORM_QUERY),
    *(
        (f"{query!r} alone, {way}", request, of_head(EMPTY) if way == "HEAD" else EMPTY)
        for query in ("", " \t\r\n", "\ufeff", "\ufeff\n", "\u3000")
        for way, request in ways(query)
    ),
    ("two queries in the address", Request("GET", f"{ASK}&query=ASK%7B%7D"), TWO),
    ("two queries in the form", _form("query=ASK%7B%7D&query=ASK%7B%7D"), TWO),
    ("one in the address, one in the form", _form("query=ASK%7B%7D", ASK), TWO),
    ("one in the address, one in the body", _direct("ASK {}", ASK), TWO),
    # Malformed.
    ("syntax error", _direct("ASK {"), TOO_EARLY),
    ("no SPARQL", _get("hello"), problem(400, "syntax", "The query as a whole cannot be read.")),
    ("undeclared prefix", _form("query=ASK{?s+ex:p+?o}"), problem(400, "syntax", "The prefix ex: is not declared.")),
    ("unknown function", _get("SELECT(<x:f>(1)AS?n){}"), NO_FUNCTION),
    ("address not in UTF-8", Request("GET", "/sparql?query=ASK%7B%FF%7D"), NOT_UTF8),
    ("form not in UTF-8", _form(b"query=ASK%7B%FF%7D"), NOT_UTF8),
    (
        "body not in UTF-8",
        _direct("ASK {} # é".encode("latin-1")),
        problem(400, "request", "The query is not UTF-8: byte 9 cannot be read."),
    ),
    # Another encoding or media type.
    ("query in UTF-16", _direct("ASK {}".encode("utf-16"), media_type=f"{QUERY}; charset=utf-16"), _no_charset("utf-16")),
    ("form in EUC-KR", _form("query=ASK%7B%7D", media_type=f"{FORM}; charset=euc-kr"), _no_charset("euc-kr")),
    ("body of no media type", Request("POST", body=b"ASK {}"), _no_media_type("no media type")),
    ("body of plain text", _direct("ASK {}", media_type="text/plain"), _no_media_type("text/plain")),
    ("body of JSON", _direct('{"query": "ASK {}"}', media_type="application/json"), _no_media_type("application/json")),
    ("form with files", _form("--x--", media_type="multipart/form-data;boundary=x"), _no_media_type("multipart/form-data")),
    # Too much.
    ("body too large", _direct("#" * 50_001), TOO_LARGE),
    ("form too large", _form("query=" + "a" * 50_000), TOO_LARGE),
    (
        "address too long",
        Request("GET", "/sparql?query=" + "a" * 50_000),
        problem(414, "request-uri-too-long", "An address may have 50,000 bytes."),
    ),
    # Other methods.
    *((method, Request(method, ASK), NO_METHOD) for method in ("PUT", "DELETE", "PATCH")),
    # Switched off.
    ("update in the address", Request("GET", "/sparql?update=CLEAR+ALL"), NO_UPDATE),
    ("update in the form", _form("update=CLEAR+ALL"), NO_UPDATE),
    ("update beside a query", _form("query=ASK%7B%7D&update=CLEAR+ALL"), NO_UPDATE),
    ("update in the body", _direct("CLEAR ALL", media_type="application/sparql-update"), NO_UPDATE),
    *(
        (f"{text} as a query, {way}", request, of_head(_update(word)) if way == "HEAD" else _update(word))
        for word, text in {
            "INSERT": "PREFIX x: <x:> INSERT DATA { x:a x:b x:c }",
            "DELETE": "delete where { ?s ?p ?o }",
            "LOAD": "LOAD <http://127.0.0.1:1/secret>",
            "CLEAR": "CLEAR ALL",
            "DROP": "DROP SILENT DEFAULT",
            "WITH": f"WITH <{GRAPH}facts> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        }.items()
        for way, request in ways(text)
    ),
    ("SERVICE", _direct("ASK { SERVICE <http://x/> {} }"), problem(403, "forbidden", "SERVICE is switched off.")),
    # Graphs that are not there.
    *(
        (f"{name}, {way}", request, of_head(_no_graph(missing)) if way == "HEAD" else _no_graph(missing))
        for name, query, graphs, missing in [
            ("FROM an unknown graph", "ASK FROM <http://x/none> {}", Graphs(), "http://x/none"),
            ("FROM NAMED an unknown graph", "ASK FROM NAMED <http://x/none> {}", Graphs(), "http://x/none"),
            ("FROM by a prefix", f"PREFIX g: <{GRAPH}> ASK FROM g:facts FROM g:none {{}}", Graphs(), f"{GRAPH}none"),
            ("FROM a graph without a triple", f"ASK FROM <{GRAPH}shapes> {{}}", Graphs(), f"{GRAPH}shapes"),
            ("unknown default graph", "ASK {}", Graphs((f"{GRAPH}facts", HANGUL)), HANGUL),
            ("unknown named graph", f"ASK FROM <{GRAPH}facts> {{}}", Graphs((), (ENCODED,)), ENCODED),
        ]
        for way, request in ways(query, None, graphs)
    ),
    ("FROM an unknown graph that does not count", *next(
        (request, BOOLEAN_JSON) for _, request in ways("ASK FROM <http://x/none> {}", None, Graphs((f"{GRAPH}facts",)))
    )),
    *(
        (
            f"default graph {given!r}",
            Request("GET", f"{ASK}&default-graph-uri={given}"),
            problem(400, "unknown-graph", f"{iri!r} names no graph: it is not an absolute IRI."),
        )
        for given, iri in {"a+b": "a b", "facts": "facts"}.items()
    ),
    # As forms and clients send them.
    ("empty parameters", Request("GET", f"{ASK}&default-graph-uri=&named-graph-uri=&format=&output=+"), BOOLEAN_JSON),
    (
        "an empty graph beside another",
        Request("GET", f"{ASK}&default-graph-uri=&default-graph-uri={HANGUL}"),
        _no_graph(HANGUL),
    ),
    *(
        (f"byte order mark before {query}, {way}", request, of_head(expected) if way == "HEAD" else expected)
        for query, expected in {"ASK {}": BOOLEAN_JSON, "ASK {": TOO_EARLY}.items()
        for way, request in ways("\ufeff" + query)
    ),
    # Hangul, as it is and encoded: nothing is decoded twice.
    *(
        (f"Hangul, {way}", request, of_head(IRI_ROW) if way == "HEAD" else IRI_ROW)
        for way, request in ways(IRI_QUERY, "text/csv")
    ),
    (
        "Hangul raw in the address",
        Request("GET", f"/sparql?query={RAW}", accept="text/csv"),
        IRI_ROW,
    ),
    ("Hangul raw in the form", _form(f"query={RAW}", accept="text/csv"), IRI_ROW),
    ("Hangul with a charset", _direct(IRI_QUERY, media_type=f"{QUERY};charset=utf-8", accept="text/csv"), IRI_ROW),
    ("raw Hangul in a graph", Request("GET", f"{ASK}&default-graph-uri={HANGUL}"), _no_graph(HANGUL)),
    ("plus in the address", Request("GET", "/sparql?query=SELECT+(1%2B1+AS+?n)+{}", accept="text/csv"), _csv("n\r\n2\r\n")),
    ("plus in the form", _form("query=SELECT+(1%2B1+AS+?n)+{}", accept="text/csv"), _csv("n\r\n2\r\n")),
    ("plus in the body", _direct("SELECT (1+1 AS ?n) {}", accept="text/csv"), _csv("n\r\n2\r\n")),
]  # fmt: skip

ALLOWED: dict[str | None, str | None] = {
    None: None,
    "content-type": "content-type",
    "queryid,x-requested-with,X-My-Own_1": "queryid, x-requested-with, X-My-Own_1",
    "accept, content-type, Accept": "Accept, content-type",
    "x-good, not a name, ,한국, x:y, also-good": "x-good, also-good",
    " ,": None,
    ",".join(f"x-{number:04}" for number in range(1_000)): None,
}
"""What a browser asks leave to send (Access-Control-Request-Headers), and what it is given leave to."""


def _allowing(names: str | None) -> Expected:
    told = {"Access-Control-Allow-Headers": names, "Access-Control-Max-Age": "86400"}
    return Expected(204, None, headers={**told, "Vary": "Access-Control-Request-Headers, Accept"})


def preflights() -> Iterator[Row]:
    """What a browser asks before it sends a page's request to another origin, whatever that request will be."""
    asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    for (form, query), method in product(QUERIES.items(), ("GET", "POST")):
        for way, request in ways(query):
            headers = {**asking, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
            row = Request("OPTIONS", request.address, headers=headers)
            yield f"preflight of {form} {way} by {method}", row, _allowing("content-type")
    for names, allowed in ALLOWED.items():
        headers = asking if names is None else {**asking, "Access-Control-Request-Headers": names}
        yield f"preflight for {str(names)[:50]}", Request("OPTIONS", headers=headers), _allowing(allowed)
    yield "OPTIONS alone", Request("OPTIONS"), _allowing(None)
    yield "OPTIONS with an Accept header that nothing fits", Request("OPTIONS", accept="image/png"), _allowing(None)


TABLE: list[Row] = [*formats(), *named(), *datasets(), *OTHERS, *preflights()]
