"""What a client can read, from its Accept header (RFC 9110 §12.5.1), for each kind of answer on its own.

Nobody knows the form of a query before the engine has read it, so the two kinds are settled side by side: rows and booleans
from one list of formats, triples from the other. A page is written only for a client that names HTML, as browsers do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from oegyo.errors import NotAcceptableProblem, message
from oegyo.terms.formats import ANSWERS, FORMATS, HTML, SYNONYMS, Format, Kind, by_media_type, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import Accept

    from oegyo.errors import Said

JSON = "application/json"
PROBLEM = "application/problem+json"

_USUAL = 500  # characters of an Accept header that is worth remembering


@dataclass(frozen=True)
class NamedFormat:
    """A format, and the name the client knows it by: JSON results may be asked for as ``application/json``."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The Content-Type header: the name that was asked for, so that it is one the client accepts."""
        if self.media_type == self.format.media_type:
            return self.format.content_type
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@dataclass(frozen=True)
class Wanted:
    """The best format of each kind that the client can read, if any, and whether it is a page that it wants."""

    solutions: NamedFormat | None
    graph: NamedFormat | None
    html: bool

    @classmethod
    def only(cls, *entries: Format) -> Wanted:
        """What a client wants that wants ``entries``, one of a kind at most, and nothing else."""
        chosen = {entry.kind: NamedFormat(entry, entry.media_type) for entry in entries}
        return cls(chosen.get(Kind.SOLUTIONS), chosen.get(Kind.GRAPH), html=False)

    def before(self, other: Wanted) -> Wanted:
        """What is wanted here; and of a kind of answer that nothing here can hold, what the ``other`` wants."""
        return Wanted(self.solutions or other.solutions, self.graph or other.graph, self.html)

    def media_types(self) -> tuple[str | None, str | None]:
        """What to ask of the engine: a media type for rows and one for triples.

        Raises NoFormatProblem when the client can read neither, so that the query need not run.
        """
        if not (self.solutions or self.graph):
            offers = (*(entry.media_type for entry in ANSWERS), HTML)
            raise NoFormatProblem(message("No format that the client accepts can hold an answer."), offers)
        return (
            self.solutions.format.media_type if self.solutions else None,
            self.graph.format.media_type if self.graph else None,
        )

    def content_type(self, media_type: str) -> str:
        """The Content-Type of an answer that the engine wrote as ``media_type``."""
        for choice in (self.solutions, self.graph):
            if choice and choice.format.media_type == media_type:
                return choice.content_type
        return by_media_type(media_type).content_type


class NoFormatProblem(NotAcceptableProblem):
    """The client accepts none of ``offers``, the media types there are."""

    def __init__(self, detail: Said, offers: Iterable[str]) -> None:
        super().__init__(detail)
        self.offers = tuple(offers)


def readable(accept: Accept) -> MIMEAccept:
    """``accept`` as it can be compared with the formats here.

    Parameters say nothing about them (``text/turtle;charset=utf-8``), and a header without one media type in it says
    nothing at all, like an absent one.
    """
    types = [(item.partition(";")[0].strip(), quality) for item, quality in accept if "/" in item]
    return MIMEAccept(types or [("*/*", 1)])


def negotiate(accept: Accept) -> Wanted:
    """What to write for a client that sent ``accept``."""
    types = readable(accept)
    solutions, graph = choose(types, Kind.SOLUTIONS), choose(types, Kind.GRAPH)
    others = [choice.media_type for choice in (solutions, graph) if choice]
    return Wanted(solutions, graph, prefers_html(types, others))


def negotiate_header(accept: str) -> Wanted:
    """What to write for a client whose Accept header is ``accept``; most clients send one of a few."""
    return _remembered(accept) if len(accept) <= _USUAL else negotiate(parse_accept_header(accept, MIMEAccept))


@lru_cache(maxsize=1000)
def _remembered(accept: str) -> Wanted:
    return negotiate(parse_accept_header(accept, MIMEAccept))


def choose(types: MIMEAccept, kind: Kind) -> NamedFormat | None:
    """The format of ``kind`` that ``types`` prefer: by quality, then by how exactly it is named, then by our own order."""
    names = {entry.media_type: entry for entry in of_kind(kind)}
    names |= {name: by_media_type(own) for name, own in SYNONYMS.items() if by_media_type(own).kind is kind}
    best = types.best_match(names)
    return NamedFormat(names[best], best) if best else None


def names_a_format(accept: Accept) -> bool:
    """Whether the client names a media type that it wants: a wildcard names nothing."""
    return any("*" not in media_type and quality > 0 for media_type, quality in readable(accept))


def prefers_html(types: MIMEAccept, others: Iterable[str]) -> bool:
    """Whether the client names HTML, and likes it no less than any of the media types ``others``."""
    quality = _quality_by_name(types, HTML)
    return quality > 0 and all(quality >= types.quality(other) for other in others)


def prefers_html_problem(accept: Accept) -> bool:
    """Whether an error is better shown as a page than as JSON."""
    return prefers_html(readable(accept), [PROBLEM, JSON, *(entry.media_type for entry in FORMATS)])


def prefers_html_problem_header(accept: str) -> bool:
    """The same for a client whose Accept header is ``accept``."""
    return prefers_html_problem(parse_accept_header(accept, MIMEAccept))


def prefers_json(accept: Accept) -> bool:
    """Whether the client asks for JSON by name where there is a page as well.

    Raises NoFormatProblem when it can read neither.
    """
    types = readable(accept)
    if not types.best_match([HTML, JSON]):
        raise NoFormatProblem(message("There is a page here and its JSON, and the client accepts neither."), [HTML, JSON])
    quality = _quality_by_name(types, JSON)
    return quality > 0 and quality >= types.quality(HTML)


def _quality_by_name(types: MIMEAccept, media_type: str) -> float:
    """How much the client wants ``media_type``, which it must name: a wildcard names nothing."""
    return types.quality(media_type) if media_type in {item.lower() for item in types.values()} else 0.0
