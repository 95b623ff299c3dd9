"""The editor at /sparql: a query is written, completed, run, stopped, corrected and shared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.conftest import settled
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

STATES = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
SELECT ?state WHERE { ?state a oegyo:State } ORDER BY ?state LIMIT 3
"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BROKEN = "SELECT ?state\nWHERE {\n  ?state a }\n"


@pytest.fixture(name="editor")
def _editor(page: Page) -> Locator:
    """The box of the editor, with the cursor in it."""
    page.goto("/sparql")
    box = page.locator(".CodeMirror")
    box.click()
    return box


def write(page: Page, query: str) -> None:
    """Put ``query`` in the place of what stands in the editor, as one who pastes it."""
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def text(page: Page) -> str:
    """What stands in the editor, once it is there."""
    found: str = settled(page).evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    return found


def running(page: Page) -> float:
    """How many queries the server works on."""
    found = re.search(r"^oegyo_queries_running (\S+)", page.request.get("/metrics").text(), re.MULTILINE)
    assert found
    return float(found[1])


@pytest.mark.usefixtures("editor")
def test_a_query_is_run_where_it_is_written(page: Page) -> None:
    """The answer comes below, its address is in the address bar, and going back brings back what was there."""
    write(page, STATES)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_contain_text("3 rows.")
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    assert "query=PREFIX" in page.url
    page.get_by_role("link", name="CSV").click(trial=True)
    page.go_back()
    expect(page.locator("#answer tbody tr")).to_have_count(0)


@pytest.mark.usefixtures("editor")
def test_an_answer_says_how_much_of_it_is_shown(page: Page) -> None:
    """A page shows the first rows, of how many, and where the others are."""
    write(page, "SELECT * { ?subject ?predicate ?object } LIMIT 3000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_contain_text(re.compile(r"[\d,]+ of 3,000 rows"))
    expect(page.get_by_role("link", name="CSV")).to_be_visible()


@pytest.mark.usefixtures("editor")
def test_a_stopped_query_frees_the_server(page: Page) -> None:
    """Stop ends the work, not only the waiting."""
    write(page, ENDLESS)
    page.get_by_role("button", name="Run").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    until(lambda: running(page) == 1)
    stop.click()
    expect(page.get_by_role("status")).to_have_text("The query was stopped.")
    expect(stop).to_be_hidden()
    until(lambda: running(page) == 0)


@pytest.mark.usefixtures("editor", "failing")
def test_a_broken_query_shows_its_line(page: Page) -> None:
    """The message stands at the line where reading stopped, and goes when the query is changed."""
    write(page, BROKEN)
    page.keyboard.press("Control+Enter")
    fault = page.locator(".fault")
    expect(fault).to_be_visible()
    expect(page.locator("#answer")).to_contain_text("At line 3, column")
    marked = page.locator(".fault-line").locator("..").locator(".CodeMirror-line")
    expect(marked).to_have_text("  ?state a }")
    write(page, STATES)
    expect(fault).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(3)


@pytest.mark.browser_context_args(permissions=["clipboard-read", "clipboard-write"])
@pytest.mark.usefixtures("editor")
def test_a_query_is_shared(page: Page) -> None:
    """A copied link opens with the query in the editor and its answer below, for somebody else."""
    write(page, STATES)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text("The link is copied.")
    link: str = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    other.goto(link)
    assert text(other) == STATES
    expect(other.locator("#answer tbody tr")).to_have_count(3)


@pytest.mark.usefixtures("editor")
def test_a_long_query_is_shared_too(page: Page) -> None:
    """What is too long for an address goes into the part of it that is not sent."""
    long = STATES + "".join(f"# line {number}, which says nothing\n" for number in range(400))
    write(page, long)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    assert "#query=" in page.url
    page.reload()
    expect(page.locator(".CodeMirror")).to_be_visible()
    assert text(page) == long


@pytest.mark.usefixtures("editor")
def test_terms_are_completed_from_our_ontology(page: Page) -> None:
    """A prefixed name while it is written, and a word in any language when it is asked for."""
    write(page, "SELECT * { ?state a ")
    page.keyboard.type("oegyo:Sta")
    hints = page.locator(".CodeMirror-hints")
    expect(hints).to_contain_text("oegyo:State  State")
    page.keyboard.press("Escape")
    write(page, "SELECT * { ?state a 국가")
    page.keyboard.press("Control+Space")
    expect(hints.or_(page.locator(".CodeMirror-line").filter(has_text="oegyo:State")).first).to_be_visible()


@pytest.mark.usefixtures("editor")
def test_a_saved_query_is_a_start(page: Page) -> None:
    """The chosen question stands in the editor without its header, and gives its answer."""
    page.get_by_label("Start from a question").select_option("council-terms")
    expect(page.locator(".CodeMirror")).to_contain_text("SELECT")
    assert not text(page).startswith("#")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer")).to_contain_text("5 rows.")


@pytest.mark.usefixtures("editor")
def test_the_keyboard_leaves_the_editor(page: Page) -> None:
    """Tab goes on to the next field, so that nobody is caught in the box (WCAG 2.1.2)."""
    page.keyboard.press("Tab")
    expect(page.get_by_label("Format")).to_be_focused()


@pytest.mark.usefixtures("editor")
def test_a_file_is_fetched(page: Page) -> None:
    """With another format chosen, Run brings the file."""
    write(page, STATES)
    page.get_by_label("Format").select_option("csv")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Run").click()
    assert coming.value.path().read_text(encoding="utf-8").splitlines()[0] == "state"
