"""The page about the architecture names what is there, all of it, and nothing else."""

from __future__ import annotations

import re

import pytest

from docs.page import FILE, NAME, ROOT, files, named, prose, quoted, rows, section
from test_architecture import BY_NAME, PACKAGE, PAGES, imports, module_is_package

TEXT = prose(ROOT / "server" / "README.md")
JOURNEYS = section(TEXT, "Five journeys")
FLOOR = ("config", "errors", "paths", "release")
"""The single modules that every room may import."""


def test_every_module_has_a_line() -> None:
    """And no line is about a module that is not there."""
    listed = [quoted(row[0])[0] for row in rows(section(TEXT, "The modules"))]
    modules = {name.removeprefix("oegyo.") for name in BY_NAME if not module_is_package(name)}
    assert sorted(listed) == sorted({*modules, "engine"})  # a folder whose __init__.py is the interface


def test_every_name_on_the_page_is_there() -> None:
    """Each module, function and file is found where the page says it is."""
    written = [name for name in quoted(TEXT) if NAME.fullmatch(name) or FILE.fullmatch(name)]
    assert len(written) > 100
    for name in written:
        if FILE.fullmatch(name):
            assert files(name), name
        else:
            named(name)


def test_there_are_five_journeys_and_each_is_a_walk_through_functions() -> None:
    """Every step says where it happens."""
    walks = re.split(r"^### ", JOURNEYS, flags=re.MULTILINE)[1:]
    assert len(walks) == 5
    for walk in walks:
        steps = re.split(r"^\d+\. ", walk, flags=re.MULTILINE)[1:]
        assert len(steps) >= 5
        for step in steps:
            assert any(NAME.fullmatch(name) or FILE.fullmatch(name) for name in quoted(step)), step


@pytest.mark.parametrize("name", ["gate.front.Front._nothing", "gate.nothing", "nothing.at_all"])
def test_a_name_that_is_not_there_is_found_out(name: str) -> None:
    """The test above can fail."""
    with pytest.raises(LookupError):
        named(name)


def test_a_room_imports_the_rooms_that_the_table_allows() -> None:
    """The table of rooms is how things are, and every folder of code has its row."""
    table = {row[0]: quoted(row[1]) for row in rows(section(TEXT, "The rooms"))}
    allowed = {room: known for rooms, known in table.items() for room in quoted(rooms) if rooms != "each page of `web`"}
    allowed |= {f"web.{page}": table["each page of `web`"] for page in PAGES if f"web.{page}" not in allowed}
    folders = {".".join(path.parent.relative_to(PACKAGE).parts) for path in PACKAGE.rglob("__init__.py")} - {"", "web"}
    assert folders <= allowed.keys()
    for room, known in allowed.items():
        below = tuple(f"oegyo.{name}" for name in (room, *known, *FLOOR))
        for module in (name for name in BY_NAME if f"{name}.".startswith(f"oegyo.{room}.")):
            found = {name for name in imports(BY_NAME[module]) if name.startswith("oegyo.") and name != "oegyo.__version__"}
            assert {name for name in found if not f"{name}.".startswith(tuple(f"{one}." for one in below))} == set(), module
