"""What stands around every page: the navigation, and the addresses that tell a crawler or a friend which page it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import BASE
from oegyo.web.http import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask, Request

_LOCALES = {"en": "en_GB", "ko": "ko_KR", "vi": "vi_VN"}  # as Open Graph calls languages
_LONGEST = 500  # characters of an address that is worth repeating in the page: a query may have many thousands


@dataclass(frozen=True)
class Link:
    """One part of the site: its address, what it is called, and whether the page shown belongs to it."""

    address: str
    name: str
    here: bool


@dataclass(frozen=True)
class Frame:
    """The addresses of one page: ``canonical`` its own, ``alternates`` in each language and where the browser chooses."""

    links: list[Link]
    canonical: str
    alternates: list[tuple[str, str]]
    shared: str
    locale: str


def init_app(app: Flask, parts: Sequence[tuple[str, Any]]) -> None:
    """Let every page know its ``frame``; ``parts`` of the site stand in the navigation, by address and title."""

    @app.context_processor
    def add() -> dict[str, Any]:
        return {"frame": of(request, parts)}


def of(asked: Request, parts: Iterable[tuple[str, Any]]) -> Frame:
    """The frame of the page asked for. Fields of a form are no part of what a crawler should come for."""
    reader = language.of(asked)
    page = root(asked) + asked.path.removeprefix("/")
    whole = page + (f"?{asked.query_string.decode(errors='replace')}" if asked.query_string else "")
    return Frame(
        links=[Link(one + reader.suffix, str(title), asked.path.startswith(one)) for one, title in parts],
        canonical=page + reader.suffix,
        alternates=[(tag, f"{page}?{urlencode({language.PARAMETER: tag})}") for tag in LANGUAGES] + [("x-default", page)],
        shared=whole if len(whole) < _LONGEST else page + reader.suffix,
        locale=_LOCALES[reader.tag],
    )


def root(asked: Request) -> str:
    """Where this host begins, as the client calls it."""
    return asked.host_url if asked.host else BASE
