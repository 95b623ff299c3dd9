"""What passes between the front and an engine: one question, one answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True)
class Dataset:
    """The graphs a query runs over, as the SPARQL 1.1 Protocol names them (§2.1.4); empty: the query's own, or all."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True)
class Question:
    """A query and how its answer may be written.

    ``solutions`` is the media type for the rows of SELECT and the boolean of ASK, ``graph`` the one for the triples of
    CONSTRUCT and DESCRIBE. None says that the client accepts no format of that kind.
    """

    text: str
    solutions: str | None = None
    graph: str | None = None
    dataset: Dataset = field(default_factory=Dataset)


@dataclass(frozen=True)
class Answer:
    """The whole answer: ``body`` written as ``media_type``."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class Found:
    """The whole answer as terms: ``rows`` under ``columns`` (None where there is none), ``triples`` or a ``boolean``."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    triples: list[ox.Triple] = field(default_factory=list)
    boolean: bool | None = None
