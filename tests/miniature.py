"""A graph of a few nodes with everything a build needs, so that no unit test depends on the real data."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from oegyo.paths import Sources, installed_sources

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Korea joined the United Nations in 1991.\n대한민국은 유엔 회원국이다.\n"
"""The text of the one source; the passage is its first sentence."""

PASSAGE = TEXT[:40]

PREFIXES = """\
@prefix check: <https://w3id.org/oegyo/check/> .
@prefix evidence: <https://w3id.org/oegyo/id/evidence/> .
@prefix membership: <https://w3id.org/oegyo/id/membership/> .
@prefix oegyo: <https://w3id.org/oegyo/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix organization: <https://w3id.org/oegyo/id/organization/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix passage: <https://w3id.org/oegyo/id/passage/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/oegyo/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/oegyo/id/source/> .
@prefix stance: <https://w3id.org/oegyo/concept/stance/> .
@prefix state: <https://w3id.org/oegyo/id/state/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

MEMBERSHIP = """\
membership:KOR-UN
    a oegyo:Membership ;
    oegyo:evidence evidence:membership-KOR-UN--note-0-40 ;
    oegyo:startDate "1991"^^xsd:gYear ;
    org:member state:KOR ;
    org:organization organization:UN ;
.

evidence:membership-KOR-UN--note-0-40
    a oegyo:Evidence ;
    oegyo:passage passage:note-0-40 ;
    oegyo:stance stance:supports ;
.
"""

_FILES = {
    "ontology/core.ttl": """
        <https://w3id.org/oegyo/ontology> a owl:Ontology .
        oegyo:State a owl:Class . oegyo:Organization a owl:Class . oegyo:Membership a owl:Class .
        oegyo:Evidence a owl:Class . oegyo:Passage a owl:Class . oegyo:Source a owl:Class .
        oegyo:startDate a owl:DatatypeProperty . oegyo:evidence a owl:ObjectProperty .
        oegyo:passage a owl:ObjectProperty . oegyo:stance a owl:ObjectProperty .
        oegyo:inSource a owl:ObjectProperty . oegyo:position a owl:DatatypeProperty .
        oegyo:digest a owl:DatatypeProperty . oegyo:memberOf a owl:ObjectProperty .
        org:member skos:prefLabel "member"@en . org:organization skos:prefLabel "organization"@en .
        schema:sha256 skos:prefLabel "checksum"@en . <http://purl.org/dc/terms/title> skos:prefLabel "title"@en .
        """,
    "ontology/concepts/stance.ttl": 'stance:supports a skos:Concept ; skos:prefLabel "supports"@en .',
    "ontology/alignments/org.ttl": "oegyo:Membership rdfs:subClassOf org:Membership .",
    "ontology/presentation/records.ttl": """
        @prefix presentation: <https://w3id.org/oegyo/presentation#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        presentation:Any a sh:NodeShape ; sh:targetClass rdfs:Resource ; sh:property presentation:type, presentation:label,
            presentation:prefLabel, presentation:altLabel, presentation:comment, presentation:title, presentation:exactMatch,
            presentation:evidence, presentation:inverse-evidence .
        presentation:altLabel a sh:PropertyShape ; sh:path skos:altLabel .
        presentation:comment a sh:PropertyShape ; sh:path rdfs:comment .
        presentation:title a sh:PropertyShape ; sh:path <http://purl.org/dc/terms/title> .
        presentation:Evidence a sh:NodeShape ; sh:targetClass oegyo:Evidence ;
            sh:property presentation:passage, presentation:stance .
        presentation:Membership a sh:NodeShape ; sh:targetClass oegyo:Membership ;
            sh:property presentation:member, presentation:organization, presentation:startDate .
        presentation:Organization a sh:NodeShape ; sh:targetClass oegyo:Organization .
        presentation:Passage a sh:NodeShape ; sh:targetClass oegyo:Passage ;
            sh:property presentation:digest, presentation:inSource, presentation:position .
        presentation:Source a sh:NodeShape ; sh:targetClass oegyo:Source ; sh:property presentation:sha256 .
        presentation:State a sh:NodeShape ; sh:targetClass oegyo:State ;
            sh:property presentation:memberOf, presentation:startDate .
        presentation:digest a sh:PropertyShape ; sh:path oegyo:digest .
        presentation:evidence a sh:PropertyShape ; sh:path oegyo:evidence .
        presentation:exactMatch a sh:PropertyShape ; sh:path skos:exactMatch .
        presentation:inSource a sh:PropertyShape ; sh:path oegyo:inSource .
        presentation:inverse-evidence a sh:PropertyShape ; sh:name "Record"@en ; sh:path [ sh:inversePath oegyo:evidence ] .
        presentation:label a sh:PropertyShape ; sh:path rdfs:label .
        presentation:member a sh:PropertyShape ; sh:path org:member .
        presentation:memberOf a sh:PropertyShape ; sh:path oegyo:memberOf .
        presentation:organization a sh:PropertyShape ; sh:path org:organization .
        presentation:passage a sh:PropertyShape ; sh:path oegyo:passage .
        presentation:position a sh:PropertyShape ; sh:path oegyo:position .
        presentation:prefLabel a sh:PropertyShape ; sh:path skos:prefLabel .
        presentation:sha256 a sh:PropertyShape ; sh:path schema:sha256 .
        presentation:stance a sh:PropertyShape ; sh:path oegyo:stance .
        presentation:startDate a sh:PropertyShape ; sh:path oegyo:startDate .
        presentation:type a sh:PropertyShape ; sh:path rdf:type .
        """,
    "ontology/shapes/records.ttl": """
        shape:Membership a sh:NodeShape ; sh:targetClass oegyo:Membership ;
            sh:property shape:Membership-evidence, shape:Membership-member .
        shape:Membership-evidence a sh:PropertyShape ; sh:path oegyo:evidence ; sh:minCount 1 ;
            sh:message "A membership needs evidence."@en .
        shape:Membership-member a sh:PropertyShape ; sh:path org:member ; sh:minCount 1 ; sh:maxCount 1 ;
            sh:message "A membership has one member."@en .
        shape:State a sh:NodeShape ; sh:targetClass oegyo:State ; sh:property shape:State-prefLabel .
        shape:State-prefLabel a sh:PropertyShape ; sh:path skos:prefLabel ; sh:languageIn shape:languages .
        """,
    "ontology/shapes/languages.ttl": """
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        shape:languages rdf:first "en" ; rdf:rest ( "ko" "vi" ) .
        """,
    "data/states.ttl": 'state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en, "대한민국"@ko, "Hàn Quốc"@vi ; '
    'oegyo:startDate "1948"^^xsd:gYear .',
    "data/organizations.ttl": 'organization:UN a oegyo:Organization ; skos:prefLabel "United Nations"@en .',
    "data/memberships.ttl": MEMBERSHIP,
    "data/sources.ttl": f'source:note a oegyo:Source ; schema:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" .',
    "data/passages/note.ttl": "passage:note-0-40 a oegyo:Passage ; oegyo:inSource source:note ; "
    f'oegyo:position "char=0,40" ; oegyo:digest "{hashlib.sha256(PASSAGE.encode()).hexdigest()}" .',
    "data/links/wikidata.ttl": "state:KOR skos:exactMatch wd:Q884 .",
}

