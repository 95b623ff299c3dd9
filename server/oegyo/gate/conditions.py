"""On which condition something is asked, and which part of it: RFC 9110 §13 and §14, decided over plain data.

Whoever knows what tells an answer from another (`Validators`) decides here, whether or not the answer was made yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from werkzeug.http import parse_date, parse_etags, parse_range_header, unquote_etag

from oegyo.errors import RangeProblem, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from werkzeug.datastructures import ETags


@dataclass(frozen=True)
class Validators:
    """What tells an answer from another: the strong entity ``tags`` of its codings, without quotes, and its date."""

    tags: tuple[str, ...]
    last_modified: datetime | None = None


@dataclass(frozen=True)
class Conditions:
    """The preconditions of a request for a representation; None where it states none."""

    if_match: ETags | None = None
    if_none_match: ETags | None = None
    if_modified_since: datetime | None = None
    if_unmodified_since: datetime | None = None

    @classmethod
    def of(cls, headers: Mapping[bytes, bytes]) -> Conditions:
        """Those in ``headers``, given by their names in small letters; a date that cannot be read is none."""
        if _FIELDS.isdisjoint(headers):
            return UNCONDITIONAL
        return cls(
            _tags(headers, b"if-match"),
            _tags(headers, b"if-none-match"),
            parse_date(_text(headers, b"if-modified-since")),
            parse_date(_text(headers, b"if-unmodified-since")),
        )


class Decision(Enum):
    """What becomes of a conditional request."""

    PERFORM = 200
    NOT_MODIFIED = 304
    FAILED = 412


UNCONDITIONAL = Conditions()
_FIELDS = frozenset({b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since"})


def decide(conditions: Conditions, validators: Validators) -> Decision:
    """What becomes of GET or HEAD under ``conditions`` of what has the ``validators``, in the order of §13.2.2."""
    modified = validators.last_modified
    if conditions.if_match is not None:
        if not any(map(conditions.if_match.contains, validators.tags)):
            return Decision.FAILED
    elif conditions.if_unmodified_since and modified and modified > conditions.if_unmodified_since:
        return Decision.FAILED
    if conditions.if_none_match is not None:
        has_it = any(map(conditions.if_none_match.contains_weak, validators.tags))
        return Decision.NOT_MODIFIED if has_it else Decision.PERFORM
    if conditions.if_modified_since and modified and modified <= conditions.if_modified_since:
        return Decision.NOT_MODIFIED
    return Decision.PERFORM


def named(conditions: Conditions, tags: tuple[str, ...]) -> str | None:
    """The first of ``tags`` that If-None-Match names.

    Who names a tag was given it with an answer. Where nothing else is to be met first, that decides without the answer.
    """
    given = conditions.if_none_match
    if given is None or given.star_tag or conditions.if_match is not None or conditions.if_unmodified_since:
        return None
    return next(filter(given.contains_weak, tags), None)


def part(headers: Mapping[bytes, bytes], size: int, validators: Validators) -> tuple[int, int] | None:
    """The bytes that GET asks for of so many: the first, and the one behind the last; None for all of them (§14.2).

    A Range of several parts, in another unit, or that cannot be read is passed over, as is one whose If-Range does not hold.
    Raises RangeProblem when the part lies outside.
    """
    asked = parse_range_header(_text(headers, b"range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or not _holds(headers, validators):
        return None
    ((first, end),) = asked.ranges
    if first < 0:  # the last so many, of which there may be fewer
        first = max(0, size + first)
    if first >= size:
        raise RangeProblem(message("The server cannot provide the requested range."), size)
    return first, size if end is None else min(end, size)


def _holds(headers: Mapping[bytes, bytes], validators: Validators) -> bool:
    """Whether If-Range, where there is one, names what there is: by its date, or by a strong tag (§13.1.5)."""
    given = _text(headers, b"if-range")
    if given is None:
        return True
    if (date := parse_date(given)) is not None:
        return date == validators.last_modified
    tag, weak = unquote_etag(given)
    return not weak and tag in validators.tags


def _tags(headers: Mapping[bytes, bytes], name: bytes) -> ETags | None:
    given = _text(headers, name)
    return None if given is None else parse_etags(given)


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    return headers[name].decode("latin-1") if name in headers else None
