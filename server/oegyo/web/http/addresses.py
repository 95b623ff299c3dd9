"""The one address book: every address of this host by the name of its page, as the routes of the application have it.

Templates know `address`, `path` and `here` by the same names. Whatever leads to a page for people is an `address`, which
keeps the language that the reader chose; a `path` is the same for every reader, such as that of a file or of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from flask import current_app, request

from oegyo.terms.interface import INTERFACE
from oegyo.terms.namespaces import BASE
from oegyo.web.http import language
from oegyo.web.http.language import Language
from oegyo.web.http.parameters import loosely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask, Request
    from werkzeug.routing import Map

Parameters: TypeAlias = "Mapping[str, object] | Iterable[tuple[str, object]]"
"""The parameters of an address by their names, in their order."""

_NAME = "oegyo-addresses"
_REMEMBERED = 4_096  # addresses, each in 20 microseconds: a page may have hundreds, and most of them often


class Book:
    """The addresses of ``routes``, from the root of the host on."""

    def __init__(self, routes: Map) -> None:
        self._routes = routes
        self._adapter = routes.bind("")
        self._path = lru_cache(_REMEMBERED)(self._built)
        self._parts = lru_cache(_REMEMBERED)(self._found)

    def path(self, endpoint: str, parameters: Parameters = (), /, **values: object) -> str:
        """The address of ``endpoint`` with ``parameters``, which any of ``values`` that is no part of its path joins.

        Raises KeyError when there is no such page, and werkzeug.routing.BuildError when its path needs a value more.
        """
        known = self._parts(endpoint)
        if not (values or parameters):
            return self._path(endpoint, ())
        path = self._path(endpoint, tuple((name, value) for name, value in values.items() if name in known))
        pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
        rest = [*pairs, *((name, value) for name, value in values.items() if name not in known)]
        return f"{path}?{urlencode(rest)}" if rest else path

    def _built(self, endpoint: str, parts: tuple[tuple[str, object], ...]) -> str:
        return self._adapter.build(endpoint, dict(parts))

    def _found(self, endpoint: str) -> set[str]:
        """The names of the values that the path of ``endpoint`` has in it."""
        return {name for rule in self._routes.iter_rules(endpoint) for name in rule.arguments}


def init_app(app: Flask) -> None:
    """Give ``app`` its address book, and its templates the ways to look into it."""
    app.extensions[_NAME] = Book(app.url_map)
    app.jinja_env.globals.update(address=address, path=path, here=here)


def path(endpoint: str, parameters: Parameters = (), /, **values: object) -> str:
    """The address of ``endpoint``, whatever the language: `Book.path` of the application that answers."""
    book: Book = current_app.extensions[_NAME]
    return book.path(endpoint, parameters, **values)


def address(endpoint: str, parameters: Parameters = (), /, **values: object) -> str:
    """The address of ``endpoint`` in the language that the reader chose, if any."""
    return language.of(request).keep(path(endpoint, parameters, **values))


def here(**values: object) -> str:
    """The address of the page asked for with ``values`` for its parameters, in the language that the reader chose."""
    return language.of(request).keep("?" + urlencode(values))


def switched(asked: Request, tag: str) -> str:
    """The address of the page asked for, with all that was filled in, in the language ``tag``."""
    given = loosely(asked) if asked.query_string else {}
    return "?" + urlencode(given | {language.PARAMETER: tag})


def variants(page: str) -> list[tuple[str, str]]:
    """The address ``page`` in each language, by its tag, and as it is where the browser chooses."""
    return [*((one.tag, Language(one.tag, chosen=True).keep(page)) for one in INTERFACE), ("x-default", page)]


def root(asked: Request) -> str:
    """Where this host begins, as the client calls it; without that, where the data says that it does."""
    return asked.host_url if asked.host else BASE


def absolute(asked: Request, address: str) -> str:
    """``address``, which begins at the root of the host, as the client would write it in full."""
    return root(asked) + address.removeprefix("/")


def local(iri: str) -> str:
    """The address here of ``iri``, which is one of the data's own."""
    return "/" + iri.removeprefix(BASE)