_RULE = """\
#+ title: A membership makes its member a member
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
CONSTRUCT { ?state oegyo:memberOf ?organization }
WHERE { ?membership org:member ?state ; org:organization ?organization }
"""

_DANGLING = """\
#+ id: S27
#+ title: Nothing dangles
#+ severity: violation
#+ message: "nothing is known of {value}"
SELECT ?focusNode ?path ?value WHERE {
  ?focusNode ?path ?value .
  FILTER(STRSTARTS(STR(?value), "https://w3id.org/oegyo/"))
  FILTER NOT EXISTS { ?value ?property ?anything }
}
ORDER BY ?focusNode
"""

_EARLY = """\
#+ id: S20
#+ title: No membership before the state
#+ severity: warning
#+ message: "{value} is before the state"
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?focusNode (oegyo:startDate AS ?path) ?value WHERE {
  ?focusNode org:member ?state ; oegyo:startDate ?value . ?state oegyo:startDate ?birth .
  FILTER(STR(?value) < STR(?birth))
}
ORDER BY ?focusNode
"""

MEMBER_SINCE = """\
#+ summary: Since when has a state been a member?
#+ summary-ko: 한 국가는 언제부터 회원국인가?
#+ summary-vi: Một quốc gia là thành viên từ khi nào?
#+ description: The date of each membership.
#+ description-ko: 가입한 날.
#+ description-vi: Ngày gia nhập.
#+ tags: [memberships]
#+ parameters:
#+   state:
#+     type: id/state
#+     label: State
#+     label-ko: 국가
#+     label-vi: Quốc gia
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX state: <https://w3id.org/oegyo/id/state/>
SELECT ?organization ?since WHERE {
  VALUES ?state { state:KOR }
  ?membership org:member ?state ; org:organization ?organization ; oegyo:startDate ?since .
}
ORDER BY ?organization
"""
"""A saved query with a parameter."""

MEASURE = """\
#+ title: how many there are
#+ title-ko: 개수
#+ title-vi: số lượng
#+ definition: How many things of the class there are.
#+ definition-ko: 해당 클래스의 대상 수이다.
#+ definition-vi: Số đối tượng của lớp.
#+ dimension: completeness
#+ unit: count
PREFIX graph: <https://w3id.org/oegyo/graph/>
SELECT ?on (COUNT(DISTINCT ?thing) AS ?value) WHERE { GRAPH graph:facts { ?thing a ?on } } GROUP BY ?on
"""

_TEXTS = {
    "ontology/rules/member-of.rq": _RULE,
    "ontology/checks/s27-dangling.rq": _DANGLING,
    "ontology/checks/s20-before-the-state.rq": _EARLY,
    "ontology/quality/records.rq": MEASURE,
    "queries/member-since.rq": MEMBER_SINCE,
    "ontology/prefixes.ttl": PREFIXES,
}


def write_sources(root: Path) -> Sources:
    """Write the sources of a valid graph below ``root``."""
    for name, text in _FILES.items():
        _write(root / name, PREFIXES + text)
    for name, text in _TEXTS.items():
        _write(root / name, text)
    # what a release says of itself is the project's own: it is about no fact
    shutil.copytree(installed_sources().ontology / "description", root / "ontology/description", dirs_exist_ok=True)
    for check in installed_sources().ontology.glob("presentation/*.rq"):
        _write(root / "ontology" / "presentation" / check.name, check.read_text(encoding="utf-8"))
    return Sources.under(root)


def add(root: Path, name: str, turtle: str) -> None:
    """Write the Turtle file ``name`` below ``root``, the prefixes before it."""
    _write(root / name, PREFIXES + turtle)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
