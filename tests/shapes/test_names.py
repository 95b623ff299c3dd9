"""The names that the rules give to records, which have none by hand."""

from __future__ import annotations

import pytest

from shapes.written import ACTION, written

AID = "aid:x a oegyo:AidFlow ; oegyo:provider state:KOR"
COUNT = "count:x a oegyo:Count ; oegyo:measure measure:personnelDeployed"
MISSION = "mission:x a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:GHA"


def names(rule: str, turtle: str) -> list[str]:
    """The names one rule gives: English, Korean, Vietnamese."""
    found = sorted(name for _, _, name in written(rule, turtle))
    by_language = {name.rsplit("@", 1)[1]: name.rsplit("@", 1)[0] for name in found}
    assert len(by_language) == len(found) == 3
    return [by_language[language] for language in ("en", "ko", "vi")]


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
