"""The one table of pages: a row for each folder of them, with its addresses and where it is listed.

The application, the navigation, the sitemap and the families of ``/metrics`` are made from it. To add a page, write a
folder with a ``routes.py`` like the others and a row here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _

from oegyo.web.about import routes as about
from oegyo.web.bare import routes as bare
from oegyo.web.download import routes as download
from oegyo.web.entity import routes as entity
from oegyo.web.explore import known
from oegyo.web.explore import routes as explore
from oegyo.web.home import routes as home
from oegyo.web.http.canonical import Reads
from oegyo.web.ontology import page as vocabulary
from oegyo.web.ontology import routes as ontology
from oegyo.web.quality import page as measured
from oegyo.web.quality import routes as quality
from oegyo.web.questions import routes as questions
from oegyo.web.reading import presentation
from oegyo.web.search import routes as search
from oegyo.web.search.index import read_names
from oegyo.web.sitemap import routes as sitemap
from oegyo.web.sparql import routes as sparql

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint

    from oegyo.release import Release
    from oegyo.web.http.canonical import Refuses
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.site import Site


@dataclass(frozen=True)
class PageFolder:
    """The pages of one folder.

    ``addresses`` are the first parts of their paths, without an extension, by which ``/metrics`` counts them. With a
    ``title`` the endpoint ``link`` stands in the navigation; the endpoints ``found`` stand in the sitemap. What is large
    and the same for all readers is ``prepared`` before there are any. Pages that are ``free`` need no release. What is read
    of the parameters beside the language is in ``reads``: of several rows that fit an address, the first.
    """

    blueprint: Callable[[Site], Blueprint]
    addresses: tuple[str, ...]
    link: str = ""
    title: Any = ""
    found: tuple[str, ...] = ()
    prepared: tuple[Callable[[Graph], object], ...] = ()
    free: bool = False
    reads: tuple[Reads | Refuses, ...] = ()


def _sitemap(site: Site) -> Blueprint:
    return sitemap.blueprint(site, [endpoint for page in PAGES for endpoint in page.found])


# In the order of the navigation.
PAGES = (
    PageFolder(home.blueprint, ("favicon",), found=("home.index",), free=True),
    PageFolder(
        questions.blueprint, ("queries",), "questions.index", _("Questions"), ("questions.index",), reads=questions.READS
    ),
    PageFolder(
        explore.blueprint, ("explore",), "explore.index", _("Explore"), ("explore.index",), known.READ, reads=explore.READS
    ),
    PageFolder(sparql.blueprint, ("sparql",), "sparql.endpoint", "SPARQL", free=True, reads=sparql.READS),
    PageFolder(
        ontology.blueprint,
        ("ontology", "shapes"),
        "ontology.index",
        _("Ontology"),
        ("ontology.index",),
        (vocabulary.read_vocabulary,),
    ),
    PageFolder(
        quality.blueprint, ("quality",), "quality.index", _("Quality"), ("quality.index",), (measured.read_measured,)
    ),
    PageFolder(download.blueprint, ("download",), "download.index", _("Download"), ("download.index",)),
    PageFolder(about.blueprint, ("about",), "about.page", _("About"), ("about.page", "about.sources")),
    PageFolder(entity.blueprint, ("id", "concept"), prepared=(presentation.read_presentation,), reads=entity.READS),
    PageFolder(search.blueprint, ("search",), prepared=(read_names,), reads=search.READS),
    PageFolder(_sitemap, ("robots", "sitemap"), prepared=(sitemap.read_things,)),
)
_OTHERS = PageFolder(bare.blueprint, ())


def served(release: Release | None) -> tuple[PageFolder, ...]:
    """The pages of a ``release``; over other people's files, those that need none, and an answer for the rest."""
    return PAGES if release else (*(page for page in PAGES if page.free), _OTHERS)


def prepared(release: Release | None) -> list[Callable[[Graph], object]]:
    """What the pages of a ``release`` would have prepared."""
    return [make for page in served(release) for make in page.prepared]


_READS = [(re.compile(reads.path, re.DOTALL), reads) for page in PAGES for reads in page.reads]
_NOTHING = Reads("")
_USUAL = 500  # characters of an address that is worth remembering: what is asked often is stored, and looked up by this


def canonical(path: str, query: bytes) -> bytes:
    """The query string ``query`` of an address, with what the page at ``path`` reads of it: one for each of its answers.

    A page of which nothing is declared reads the language alone.
    """
    if not query:
        return query
    return _remembered(path, query) if len(path) + len(query) <= _USUAL else _canonical(path, query)


def _canonical(path: str, query: bytes) -> bytes:
    return next((reads for at, reads in _READS if at.fullmatch(path)), _NOTHING).canonical(query)


_remembered = lru_cache(maxsize=4_096)(_canonical)
_FAMILIES = frozenset(address for page in PAGES for address in page.addresses)
_FIRST = re.compile(r"/([a-z]*)(?![^/.-])")


def family(path: str) -> str | None:
    """What ``path`` is counted as: the first part of it, without an extension; None when no page has that."""
    if path == "/":
        return "home"
    first = _FIRST.match(path)
    return first[1] if first and first[1] in _FAMILIES else None
