"""A few records of each kind that the first page and the search speak of, put beside those of the small release."""

from __future__ import annotations

FACTS = """\
@prefix action: <https://w3id.org/oegyo/id/action/> .
@prefix codeType: <https://w3id.org/oegyo/concept/code-type/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix deployment: <https://w3id.org/oegyo/id/deployment/> .
@prefix document: <https://w3id.org/oegyo/id/document/> .
@prefix mission: <https://w3id.org/oegyo/id/mission/> .
@prefix oegyo: <https://w3id.org/oegyo/ontology#> .
@prefix organization: <https://w3id.org/oegyo/id/organization/> .
@prefix place: <https://w3id.org/oegyo/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix relation: <https://w3id.org/oegyo/id/relation/> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/oegyo/id/source/> .
@prefix state: <https://w3id.org/oegyo/id/state/> .
@prefix status: <https://w3id.org/oegyo/concept/status/> .
@prefix treaty: <https://w3id.org/oegyo/id/treaty/> .
@prefix vote: <https://w3id.org/oegyo/id/vote/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

state:KOR skos:altLabel "South Korea"@en, "한국"@ko ; skos:notation "KOR"^^codeType:iso3166alpha3, "410"^^codeType:m49 ;
    oegyo:hasDiplomaticRelationsWith state:VNM, state:CUB ; oegyo:partyTo treaty:NPT .
state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en, "베트남"@ko, "Việt Nam"@vi ; skos:altLabel "Vietnam"@en ;
    skos:notation "VNM"^^codeType:iso3166alpha3 ; skos:exactMatch wd:Q881 .
state:CUB a oegyo:State ; skos:prefLabel "Cuba"@en, "쿠바"@ko, "Cuba"@vi ; skos:notation "CUB"^^codeType:iso3166alpha3 .
state:CIV a oegyo:State ; skos:prefLabel "Côte d’Ivoire"@en, "코트디부아르"@ko, "Bờ Biển Ngà"@vi .
state:IND a oegyo:State ; skos:prefLabel "India"@en, "인도"@ko, "Ấn Độ"@vi .
organization:NATO a oegyo:Organization ; skos:prefLabel "North Atlantic Treaty Organization"@en, "북대서양 조약 기구"@ko .
place:hanoi a oegyo:Place ; skos:prefLabel "Hanoi"@en, "하노이"@ko, "Hà Nội"@vi .
place:vietri a oegyo:Place ; skos:prefLabel "Viet Tri"@en, "Việt Trì"@vi .
treaty:NPT a oegyo:Treaty ; skos:altLabel "NPT"@en ;
    skos:prefLabel "Treaty on the Non-Proliferation of Nuclear Weapons"@en, "핵무기의 비확산에 관한 조약"@ko .
document:S-RES-1718-2006 a oegyo:Document ; oegyo:symbol "S/RES/1718 (2006)" ;
    skos:prefLabel "Security Council resolution 1718 (2006)"@en .
document:hostile a oegyo:Document ; skos:prefLabel "<script>alert('x')</script> \\" onfocus=alert(1)"@en .

relation:KOR-VNM a oegyo:DiplomaticRelation ; rdfs:label "Republic of Korea – Viet Nam: diplomatic relations"@en ;
    oegyo:party state:KOR, state:VNM ; oegyo:startDate "1992-12-22"^^xsd:date ; oegyo:earliest "1992-12-22"^^xsd:date .
relation:KOR-CUB a oegyo:DiplomaticRelation ; rdfs:label "Republic of Korea – Cuba: diplomatic relations"@en ;
    oegyo:party state:KOR, state:CUB ; oegyo:startDate "2024-02-14"^^xsd:date ; oegyo:earliest "2024-02-14"^^xsd:date .
relation:KOR-CUB-1949 a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:CUB ;
    oegyo:startDate "1949-07"^^xsd:gYearMonth ; oegyo:endDate "1959"^^xsd:gYear ; oegyo:earliest "1949-07-01"^^xsd:date .
mission:KOR-VNM-embassy a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:VNM ;
    rdfs:label "Republic of Korea – Viet Nam: embassy (Hanoi)"@en, "대한민국 – 베트남: 대사관 (하노이)"@ko .
mission:KOR-CUB-embassy a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:CUB ;
    oegyo:startDate "2025"^^xsd:gYear ; oegyo:earliest "2025-01-01"^^xsd:date .
mission:KOR-CUB-old a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:CUB ;
    oegyo:endDate "1959"^^xsd:gYear .
mission:CUB-KOR-embassy a oegyo:DiplomaticMission ; oegyo:sender state:CUB ; oegyo:host state:KOR ;
    oegyo:status status:doubtful .
mission:VNM-KOR-embassy a oegyo:DiplomaticMission ; oegyo:sender state:VNM ; oegyo:host state:KOR .
action:KOR-NPT-ratification a oegyo:TreatyAction ; oegyo:actor state:KOR ; oegyo:treaty treaty:NPT ;
    oegyo:date "1975-04-23"^^xsd:date ; oegyo:earliest "1975-04-23"^^xsd:date .
vote:KOR-S-RES-1718 a oegyo:Vote ; oegyo:voter state:KOR ; oegyo:document document:S-RES-1718-2006 .
deployment:KOR-UNMISS a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:startDate "2013-03"^^xsd:gYearMonth ;
    oegyo:earliest "2013-03-01"^^xsd:date .
source:web a oegyo:Source ; skos:prefLabel "A page"@en, "웹페이지"@ko ; dcterms:publisher "A ministry"@en ;
    schema:url <https://example.org/page?a=1> ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
source:hostile a oegyo:Source ; skos:prefLabel "<b>Bold</b>"@en ; dcterms:publisher "A <i>ministry</i>"@en ;
    schema:url <javascript:alert(1)> ; dcterms:rights "Ask & wait."@en, "묻고 기다리십시오."@ko .
<https://w3id.org/oegyo/queries/member-since> a sh:SPARQLExecutable ;
    rdfs:comment "Since when has a state been a member?"@en, "한 국가는 언제부터 회원국인가?"@ko .
"""
