"""In which language a problem is told: English to programs, that of the reader on pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import yaml
from flask_babel import force_locale

from oegyo.errors import Verbatim, message
from oegyo.web.http.messages import has_verbatim, translated
from web.page import read

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

TOLD = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text(encoding="utf-8"))
ADDRESSES = [row["address"] for row in TOLD]


@pytest.mark.parametrize("language", ["en", "ko", "vi"])
@pytest.mark.parametrize(("address", "body"), [(row["address"], row["en"]) for row in TOLD], ids=ADDRESSES)
def test_a_program_is_told_in_english_whatever_its_language(
    client: FlaskClient, address: str, body: str, language: str
) -> None:
    """To the byte."""
    response = client.get(address, headers={"Accept": "*/*", "Accept-Language": language})
    assert response.content_type == "application/problem+json"
    assert response.text == body


@pytest.mark.parametrize("language", ["ko", "vi"])
@pytest.mark.parametrize(("address", "told"), [(row["address"], row) for row in TOLD], ids=ADDRESSES)
def test_a_reader_is_told_in_their_language(
    client: FlaskClient, address: str, told: dict[str, list[str]], language: str
) -> None:
    """The heading, what is wrong, where, and what to try."""
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
    page = read(response.text)
    heading, *paragraphs = told[language]
    assert page.texts("h1") == [heading]
    shown = page.texts("p")
    begin = shown.index(paragraphs[0])
    assert shown[begin : begin + len(paragraphs)] == paragraphs


@pytest.mark.parametrize(("language", "note"), [("en", False), ("ko", True), ("vi", True)])
def test_what_the_engine_says_is_marked_as_english(client: FlaskClient, language: str, *, note: bool) -> None:
    """And said to be, to who reads another language; nothing else is."""
    notes = {"ko": "무엇이 잘못되었는지는", "vi": "Chi tiết lỗi được ghi bằng tiếng Anh", "en": "What exactly is wrong"}
    for query, verbatim in (("SELECT(<x:f>(1)AS?n){}", True), ("ASK {", False)):
        address = "/sparql?" + urlencode({"query": query})
        response = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
        marked = [one.text for one in read(response.text).all("span") if one.attributes.get("lang") == "en"]
        assert marked == (["The custom function <x:f> is not supported"] if verbatim else [])
        assert any(text.startswith(notes[language]) for text in read(response.text).texts("p")) is (verbatim and note)


SAID = message("The service %(url)s did not answer in %(seconds)s seconds.", url="<b>&", seconds=0.5)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The service &lt;b&gt;&amp; did not answer in 0.5 seconds."),
        ("ko", "서비스 &lt;b&gt;&amp;의 응답이 0.5초 안에 오지 않았습니다."),
        ("vi", "Dịch vụ &lt;b&gt;&amp; không phản hồi trong 0,5 giây."),
    ],
)
def test_values_are_written_as_the_language_writes_them_and_stay_text(app: Flask, language: str, text: str) -> None:
    """A value is never markup, and a number has the language's own mark."""
    with app.test_request_context(), force_locale(language):
        assert translated(SAID) == text
        assert not has_verbatim(SAID)


def test_a_message_in_a_message_is_translated_and_a_quoted_one_is_not(app: Flask) -> None:
    """However deep it stands."""
    inner = message("%(path)s cannot be read: %(error)s", path="a", error=Verbatim("<odd> %(path)s"))
    outer = message("%(file)s: %(what)s", file="b", what=inner)
    assert str(outer) == "b: a cannot be read: <odd> %(path)s"
    assert has_verbatim(outer)
    with app.test_request_context(), force_locale("ko"):
        assert translated(outer) == 'b: a 파일을 읽을 수 없습니다: <span lang="en">&lt;odd&gt; %(path)s</span>'


@pytest.mark.parametrize("value", [1234, "1234"])
def test_a_number_has_its_thousands_apart_and_a_text_has_not(value: int | str) -> None:
    """A year or the number of a page is given as text."""
    assert str(message("%(value)s", value=value)) == ("1,234" if isinstance(value, int) else "1234")
