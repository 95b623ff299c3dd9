"""What it takes to add something, done on a copy of the checkout as `.github/CONTRIBUTING.md` says it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extending.howto import ROOT, answers, copy, follow, run_in, sections, steps
from hatch_build import compile_catalogues
from miniature import write_sources
from oegyo.paths import Sources
from oegyo.pipeline import stages

if TYPE_CHECKING:
    from oegyo.release import Release

TESTS = ROOT / "tests"
HTML = {"accept": "text/html"}


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Path:
    """A copy of the package with the sources of a small graph beside it, to be changed."""
    checkout = copy(tmp_path / "checkout")
    write_sources(checkout)
    (checkout / "queries" / "expected").mkdir()
    return checkout


def hold(checkout: Path, *names: str) -> None:
    """Run the tests ``names`` over the package of ``checkout``."""
    run_in(checkout, "-m", "pytest", "-q", f"--rootdir={ROOT}", *(str(TESTS / name) for name in names))


def test_adding_a_result_format_is_one_row(checkout: Path, release: Release) -> None:
    """Negotiation, files, the service description, the command line and compression follow by themselves."""
    assert [step.path for step in steps("A result format")] == ["server/oegyo/terms/formats.py"]
    follow("A result format", checkout)
    accept = {"accept": "text/n3"}
    query = "/sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    given = answers(
        checkout,
        release,
        (query, accept),
        (query, {**accept, "accept-encoding": "gzip"}),
        ("/id/state/KOR", accept),
        ("/id/state/KOR.n3", {}),
        ("/concept/stance.n3", {}),
        ("/quality.n3", {}),
        ("/queries/members", accept),
        ("/queries/members.n3", {}),
    )
    assert [status for status, _, _ in given] == [200, 200, 303, 200, 200, 200, 200, 200]
    assert given[1][1]["content-encoding"] == "gzip"
    assert given[2][1]["location"] == "/id/state/KOR.n3"
    assert {headers["content-type"] for status, headers, _ in given if status == 200} == {"text/n3; charset=utf-8"}
    pages = answers(
        checkout,
        release,
        ("/sparql", {"accept": "text/turtle"}),
        ("/queries/members", HTML),
        ("/sparql", HTML),
    )
    assert "format:N3" in pages[0][2]
    assert 'href="/queries/members.n3"' in pages[1][2]
    assert '<option value="n3">Notation3</option>' in pages[2][2]
    assert "rdfxml, n3 for" in " ".join(run_in(checkout, "-m", "oegyo", "query", "--help").split())


def test_adding_a_page_is_one_folder_and_one_row(checkout: Path, release: Release) -> None:
    """The application, the navigation, the sitemap and the families of the metrics follow by themselves."""
    follow("A page", checkout)
    page, home, sitemap, metrics = answers(
        checkout, release, ("/visits", HTML), ("/", HTML), ("/sitemap-1.xml", {}), ("/metrics", {})
    )
    assert page[0] == 200
    assert "<p>States that can be visited: 2</p>" in page[2]
    assert '<a href="/visits" aria-current="page">Visits</a>' in page[2]
    assert '<a href="/visits">Visits</a>' in home[2]
    assert "/visits</loc>" in sitemap[2]
    assert 'oegyo_requests_total{family="visits",status="200"} 1.0' in metrics[2]
    run_in(checkout, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "server/oegyo/web/visits")
    hold(checkout, "test_architecture.py")


def test_a_sentence_is_said_in_every_language(checkout: Path, release: Release) -> None:
    """The sentences of the page above, in the catalogues, compiled."""
    follow("A page", checkout)
    follow("A sentence in Korean and Vietnamese", checkout)
    compile_catalogues(checkout)
    korean, vietnamese = answers(checkout, release, ("/visits?lang=ko", HTML), ("/visits?lang=vi", HTML))
    assert "<h1>방문</h1>\n<p>방문할 수 있는 국가: 2</p>" in korean[2]
    assert "<h1>Chuyến thăm</h1>\n<p>Các nước có thể thăm: 2</p>" in vietnamese[2]
    hold(checkout, "web/test_translations.py")


def test_adding_a_saved_query_is_one_file_and_its_answer(checkout: Path) -> None:
    """The command of the how-to writes the answer, and the query is on the server with its page and its picture."""
    follow("A saved query", checkout)
    written = (checkout / "queries" / "expected" / "organizations-joined-by.csv").read_text(encoding="utf-8")
    assert list(csv.reader(written.splitlines())) == [["name", "since"], ["United Nations", "1991"]]
    release = stages.build(Sources.under(checkout), checkout / "releases", lambda _: None)
    page, rows = answers(
        checkout, release, ("/queries/organizations-joined-by", HTML), ("/queries/organizations-joined-by.csv?state=KOR", {})
    )
    assert "Which organizations did a state join, and when?" in page[2]
    assert "timeline" in page[2]
    assert 'href="/id/organization/UN"' in page[2]
    assert rows[2].replace("\r\n", "\n") == written.replace("\r\n", "\n")


def test_adding_a_measure_of_quality_is_one_file(checkout: Path) -> None:
    """The build measures it, and the page and the RDF of the quality have it."""
    follow("A measure of quality", checkout)
    release = stages.build(Sources.under(checkout), checkout / "releases", lambda _: None)
    page, rdf = answers(checkout, release, ("/quality", HTML), ("/quality.nt", {}))
    assert "share that has a beginning" in page[2].lower()
    assert "100" in page[2]
    assert '"The share of the memberships that say when they began."@en' in rdf[2]


def test_adding_a_setting_is_one_field(checkout: Path, release: Release) -> None:
    """Its option, its variable and its help follow; what it does is where it is used."""
    follow("A setting", checkout)
    told = " ".join(run_in(checkout, "-m", "oegyo", "serve", "--help").split())
    assert "--notice TEXT A line that every page shows first; empty shows none. Default: . [OEGYO_NOTICE]" in told
    ((_, _, page),) = answers(checkout, release, ("/about", HTML), OEGYO_NOTICE="Closed for <repairs>")
    assert '<p role="note">Closed for &lt;repairs&gt;</p>' in page
    ((_, _, page),) = answers(checkout, release, ("/about", HTML))
    assert 'role="note"' not in page


def test_every_how_to_is_followed_by_a_test() -> None:
    """What nobody tries is soon wrong."""
    followed = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(sections()) > 5
    assert [title for title in sections() if f'"{title}"' not in followed] == []
