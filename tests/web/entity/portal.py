"""Saved queries of every kind over a few memberships more than the small release has: what their pages are tried on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import small_release
from small_release import client_of, write_quads, write_release
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from oegyo.config import Settings

_FACTS = """
    state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en, "베트남"@ko, "Việt Nam"@vi .
    state:ALA a oegyo:State ; skos:prefLabel "Åland"@en, "올란드"@ko, "Åland"@vi .
    state:DNK a oegyo:State ; skos:prefLabel "Denmark"@en, "덴마크"@ko, "Đan Mạch"@vi .
    organization:OECD a oegyo:Organization ; skos:prefLabel "<b>OECD</b> & friends"@en, "경제협력개발기구"@ko, "OECD"@vi .
    membership:VNM-UN a oegyo:Membership ; org:member state:VNM ; org:organization organization:UN ;
        oegyo:startDate "1977"^^xsd:gYear ; oegyo:value 1234567 ; oegyo:note "\\"><script>alert(1)</script>" .
    membership:ALA-OECD a oegyo:Membership ; org:member state:ALA ; org:organization organization:OECD ;
        oegyo:startDate "1996-12"^^xsd:gYearMonth ; oegyo:value 0.25 ; schema:url <javascript:alert(1)> .
    membership:DNK-OECD a oegyo:Membership ; org:member state:DNK ; org:organization organization:OECD ;
        oegyo:startDate "1961-09-30"^^xsd:date ; oegyo:value -5 .
    membership:KOR-UN prov:wasDerivedFrom source:note .
    membership:VNM-UN prov:wasDerivedFrom source:note .
    membership:DNK-OECD prov:wasDerivedFrom source:note , source:other .
    source:other a oegyo:Source ; skos:prefLabel "Another <source>"@en .
    """

_HEADER = """\
#+ summary: {0}?
#+ summary-ko: {0} (ko)?
#+ summary-vi: {0} (vi)?
#+ description: {0}.
#+ description-ko: {0} (ko).
#+ description-vi: {0} (vi).
#+ tags: [memberships]
"""
_PROLOGUE = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/oegyo/id/organization/>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/oegyo/id/state/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def _declared(**parameters: str) -> str:
    """The part of a header that declares ``parameters`` (name → type)."""
    lines = ["parameters:"]
    for name, kind in parameters.items():
        lines += [f"  {name}:", f"    type: {kind}", *(f"    label{tag}: The {name}" for tag in ("", "-ko", "-vi"))]
    return "".join(f"#+ {line}\n" for line in lines)


QUERIES = {
    "joined": _HEADER.format("Who joined")
    + "#+ picture: {type: timeline, from: since, label: member}\n"
    + "#+ entities: {member: memberNode}\n#+ record: membership\n"
    + _PROLOGUE
    + """SELECT ?member ?since ?value ?note ?url
WHERE {
  ?membership org:member ?memberNode ; oegyo:startDate ?since .
  ?memberNode skos:prefLabel ?member .
  FILTER(LANG(?member) = "en")
  OPTIONAL { ?membership oegyo:value ?value }
  OPTIONAL { ?membership oegyo:note ?note }
  OPTIONAL { ?membership schema:url ?url }
}
ORDER BY ?member
""",
    "beside": _HEADER.format("What stands beside its name")
    + "#+ entities: {name: thing}\n"
    + _PROLOGUE
    + """SELECT ?name ?thing ?true ?false
WHERE {
  VALUES (?true ?false) { (true false) }
  ?thing a oegyo:Organization ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "ko")
}
ORDER BY ?name
""",
    "members-of": _HEADER.format("Who is in")
    + _declared(organization="id/organization")
    + _PROLOGUE
    + """SELECT ?member
WHERE {
  VALUES ?organization { organization:UN }
  ?membership org:organization ?organization ; org:member ?member .
}
ORDER BY ?member
""",
    "is-member": _HEADER.format("Is it a member")
    + _declared(state="id/state", organization="id/organization")
    + _PROLOGUE
    + """ASK
WHERE {
  VALUES ?state { state:KOR }
  VALUES ?organization { organization:UN }
  ?membership org:member ?state ; org:organization ?organization .
}
""",
    "typed": _HEADER.format("What was said")
    + _declared(on="date", year="gYear", month="gYearMonth", number="integer", words="string")
    + _PROLOGUE
    + """SELECT ?on ?year ?month ?number ?words
WHERE {
  VALUES ?on { "1991-09-17"^^xsd:date }
  VALUES ?year { "1991"^^xsd:gYear }
  VALUES ?month { "1991-09"^^xsd:gYearMonth }
  VALUES ?number { 7 }
  VALUES ?words { "peace" }
}
ORDER BY ?on
""",
    "many": _HEADER.format("How many")
    + "#+ picture: {type: bars, x: n, y: n, top: 5}\n"
    + _PROLOGUE
    + """SELECT ?n
WHERE {
  VALUES ?a { 0 1 2 3 4 5 6 7 8 9 }
  VALUES ?b { 0 1 2 3 4 5 6 7 8 9 }
  VALUES ?c { 0 1 2 3 4 5 6 7 8 9 }
  BIND(?a * 100 + ?b * 10 + ?c AS ?n)
}
ORDER BY ?n
""",
}
"""Each by its slug."""


@contextmanager
def serve_portal(settings: Settings, path: Path) -> Iterator[FlaskClient]:
    """A client of the small release, written below ``path``, with the memberships and `QUERIES` besides."""
    release = write_release(path, queries={**small_release.QUERIES, **QUERIES})
    file = write_quads(path / "memberships.nq", {"facts": _FACTS}, {"prov": "http://www.w3.org/ns/prov#"})
    with client_of(settings, release, file) as client:
        yield client


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    """The page at ``address``."""
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == status
    return read(response.text)


def values(found: Page) -> list[str]:
    """What the cells of the table hold for a program."""
    return [cell.attributes["data-value"] for cell in found.all("td") if "data-value" in cell.attributes]
