"""A few things of every kind, to see their pages by: added to the release of conftest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.config import Settings
from oegyo.engine import Answer, EmbeddedEngine, Limits, Question
from small_release import client_with, write_quads
from web.page import Page, read

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from flask.testing import FlaskClient

    from oegyo.release import Release

_BASE = "https://w3id.org/oegyo/"
_KINDS = ("document", "operation", "mission", "event", "treaty", "term", "presidency", "place", "vote", "action", "count")
_MORE = {kind: f"{_BASE}id/{kind}/" for kind in (*_KINDS, "relation", "deployment")} | {
    "choice": f"{_BASE}concept/vote-choice/",
    "missionType": f"{_BASE}concept/mission-type/",
    "status": f"{_BASE}concept/status/",
    "dcterms": "http://purl.org/dc/terms/",
}

TEXT = """
state:CUB a oegyo:State ; skos:prefLabel "Cuba"@en, "쿠바"@ko, "Cuba"@vi ; skos:altLabel "Republic of Cuba"@en ;
    skos:notation "CUB" ; oegyo:capital place:havana ; skos:exactMatch wd:Q241, <javascript:alert(1)> ;
    skos:editorialNote "</script><script>alert(1)</script>"@en ; oegyo:status status:doubtful ;
    oegyo:evidence evidence:cub-capital .
evidence:cub-capital a oegyo:Evidence ; oegyo:onProperty oegyo:capital ; oegyo:passage passage:a ;
    oegyo:stance stance:supports ; oegyo:reportedValue place:havana .
status:doubtful a skos:Concept ; skos:prefLabel "doubtful"@en ; skos:inScheme scheme:status .
stance:disputes a skos:Concept ; skos:prefLabel "disputes"@en ; skos:inScheme scheme:stance .
place:havana a oegyo:Place ; skos:prefLabel "Havana"@en ; schema:location state:CUB ;
    schema:latitude 23.133 ; schema:longitude -82.383 .
missionType:embassy a skos:Concept ; skos:prefLabel "embassy"@en .
choice:no a skos:Concept ; skos:prefLabel "no"@en . choice:yes a skos:Concept ; skos:prefLabel "yes"@en .

relation:KOR-CUB-1949 a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:CUB ; oegyo:status status:doubtful ;
    oegyo:startDate "1949"^^xsd:gYear ; oegyo:endDate "1959"^^xsd:gYear ; oegyo:earliest "1949-01-01"^^xsd:date .
relation:KOR-CUB a oegyo:DiplomaticRelation ; rdfs:label "Korea and Cuba"@en ; oegyo:party state:KOR, state:CUB ;
    oegyo:startDate "2024-02-14"^^xsd:date ; oegyo:earliest "2024-02-14"^^xsd:date ;
    oegyo:evidence evidence:a, evidence:b, evidence:whole .
evidence:a a oegyo:Evidence ; oegyo:onProperty oegyo:startDate ; oegyo:passage passage:a ; oegyo:stance stance:supports ;
    oegyo:reportedValue "2024-02-14"^^xsd:date .
evidence:b a oegyo:Evidence ; oegyo:onProperty oegyo:startDate ; oegyo:passage passage:b ; oegyo:stance stance:disputes ;
    oegyo:reportedValue "2024-02-15"^^xsd:date ; skos:editorialNote "A day later."@en .
evidence:whole a oegyo:Evidence ; oegyo:passage passage:b ; oegyo:stance stance:supports .
passage:a a oegyo:Passage ; oegyo:inSource source:note ; rdfs:comment "They began that day."@en .
passage:b a oegyo:Passage ; oegyo:inSource source:paper ; rdfs:comment "They began a day later."@en .
source:paper a oegyo:Source ; skos:prefLabel "A paper"@en ; schema:url <https://example.org/paper> .

mission:KOR-CUB a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:CUB ;
    oegyo:missionType missionType:embassy ; schema:location place:havana ; oegyo:asOf "2025-01"^^xsd:gYearMonth .
membership:CUB-UN a oegyo:Membership ; org:member state:CUB ; org:organization organization:UN ;
    oegyo:startDate "1945-10-24"^^xsd:date ; oegyo:earliest "1945-10-24"^^xsd:date .
document:r1 a oegyo:Document ; skos:prefLabel "Resolution 1"@en ; oegyo:adoptedOn "2024-06-10"^^xsd:date .
vote:KOR-r1 a oegyo:Vote ; oegyo:voter state:KOR ; oegyo:document document:r1 ; oegyo:choice choice:yes .
vote:CUB-r1 a oegyo:Vote ; oegyo:voter state:CUB ; oegyo:document document:r1 ; oegyo:choice choice:no ;
    oegyo:date "2024-06-10"^^xsd:date .
treaty:t1 a oegyo:Treaty ; skos:prefLabel "Treaty 1"@en ; oegyo:adoptedOn "1979-12-18"^^xsd:date .
action:KOR-t1 a oegyo:TreatyAction ; oegyo:actor state:KOR ; oegyo:treaty treaty:t1 ; oegyo:action stance:supports ;
    oegyo:date "1983-05"^^xsd:gYearMonth .
operation:o1 a oegyo:Operation ; skos:prefLabel "Operation 1"@en .
deployment:KOR-o1 a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:o1 ;
    schema:location place:havana, state:CUB ; oegyo:startDate "2007"^^xsd:gYear .
count:c1 a oegyo:Count ; oegyo:subject state:KOR ; oegyo:measure stance:supports ; oegyo:operation operation:o1 ;
    oegyo:value 1350 ; oegyo:asOf "2014-04-30"^^xsd:date .
count:c2 a oegyo:Count ; oegyo:subject state:KOR ; oegyo:measure stance:supports ; oegyo:operation operation:o1 ;
    oegyo:value 320 ; oegyo:asOf "2014-11"^^xsd:gYearMonth .
term:KOR-2024 a oegyo:CouncilTerm ; org:member state:KOR ; org:organization organization:UN .
presidency:KOR-2024-06 a oegyo:Presidency ; oegyo:term term:KOR-2024 ; oegyo:month "2024-06"^^xsd:gYearMonth ;
    oegyo:produced document:r1 .
event:e1 a oegyo:Event ; skos:prefLabel "Event 1"@en ; oegyo:startDate "2024-06-20"^^xsd:date ;
    oegyo:participant state:KOR ; oegyo:produced document:r1 .
"""


class CountingEngine(EmbeddedEngine):
    """An engine that knows how many questions it was asked."""

    asked = 0

    def ask(self, question: Question) -> Answer:
        """Answer ``question``."""
        self.asked += 1
        return super().ask(question)


def start(path: Path, release: Release, text: str = TEXT) -> CountingEngine:
    """An engine over ``release`` and the things of ``text``, written below ``path``."""
    file = write_quads(path / "atlas.nq", {"facts": text}, _MORE)
    return CountingEngine([release.graph, file], Limits.of(Settings(release=path, workers=1)))


def client(folder: Path, release: Release, text: str = TEXT) -> AbstractContextManager[FlaskClient]:
    """A client of the application over ``release`` and the things of ``text``, written below ``folder``."""
    return client_with(folder, release, text, _MORE)


def page(client: FlaskClient, name: str) -> Page:
    """The page of ``name``, in English."""
    response = client.get(f"/{name}.html", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 200
    return read(response.text)


def known(found: Page) -> dict[str, str]:
    """What a page says of each thing, by its head."""
    return dict(zip(found.texts("dt"), found.texts("dd"), strict=True))
