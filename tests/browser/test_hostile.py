"""Texts that would be scripts if anything took them for markup: in names, answers, queries and pictures, from anywhere."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from browser.conftest import settled
from clients.serving import served
from gate.test_live_server import running
from small_release import GRAPH_TEXTS, QUERIES, write_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from browser.conftest import Complaints

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src="/none" onerror="alert(2)">',
    "</title></textarea></script><script>alert(3)</script>",
    "javascript:alert(4)",
    "{{ 7 * 7 }}${alert(5)}",
    "' onmouseover='alert(6)' x='",
    "<svg onload=alert(7)>",
    "]]><!--<iframe src=javascript:alert(8)>",
    "\u202egnp.exe",
]
ADDRESSES = ["javascript:alert(9)", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxMCk8L3NjcmlwdD4=", "vbscript:msgbox(11)"]


def literal(text: str) -> str:
    """``text`` as Turtle and SPARQL write it."""
    return json.dumps(text)


ALIASES = ", ".join(f"{literal(text)}@en" for text in ATTACKS)
FACTS = f"""
state:KOR a oegyo:State ; skos:prefLabel {literal(ATTACKS[0])}@en, {literal(ATTACKS[1])}@ko, {literal(ATTACKS[2])}@vi ;
    skos:altLabel {ALIASES} ; skos:editorialNote {ALIASES} ; schema:url {", ".join(f"<{one}>" for one in ADDRESSES)} .
"""
ONTOLOGY = f"oegyo:State skos:definition {ALIASES} ; skos:altLabel {ALIASES} ."

ROWS = " ".join(
    f'({literal(text)} "{1950 + place}-01-01"^^xsd:date {place * 3} {place * 4})' for place, text in enumerate(ATTACKS)
)
PICTURES = {
    "bars": "{type: bars, x: name, y: one, series: name}",
    "line": "{type: line, x: day, y: one, series: name}",
    "timeline": "{type: timeline, from: day, label: name, series: name}",
    "map": "{type: map, lat: one, lon: two, label: name, series: name}",
    "network": "{type: network, from: name, to: two}",
}


def question(picture: str) -> str:
    """A saved query whose words, choices and answer are hostile."""
    head = "".join(
        f"#+ {key}: {literal(ATTACKS[2])}\n"
        for key in ("summary", "summary-ko", "summary-vi", "description", "description-ko", "description-vi")
    )
    return (
        f"{head}#+ tags: [names]\n#+ picture: {picture}\n"
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        f"SELECT ?name ?day ?one ?two WHERE {{ VALUES (?name ?day ?one ?two) {{ {ROWS} }} }}\n"
    )


@pytest.fixture(name="hostile", scope="module")
def _hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a release with hostile texts wherever there is room for one."""
    texts = {**GRAPH_TEXTS, "facts": GRAPH_TEXTS["facts"] + FACTS, "ontology": GRAPH_TEXTS["ontology"] + ONTOLOGY}
    queries = {f"picture-{name}": question(picture) for name, picture in PICTURES.items()}
    release = write_release(tmp_path_factory.mktemp("hostile") / "release", texts, QUERIES | queries)
    with running(release) as (_, port, _):
        yield f"http://127.0.0.1:{port}"


def harmless(page: Page) -> None:
    """Nothing of the page is a script, a handler or an address that the data brought; what ran would be a complaint."""
    settled(page)
    for one in ("iframe", "img", "[onerror]", "[onload]", "[onmouseover]", "svg[onload]"):
        expect(page.locator(one)).to_have_count(0)
    scripts = page.locator("script").evaluate_all("all => all.map(one => one.src || one.type)")
    assert {one for one in scripts if "/static/built/" not in one} <= {"application/ld+json"}
    links = page.locator("a[href]").evaluate_all("all => all.map(one => one.protocol)")
    assert set(links) <= {"http:", "https:"}


