"""What stands around every page: the navigation, and the addresses that tell a crawler or a friend which page it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import request
from markupsafe import Markup

from oegyo.terms import interface
from oegyo.terms.interface import INTERFACE
from oegyo.web.http import addresses, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask, Request

    from oegyo.web.http.language import Language

_LONGEST = 500  # characters of an address that is worth repeating in the page: a query may have many thousands


@dataclass(frozen=True)
class Link:
    """One part of the site: its address, what it is called, and whether the page shown belongs to it."""

    address: str
    name: str
    here: bool


@dataclass(frozen=True)
class Frame:
    """The addresses of one page: ``canonical`` its own, ``alternates`` in each language and where the browser chooses.

    ``languages`` are the tag, the name and the address of the page as it was asked for in each language.
    """

    links: list[Link]
    languages: list[tuple[str, str, str]]
    canonical: str
    alternates: list[tuple[str, str]]
    shared: str
    locale: str


def init_app(app: Flask, parts: Sequence[tuple[str, Any]]) -> None:
    """Let every page know its ``frame``; ``parts`` of the site stand in the navigation, by endpoint and title."""
    app.jinja_env.globals["kept_language"] = kept_language

    @cache
    def named(reader: Language) -> list[tuple[str, str, str]]:
        """The path, the address and the title of each part for ``reader``."""
        paths = [(addresses.path(endpoint), str(title)) for endpoint, title in parts]
        return [(path, reader.keep(path), title) for path, title in paths]

    @app.context_processor
    def add() -> dict[str, Any]:
        return {"frame": of(request, named(language.of(request)))}


def kept_language() -> Markup:
    """The field of a form that keeps the language, once the reader chose one."""
    reader = language.of(request)
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(language.PARAMETER, reader.tag) if reader.chosen else Markup()


def of(asked: Request, parts: Iterable[tuple[str, str, str]]) -> Frame:
    """The frame of the page asked for, ``parts`` of the site by path, address and title.

    Fields of a form are no part of what a crawler should come for.
    """
    reader = language.of(asked)
    page = addresses.absolute(asked, asked.path)
    canonical = reader.keep(page)
    whole = page + (f"?{asked.query_string.decode(errors='replace')}" if asked.query_string else "")
    return Frame(
        links=[Link(address, title, asked.path.startswith(path)) for path, address, title in parts],
        languages=[(one.tag, one.name, addresses.switched(asked, one.tag)) for one in INTERFACE],
        canonical=canonical,
        alternates=addresses.variants(page),
        shared=whole if len(whole) < _LONGEST else canonical,
        locale=interface.of(reader.tag).locale,
    )
