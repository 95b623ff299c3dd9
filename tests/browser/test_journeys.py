"""What people come for: to find a fact and its source, to ask, to read in their language, on a phone and on paper."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import rdflib
from playwright.sync_api import expect

from browser.conftest import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

CUBA = rdflib.URIRef("https://w3id.org/oegyo/id/relation/KOR-CUB")
START = rdflib.URIRef("https://w3id.org/oegyo/ontology#startDate")
PHONE: ViewportSize = {"width": 390, "height": 844}


def drawing(page: Page) -> str:
    """What the picture of the page shows, as SVG."""
    return settled(page).locator("figure.picture svg").first.inner_html()


def test_from_a_name_to_a_country_to_a_source_to_turtle(page: Page) -> None:
    """Somebody looks up a country, asks who says so, reads the passage, and takes the fact along as data."""
    page.goto("/")
    page.get_by_role("searchbox").fill("Cuba")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cuba", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cuba")
    row = page.get_by_role("row").filter(has_text="14 February 2024").filter(has=page.get_by_role("link", name="sources"))
    row.get_by_role("link", name="sources").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Republic of Korea – Cuba: diplomatic relations")
    since = page.locator("dd").filter(has_text="14 February 2024").first
    voice = since.locator(".voice").filter(has_text="Xinhua")
    expect(voice).to_be_hidden()
    since.get_by_text("4 sources").click()
    expect(voice).to_contain_text("at the level of ambassadors")
    on_the_web = voice.get_by_role("link", name="on the web").get_attribute("href")
    assert on_the_web == "https://english.news.cn/20240214/6463f34bf4d8484bb89d128471f13d51/c.html"
    voice.get_by_role("link", name="passage").click()
    page.locator("main").get_by_role("link", name=re.compile("^Xinhua")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xinhua")

    page.goto("/id/relation/KOR-CUB")  # the name of the thing leads to its page
    with page.expect_response("**/*.ttl") as coming:
        page.get_by_role("link", name=".ttl").click()
    graph = rdflib.Graph().parse(data=coming.value.text(), format=coming.value.headers["content-type"].partition(";")[0])
    assert list(graph.objects(CUBA, START)) == [rdflib.Literal(date(2024, 2, 14))]


def test_a_disagreement_is_shown(page: Page) -> None:
    """Where sources differ, the page of a country says so before anything is opened, and the record names the other date."""
    page.goto("/id/state/VNM.html")
    page.get_by_role("link", name=re.compile("1 disagrees")).click()
    page.get_by_text("1 disagrees").first.click()
    expect(page.locator(".voice.against").first).to_contain_text("the source gives:")


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    """The same question with the same values, in another language, dates and names too; and from there on."""
    page.goto("/queries/relations-opened-between-two-dates?from=2010-01-01&to=2024-12-31")
    page.get_by_role("link", name="한국어").click()
    assert "from=2010-01-01" in page.url
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("#answer")).to_contain_text("2024년 2월 14일")
    page.locator("#answer").get_by_role("link", name="쿠바").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_role("heading", level=1)).to_contain_text("쿠바")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cuba")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.browser_context_args(locale="vi-VN")
def test_a_browser_is_answered_in_its_language(page: Page) -> None:
    """Nobody has to choose what the browser says already."""
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đại Hàn Dân Quốc")


def test_a_parameter_changes_the_picture(page: Page) -> None:
    """What is chosen in the form changes the table and what is drawn from it."""
    page.goto("/queries/members-of-an-organization")
    before = drawing(page)
    page.get_by_label("Organization", exact=True).select_option(
        label="Organisation for Economic Co-operation and Development"
    )
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#answer")).to_contain_text("Austria")
    assert drawing(page) != before
    assert (
        page.get_by_label("Organization", exact=True)
        .evaluate("one => one.selectedOptions[0].text")
        .startswith("Organisation for")
    )


def test_the_years_are_played(page: Page) -> None:
    """A slider and a button show how relations grew; both work by keys."""
    page.goto("/explore/relations")
    settled(page)
    slider = page.get_by_role("slider", name="Year")
    today = drawing(page)
    slider.focus()
    slider.press("Home")
    first = drawing(page)
    assert first != today
    page.get_by_role("button", name=re.compile("Play")).press("Enter")
    page.wait_for_function(
        "first => document.querySelector('input[type=range]').value > first", arg=slider.get_attribute("min")
    )
    page.get_by_role("button", name=re.compile("Pause")).press("Enter")
    assert drawing(page) != first


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_is_there_without_scripts(page: Page) -> None:
    """A search, a question with a value of one's own, and a query, each by a plain form and with its whole table."""
    page.goto("/search")
    page.get_by_label("A name").fill("Cuba")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Cuba", exact=True)).to_be_visible()
    page.goto("/queries/members-of-an-organization")
    page.get_by_label("Organization", exact=True).select_option(label="Group of Seven")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#answer tbody tr")).to_have_count(7)
    page.goto("/sparql")
    page.get_by_label("Query").fill("SELECT (1 AS ?one) {}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer")).to_contain_text("1 row.")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    """The first stop of the Tab key leads past the menu."""
    page.goto("/about")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))


@pytest.mark.browser_context_args(color_scheme="dark")
def test_a_dark_screen_stays_dark(page: Page) -> None:
    """The page, and the map on it."""
    page.goto("/")
    light = "one => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0)"
    assert page.locator("body").evaluate(light) < 120


def test_a_country_is_printed_as_a_briefing(page: Page) -> None:
    """On paper there is what is known and by whom, and nothing to press."""
    page.goto("/id/state/VNM.html")
    settled(page)
    page.emulate_media(media="print")
    for gone in (page.get_by_role("search"), page.get_by_role("navigation").first, page.locator("section.incoming")):
        expect(gone).to_be_hidden()
    for kept in ("At a glance", "Diplomatic relations", "Missions in both directions", "Memberships", "Sources used"):
        expect(page.get_by_role("heading", name=kept)).to_be_visible()
    expect(page.locator("figure.picture").get_by_role("img")).to_have_count(2)
    paper = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2, "a briefing is two pages at most"


def test_a_page_that_is_known_is_not_sent_again(page: Page) -> None:
    """Its second visitor in this browser is told that nothing has changed since."""
    documents: list[str] = []
    statuses: dict[str, int] = {}
    wire = page.context.new_cdp_session(page)
    wire.on(
        "Network.requestWillBeSent",
        lambda event: documents.append(event["requestId"]) if event["type"] == "Document" else None,
    )
    wire.on("Network.responseReceivedExtraInfo", lambda event: statuses.update({event["requestId"]: event["statusCode"]}))
    wire.send("Network.enable")
    page.goto("/ontology")
    page.reload()
    assert [statuses[key] for key in documents] == [200, 304]


def test_the_pages_of_the_world_are_drawn_on_a_phone(page: Page) -> None:
    """The map is as wide as the screen, and the table below it is whole."""
    page.set_viewport_size(PHONE)
    page.goto("/explore/missions")
    settled(page)
    box = page.locator("figure.picture svg").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert PHONE["width"] * 0.8 < box["width"] <= PHONE["width"]