@pytest.mark.parametrize("language", ["en", "ko", "vi"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/id/state/KOR.html",
        "/id/statement/hostile.html",
        "/search?" + urlencode({"q": "script"}),
        "/search?" + urlencode({"q": ATTACKS[1]}),
        "/ontology",
        "/queries/",
        "/queries/?" + urlencode({"q": ATTACKS[2]}),
        "/queries/member-since?" + urlencode({"state": ATTACKS[0]}),
        "/sparql?" + urlencode({"query": ATTACKS[2]}),
        "/" + ATTACKS[0],
    ],
)
@pytest.mark.usefixtures("failing")
def test_a_page_shows_a_hostile_text_as_text(page: Page, hostile: str, path: str, language: str) -> None:
    """Whether it came from the data or from the address."""
    page.goto(f"{hostile}{path}{'&' if '?' in path else '?'}lang={language}")
    harmless(page)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_a_hostile_text_as_text(page: Page, hostile: str, name: str) -> None:
    """In its labels, its key, and what it says of what is pointed at."""
    page.goto(f"{hostile}/queries/picture-{name}")
    settled(page)
    expect(page.locator("figure.picture").get_by_role("img")).to_be_visible()
    box = page.locator("figure.picture").get_by_role("img").bounding_box()
    assert box is not None
    for step in range(1, 10):
        page.mouse.move(box["x"] + box["width"] * step / 10, box["y"] + box["height"] * step / 10)
    harmless(page)


def test_an_answer_shows_a_hostile_text_as_text(page: Page, hostile: str) -> None:
    """Run in the editor: texts, languages, and addresses that are no links."""
    values = " ".join(literal(text) for text in ATTACKS) + " " + " ".join(f"<{one}>" for one in ADDRESSES)
    query = f"SELECT ?onload ?한국 {{ VALUES ?onload {{ {values} }} BIND(STRLANG(STR(?onload), 'en') AS ?한국) }}"
    page.goto(f"{hostile}/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(len(ATTACKS) + len(ADDRESSES))
    for text in ATTACKS[:8]:
        expect(page.locator("#answer")).to_contain_text(text)
    harmless(page)


def test_a_shared_query_is_text(page: Page, hostile: str) -> None:
    """What an address brings into the editor is not run, neither as a script nor as a query."""
    for text in ATTACKS:
        page.goto("about:blank")
        page.goto(f"{hostile}/sparql#{urlencode({'query': text})}")
        expect(page.locator(".CodeMirror")).to_be_visible()
        assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") == text
        harmless(page)


@pytest.mark.usefixtures("failing")
def test_a_hostile_fault_is_text(page: Page, hostile: str) -> None:
    """The message at the line quotes the query."""
    page.goto(f"{hostile}/sparql")
    page.locator(".CodeMirror").click()
    for text in ATTACKS:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(f"SELECT * {{ ?a ?b {text} . }}")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".fault")).to_be_visible()
        harmless(page)


def test_a_hostile_term_is_completed_as_text(page: Page, hostile: str) -> None:
    """The names of terms stand in the list that the editor offers."""
    page.goto(f"{hostile}/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT * { ?state a ")
    page.keyboard.type("oegyo:S")
    expect(page.locator(".CodeMirror-hints")).to_be_visible()
    harmless(page)


class _Elsewhere(BaseHTTPRequestHandler):
    """An endpoint whose columns have names that SPARQL does not allow."""

    def do_POST(self) -> None:
        """Answer any query."""
        self.rfile.read(int(self.headers["Content-Length"]))
        names = [*ATTACKS[:3], "name"]
        row = {name: {"type": "literal", "value": name, "xml:lang": "en"} for name in names}
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": [row]}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_name_of_a_column_is_no_markup(page: Page, complaints: Complaints, releases: str) -> None:
    """An endpoint behind this one may call its columns anything: that is said, as text."""
    complaints.expected.add("Failed to load resource: the server responded with a status of 502")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        Thread(target=elsewhere.serve_forever, daemon=True).start()
        try:
            with served("--engine", f"http://127.0.0.1:{elsewhere.server_port}/", OEGYO_RELEASE=releases) as address:
                answer = page.goto(f"{address}/sparql?{urlencode({'query': 'SELECT * { ?a ?b ?c }'})}")
                assert answer is not None
                harmless(page)
                expect(page.locator("main")).to_contain_text(ATTACKS[0])
        finally:
            elsewhere.shutdown()
