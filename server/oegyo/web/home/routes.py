"""The first page: what this is, in numbers, on a map, in what is new and in what people ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, redirect, render_template, request
from flask_babel import lazy_gettext as _

from oegyo.web.http import addresses, language
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug import Response

    from oegyo.saved.query import SavedQuery
    from oegyo.web.reading.site import Site
    from oegyo.web.reading.terms import Cell, Terms

NUMBERS = (
    (_("states with diplomatic relations"), "states-with-relations"),
    (_("Korean missions abroad"), "missions-of-a-state"),
    (_("foreign missions in Korea"), "missions-in-a-state"),
    (_("organizations Korea is a member of"), "organizations-of-a-state"),
    (_("treaties Korea is a party to"), "treaties-in-order"),
    (_("Security Council texts Korea voted on"), "votes-of-korea"),
    (_("deployments of peacekeepers and troops"), "deployments-in-order"),
)
"""What the columns of ``home/numbers.rq`` count, and the saved query that answers with a row for each."""

ASKED = (
    (_("Relations"), ("relations-with-a-country", "relation-anniversaries", "states-without-relations")),
    (_("Missions"), ("missions-on-a-map", "embassies-in-one-direction")),
    (_("Organizations"), ("organizations-shared-with-a-country", "members-of-an-organization")),
    (_("Treaties"), ("treaty-actions-by-year", "treaties-signed-but-not-joined")),
    (_("United Nations"), ("states-that-voted-unlike-korea", "korean-question-at-the-united-nations")),
    (_("Peacekeeping and aid"), ("peacekeepers-over-time", "aid-by-year")),
    (_("Sources"), ("sources-that-disagree", "evidence-for-a-record")),
)
"""A chosen few of the saved queries, by what they are about."""

_SHOWN = 12


@dataclass(frozen=True)
class Figure:
    """How many of something there are, and where they are listed; no address when that query is not there."""

    total: str
    name: object
    address: str


@dataclass(frozen=True)
class Relation:
    """A state on the map: its code, and when relations with it began."""

    state: Cell
    code: str
    since: str
    record: str | None


@dataclass(frozen=True)
class News:
    """One of the latest facts: the record and its date."""

    record: Cell
    date: str


def blueprint(site: Site) -> Blueprint:
    """``/`` and its icon."""
    bp = Blueprint("home", __name__)

    @bp.get("/")
    def index() -> str:
        if site.release is None:
            return render_template("home/home.html")
        reader = language.of(request)
        relations, newest = site.graph.listed("home/relations"), site.graph.listed("home/newest")
        iris = {term.value for row in (*relations, *newest) for term in row if isinstance(term, ox.NamedNode)}
        terms = site.terms(reader, site.graph.labels(iris))
        return render_template(
            "home/home.html",
            numbers=_numbers(site),
            relations=[_relation(row, terms) for row in relations],
            newest=[News(terms.cell(record), value(day)) for record, day in newest],
            asked=_asked(site),
            total=len(site.queries),
            triples=sum(site.triples.values()),
        )

    @bp.get("/favicon.ico")
    def icon() -> Response:
        """What a browser asks for beside an answer that has no head to name an icon in, such as Turtle."""
        return redirect(addresses.path("static", filename="icon.svg"), 301)

    return bp


def _numbers(site: Site) -> list[Figure]:
    (totals,) = site.graph.listed("home/numbers")
    return [
        Figure(value(total), name, addresses.address("questions.page", slug=slug) if slug in site.queries else "")
        for total, (name, slug) in zip(totals, NUMBERS, strict=True)
    ]


def _relation(row: Iterable[object], terms: Terms) -> Relation:
    state, code, since, record = row
    return Relation(terms.cell(state), value(code), value(since), terms.address(value(record)))


def _asked(site: Site) -> list[tuple[object, list[SavedQuery]]]:
    """The chosen queries that are there; where none is, the first of all."""
    chosen = [(title, [site.queries[slug] for slug in slugs if slug in site.queries]) for title, slugs in ASKED]
    return [group for group in chosen if group[1]] or [("", list(site.queries.values())[:_SHOWN])]
