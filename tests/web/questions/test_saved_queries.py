"""Saved queries: the list, the page, the files and the text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from miniature import MEMBER_SINCE
from oegyo.terms.formats import Kind, of_kind
from small_release import MEMBERS
from web.page import Page, read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

UN = "https://w3id.org/oegyo/id/organization/UN"
SINCE = f"organization,since\r\n{UN},1991-09-17\r\n"
XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"


def page(client: FlaskClient, address: str, language: str = "en") -> Page:
    """The page at ``address`` for a reader of ``language``."""
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200
    return read(response.text)


@pytest.mark.parametrize(
    ("address", "content_type", "body"),
    [
        ("/queries/member-since.csv", "text/csv; charset=utf-8", SINCE),
        ("/queries/member-since.csv?state=KOR", "text/csv; charset=utf-8", SINCE),
        ("/queries/member-since.csv?state=https://w3id.org/oegyo/id/state/KOR", "text/csv; charset=utf-8", SINCE),
        ("/queries/member-since.csv?state=PRK", "text/csv; charset=utf-8", "organization,since\r\n"),
        ("/queries/member-since.csv?lang=ko", "text/csv; charset=utf-8", SINCE),
        ("/queries/member-since.excel.csv", "text/csv; charset=utf-8", "\ufeff" + SINCE),
        ("/queries/member-since.excel.csv?state=PRK", "text/csv; charset=utf-8", "\ufefforganization,since\r\n"),
        (
            "/queries/member-since.tsv",
            "text/tab-separated-values; charset=utf-8",
            f'?organization\t?since\n<{UN}>\t"1991-09-17"^^<{XSD_DATE}>\n',
        ),
        (
            "/queries/member-since.json?state=PRK",
            "application/sparql-results+json",
            '{"head":{"vars":["organization","since"]},"results":{"bindings":[]}}',
        ),
        (
            "/queries/member-since.xml?state=PRK",
            "application/sparql-results+xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
            '<variable name="organization"/><variable name="since"/></head><results></results></sparql>',
        ),
        (
            "/queries/members.ttl",
            "text/turtle; charset=utf-8",
            f"<https://w3id.org/oegyo/id/state/KOR> <https://w3id.org/oegyo/ontology#memberOf> <{UN}> .\n",
        ),
        ("/queries/members.rq", "application/sparql-query; charset=utf-8", MEMBERS),
        ("/queries/member-since.rq", "application/sparql-query; charset=utf-8", MEMBER_SINCE),
        (
            "/queries/member-since.rq?state=PRK",
            "application/sparql-query; charset=utf-8",
            MEMBER_SINCE.replace("{ state:KOR }", "{ <https://w3id.org/oegyo/id/state/PRK> }"),
        ),
    ],
)
def test_the_address_of_a_query_is_its_answer(client: FlaskClient, address: str, content_type: str, body: str) -> None:
    """In the format of its extension, whatever the client says it accepts, with the values in the address."""
    response = client.get(address, headers={"Accept": "image/png"})
    assert (response.status_code, response.content_type, response.text) == (200, content_type, body)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
    ],
)
def test_without_an_extension_the_client_is_asked(client: FlaskClient, accept: str, content_type: str) -> None:
    """A page for a browser, the answer for a program."""
    assert client.get("/queries/member-since", headers={"Accept": accept}).content_type == content_type


def test_the_page_asks_the_question_in_three_languages(client: FlaskClient) -> None:
    """The reader's own first."""
    found = page(client, "/queries/member-since", "ko")
    assert found.texts("h1") == ["한 국가는 언제부터 회원국인가?"]
    assert found.in_language("Since when has a state been a member?") == "en"
    assert found.in_language("Một quốc gia là thành viên từ khi nào?") == "vi"
    assert "가입한 날." in found.texts("p")


def test_the_page_shows_the_answer_by_name(client: FlaskClient) -> None:
    """What the graph names is named, and linked to its page here; columns have headings, dates are local."""
    found = page(client, "/queries/member-since")
    assert (found.texts("th"), found.texts("td")) == (["Organization", "Since"], ["United Nations", "17 September 1991"])
    assert found.links()["United Nations"] == "/id/organization/UN"
    assert found.texts("caption") == ["1 row"]


