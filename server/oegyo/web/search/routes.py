"""``/search`` and ``/search.json``: things by a name or a code."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request

from oegyo.errors import RequestProblem, message
from oegyo.terms import labels
from oegyo.web.http import addresses, language, parameters
from oegyo.web.http.canonical import Reads
from oegyo.web.http.negotiate import prefers_json
from oegyo.web.reading import presentation
from oegyo.web.reading.terms import Cell, Terms
from oegyo.web.search.index import read_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from oegyo.web.http.language import Language
    from oegyo.web.reading.site import Site
    from oegyo.web.search.index import Hit

READS = (
    Reads("/search", ("q", "type", "from", "limit", "offset")),
    Reads(r"/search\.json", ("q", "type", "limit", "offset")),
)
"""What is read of the parameters; the page may be asked for as JSON."""

LONGEST = 200  # characters: no name is longer than a few lines
_PAGE = 50
_OF_EACH = 5
_MOST = 200
_FAR = 1_000_000


@dataclass(frozen=True)
class ShownHit:
    """One hit as it is shown: the thing, and the name it was found by where that is another."""

    name: Cell
    known_as: Cell | None


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind: ``total`` of them, those from ``first`` on in ``shown``; the addresses of those around them."""

    kind: str
    title: str
    total: int
    first: int
    shown: list[ShownHit]
    before: str = ""
    after: str = ""
    everything: str = ""


def blueprint(site: Site) -> Blueprint:
    """The pages of the search."""
    bp = Blueprint("search", __name__)

    @bp.get("/search")
    def page() -> Response | str:
        if prefers_json(request.accept_mimetypes):
            return answer()
        given = parameters.of_address(request)
        terms = site.terms(language.of(request))
        titles = _titles(site, terms.language)
        text, kind = _asked(given, titles)
        hits = site.once(read_names).find(text, language=terms.language.tag).hits
        first = _number(given, "from", 1, _FAR)
        groups = _page_of(hits, kind, first, text, titles, terms) if kind else _overview(hits, text, titles, terms)
        return render_template("search/search.html", text=text, kind=kind, total=len(hits), groups=groups, titles=titles)

    @bp.get("/search.json")
    def answer() -> Response:
        given = parameters.of_address(request)
        reader = language.of(request)
        kinds = _titles(site, reader)
        text, kind = _asked(given, kinds)
        limit, offset = _number(given, "limit", 20, _MOST), _number(given, "offset", 0, _FAR)
        hits, exact, _ = site.once(read_names).find(text, kind, reader.tag)
        counts = Counter(hit.thing.kind for hit in hits)
        response = jsonify(
            {
                "query": text,
                "total": len(hits),
                "offset": offset,
                "types": {name: counts[name] for name in kinds if name in counts},
                "hits": [
                    _entry(hit, reader, exact=place < exact)
                    for place, hit in enumerate(hits[offset : offset + limit], start=offset)
                ],
            }
        )
        response.vary.add("Accept-Language")
        return response

    return bp


def _titles(site: Site, reader: Language) -> dict[str, str]:
    """What each kind of thing is called, those that most look for first."""
    return {
        kind: labels.preferred(named, reader.tag, kind)[0]
        for kind, named in site.once(presentation.read_presentation).kinds.items()
    }


def _asked(given: MultiDict[str, str], kinds: Collection[str]) -> tuple[str, str]:
    """The text to search for and the kind to search in; raises RequestProblem when they cannot be."""
    text, kind = given.get("q", "").strip(), given.get("type", "")
    if len(text) > LONGEST:
        raise RequestProblem(
            message("The text to search for has %(count)s characters.", count=str(len(text))),
            advice=message("It may have %(most)s. A name or a code is enough.", most=LONGEST),
        )
    if kind and kind not in kinds:
        raise RequestProblem(
            message("There is no type called %(name)s.", name=repr(kind)),
            advice=message("Types: %(names)s.", names=", ".join(kinds)),
        )
    return text, kind


def _number(given: MultiDict[str, str], name: str, default: int, most: int) -> int:
    value = given.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= most):
        raise RequestProblem(
            message("The parameter %(name)s is %(value)s.", name=repr(name), value=repr(value[:50])),
            advice=message("It is a whole number up to %(most)s.", most=most),
        )
    return int(value)


def _overview(hits: Sequence[Hit], text: str, titles: Mapping[str, str], terms: Terms) -> list[HitGroup]:
    """The first of each kind, the kind of the best hit first."""
    found = defaultdict(list)
    for hit in hits:
        found[hit.thing.kind].append(hit)
    groups = []
    for kind, own in found.items():
        more = _address(text, kind) if len(own) > _OF_EACH else ""
        groups.append(HitGroup(kind, titles[kind], len(own), 1, _shown(own[:_OF_EACH], terms), everything=more))
    return groups


def _page_of(
    hits: Sequence[Hit], kind: str, first: int, text: str, titles: Mapping[str, str], terms: Terms
) -> list[HitGroup]:
    """One page of the hits of one kind."""
    own = [hit for hit in hits if hit.thing.kind == kind]
    first = max(1, first)
    shown = _shown(own[first - 1 : first - 1 + _PAGE], terms)
    if not shown:
        return []
    last = first + len(shown) - 1
    before = _address(text, kind, max(1, first - _PAGE)) if first > 1 else ""
    after = _address(text, kind, last + 1) if last < len(own) else ""
    return [HitGroup(kind, titles[kind], len(own), first, shown, before, after)]


def _address(text: str, kind: str, first: int = 1) -> str:
    later = {"from": first} if first > 1 else {}
    return addresses.address("search.page", {"q": text, "type": kind, **later})


def _shown(hits: Sequence[Hit], terms: Terms) -> list[ShownHit]:
    shown = []
    for hit in hits:
        text, lang = labels.preferred(hit.thing.labels, terms.language.tag, hit.thing.iri)
        known_as = None if hit.name.text == text else Cell(hit.name.text, lang=hit.name.lang)
        shown.append(ShownHit(Cell(text, terms.address(hit.thing.iri), lang), known_as))
    return shown


def _entry(hit: Hit, reader: Language, *, exact: bool) -> dict[str, Any]:
    label, lang = labels.preferred(hit.thing.labels, reader.tag, hit.thing.iri)
    return {
        "iri": hit.thing.iri,
        "label": label,
        "lang": lang,
        "type": hit.thing.kind,
        "matched": hit.name.text,
        "matchedLang": hit.name.lang,
        "exact": exact,
    }
