"""The one language rule: asked language, then English, Korean, Vietnamese, then the last part of the IRI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "ko", "vi")
"""The languages every name is written in, in the order they stand in for one another."""


def local_name(iri: str) -> str:
    """The last part of ``iri``, after the last ``#`` or ``/`` (the whole of it when nothing follows)."""
    return re.split(r"[#/]", iri.rstrip("#/"))[-1] or iri


def preferred(labels: Mapping[str, str], language: str, iri: str = "") -> tuple[str, str]:
    """Choose one of ``labels`` (language tag → text) for a reader of ``language``.

    Returns the text and its language tag; the tag is empty when only the local name of ``iri`` was left.
    """
    for tag in (language, *LANGUAGES):
        if tag in labels:
            return labels[tag], tag
    return local_name(iri), ""
