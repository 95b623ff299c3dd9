"""The page of a saved query: its form, its table, the figure beside it, and the evidence of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.engine import EmbeddedEngine, Limits
from oegyo.namespaces import graph_iri
from oegyo.web.app import create_app
from web.conftest import PREFIXES, write_release
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.config import Settings

FACTS = """
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

HEADER = """\
#+ summary: {0}?
#+ summary-ko: {0} (ko)?
#+ summary-vi: {0} (vi)?
#+ description: {0}.
#+ description-ko: {0} (ko).
#+ description-vi: {0} (vi).
#+ tags: [memberships]
"""
PROLOGUE = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/oegyo/id/organization/>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/oegyo/id/state/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def declared(**parameters: str) -> str:
    """The part of a header that declares ``parameters`` (name → type)."""
    lines = ["parameters:"]
    for name, kind in parameters.items():
        lines += [f"  {name}:", f"    type: {kind}", *(f"    label{tag}: The {name}" for tag in ("", "-ko", "-vi"))]
    return "".join(f"#+ {line}\n" for line in lines)


QUERIES = {
    "joined": HEADER.format("Who joined")
    + "#+ picture: {type: timeline, from: since, label: member}\n"
    + "#+ entities: {member: memberNode}\n#+ record: membership\n"
    + PROLOGUE
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
    "beside": HEADER.format("What stands beside its name")
    + "#+ entities: {name: thing}\n"
    + PROLOGUE
    + """SELECT ?name ?thing ?true ?false
WHERE {
  VALUES (?true ?false) { (true false) }
  ?thing a oegyo:Organization ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "ko")
}
ORDER BY ?name
""",
    "members-of": HEADER.format("Who is in")
    + declared(organization="id/organization")
    + PROLOGUE
    + """SELECT ?member
WHERE {
  VALUES ?organization { organization:UN }
  ?membership org:organization ?organization ; org:member ?member .
}
ORDER BY ?member
""",
    "is-member": HEADER.format("Is it a member")
    + declared(state="id/state", organization="id/organization")
    + PROLOGUE
    + """ASK
WHERE {
  VALUES ?state { state:KOR }
  VALUES ?organization { organization:UN }
  ?membership org:member ?state ; org:organization ?organization .
}
""",
    "typed": HEADER.format("What was said")
    + declared(on="date", year="gYear", month="gYearMonth", number="integer", words="string")
    + PROLOGUE
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
    "many": HEADER.format("How many")
    + "#+ picture: {type: bars, x: n, y: n, top: 5}\n"
    + PROLOGUE
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


@pytest.fixture(name="client", scope="module")
def _client(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a release that has `FACTS` and `QUERIES` besides."""
    path = tmp_path_factory.mktemp("portal")
    release = write_release(path)
    for slug, text in QUERIES.items():
        (path / "queries" / f"{slug}.rq").write_text(text, encoding="utf-8")
    prefixes = PREFIXES | {"prov": "http://www.w3.org/ns/prov#"}
    lines = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    graph = ox.NamedNode(graph_iri("facts"))
    parsed = ox.parse(lines + FACTS, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
    with release.graph.open("ab") as file:
        file.write(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    engine = EmbeddedEngine([release.graph], Limits.of(settings))
    yield create_app(settings, engine, release).test_client()
    engine.close()


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    """The page at ``address``."""
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == status
    return read(response.text)


def values(found: Page) -> list[str]:
    """What the cells of the table hold for a program."""
    return [cell.attributes["data-value"] for cell in found.all("td") if "data-value" in cell.attributes]


@pytest.mark.parametrize(
    ("tag", "heads", "dates", "numbers"),
    [
        ("en", ["Member", "Since"], ["December 1996", "30 September 1961", "1977"], ["0.25", "-5", "1,234,567"]),
        ("ko", ["회원", "시작"], ["1996년 12월", "1961년 9월 30일", "1977년"], ["0.25", "-5", "1,234,567"]),
        ("vi", ["Thành viên", "Từ"], ["tháng 12 năm 1996", "ngày 30 tháng 9 năm 1961", "1977"], ["0,25", "-5", "1.234.567"]),
    ],
)
def test_headings_dates_and_numbers_are_the_readers(
    client: FlaskClient, tag: str, heads: list[str], dates: list[str], numbers: list[str]
) -> None:
    """The raw value and the name of the variable stand beside what is shown, the same in every language."""
    found = page(client, f"/queries/joined?lang={tag}")
    columns = [head for head in found.all("th") if "data-column" in head.attributes]
    assert [head.text for head in columns[:2]] == heads
    assert [head.attributes["data-column"] for head in columns] == ["member", "since", "value", "note", "url"]
    assert [head.attributes["title"] for head in columns] == [head.attributes["data-column"] for head in columns]
    texts = {cell.attributes.get("data-value"): cell.text for cell in found.all("td")}
    assert [texts[raw] for raw in ("1996-12", "1961-09-30", "1977")] == dates
    assert [texts[raw] for raw in ("0.25", "-5", "1234567")] == numbers


def test_names_lead_to_what_they_name_and_each_row_to_its_evidence(client: FlaskClient) -> None:
    """Though the answer itself has neither: the header says which variables they are."""
    found = page(client, "/queries/joined")
    assert {"Åland": "/id/state/ALA", "Viet Nam": "/id/state/VNM"}.items() <= found.links().items()
    evidence = [link.attributes["href"] for link in found.all("a") if link.text == "evidence"]
    assert evidence == [f"/id/membership/{slug}#facts" for slug in ("DNK-OECD", "KOR-UN", "VNM-UN")]
    assert client.get("/queries/joined.csv").text.startswith("member,since,value,note,url\r\n")


@pytest.mark.parametrize(("tag", "yes", "no"), [("en", "yes", "no"), ("ko", "예", "아니요"), ("vi", "có", "không")])
def test_what_stands_beside_its_name_is_shown_short_and_a_truth_in_words(
    client: FlaskClient, tag: str, yes: str, no: str
) -> None:
    """Nothing is said twice."""
    found = page(client, f"/queries/beside?lang={tag}")
    suffix = f"?lang={tag}"
    assert [cell.text.removesuffix("ko") for cell in found.all("td")] == ["경제협력개발기구", "organization:OECD", yes, no]
    assert found.links()["organization:OECD"] == f"/id/organization/OECD{suffix}"
    assert values(found)[1:] == ["https://w3id.org/oegyo/id/organization/OECD", "true", "false"]


def test_the_sources_of_the_rows_are_listed_with_how_many_rows_each_has(client: FlaskClient) -> None:
    """The one with most rows first."""
    found = page(client, "/queries/joined")
    assert "2 sources of these rows" in found.texts("summary")
    assert "A note 3 rows" in found.texts("li")
    assert "Another <source> 1 row" in found.texts("li")


def test_the_figure_says_what_to_draw_from_the_table(client: FlaskClient) -> None:
    """By the names of the columns; without a script the table is there alone."""
    (figure,) = page(client, "/queries/joined").all("figure")
    data = {name: value for name, value in figure.attributes.items() if name.startswith("data-")}
    assert data == {"data-picture": "timeline", "data-table": "answer", "data-from": "since", "data-label": "member"}
    assert [table.attributes["id"] for table in page(client, "/queries/joined").all("table")] == ["answer"]
    assert page(client, "/queries/many").all("figure")[0].attributes["data-top"] == "5"
    assert page(client, "/queries/typed").all("figure") == []


def test_a_long_answer_is_cut_and_says_where_the_whole_is(client: FlaskClient) -> None:
    """The file has every row."""
    found = page(client, "/queries/many")
    assert found.texts("caption") == ["500 of 1,000 rows"]
    assert len(found.all("td")) == 500
    assert found.links()["The whole answer"] == "many.csv"
    assert client.get("/queries/many.csv").text.count("\r\n") == 1001


def test_hostile_values_of_the_data_do_nothing(client: FlaskClient) -> None:
    """A text that looks like markup is text, and an address that is a script is no link."""
    text = client.get("/queries/joined", headers={"Accept": "text/html"}).text
    assert "<script>alert" not in text
    assert "<b>" not in text
    found = read(text)
    assert '"><script>alert(1)</script>' in values(found)
    assert not any(link.attributes["href"].startswith("javascript:") for link in found.all("a"))


@pytest.mark.parametrize(
    ("address", "tag", "choices"),
    [
        ("/queries/members-of", "en", ["<b>OECD</b> & friends", "United Nations"]),
        ("/queries/is-member", "en", ["Åland", "Denmark", "Republic of Korea", "Viet Nam"]),
        ("/queries/is-member", "ko", ["대한민국", "덴마크", "베트남", "올란드"]),
        ("/queries/is-member", "vi", ["Åland", "Đại Hàn Dân Quốc", "Đan Mạch", "Việt Nam"]),
    ],
)
def test_the_choices_are_what_has_an_answer_in_the_order_of_the_language(
    client: FlaskClient, address: str, tag: str, choices: list[str]
) -> None:
    """A state that is a member of nothing is not offered."""
    found = page(client, f"{address}?lang={tag}")
    assert [option.text for option in found.all("option")][: len(choices)] == choices


@pytest.mark.parametrize(
    ("tag", "yes", "no"),
    [
        ("en", "Yes, that is so.", "No, that is not so, as far as this data knows."),
        ("ko", "예, 그렇습니다.", "아니요, 이 데이터에 따르면 그렇지 않습니다."),
        ("vi", "Có, đúng như vậy.", "Không, theo dữ liệu này thì không phải vậy."),
    ],
)
def test_a_question_of_yes_or_no_is_answered_in_a_sentence(client: FlaskClient, tag: str, yes: str, no: str) -> None:
    """With what was asked about, by name."""
    assert yes in page(client, f"/queries/is-member?lang={tag}").texts("p")
    found = page(client, f"/queries/is-member?organization=OECD&lang={tag}")
    assert no in found.texts("p")
    assert len(found.texts("dd")) == 2
    assert "KOR" not in found.texts("dd")


def test_each_type_of_parameter_has_its_own_field(client: FlaskClient) -> None:
    """With the value that was asked for, and what a browser needs to check it."""
    found = page(client, "/queries/typed?month=1950-06&words=a+%22b%22")
    fields = {one.attributes["name"]: one.attributes for one in found.all("input")}
    assert {name: (one["type"], one["value"]) for name, one in fields.items()} == {
        "on": ("date", "1991-09-17"),
        "year": ("number", "1991"),
        "month": ("month", "1950-06"),
        "number": ("number", "7"),
        "words": ("text", 'a "b"'),
    }
    assert fields["year"]["min"] == "1000"
    assert fields["month"]["pattern"] == "[0-9]{4}-(0[1-9]|1[0-2])"
    hints = {paragraph.attributes["id"] for paragraph in found.all("p") if "id" in paragraph.attributes}
    assert {one["aria-describedby"] for one in fields.values()} == hints
    assert found.links()["Reset"] == "/queries/typed"
    assert "Reset" not in page(client, "/queries/typed").links()


HOSTILE = ['"><script>alert(1)</script>', "1991' }", "\\u0022 }", "{{ 7*7 }}", "%s", "\u202e", "x" * 2000]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["on", "year", "month", "number"])
def test_a_value_that_cannot_be_used_is_refused_at_its_field(client: FlaskClient, name: str, value: str) -> None:
    """As it was written, with what would do; nothing is asked, and the other fields keep theirs."""
    response = client.get("/queries/typed", query_string={name: value}, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert "<script>" not in response.text
    found = read(response.text)
    (wrong,) = [one.attributes for one in found.all("input") if one.attributes.get("aria-invalid")]
    assert (wrong["name"], wrong["value"]) == (name, value)
    (message,) = [one.text for one in found.all("p") if one.attributes.get("id") == wrong["aria-describedby"]]
    assert message.startswith(f"“{value}” cannot be used here. Write a")
    assert found.all("table") == []
    assert found.links()["Reset"] == "/queries/typed"


@pytest.mark.parametrize("value", HOSTILE)
def test_any_text_for_a_parameter_of_text_is_text(client: FlaskClient, value: str) -> None:
    """In the field, in the table and in every address."""
    response = client.get("/queries/typed", query_string={"words": value}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<script>" not in response.text
    found = read(response.text)
    assert values(found)[-1] == value
    address = found.links()["CSV"]
    assert client.get(f"/queries/{address}").status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("state=K+OR", "“K OR” cannot be used here. Choose one of the list."),
        ("state=%3Cscript%3E", "“<script>” cannot be used here. Choose one of the list."),
        ("state=KOR&state=VNM", "This is given more than once."),
        ("nothing=1", "This question has no parameter “nothing”."),
        ("%3Cb%3E=1", "This question has no parameter “<b>”."),
    ],
)
def test_whatever_else_is_wrong_with_the_address_is_said_on_the_page(client: FlaskClient, query: str, words: str) -> None:
    """Beside the form, so that it can be put right; a program is told as JSON."""
    found = page(client, f"/queries/is-member?{query}", status=400)
    assert words in [*found.texts("p"), *found.texts("li")]
    response = client.get(f"/queries/is-member?{query}", headers={"Accept": "application/json"})
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("tag", ["fr", "", "en&lang=ko"])
def test_a_language_that_is_none_is_refused_where_the_answer_has_one(client: FlaskClient, tag: str) -> None:
    """Elsewhere it only fails to choose the language of the page."""
    found = page(client, f"/queries/names?lang={tag}", status=400)
    assert any(text.startswith(("The language of the answer is one of", "답의 언어는")) for text in found.texts("li"))


def test_the_file_for_excel_begins_with_a_mark_and_has_a_name(client: FlaskClient) -> None:
    """The rest is the CSV to the byte."""
    plain, marked = client.get("/queries/joined.csv"), client.get("/queries/joined.excel.csv")
    assert marked.data == b"\xef\xbb\xbf" + plain.data
    assert marked.content_type == plain.content_type
    assert marked.headers["Content-Disposition"] == "attachment; filename=joined.csv"
    assert client.get("/queries/none.excel.csv").status_code == 404
    assert client.get("/queries/members.excel.csv").status_code == 406


def test_every_page_is_the_same_bytes_each_time(client: FlaskClient) -> None:
    """What was found for the form the first time is what is there the second."""
    for slug in QUERIES:
        first, second = (client.get(f"/queries/{slug}", headers={"Accept": "text/html"}) for _ in range(2))
        assert first.data == second.data
        assert first.headers["ETag"] == second.headers["ETag"]


def test_the_list_says_what_can_be_chosen_and_what_is_drawn(client: FlaskClient) -> None:
    """In words; as JSON, the picture is as the header has it."""
    found = page(client, "/queries/")
    assert "Who joined? with a timeline" in found.texts("li")
    assert "Is it a member? you choose: The state, The organization" in found.texts("li")
    entries = client.get("/queries/", headers={"Accept": "application/json"}).get_json()
    pictures = {entry["slug"]: entry["picture"] for entry in entries}
    assert pictures["joined"] == {"type": "timeline", "from": "since", "label": "member"}
    assert pictures["many"] == {"type": "bars", "x": "n", "y": "n", "top": 5}
    assert pictures["typed"] is None
