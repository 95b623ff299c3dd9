"""The page of a saved query: its table, the figure beside it, and the evidence of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.entity.portal import QUERIES, page, values
from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("tag", "heads", "dates", "numbers"),
    [
        ("en", ["Member", "Since"], ["December 1996", "30 September 1961", "1977"], ["0.25", "-5", "1,234,567"]),
        ("ko", ["회원", "시작"], ["1996년 12월", "1961년 9월 30일", "1977년"], ["0.25", "-5", "1,234,567"]),
        ("vi", ["Thành viên", "Từ"], ["tháng 12 năm 1996", "ngày 30 tháng 9 năm 1961", "1977"], ["0,25", "-5", "1.234.567"]),
    ],
)
def test_headings_dates_and_numbers_are_the_readers(
    portal: FlaskClient, tag: str, heads: list[str], dates: list[str], numbers: list[str]
) -> None:
    """The raw value and the name of the variable stand beside what is shown, the same in every language."""
    found = page(portal, f"/queries/joined?lang={tag}")
    columns = [head for head in found.all("th") if "data-column" in head.attributes]
    assert [head.text for head in columns[:2]] == heads
    assert [head.attributes["data-column"] for head in columns] == ["member", "since", "value", "note", "url"]
    assert [head.attributes["title"] for head in columns] == [head.attributes["data-column"] for head in columns]
    texts = {cell.attributes.get("data-value"): cell.text for cell in found.all("td")}
    assert [texts[raw] for raw in ("1996-12", "1961-09-30", "1977")] == dates
    assert [texts[raw] for raw in ("0.25", "-5", "1234567")] == numbers


def test_names_lead_to_what_they_name_and_each_row_to_its_evidence(portal: FlaskClient) -> None:
    """Though the answer itself has neither: the header says which variables they are."""
    found = page(portal, "/queries/joined")
    assert {"Åland": "/id/state/ALA", "Viet Nam": "/id/state/VNM"}.items() <= found.links().items()
    evidence = [link.attributes["href"] for link in found.all("a") if link.text == "evidence"]
    assert evidence == [f"/id/membership/{slug}#facts" for slug in ("DNK-OECD", "KOR-UN", "VNM-UN")]
    assert portal.get("/queries/joined.csv").text.startswith("member,since,value,note,url\r\n")


@pytest.mark.parametrize(("tag", "yes", "no"), [("en", "yes", "no"), ("ko", "예", "아니요"), ("vi", "có", "không")])
def test_what_stands_beside_its_name_is_shown_short_and_a_truth_in_words(
    portal: FlaskClient, tag: str, yes: str, no: str
) -> None:
    """Nothing is said twice."""
    found = page(portal, f"/queries/beside?lang={tag}")
    suffix = f"?lang={tag}"
    assert [cell.text.removesuffix("ko") for cell in found.all("td")] == ["경제협력개발기구", "organization:OECD", yes, no]
    assert found.links()["organization:OECD"] == f"/id/organization/OECD{suffix}"
    assert values(found)[1:] == ["https://w3id.org/oegyo/id/organization/OECD", "true", "false"]


def test_the_sources_of_the_rows_are_listed_with_how_many_rows_each_has(portal: FlaskClient) -> None:
    """The one with most rows first."""
    found = page(portal, "/queries/joined")
    assert "2 sources of these rows" in found.texts("summary")
    assert "A note 3 rows" in found.texts("li")
    assert "Another <source> 1 row" in found.texts("li")


def test_the_figure_says_what_to_draw_from_the_table(portal: FlaskClient) -> None:
    """By the names of the columns; without a script the table is there alone."""
    (figure,) = page(portal, "/queries/joined").all("figure")
    data = {name: value for name, value in figure.attributes.items() if name.startswith("data-")}
    assert data == {"data-picture": "timeline", "data-table": "answer", "data-from": "since", "data-label": "member"}
    assert [table.attributes["id"] for table in page(portal, "/queries/joined").all("table")] == ["answer"]
    assert page(portal, "/queries/many").all("figure")[0].attributes["data-top"] == "5"
    assert page(portal, "/queries/typed").all("figure") == []


def test_a_long_answer_is_cut_and_says_where_the_whole_is(portal: FlaskClient) -> None:
    """The file has every row."""
    found = page(portal, "/queries/many")
    assert found.texts("caption") == ["500 of 1,000 rows"]
    assert len(found.all("td")) == 500
    assert found.links()["The whole answer"] == "/queries/many.csv"
    assert portal.get("/queries/many.csv").text.count("\r\n") == 1001


def test_hostile_values_of_the_data_do_nothing(portal: FlaskClient) -> None:
    """A text that looks like markup is text, and an address that is a script is no link."""
    text = portal.get("/queries/joined", headers={"Accept": "text/html"}).text
    assert "<script>alert" not in text
    assert "<b>" not in text
    found = read(text)
    assert '"><script>alert(1)</script>' in values(found)
    assert not any(link.attributes["href"].startswith("javascript:") for link in found.all("a"))


@pytest.mark.parametrize(
    ("tag", "yes", "no"),
    [
        ("en", "Yes, that is so.", "No, that is not so, as far as this data knows."),
        ("ko", "예, 그렇습니다.", "아니요, 이 데이터에 따르면 그렇지 않습니다."),
        ("vi", "Có, đúng như vậy.", "Không, theo dữ liệu này thì không phải vậy."),
    ],
)
def test_a_question_of_yes_or_no_is_answered_in_a_sentence(portal: FlaskClient, tag: str, yes: str, no: str) -> None:
    """With what was asked about, by name."""
    assert yes in page(portal, f"/queries/is-member?lang={tag}").texts("p")
    found = page(portal, f"/queries/is-member?organization=OECD&lang={tag}")
    assert no in found.texts("p")
    assert len(found.texts("dd")) == 2
    assert "KOR" not in found.texts("dd")


def test_the_file_for_excel_begins_with_a_mark_and_has_a_name(portal: FlaskClient) -> None:
    """The rest is the CSV to the byte."""
    plain, marked = portal.get("/queries/joined.csv"), portal.get("/queries/joined.excel.csv")
    assert marked.data == b"\xef\xbb\xbf" + plain.data
    assert marked.content_type == plain.content_type
    assert marked.headers["Content-Disposition"] == "attachment; filename=joined.csv"
    assert portal.get("/queries/none.excel.csv").status_code == 404
    assert portal.get("/queries/members.excel.csv").status_code == 406


def test_every_page_is_the_same_bytes_each_time(portal: FlaskClient) -> None:
    """What was found for the form the first time is what is there the second."""
    for slug in QUERIES:
        first, second = (portal.get(f"/queries/{slug}", headers={"Accept": "text/html"}) for _ in range(2))
        assert first.data == second.data


def test_the_list_says_what_can_be_chosen_and_what_is_drawn(portal: FlaskClient) -> None:
    """In words; as JSON, the picture is as the header has it."""
    found = page(portal, "/queries/")
    assert "Who joined? with a timeline" in found.texts("li")
    assert "Is it a member? you choose: The state, The organization" in found.texts("li")
    entries = portal.get("/queries/", headers={"Accept": "application/json"}).get_json()
    pictures = {entry["slug"]: entry["picture"] for entry in entries}
    assert pictures["joined"] == {"type": "timeline", "from": "since", "label": "member"}
    assert pictures["many"] == {"type": "bars", "x": "n", "y": "n", "top": 5}
    assert pictures["typed"] is None
