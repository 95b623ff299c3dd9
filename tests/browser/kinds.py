"""Every kind of page, by one address of it: what holds for all pages is tried on each of these."""

from __future__ import annotations

from urllib.parse import urlencode

STATES = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?state ?name WHERE { ?state a oegyo:State ; skos:prefLabel ?name } ORDER BY ?state ?name
"""
BROKEN = "SELECT ?state\nWHERE { ?state a }\n"


def sparql(query: str) -> str:
    """The address of the answer to ``query``, as a page."""
    return "/sparql?" + urlencode({"query": query})


ENTITIES = {
    "a state": "/id/state/VNM.html",
    "the hub": "/id/state/KOR.html",
    "a state that relations ended with": "/id/state/TWN.html",
    "an organization": "/id/organization/OECD.html",
    "a place": "/id/place/zagreb.html",
    "an operation": "/id/operation/UNIFIL.html",
    "a mission": "/id/mission/ZMB-KOR-embassy.html",
    "a relation": "/id/relation/KOR-CUB.html",
    "a membership": "/id/membership/ZWE-UN.html",
    "a term": "/id/term/KOR-2024.html",
    "a presidency": "/id/presidency/KOR-2025-09.html",
    "a document": "/id/document/S-RES-2734-2024.html",
    "a treaty": "/id/treaty/CEDAW.html",
    "an act": "/id/action/KOR-WHO-Constitution-acceptance.html",
    "a deployment": "/id/deployment/KOR-UNTAET.html",
    "a vote": "/id/vote/USA-S-RES-2800-2025.html",
    "a count": "/id/count/mofa-un-overview-yearsSinceArmistice-2021-07.html",
    "an aid flow": "/id/aid/KOR-via-World-Bank.html",
    "an event": "/id/event/veto-of-the-first-application-of-the-republic-of-korea.html",
    "a statement": "/id/statement/KOR-will-stay-active-in-peacekeeping.html",
    "evidence": "/id/evidence/vote-USA-S-RES-2800-2025--council-voting-table-S-RES-2800-2025.html",
    "a passage": "/id/passage/zhonghuashu-S-PRST-1997-42.html",
    "a source": "/id/source/zhonghuashu.html",
    "a concept": "/concept/stance/disputes.html",
    "what points to a thing": "/id/state/KOR.html?" + urlencode({"incoming": "party", "page": "2"}),
}

ANSWERS = {
    "bars": "/queries/states-that-voted-unlike-korea",
    "upright bars": "/queries/relations-opened-by-year-and-region",
    "a line": "/queries/aid-by-year",
    "a map": "/queries/missions-on-a-map",
    "a network": "/queries/states-covered-from-elsewhere",
    "triples of a question": "/queries/membership-graph",
    "a timeline": "/queries/council-terms",
    "a form": "/queries/party-to-a-treaty",
    "an empty answer": "/queries/began-in-a-year?year=1800",
    "a wrong parameter": "/queries/began-in-a-year?year=soon",
}

PORTAL = {
    "home": "/",
    "things found": "/search?q=Viet",
    "nothing found": "/search?q=zzzzzz",
    "about": "/about",
    "sources": "/about/sources",
    "questions": "/queries/",
    "questions found": "/queries/?q=vote",
    "the editor": "/sparql",
    "rows": sparql(STATES),
    "triples": sparql("CONSTRUCT WHERE { <https://w3id.org/oegyo/id/state/VNM> ?property ?value }"),
    "yes or no": sparql("ASK { ?one ?property ?other }"),
    "no rows": sparql("SELECT * { ?one <https://example.org/none> ?other }"),
    "a broken query": sparql(BROKEN),
    "what can be explored": "/explore/",
    "relations": "/explore/relations",
    "missions": "/explore/missions",
    "peacekeeping": "/explore/peacekeeping",
    "events": "/explore/timeline",
    "the ontology": "/ontology",
    "a concept scheme": "/concept/stance.html",
    "quality": "/quality",
    "downloads": "/download/",
    "nothing there": "/id/state/Atlantis.html",
}

KINDS = PORTAL | ANSWERS | ENTITIES
"""An address by what its page is."""
