"""What is said of a problem, in the reader's language; what nobody here can translate is marked as the English it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_decimal, gettext
from markupsafe import Markup

from oegyo.errors import Message, Verbatim

if TYPE_CHECKING:
    from oegyo.errors import Said, Value


def translated(said: Said) -> Markup:
    """``said`` as a page has it: translated, its numbers as the language writes them, what is verbatim in an element."""
    return _written(said)


def has_verbatim(said: Said | None) -> bool:
    """Whether part of ``said`` is English whatever the reader's language."""
    if isinstance(said, Message):
        return any(isinstance(value, Message | Verbatim) and has_verbatim(value) for value in said.values.values())
    return said is not None


def _written(value: Value) -> Markup:
    if isinstance(value, Message):
        return Markup(value.fill(str(Markup.escape(gettext(value.text))), _written))  # noqa: S704 - every part is escaped
    if isinstance(value, Verbatim):
        return Markup('<span lang="en">{}</span>').format(str(value))
    return Markup.escape(format_decimal(value) if isinstance(value, int | float) else value)
