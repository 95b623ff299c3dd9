"""The form of a saved query: a field for each parameter, and what is said where a value cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.entity.portal import page, values
from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient


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
    portal: FlaskClient, address: str, tag: str, choices: list[str]
) -> None:
    """A state that is a member of nothing is not offered."""
    found = page(portal, f"{address}?lang={tag}")
    assert [option.text for option in found.all("option")][: len(choices)] == choices


def test_each_type_of_parameter_has_its_own_field(portal: FlaskClient) -> None:
    """With the value that was asked for, and what a browser needs to check it."""
    found = page(portal, "/queries/typed?month=1950-06&words=a+%22b%22")
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
    assert "Reset" not in page(portal, "/queries/typed").links()


HOSTILE = ['"><script>alert(1)</script>', "1991' }", "\\u0022 }", "{{ 7*7 }}", "%s", "\u202e", "x" * 2000]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["on", "year", "month", "number"])
def test_a_value_that_cannot_be_used_is_refused_at_its_field(portal: FlaskClient, name: str, value: str) -> None:
    """As it was written, with what would do; nothing is asked, and the other fields keep theirs."""
    response = portal.get("/queries/typed", query_string={name: value}, headers={"Accept": "text/html"})
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
def test_any_text_for_a_parameter_of_text_is_text(portal: FlaskClient, value: str) -> None:
    """In the field, in the table and in every address."""
    response = portal.get("/queries/typed", query_string={"words": value}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<script>" not in response.text
    found = read(response.text)
    assert values(found)[-1] == value
    address = found.links()["CSV"]
    assert portal.get(address).status_code == 200


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
def test_whatever_else_is_wrong_with_the_address_is_said_on_the_page(portal: FlaskClient, query: str, words: str) -> None:
    """Beside the form, so that it can be put right; a program is told as JSON."""
    found = page(portal, f"/queries/is-member?{query}", status=400)
    assert words in [*found.texts("p"), *found.texts("li")]
    response = portal.get(f"/queries/is-member?{query}", headers={"Accept": "application/json"})
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("tag", ["fr", "", "en&lang=ko"])
def test_a_language_that_is_none_is_refused_where_the_answer_has_one(portal: FlaskClient, tag: str) -> None:
    """Elsewhere it only fails to choose the language of the page."""
    found = page(portal, f"/queries/names?lang={tag}", status=400)
    assert any(text.startswith(("The language of the answer is one of", "답의 언어는")) for text in found.texts("li"))
