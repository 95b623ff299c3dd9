"""What the documents say is so."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.cli import main
from oegyo.config import Settings, variable
from oegyo.engine import EmbeddedEngine, Limits
from oegyo.web.app import create_app

if TYPE_CHECKING:
    from oegyo.release import Release

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first code block of the README in ``language``."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


def test_the_answer_in_the_readme_is_the_answer(published: Release) -> None:
    """The first query a newcomer sees gives the rows printed below it."""
    store = ox.Store()
    store.load(path=published.graph)
    rows = store.query(block("sparql"), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    answer = rows.serialize(format=ox.QueryResultsFormat.CSV) or b""
    assert answer.decode().replace("\r\n", "\n") == block("csv")


def test_the_first_commands_are_short_and_say_what_a_bare_machine_lacks() -> None:
    """What apt installs stands before them, venv, which names on Debian what is missing, begins, and the lock is used."""
    setup = README.partition("## Set up")[2]
    assert "`apt-get install python3-venv curl`" in setup.partition("```sh")[0]
    serve, test = re.findall(r"^```sh\n(.*?)^```", setup, re.MULTILINE | re.DOTALL)[:2]
    for command in (serve, test):
        assert command.startswith("python3 -m venv .venv && ")
        assert len(command.splitlines()) <= 2
    lock = "tests/lock/newest.txt"
    assert f"PIP_CONSTRAINT={lock} PIP_BUILD_CONSTRAINT={lock}" in test
    assert (ROOT / lock).is_file()


def test_the_command_that_renews_the_locks_is_there() -> None:
    """As the README and the locks themselves name it."""
    assert "\n```sh\ntests/lock/renew\n```\n" in README
    assert os.access(ROOT / "tests/lock/renew", os.X_OK)


def test_every_command_and_setting_is_in_the_readme() -> None:
    """A command or setting that nobody reads of is not there."""
    for name in main.commands:
        assert f"oegyo {name}" in README
    for entry in dataclasses.fields(Settings):
        assert f"`{variable(entry.name)}`" in README


def test_every_address_is_in_the_readme(published: Release) -> None:
    """Whatever the server answers stands in the list of addresses, by the first part of its path."""
    settings = Settings(release=published.path.parent, workers=1)
    engine = EmbeddedEngine([published.graph], Limits.of(settings))
    try:
        rules = [str(rule) for rule in create_app(settings, engine, published).url_map.iter_rules()]
    finally:
        engine.close()
    addresses = {found[1] for rule in rules if (found := re.match(r"/(\w+)", rule))} - {"favicon", "static"}
    assert {"sparql", "quality", "ontology"} <= addresses
    for name in addresses:
        assert f"| `/{name}" in README
    for family in ("id", "concept"):
        assert f"`/{family}/<" in README


def test_the_example_of_a_fact_is_in_the_data() -> None:
    """The record that the README shows is one that a reader finds, with at least that evidence."""
    prefixes = (ROOT / "ontology/prefixes.ttl").read_text(encoding="utf-8")
    shown = set(ox.parse(prefixes + block("turtle"), format=ox.RdfFormat.TURTLE))
    assert len(shown) == 6
    assert shown <= set(ox.parse(path=ROOT / "data/memberships.ttl"))


def test_the_files_and_folders_named_in_the_readme_exist() -> None:
    """Links and folders lead somewhere, and every folder of the top level is explained."""
    for target in re.findall(r"\]\((?!https?:)([\w./-]+)", README):
        assert (ROOT / target).exists(), target
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert {"ontology", "data", "queries", "server", "tests"} <= folders
    for folder in ("ontology", "data", "queries", "server", "tests"):
        assert f"| `{folder}/` |" in README


def test_the_mutation_run_is_over_what_is_there() -> None:
    """What it changes, copies and runs exists, and its page says how it is installed and called."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings, page = project["tool"]["mutmut"], (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.partition("## Mutation run\n")[2].partition("\n## ")[0]
    changed = [pattern.removeprefix("src/oegyo/").removesuffix("/*") for pattern in settings["only_mutate"]]
    for folder in changed:
        assert list((ROOT / "server/oegyo" / folder).glob("*.py")), folder
        assert f"`{folder}`" in section
    for name in (*settings["also_copy"], *settings["pytest_add_cli_args_test_selection"]):
        assert (ROOT / name.removeprefix("--ignore=")).exists(), name
    assert "mutation" in project["project"]["optional-dependencies"]
    assert ".[test,mutation]" in section
    for command in re.findall(r"^(\.ci/\w+) ", section, re.MULTILINE):
        assert os.access(ROOT / command, os.X_OK), command


def test_the_changelog_has_the_version() -> None:
    """The version that runs is the one at the top."""
    import oegyo

    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == oegyo.__version__
