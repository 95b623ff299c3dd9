"""The rules that keep the parts apart, read from the imports themselves."""

from __future__ import annotations

import ast
import fnmatch
import re
from pathlib import Path
from typing import TYPE_CHECKING

import oegyo

if TYPE_CHECKING:
    import pytest

PACKAGE = Path(oegyo.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)
WEB = PACKAGE / "web"
PAGES = {path.parent.name for path in WEB.glob("*/__init__.py")} - {"http", "reading"}
BY_NAME = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES
}


def imports(path: Path) -> set[str]:
    """The modules that ``path`` imports, whole names."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def resolved(name: str) -> set[str]:
    """The modules of this package that the module ``name`` speaks of, types among them."""
    return {module for module in imports(BY_NAME[name]) if module in BY_NAME and not module_is_package(module)}


def module_is_package(name: str) -> bool:
    """Whether ``name`` is a folder; what is imported of it counts, and not its own description."""
    return BY_NAME[name].name == "__init__.py"


def offenders(folder: str, forbidden: tuple[str, ...]) -> list[str]:
    """The modules below ``folder`` that import something of ``forbidden``."""
    paths = [path for path in MODULES if path.is_relative_to(PACKAGE / folder)]
    assert paths, folder
    return [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in paths
        for name in sorted(imports(path))
        if name.startswith(forbidden)
    ]


def test_the_web_does_not_build_and_the_build_does_not_serve() -> None:
    """Data moves one way, from the build to a release to the web."""
    assert offenders("web", ("oegyo.pipeline",)) == []
    assert offenders("gate", ("oegyo.pipeline",)) == []
    assert offenders("pipeline", ("oegyo.web", "oegyo.gate", "oegyo.engine")) == []
    assert offenders("engine", ("oegyo.pipeline", "oegyo.web", "oegyo.gate")) == []


def test_rdflib_and_pyshacl_are_off_the_request_path() -> None:
    """Their SPARQL parser is not safe with threads, and they are slow."""
    assert offenders("web", ("rdflib", "pyshacl")) == []
    assert offenders("gate", ("rdflib", "pyshacl")) == []
    assert offenders("engine", ("rdflib", "pyshacl")) == []


def test_only_the_engine_and_the_build_hold_a_store() -> None:
    """Whatever answers over HTTP goes through the engine."""
    holders = {path.parent.name for path in MODULES if "ox.Store" in path.read_text(encoding="utf-8")}
    assert holders == {"engine", "pipeline"}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Every module can be read with those below it alone: there is no circle among imports, not even for types."""
    below = {name: {found for found in resolved(name) if found != name} for name in BY_NAME}
    while free := {name for name, needed in below.items() if not needed & below.keys()}:
        below = {name: needed for name, needed in below.items() if name not in free}
    assert below == {}


def test_http_and_reading_know_no_page() -> None:
    """What pages share lies below them, so that a page can be added or taken away without touching it."""
    pages = tuple(f"oegyo.web.{name}" for name in (*PAGES, "pages", "app"))
    assert offenders("web/http", (*pages, "oegyo.web.reading")) == []
    assert offenders("web/reading", pages) == []


def test_pages_do_not_import_each_other() -> None:
    """What two of them need stands in ``http``, ``reading`` or ``frame``."""
    for page in PAGES:
        others = tuple(f"oegyo.web.{name}" for name in (*PAGES - {page, "frame"}, "pages", "app"))
        assert offenders(f"web/{page}", others) == []


def test_a_template_takes_from_its_own_page_and_the_frame() -> None:
    """As the code does."""
    taken = re.compile(r"{%-?\s*(?:extends|from|import|include)\s+\"(\w+)/")
    for path in WEB.rglob("*.html"):
        assert set(taken.findall(path.read_text(encoding="utf-8"))) <= {path.parent.name, "frame"}, path


def test_the_gate_alone_knows_asgi() -> None:
    """What stands behind it is a plain web application, and does not know what stands before."""
    for folder in ("engine", "pipeline", "saved", "terms", "web"):
        assert offenders(folder, ("a2wsgi", "httptools", "oegyo.gate")) == []


def test_only_config_reads_the_environment() -> None:
    """A setting has one way in."""
    readers = [path.name for path in MODULES if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))]
    assert readers == ["config.py"]


def test_the_base_iri_is_written_once_in_code() -> None:
    """Every other place builds on it."""
    writers = [path.name for path in MODULES if '"https://w3id.org/oegyo/' in path.read_text(encoding="utf-8")]
    assert writers == ["namespaces.py"]


def test_pytest_passes_over_no_folder_of_tests(pytestconfig: pytest.Config) -> None:
    """By default pytest does not look into a folder called ``build``, and says nothing."""
    folders = {part for path in Path(__file__).parent.rglob("test_*.py") for part in path.parent.parts}
    passed_over = {
        name for name in folders for pattern in pytestconfig.getini("norecursedirs") if fnmatch.fnmatch(name, pattern)
    }
    assert passed_over == set()