def test_the_form_offers_what_has_an_answer_and_holds_what_was_asked(client: FlaskClient) -> None:
    """By name, in the reader's language; no script is needed to choose, and what was asked is there though it has none."""
    offered = page(client, "/queries/member-since", "vi")
    assert offered.texts("label") == ["Quốc gia"]
    assert [(one.text, one.attributes["value"]) for one in offered.all("option")] == [("Đại Hàn Dân Quốc", "KOR")]
    options = {one.text: one.attributes for one in page(client, "/queries/member-since?state=PRK", "vi").all("option")}
    assert set(options) == {"Đại Hàn Dân Quốc", "조선민주주의인민공화국"}
    assert [name for name, attributes in options.items() if "selected" in attributes] == ["조선민주주의인민공화국"]
    assert options["조선민주주의인민공화국"]["lang"] == "ko"


@pytest.mark.parametrize(
    ("language", "words", "advice"),
    [
        ("en", "Nothing in this data answers the question.", "Try another value above."),
        ("ko", "이 데이터에는 이 질문의 답이 없습니다.", "위에서 다른 값을 골라 보십시오."),
        ("vi", "Dữ liệu này không có câu trả lời cho câu hỏi.", "Hãy thử giá trị khác ở trên."),
    ],
)
def test_an_empty_answer_says_so_and_what_to_try(client: FlaskClient, language: str, words: str, advice: str) -> None:
    """In the reader's language; there is no empty table."""
    found = page(client, "/queries/member-since?state=PRK", language)
    assert found.texts("strong") == [words]
    assert any(advice in text for text in found.texts("p"))
    assert found.all("table") == []


def test_the_page_links_every_file_with_the_values_it_shows(client: FlaskClient) -> None:
    """And the text of the query, to change and run, and a line for a shell."""
    found = page(client, "/queries/member-since?state=PRK&lang=ko")
    links = found.links()
    for name, extension in {"CSV": "csv", "JSON": "json", "TSV": "tsv", "XML": "xml", "엑셀용 CSV": "excel.csv"}.items():
        assert links[name] == f"/queries/member-since.{extension}?state=PRK"
    assert links["파일로 받기 (.rq)"] == "/queries/member-since.rq?state=PRK"
    (query,) = parse_qs(urlsplit(links["편집기에서 열기"]).query)["query"]
    assert query.startswith("PREFIX oegyo:")
    assert "VALUES ?state { <https://w3id.org/oegyo/id/state/PRK> }" in query
    line, text = found.texts("code")[:2]
    assert line == "curl 'http://localhost/queries/member-since.csv?state=PRK'"
    assert text.startswith("PREFIX oegyo:")
    assert "Turtle" not in links


def test_a_host_that_is_none_is_not_written_into_the_line_for_a_shell(client: FlaskClient) -> None:
    """Then the line names where the data is at home."""
    found = client.get("/queries/member-since", headers={"Accept": "text/html", "Host": "a;b"})
    assert read(found.text).texts("code")[0] == "curl https://w3id.org/oegyo/queries/member-since.csv"


def test_the_page_of_a_graph_query_links_every_format_of_triples(client: FlaskClient) -> None:
    """Triples do not fit into rows."""
    found = page(client, "/queries/members")
    assert {"Turtle": "/queries/members.ttl", "As a file (.rq)": "/queries/members.rq"}.items() <= found.links().items()
    assert not {"CSV", "CSV for Excel"} & set(found.links())
    assert found.alternates() == {entry.media_type: f"/queries/members.{entry.extension}" for entry in of_kind(Kind.GRAPH)}
    assert found.texts("th") == ["Subject", "Predicate", "Object"]
    assert found.texts("td") == ["Republic of Korea", "oegyo:memberOf", "United Nations"]


@pytest.mark.parametrize(
    ("address", "language", "names"),
    [
        ("/queries/names", "en", ["Republic of Korea"]),
        ("/queries/names", "ko", ["대한민국", "조선민주주의인민공화국"]),
        ("/queries/names?lang=vi", "ko", ["Đại Hàn Dân Quốc"]),
    ],
)
def test_a_query_that_answers_in_a_language_answers_in_the_readers(
    client: FlaskClient, address: str, language: str, names: list[str]
) -> None:
    """On its page; a file is in the language that its address says, or that of the text."""
    found = page(client, address, language)
    assert found.texts("td") == names
    assert client.get(found.links()["CSV"]).text.split("\r\n")[1:-1] == names
    assert client.get("/queries/names.csv", headers={"Accept-Language": language}).text == "name\r\nRepublic of Korea\r\n"


