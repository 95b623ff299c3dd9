"""What it takes to add a language: the how-to of `.github/CONTRIBUTING.md`, executed on a copy of everything."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from extending.howto import answers, copy, do, environment, steps
from oegyo.paths import installed_sources
from oegyo.terms.targets import TARGETS
from oegyo.web.http import catalogues
from web.page import read

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.release import Release

DATA, PAGES, COMMAND = steps("A language")
THREE = {"en", "ko", "vi"}


@pytest.fixture(name="whole")
def _whole(tmp_path: Path) -> Path:
    """A copy of the package, and of the sources that it comes with."""
    whole, sources = copy(tmp_path / "checkout"), installed_sources()
    for folder in (sources.ontology, sources.data, sources.queries):
        shutil.copytree(folder, whole / folder.name)
    return whole


def said(whole: Path) -> list[str]:
    """The lines with which the command of the how-to fails."""
    command = ["bash", "-c", f"{COMMAND.text.strip()} --quiet"]
    done = subprocess.run(command, env=environment(whole), cwd=whole, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "KeyError" not in done.stderr
    return [line.removeprefix("oegyo: languages: ") for line in done.stderr.strip().split("\n")]


def texts_in_three_languages() -> Counter[str]:
    """How many texts of the sources are in all three languages, other names left out, by property."""
    found: Counter[str] = Counter()
    sources = installed_sources()
    for path in (*sources.ontology.rglob("*.ttl"), *sources.data.rglob("*.ttl")):
        tags: dict[tuple[str, str], set[str]] = defaultdict(set)
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.object, ox.Literal) and quad.object.language:
                tags[str(quad.subject), quad.predicate.value].add(quad.object.language)
        found.update(
            predicate for (_, predicate), own in tags.items() if own == THREE and not predicate.endswith("altLabel")
        )
    return found


def test_a_language_fails_with_one_list_of_all_that_it_lacks(whole: Path) -> None:
    """Every text of the data, every header, every table of words, and the catalogue, each with its place."""
    do(DATA, whole)
    do(PAGES, whole)
    lines = said(whole)
    catalogue = "web/translations/de/LC_MESSAGES/messages.po: there is no catalogue"
    assert [line for line in lines if line.startswith(catalogue)] == lines[-1:]
    assert all(re.match(r"[\w/.-]+\.(ttl|rq):\d+: |oegyo/terms/targets\.py: ", line) for line in lines[:-1])
    assert len(set(lines)) == len(lines)

    texts = [line for line in lines if line.endswith(" is not said in de")]
    assert len(texts) == sum(texts_in_three_languages().values()) > 2_000

    keys: Counter[str] = Counter()
    for line in lines:
        keys.update(re.findall(r"the header lacks ([a-z]+)-de$", line))
    sources = installed_sources()
    paths = [*sources.queries.rglob("*.rq"), *sources.ontology.rglob("*.rq")]
    written = [path.read_text(encoding="utf-8") for path in paths]
    assert keys == Counter(key for text in written for key in re.findall(r"(?m)^#\+ +([a-z]+)-ko:", text))
    assert {"summary", "description", "label", "title", "definition"} <= keys.keys()

    words = {line.partition(":")[0] for line in lines if line.endswith(" has no words in de")}
    tables = [sources.name(path) for path in paths if '\n    ("ko" ' in path.read_text(encoding="utf-8")]
    assert words == set(tables)
    named = [line for line in lines if line.startswith("oegyo/terms/targets.py: ")]
    assert named == [f"oegyo/terms/targets.py: {target.short} is not named in de" for target in TARGETS]
    assert len(texts) + keys.total() + len(words) + len(named) + 1 == len(lines)


@pytest.mark.parametrize(
    "address", ["/", "/about", "/search?q=korea", "/queries/", "/queries/members", "/queries/names", "/id/state/KOR.html"]
)
def test_pages_speak_a_language_that_nothing_is_written_in_yet(whole: Path, release: Release, address: str) -> None:
    """The switch offers it, every link keeps it, and what it lacks is said in English."""
    do(PAGES, whole)
    html = {"accept": "text/html"}
    mark = "&" if "?" in address else "?"
    (german, english) = answers(whole, release, (f"{address}{mark}lang=de", html), (f"{address}{mark}lang=en", html))
    assert german[0] == english[0] == 200
    page = read(german[2])
    assert page.all("html")[0].attributes["lang"] == "de"
    assert page.links()["Deutsch"].endswith("lang=de")
    assert page.texts("h1") == read(english[2]).texts("h1")
    assert "/about?lang=de#error" in page.links().values()


def test_a_catalogue_that_lacks_messages_says_which_and_where(tmp_path: Path) -> None:
    """One without words has a line; one that only another catalogue has is named."""
    for tag, text in {
        "ko": 'msgid ""\nmsgstr ""\n\nmsgid "Ask"\nmsgstr "묻기"\n\nmsgid "Find"\nmsgstr "찾기"\n',
        "vi": 'msgid ""\nmsgstr ""\n\nmsgid "Ask"\nmsgstr ""\n',
    }.items():
        folder = tmp_path / tag / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(text, encoding="utf-8")
    assert catalogues.lacking(tmp_path, ["ko", "vi", "de"]) == [
        "web/translations/vi/LC_MESSAGES/messages.po:4: “Ask” is not translated",
        "web/translations/vi/LC_MESSAGES/messages.po: lacks “Find”",
        "web/translations/de/LC_MESSAGES/messages.po: there is no catalogue, of 2 messages",
    ]
    assert catalogues.lacking() == []
