"""What the rules write, and what they must not write."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from oegyo.build.derive import derive
from oegyo.queries import read_header
from shapes import runner
from shapes.runner import HERE, add_derived, compact, rules, store_of

PREFIXES = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in runner.prefixes().items())
ACTION = "action:x a oegyo:TreatyAction ; oegyo:actor state:KOR ; oegyo:treaty treaty:NPT"
AID = "aid:x a oegyo:AidFlow ; oegyo:provider state:KOR"
COUNT = "count:x a oegyo:Count ; oegyo:measure measure:personnelDeployed"
MISSION = "mission:x a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:GHA"
EVERYTHING = (*sorted(HERE.glob("valid/*.ttl")), *sorted(HERE.glob("invalid/*.ttl")))


def store_with(turtle: str) -> ox.Store:
    """The base with a few lines of Turtle more."""
    store = store_of()
    store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return store


def show(term: object) -> str:
    """A term, short."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    assert isinstance(term, ox.Literal)
    return f"{term.value}@{term.language}" if term.language else term.value


def written_in(store: ox.Store, rule: str) -> set[ox.Triple]:
    """What one rule writes."""
    (triples,) = derive(store, [rules()[rule]]).values()
    return triples


def written(rule: str, turtle: str) -> set[tuple[str, str, str]]:
    """What one rule writes beside what it writes for the base alone."""
    before, after = (
        {(show(triple.subject), show(triple.predicate), show(triple.object)) for triple in written_in(store, rule)}
        for store in (store_of(), store_with(turtle))
    )
    return after - before


def names(rule: str, turtle: str) -> list[str]:
    """The names one rule gives: English, Korean, Vietnamese."""
    found = sorted(name for _, _, name in written(rule, turtle))
    by_language = {name.rsplit("@", 1)[1]: name.rsplit("@", 1)[0] for name in found}
    assert len(by_language) == len(found) == 3
    return [by_language[language] for language in ("en", "ko", "vi")]


@pytest.mark.parametrize("rule", rules(), ids=str)
def test_a_rule_has_a_title_and_constructs(rule: str) -> None:
    """A rule says in its header what it writes, and is a CONSTRUCT that needs no named graph."""
    text = rules()[rule].read_text(encoding="utf-8")
    assert read_header(text)["title"]
    assert isinstance(store_of().query(text), ox.QueryTriples)
    assert "GRAPH" not in text


def test_rules_do_not_depend_on_the_order_of_the_data() -> None:
    """The same data in another order gives the same triples."""
    quads = list(store_of(*EVERYTHING))
    expected = None
    for shuffle in range(3):
        random.Random(shuffle).shuffle(quads)  # noqa: S311 - an order, not a secret
        store = ox.Store()
        store.extend(quads)
        found = {rule: written_in(store, rule) for rule in rules()}
        expected = expected or found
        assert found == expected


def test_rules_do_not_read_what_rules_write() -> None:
    """A rule writes the same when the output of all the others is already there, so they may run in any order."""
    store = store_of(*EVERYTHING)
    before = {rule: written_in(store, rule) for rule in rules()}
    add_derived(store)
    after = {rule: written_in(store, rule) for rule in rules()}
    assert after == before


@pytest.mark.parametrize(
    ("turtle", "earliest", "latest"),
    [
        ('a oegyo:Membership ; oegyo:startDate "1991"^^xsd:gYear', "1991-01-01", None),
        (
            'a oegyo:Membership ; oegyo:startDate "1991-09-17"^^xsd:date ; oegyo:endDate "1993"^^xsd:gYear',
            "1991-09-17",
            "1993-12-31",
        ),
        (
            'a oegyo:CouncilTerm ; oegyo:startDate "1996"^^xsd:gYear ; oegyo:endDate "1997"^^xsd:gYear',
            "1996-01-01",
            "1997-12-31",
        ),
        ('a oegyo:Event ; oegyo:startDate "2011-11"^^xsd:gYearMonth', "2011-11-01", "2011-11-30"),
        ('a oegyo:Event ; dcterms:type eventType:war ; oegyo:startDate "2011-11"^^xsd:gYearMonth', "2011-11-01", None),
        (
            'a oegyo:Event ; oegyo:startDate "2011-11-29"^^xsd:date ; oegyo:endDate "2011-12-01"^^xsd:date',
            "2011-11-29",
            "2011-12-01",
        ),
        ('a oegyo:Event ; oegyo:endDate "1953-07-27"^^xsd:date', None, "1953-07-27"),
        ('a oegyo:Presidency ; oegyo:month "1997-05"^^xsd:gYearMonth', "1997-05-01", "1997-05-31"),
        ('a oegyo:Count ; oegyo:asOf "2021-06"^^xsd:gYearMonth', "2021-06-01", "2021-06-30"),
        ('a oegyo:Count ; oegyo:asOf "2020-02"^^xsd:gYearMonth', "2020-02-01", "2020-02-29"),
        ('a oegyo:Count ; oegyo:asOf "2021-02"^^xsd:gYearMonth', "2021-02-01", "2021-02-28"),
        ('a oegyo:Count ; oegyo:asOf "1900-02"^^xsd:gYearMonth', "1900-02-01", "1900-02-28"),
        ('a oegyo:Count ; oegyo:asOf "2000-02"^^xsd:gYearMonth', "2000-02-01", "2000-02-29"),
        ('a oegyo:TreatyAction ; oegyo:date "1975-04-23"^^xsd:date', "1975-04-23", "1975-04-23"),
        ('a oegyo:Vote ; oegyo:date "1997"^^xsd:gYear', "1997-01-01", "1997-12-31"),
        ('a oegyo:Document ; oegyo:adoptedOn "2010"^^xsd:gYear', "2010-01-01", "2010-12-31"),
        ("a oegyo:Deployment", None, None),
    ],
)
def test_bounds(turtle: str, earliest: str | None, latest: str | None) -> None:
    """A date gives the first and the last day it can mean; what has not ended has no latest day, unless it is an event."""
    expected = {("membership:x", f"oegyo:{name}", day) for name, day in (("earliest", earliest), ("latest", latest)) if day}
    assert written("bounds", f"membership:x {turtle} .") == expected


