"""What the pages of the repository lead to and name is there, and every page can be found."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs.page import FILE, NAME, ROOT, files, named, prose, quoted, rows
from extending.howto import sections, steps
from test_architecture import MODULES

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = (".", ".github", "data", "ontology", "server", "server/decisions")
PAGES = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
DECISIONS = sorted(path for path in (ROOT / "server/decisions").glob("*.md") if path.name != "README.md")
PARTS = ["Context", "Tried", "Measured", "Decision", "What would change our mind"]
CONTRIBUTING = ROOT / ".github/CONTRIBUTING.md"

_PATH = re.compile(r"(?:^|[ `(])((?:server|tests|ontology|data|queries|\.ci|\.github)/[\w./*-]+)", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def ids(paths: list[Path]) -> list[str]:
    """The pages as a list of tests calls them."""
    return [str(path.relative_to(ROOT)) for path in paths]


def links(page: Path) -> list[tuple[Path, str]]:
    """Every link of ``page`` to a place here: the file, and the heading in it if it names one."""
    found = _LINK.findall(prose(page))
    return [((page.parent / target).resolve() if target else page, anchor) for target, anchor in found]


def anchors(page: Path) -> set[str]:
    """The headings of ``page`` as links call them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading that it has."""
    for target, anchor in links(page):
        assert target.exists(), target
        assert not anchor or anchor in anchors(target), anchor


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_every_path_on_a_page_is_there(page: Path) -> None:
    """What begins at the top of the repository, in words and in commands; what one is told to write is not there yet."""
    made = {"server/oegyo/web/static/built/", "queries/expected/organizations-joined-by.csv"}
    made |= {step.path for title in sections() for step in steps(title)}
    for path in set(_PATH.findall(page.read_text(encoding="utf-8"))) - made:
        assert list(ROOT.glob(path.removesuffix("."))), path


def test_every_page_is_found_from_the_readme() -> None:
    """By links from page to page."""
    found: set[Path] = set()
    new = {ROOT / "README.md"}
    while new:
        found |= new
        new = {target for page in new for target, _ in links(page) if target.suffix == ".md"} - found
    assert set(PAGES) - found == set()


@pytest.mark.parametrize("page", DECISIONS, ids=ids(DECISIONS))
def test_a_decision_has_its_parts_its_day_and_a_measurement(page: Path) -> None:
    """And what it names in the code is there."""
    text = prose(page)
    assert re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE) == PARTS
    (day,) = re.findall(r"^\*(\d{4}-\d{2}-\d{2})\*$", text, re.MULTILINE)
    title = text.partition("\n")[0].removeprefix("# ")
    assert [f"[{title}]({page.name})", day] in rows(prose(page.parent / "README.md"))
    assert re.search(r"\d", page.read_text(encoding="utf-8").partition("**Measured.**")[2].partition("**Decision.**")[0])
    for name in quoted(text.partition("**Decision.**")[2]):
        if FILE.fullmatch(name):
            assert files(name), name
        elif NAME.fullmatch(name):
            named(name)


def test_the_names_in_docstrings_and_comments_are_there() -> None:
    """A docstring that sends the reader elsewhere sends him to what is there."""
    written = {name for path in MODULES for name in re.findall(r"`(oegyo\.[\w.]+\w)`", path.read_text(encoding="utf-8"))}
    assert len(written) > 3
    for name in written:
        named(name)


def test_the_commands_for_every_day_do_something() -> None:
    """What is tested and linted by hand is what a change must pass, and the tests that are named are found."""
    block = re.search(
        r"^## Work here\n.*?^```sh\n(.*?)^```", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert block
    passed = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for command in block[1].splitlines():
        for one in command.partition("  #")[0].split("&&"):
            program, *arguments = shlex.split(one)
            if arguments[:2] != ["-m", "pytest"]:
                assert one.strip() in passed
                continue
            assert program == ".venv/bin/python"
            asked = [sys.executable, *arguments, "--collect-only", "-q"]
            listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
            assert "::test_" in listed.stdout, one
