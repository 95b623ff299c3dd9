"""Addresses of pages are looked up by the names of the pages, and spelt by hand nowhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import oegyo.web
from oegyo.web.http import addresses
from oegyo.web.http.canonical import Reads, Refuses
from oegyo.web.http.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

WEB = Path(oegyo.web.__file__).parent
_BY_HAND = re.compile(r"""(?:href|action|src)\s*=\s*["']/|\(\s*["']/[a-z.]""")
_ADDRESS = re.compile(r"/(?:[a-z.][\w./-]*)?(?:[?#].*)?")
DECLARES = {Reads.__name__, Refuses.__name__}
_STATIC = "/static/built/"  # where Flask serves files, which is its own default


def spelt(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the text of each literal that is, or begins, an address.

    The routes themselves, and what is read at them, are where they stand.
    """
    routes = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        for argument in ast.walk(decorator)
    }
    routes |= {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECLARES
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in routes else None
        if isinstance(text, str) and len(text) > 1 and _ADDRESS.fullmatch(text) and text != _STATIC:
            yield getattr(node, "lineno", 0), text


def test_no_template_spells_an_address() -> None:
    """Neither in a link nor in a form, nor as the argument of a macro."""
    paths = [*WEB.rglob("*.html"), *WEB.rglob("*.xml")]
    assert paths
    assert [
        f"{path.relative_to(WEB)}: {line.strip()}"
        for path in paths
        for line in path.read_text(encoding="utf-8").split("\n")
        if _BY_HAND.search(line) or "urlencode" in line or "language.suffix" in line
    ] == []


def test_no_module_of_the_web_spells_an_address() -> None:
    """Nor puts parameters behind one by itself: that is the business of the address book."""
    paths = [path for path in WEB.rglob("*.py") if path != Path(addresses.__file__)]
    assert paths
    read = {path.relative_to(WEB): path.read_text(encoding="utf-8") for path in paths}
    assert [(str(path), *found) for path, text in read.items() for found in spelt(ast.parse(text))] == []
    assert [str(path) for path, text in read.items() if re.search(r"\burlencode\b", text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "x = f'/queries/{slug}'",
        "x = '/search?' + rest",
        "x = '/about'",
        "x = dict(link='/queries/')",
        "x = '/ontology#terms'",
        "x = Reads('/about', '/about')",
        "x = reads('/about')",
    ],
)
def test_an_address_spelt_by_hand_is_found(text: str) -> None:
    """The search above finds what it is for, and leaves a route and a sentence alone."""
    assert list(spelt(ast.parse(text)))
    assert not list(spelt(ast.parse("READS = (Reads('/about', ('year',)), Refuses('/queries/.+'))")))
    assert not list(spelt(ast.parse("@bp.get('/about')\ndef page() -> str:\n    return 'See /about for more, or /'")))


@pytest.mark.parametrize(
    ("asked", "endpoint", "parameters", "parts", "address"),
    [
        ("/", "home.index", {}, {}, "/"),
        ("/?lang=ko", "home.index", {}, {}, "/?lang=ko"),
        ("/?lang=xx", "home.index", {}, {}, "/"),
        ("/?lang=ko", "questions.page", {}, {"slug": "members"}, "/queries/members?lang=ko"),
        ("/", "questions.page", {"slug": "x y", "from": 1}, {"slug": "members"}, "/queries/members?slug=x+y&from=1"),
        ("/?lang=vi", "search.page", {"q": "S/RES/1 & 2"}, {}, "/search?q=S%2FRES%2F1+%26+2&lang=vi"),
        ("/", "sparql.endpoint", [("graph", "a"), ("graph", "b")], {}, "/sparql?graph=a&graph=b"),
        ("/", "entity.representation", {}, {"family": "id", "name": "state/KOR", "extension": "ttl"}, "/id/state/KOR.ttl"),
    ],
)
def test_an_address_is_that_of_the_page_in_the_language_that_was_chosen(
    app: Flask, asked: str, endpoint: str, parameters: addresses.Parameters, parts: dict[str, str], address: str
) -> None:
    """What the path has no place for becomes a parameter; each stands as often as it is given."""
    with app.test_request_context(asked):
        assert addresses.address(endpoint, parameters, **parts) == address


def test_a_page_that_is_not_there_has_no_address(app: Flask) -> None:
    """A slip in the name of a page is an error, and no link that leads nowhere."""
    with app.test_request_context("/"), pytest.raises(KeyError):
        addresses.address("questions.pgae")


@pytest.mark.parametrize(
    ("address", "kept"),
    [("/about#error", "/about?lang=ko#error"), ("?page=2", "?page=2&lang=ko"), ("/", "/?lang=ko")],
)
def test_a_chosen_language_is_kept_before_the_fragment(address: str, kept: str) -> None:
    """One that the browser asks for is not, for it asks again."""
    assert Language("ko", chosen=True).keep(address) == kept
    assert Language("ko").keep(address) == address