def test_bounds_are_dates() -> None:
    """Bounds have the one datatype that every engine compares."""
    triples = written_in(store_of(), "bounds")
    assert triples
    assert all(str(triple.object).endswith("^^<http://www.w3.org/2001/XMLSchema#date>") for triple in triples)


def test_diplomatic_relations_hold_both_ways_until_they_end() -> None:
    """A relation without an end gives two shortcuts, an ended one none."""
    relation = "relation:x a oegyo:DiplomaticRelation ; oegyo:party state:KOR , state:GHA"
    path = "oegyo:hasDiplomaticRelationsWith"
    both = {("state:KOR", path, "state:GHA"), ("state:GHA", path, "state:KOR")}
    assert written("has-diplomatic-relations-with", f"{relation} .") == both
    assert written("has-diplomatic-relations-with", f'{relation} ; oegyo:endDate "1975"^^xsd:gYear .') == set()


@pytest.mark.parametrize("kind", ["oegyo:Membership", "oegyo:CouncilTerm"])
def test_membership_holds_until_it_ends(kind: str) -> None:
    """A membership or a term without an end gives a shortcut, an ended one none."""
    record = f"membership:x a {kind} ; org:member state:GHA ; org:organization organization:UN"
    assert written("member-of", f"{record} .") == {("state:GHA", "oegyo:memberOf", "organization:UN")}
    assert written("member-of", f'{record} ; oegyo:endDate "1997"^^xsd:gYear .') == set()


@pytest.mark.parametrize(
    ("action", "party"),
    [
        ("ratification", True),
        ("accession", True),
        ("acceptance", True),
        ("approval", True),
        ("succession", True),
        ("signature", False),
        ("signedOrRatified", False),
    ],
)
def test_party_to_a_treaty(action: str, party: bool) -> None:
    """Only an act that binds makes a party: never a signature, and not "signed or ratified" either."""
    record = f"{ACTION} ; oegyo:action treatyAction:{action} ."
    assert written("party-to", record) == ({("state:KOR", "oegyo:partyTo", "treaty:NPT")} if party else set())


def test_contribution_holds_until_it_ends() -> None:
    """A deployment without an end gives a shortcut, an ended one none."""
    record = "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS"
    assert written("contributes-to", f"{record} .") == {("state:KOR", "oegyo:contributesTo", "operation:UNMISS")}
    assert written("contributes-to", f'{record} ; oegyo:endDate "2020"^^xsd:gYear .') == set()


def test_a_record_is_derived_from_its_sources() -> None:
    """Evidence leads through its passage to the source."""
    turtle = "membership:x oegyo:evidence evidence:x . evidence:x oegyo:passage passage:page-10-20 ."
    assert written("was-derived-from", turtle) == {("membership:x", "prov:wasDerivedFrom", "source:page")}


def test_names_become_labels() -> None:
    """What has a preferred name gets it as its label, in each language."""
    turtle = 'state:TCD skos:prefLabel "Chad"@en , "차드"@ko .'
    assert written("labels", turtle) == {("state:TCD", "rdfs:label", "Chad@en"), ("state:TCD", "rdfs:label", "차드@ko")}


