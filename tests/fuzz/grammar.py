"""SPARQL at random: `queries` follows the grammar, most of them mean something, and `broken` spoils them.

`plain_queries` keeps to what two engines must agree on to the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

PROLOGUE = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/oegyo/id/state/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

VARIABLES = ("?a", "?b", "?c", "?d", "$e", "?이름")
IRIS = (
    "state:KOR",
    "oegyo:State",
    "<https://w3id.org/oegyo/id/organization/UN>",
    "<https://w3id.org/oegyo/id/membership/KOR-UN>",
    "<https://w3id.org/oegyo/graph/facts>",
    "<x:none>",
    "xsd:integer",
)
PREDICATES = ("a", "skos:prefLabel", "oegyo:startDate", "oegyo:memberOf", "<http://www.w3.org/ns/org#member>")
LITERALS = (
    '"State"@en',
    '"대한민국"@ko',
    '"it\'s"',
    '"\\u0041\\n"',
    '"""two\nlines"""',
    "1",
    "-2.5",
    "1e400",
    "true",
    '"1991-09-17"^^xsd:date',
    '"not a date"^^xsd:dateTime',
    '"99999999999999999999999"^^xsd:integer',
    '""',
)
FUNCTIONS = (
    "STR",
    "LANG",
    "DATATYPE",
    "IRI",
    "ABS",
    "CEIL",
    "FLOOR",
    "ROUND",
    "STRLEN",
    "UCASE",
    "LCASE",
    "ENCODE_FOR_URI",
    "YEAR",
    "MONTH",
    "DAY",
    "HOURS",
    "MINUTES",
    "SECONDS",
    "TIMEZONE",
    "TZ",
    "MD5",
    "SHA1",
    "SHA256",
    "SHA512",
    "ISIRI",
    "ISBLANK",
    "ISLITERAL",
    "ISNUMERIC",
    "BNODE",
)
PAIRS = (
    "LANGMATCHES",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "STRBEFORE",
    "STRAFTER",
    "SAMETERM",
    "STRLANG",
    "STRDT",
    "REGEX",
    "SUBSTR",
    "CONCAT",
    "COALESCE",
)
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
OPERATORS = ("=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/")

variables = st.sampled_from(VARIABLES)
terms = st.one_of(variables, st.sampled_from(IRIS), st.sampled_from(LITERALS))
subjects = st.one_of(variables, st.sampled_from(IRIS), st.sampled_from(["_:x", "[]", "[ a ?b ]", "( 1 ?a )"]))


def _wrapped(inner: SearchStrategy[str], *forms: str) -> SearchStrategy[str]:
    """One of ``forms``, with something of ``inner`` wherever it has {}."""
    return st.one_of([st.builds(form.format, *[inner] * form.count("{}")) for form in forms])


_steps = st.sampled_from(PREDICATES)
paths = st.recursive(
    st.one_of(_steps, _steps, _steps, _wrapped(_steps, "!{}", "!({}|^{})")),
    lambda inner: _wrapped(inner, "({}/{})", "({}|{})", "(^{})", "({})*", "({})+", "({})?"),
    max_leaves=4,
)

expressions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
        st.builds("{}({}, {})".format, st.sampled_from(PAIRS), inner, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(OPERATORS), inner),
        _wrapped(inner, "(!{})", "(-{})", "IF({}, {}, {})", "({} IN ({}, {}))", "REPLACE({}, {}, {})", "xsd:integer({})"),
        st.builds("BOUND({})".format, variables),
        st.sampled_from(["NOW()", "RAND()", "UUID()", "STRUUID()", "EXISTS { ?a ?b ?c }", "NOT EXISTS { ?a a ?d }"]),
        st.builds("<x:unknown>({})".format, inner),
    ),
    max_leaves=6,
)


@st.composite
def triples(draw: DrawFn, predicates: SearchStrategy[str] = paths) -> str:
    """A triple pattern, or a few of one subject."""
    predicate = st.one_of(variables, predicates)
    pairs = draw(st.lists(st.tuples(predicate, terms), min_size=1, max_size=2))
    return draw(subjects) + " " + " ; ".join(f"{one} {other}" for one, other in pairs) + " ."


values = st.one_of(
    st.builds("VALUES {} {{ {} {} UNDEF }}".format, variables, st.sampled_from(IRIS), st.sampled_from(LITERALS)),
    st.builds("VALUES (?a ?b) {{ ({} 1) (UNDEF {}) }}".format, st.sampled_from(IRIS), st.sampled_from(LITERALS)),
    st.just("VALUES () { () }"),
)


def _nested(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.one_of(
        _wrapped(
            inner,
            "{{ {} }}",
            "{} {}",
            "OPTIONAL {{ {} }}",
            "{{ {} }} UNION {{ {} }}",
            "{} MINUS {{ {} }}",
            "GRAPH ?g {{ {} }}",
            "GRAPH <https://w3id.org/oegyo/graph/facts> {{ {} }}",
            "{} FILTER EXISTS {{ {} }}",
            "{{ SELECT DISTINCT * {{ {} }} LIMIT 5 }}",
            "{{ SELECT ?a (COUNT(*) AS ?n) {{ {} }} GROUP BY ?a }}",
        ),
        st.builds("{} FILTER ({})".format, inner, expressions),
        st.builds("{} BIND ({} AS {})".format, inner, expressions, st.sampled_from(["?x", "?y", "?a"])),
        st.builds("{} {}".format, values, inner),
    )


patterns = st.recursive(triples(), _nested, max_leaves=4)

_modifiers = st.sampled_from(
    ["", "ORDER BY ?a", "ORDER BY DESC(STR(?b)) LIMIT 3", "LIMIT 0", "OFFSET 2", "LIMIT 7 OFFSET 1"]
)
_datasets = st.sampled_from([""] * 6 + ["FROM <https://w3id.org/oegyo/graph/facts>", "FROM NAMED <x:none>"])


def _queries() -> SearchStrategy[str]:
    heads = st.one_of(
        st.sampled_from(["SELECT *", "SELECT DISTINCT *", "SELECT REDUCED ?a ?b", "ASK", "DESCRIBE ?a"]),
        st.builds("SELECT ({} AS ?value)".format, expressions),
        st.builds("CONSTRUCT {{ {} }}".format, triples(_steps)),
    )
    plain = st.builds("{} {} WHERE {{ {} }} {}".format, heads, _datasets, patterns, _modifiers)
    grouped = st.builds(
        "SELECT ?a ({}({}{}) AS ?value) {{ {} }} GROUP BY ?a {}".format,
        st.sampled_from(AGGREGATES),
        st.sampled_from(["", "DISTINCT "]),
        expressions,
        patterns,
        st.sampled_from(["", "HAVING (COUNT(*) > 1)", "ORDER BY ?value", "LIMIT 2"]),
    )
    short = st.builds("CONSTRUCT WHERE {{ {} }}".format, triples(_steps))
    described = st.builds("DESCRIBE {}".format, st.sampled_from(IRIS))
    return st.one_of(plain, grouped, short, described).map(lambda query: PROLOGUE + query)


queries = _queries()
"""Queries by the grammar; some have a mistake that only shows in the whole, such as a name bound twice."""


@st.composite
def broken(draw: DrawFn) -> str:
    """A query that was spoilt: characters put in, taken out, doubled, or swapped for another part of it."""
    text = draw(queries)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 10)))
        put = draw(
            st.one_of(st.text(max_size=5), st.sampled_from(["{", "}", "(", ")", "<", ">", '"', "\\u00", "#", "SERVICE"]))
        )
        text = text[:start] + put + text[end:] + draw(st.sampled_from(["", "", text[start:end] * 20]))
    return text


@st.composite
def _basic(draw: DrawFn) -> str:
    found = []
    for number in range(draw(st.integers(1, 2))):
        subject = draw(st.sampled_from(["?a", "?a", "?b", "state:KOR"]))
        predicate = draw(st.sampled_from([*PREDICATES, "?p"]))
        subject = subject if number else "?a"  # rdflib drops a row in which nothing is bound
        found.append(f"{subject} {predicate} {draw(st.sampled_from(['?b', '?c', '?c', 'oegyo:State']))} .")
    return " ".join(found)


@st.composite
def plain_queries(draw: DrawFn) -> str:
    """Rows of joins, unions, optional parts and filters over terms, without a word on which the engines may differ."""
    parts = [draw(_basic())]
    if draw(st.booleans()):
        parts.append(f"{{ {draw(_basic())} }} UNION {{ {draw(_basic())} }}")
    if draw(st.booleans()):
        parts.append(f"OPTIONAL {{ {draw(_basic())} }}")
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(["FILTER(ISIRI(?a))", "FILTER(BOUND(?b))", "FILTER(SAMETERM(?a, ?a))"])))
    distinct = draw(st.sampled_from(["", "DISTINCT "]))
    return f"{PROLOGUE}SELECT {distinct}?a ?b ?c ?p {{ {' '.join(parts)} }}"