@pytest.mark.parametrize(
    "address", ["/queries/names?lang=ko", "/queries/member-since?lang=ko", "/queries/member-since?state=PRK"]
)
def test_the_form_can_be_sent_as_it_is(client: FlaskClient, address: str) -> None:
    """It names each field once, and keeps the language that was chosen."""
    found = page(client, address)
    fields = [*found.all("select"), *found.all("input")]
    names = [field.attributes["name"] for field in fields]
    assert sorted(set(names)) == sorted(names)
    assert ("lang" in names) is ("lang" in address and "/names" not in address)
    assert {field.attributes.get("value") for field in fields if field.attributes["name"] == "lang"} <= {"ko", None}


def test_the_list_has_each_question_once_under_its_first_family(client: FlaskClient) -> None:
    """Families by name in the reader's language, with a table of contents; families of others by their tag."""
    found = page(client, "/queries/", "vi")
    assert found.texts("h2") == ["Tư cách thành viên", "Names"]
    assert found.texts("section") == [
        "Tư cách thành viên Một quốc gia là thành viên từ khi nào? bạn chọn: Quốc gia Ai là thành viên của tổ chức nào?",
        "Names Mỗi quốc gia được gọi là gì trong một ngôn ngữ?",
    ]
    assert {"Tư cách thành viên": "#memberships", "Names": "#names"}.items() <= found.links().items()
    assert {"memberships", "names"} <= {heading.attributes["id"] for heading in found.all("h2")}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("q=SINCE", ["member-since"]),
        ("q=gia nhap", ["member-since"]),
        ("q=ngôn ngữ", ["names"]),
        ("q=ngon+NGU", ["names"]),
        ("q=회원국", ["member-since"]),
        ("q=triple membership", ["members"]),
        ("q=member zebra", []),
        ("q=", ["member-since", "members", "names"]),
        ("family=memberships", ["member-since", "members"]),
        ("family=shortcuts", ["members"]),
        ("family=memberships&q=since", ["member-since"]),
        ("family=none", []),
        ("q=%3Cscript%3E", []),
        ("lang=ko", ["member-since", "members", "names"]),
    ],
)
def test_the_list_can_be_searched(client: FlaskClient, query: str, slugs: list[str]) -> None:
    """In any language whatever the reader's, without accents or capitals; as a page and as JSON."""
    entries = client.get(f"/queries/?{query}", headers={"Accept": "application/json"}).get_json()
    assert [entry["slug"] for entry in entries] == slugs
    found = page(client, f"/queries/?{query}")
    listed = [link.partition("?")[0][9:] for link in found.links().values() if link.startswith("/queries/")]
    assert {slug for slug in listed if slug} == set(slugs)
    assert any("has all of these words" in text or "이 말을 모두" in text for text in found.texts("p")) is (not slugs)


def test_a_search_keeps_what_was_asked_and_the_language(client: FlaskClient) -> None:
    """In its own fields, and says how many it found."""
    found = page(client, "/queries/?q=since&family=memberships&lang=en")
    fields = {one.attributes["name"]: one.attributes.get("value") for one in found.all("input")}
    assert fields == {"q": "since", "lang": "en"}
    assert [one.text for one in found.all("option") if "selected" in one.attributes] == ["Memberships"]
    assert "1 of 3 questions" in found.texts("p")


def test_the_list_as_json_says_all_there_is_to_know(client: FlaskClient) -> None:
    """Where each is, what it asks, and what may be given to it."""
    entries = client.get("/queries/", headers={"Accept": "application/json"}).get_json()
    assert [entry["slug"] for entry in entries] == ["member-since", "members", "names"]
    first = entries[0]
    assert (first["address"], first["form"], first["tags"]) == ("/queries/member-since", "SELECT", ["memberships"])
    assert first["summary"]["ko"] == "한 국가는 언제부터 회원국인가?"
    labels = {"en": "State", "ko": "국가", "vi": "Quốc gia"}
    assert first["picture"] is None
    assert first["parameters"] == [{"name": "state", "type": "id/state", "default": "KOR", "label": labels}]