@pytest.mark.parametrize(
    ("rule", "turtle", "english", "korean", "vietnamese"),
    [
        (
            "label-membership",
            "membership:x a oegyo:Membership ; org:member state:KOR ; org:organization organization:UN .",
            "Republic of Korea – United Nations: membership",
            "대한민국 – 국제연합: 회원국 지위",
            "Đại Hàn Dân Quốc – Liên Hợp Quốc: tư cách thành viên",
        ),
        (
            "label-membership",
            "membership:x a oegyo:Membership ; org:member organization:KOC ; org:organization organization:UN .",
            "Korean Olympic Committee – United Nations: membership",
            "대한올림픽위원회 – 국제연합: 회원 지위",
            "Ủy ban Olympic Hàn Quốc – Liên Hợp Quốc: tư cách thành viên",
        ),
        (
            "label-relation",
            "relation:x a oegyo:DiplomaticRelation ; oegyo:party state:GHA , state:KOR .",
            "Republic of Korea – Ghana: diplomatic relations",
            "대한민국 – 가나: 외교관계",
            "Đại Hàn Dân Quốc – Ghana: quan hệ ngoại giao",
        ),
        (
            "label-relation",
            "relation:x a oegyo:DiplomaticRelation ; oegyo:party state:IND , state:GHA .",
            "Ghana – India: diplomatic relations",
            "가나 – 인도: 외교관계",
            "Ghana – Ấn Độ: quan hệ ngoại giao",
        ),
        (
            "label-mission",
            f"{MISSION} ; oegyo:missionType missionType:embassy .",
            "Republic of Korea – Ghana: embassy",
            "대한민국 – 가나: embassy",
            "Đại Hàn Dân Quốc – Ghana: embassy",
        ),
        (
            "label-mission",
            f"{MISSION} , organization:UN ; oegyo:missionType missionType:embassy ; schema:location place:seoul .",
            "Republic of Korea – Ghana, United Nations: embassy (Seoul)",
            "대한민국 – 가나, 국제연합: embassy (서울)",
            "Đại Hàn Dân Quốc – Ghana, Liên Hợp Quốc: embassy (Seoul)",
        ),
        (
            "label-term",
            "term:x a oegyo:CouncilTerm ; org:member state:GHA ; org:organization organization:UN ; org:role role:member ;"
            ' oegyo:startDate "2006"^^xsd:gYear ; oegyo:endDate "2007"^^xsd:gYear .',
            "Ghana – United Nations: member, 2006–2007",
            "가나 – 국제연합: member, 2006–2007",
            "Ghana – Liên Hợp Quốc: member, 2006–2007",
        ),
        (
            "label-presidency",
            'presidency:x a oegyo:Presidency ; oegyo:term term:KOR-1996 ; oegyo:month "1997-05"^^xsd:gYearMonth .',
            "Republic of Korea – United Nations Security Council: presidency, May 1997",
            "대한민국 – 국제연합 안전보장이사회: 의장국, 1997년 5월",
            "Đại Hàn Dân Quốc – Hội đồng Bảo an Liên Hợp Quốc: chức chủ tịch, tháng 5 năm 1997",
        ),
        (
            "label-action",
            f"{ACTION} ; oegyo:action treatyAction:accession .",
            "Republic of Korea – Treaty on the Non-Proliferation of Nuclear Weapons: accession",
            "대한민국 – 핵무기의 비확산에 관한 조약: accession",
            "Đại Hàn Dân Quốc – Hiệp ước Không phổ biến vũ khí hạt nhân: accession",
        ),
        (
            "label-deployment",
            "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS .",
            "Republic of Korea – United Nations Mission in South Sudan: deployment",
            "대한민국 – 유엔 남수단 임무단: 파견",
            "Đại Hàn Dân Quốc – Phái bộ Liên Hợp Quốc tại Nam Sudan: triển khai lực lượng",
        ),
        (
            "label-deployment",
            "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS ;"
            ' oegyo:startDate "2013-03"^^xsd:gYearMonth .',
            "Republic of Korea – United Nations Mission in South Sudan: deployment (since March 2013)",
            "대한민국 – 유엔 남수단 임무단: 파견 (2013년 3월부터)",
            "Đại Hàn Dân Quốc – Phái bộ Liên Hợp Quốc tại Nam Sudan: triển khai lực lượng (từ tháng 3 năm 2013)",
        ),
        (
            "label-deployment",
            "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS ;"
            ' oegyo:startDate "1993"^^xsd:gYear ; oegyo:endDate "1994-03-15"^^xsd:date .',
            "Republic of Korea – United Nations Mission in South Sudan: deployment (1993 – 15 March 1994)",
            "대한민국 – 유엔 남수단 임무단: 파견 (1993년 – 1994년 3월 15일)",
            "Đại Hàn Dân Quốc – Phái bộ Liên Hợp Quốc tại Nam Sudan: triển khai lực lượng"
            " (năm 1993 – ngày 15 tháng 3 năm 1994)",
        ),
        (
            "label-deployment",
            "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS ;"
            ' oegyo:endDate "2018-03"^^xsd:gYearMonth .',
            "Republic of Korea – United Nations Mission in South Sudan: deployment (until March 2018)",
            "대한민국 – 유엔 남수단 임무단: 파견 (2018년 3월까지)",
            "Đại Hàn Dân Quốc – Phái bộ Liên Hợp Quốc tại Nam Sudan: triển khai lực lượng (đến tháng 3 năm 2018)",
        ),
        (
            "label-vote",
            "vote:x a oegyo:Vote ; oegyo:voter state:KOR ; oegyo:choice choice:yes ;"
            " oegyo:document document:S-RES-1107-1997 .",
            "Republic of Korea – Security Council resolution 1107 (1997): vote (yes)",
            "대한민국 – 안전보장이사회 결의 제1107호: 표결 (yes)",
            "Đại Hàn Dân Quốc – Nghị quyết 1107 (1997) của Hội đồng Bảo an: biểu quyết (yes)",
        ),
        (
            "label-count",
            f'{COUNT} ; oegyo:subject state:KOR ; oegyo:asOf "2021"^^xsd:gYear .',
            "Republic of Korea: personnelDeployed (2021)",
            "대한민국: personnelDeployed (2021년)",
            "Đại Hàn Dân Quốc: personnelDeployed (năm 2021)",
        ),
        (
            "label-count",
            f'{COUNT} ; oegyo:subject state:GHA ; oegyo:asOf "2021-07-09"^^xsd:date ; oegyo:operation operation:UNMISS ;'
            " oegyo:category category:troops , category:grant .",
            "Ghana: personnelDeployed, United Nations Mission in South Sudan, grant, troops (9 July 2021)",
            "가나: personnelDeployed, 유엔 남수단 임무단, grant, troops (2021년 7월 9일)",
            "Ghana: personnelDeployed, Phái bộ Liên Hợp Quốc tại Nam Sudan, grant, troops (ngày 9 tháng 7 năm 2021)",
        ),
        (
            "label-count",
            "presidency:y a oegyo:Presidency ; oegyo:term term:KOR-1996 ."
            f'{COUNT} ; oegyo:subject presidency:y ; oegyo:asOf "1997-05"^^xsd:gYearMonth .',
            "Republic of Korea – United Nations Security Council, presidency: personnelDeployed (May 1997)",
            "대한민국 – 국제연합 안전보장이사회, 의장국: personnelDeployed (1997년 5월)",
            "Đại Hàn Dân Quốc – Hội đồng Bảo an Liên Hợp Quốc, chức chủ tịch: personnelDeployed (tháng 5 năm 1997)",
        ),
        (
            "label-aid",
            f"{AID} ; oegyo:recipient state:IND , state:GHA ; oegyo:sector sector:health .",
            "Republic of Korea – Ghana, India: aid",
            "대한민국 – 가나, 인도: 원조",
            "Đại Hàn Dân Quốc – Ghana, Ấn Độ: viện trợ",
        ),
        (
            "label-aid",
            f"{AID} ; oegyo:recipient topic:peace ; oegyo:category category:grant ; oegyo:participant organization:UN .",
            "Republic of Korea – peace: aid (United Nations, grant)",
            "대한민국 – peace: 원조 (grant, 국제연합)",
            "Đại Hàn Dân Quốc – peace: viện trợ (Liên Hợp Quốc, grant)",
        ),
        (
            "label-statement",
            'statement:x a oegyo:Statement ; oegyo:text "For peace."@en , "평화를 위해."@ko , "Vì hòa bình."@vi .',
            "For peace.",
            "평화를 위해.",
            "Vì hòa bình.",
        ),
        (
            "label-passage",
            'passage:x a oegyo:Passage ; oegyo:inSource source:page ; oegyo:section "Heading" .',
            "A page, Heading",
            "어느 문서, Heading",
            "Một trang, Heading",
        ),
        (
            "label-evidence",
            "evidence:x a oegyo:Evidence ; oegyo:passage passage:page-10-20 ; oegyo:stance stance:disputes .",
            "A page, Paragraph 1: disputes",
            "어느 문서, Paragraph 1: disputes",
            "Một trang, Paragraph 1: disputes",
        ),
    ],
)
def test_a_record_is_named_after_what_it_connects(
    rule: str, turtle: str, english: str, korean: str, vietnamese: str
) -> None:
    """One name in each language, in its own words and order, with several values in alphabetical order."""
    assert names(rule, turtle) == [english, korean, vietnamese]


def test_a_mission_with_its_own_name_keeps_it() -> None:
    """No second name for what is named by hand."""
    named = f'{MISSION} ; oegyo:missionType missionType:embassy ; skos:prefLabel "Embassy in Ghana"@en .'
    assert written("label-mission", named) == set()
