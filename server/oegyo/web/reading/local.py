"""Dates and numbers as the reader's language writes them: the filters ``when`` and ``number`` of the templates.

And ``host``, the short of a web address.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import request
from flask_babel import get_locale, gettext

from oegyo.web.http import language

if TYPE_CHECKING:
    from flask import Flask

_REMEMBERED = 10_000  # dates and numbers, each in 20 microseconds: a page may have thousands, and most of them often

# xsd:date, xsd:gYearMonth and xsd:gYear, with the time zone that nobody means, and the day of an xsd:dateTime
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?")


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` the filters."""
    app.add_template_filter(when)
    app.add_template_filter(number)
    app.add_template_filter(host)


def when(text: str) -> str:
    """The RDF date ``text`` in words, as precisely as it is given; what is no date comes back as it is.

    How a date is written is a message like any other (https://www.unicode.org/reports/tr35/tr35-dates.html).
    """
    return _when(text, language.of(request).tag)


def number(value: float | str) -> str:
    """``value`` with its digits grouped; what is no number comes back as it is."""
    return _number(str(value), language.of(request).tag)


# The tag is for remembering alone: it is what flask_babel looks at.
@lru_cache(_REMEMBERED)
def _when(text: str, _tag: str) -> str:
    found = _WHEN.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    pattern = gettext("d MMMM y") if day else gettext("MMMM y") if month else gettext("y")
    try:
        return str(format_date(date(int(year), int(month or 1), int(day or 1)), pattern, get_locale()))
    except ValueError:
        return text


@lru_cache(_REMEMBERED)
def _number(text: str, _tag: str) -> str:
    try:
        decimal = Decimal(text)
    except InvalidOperation:
        return text
    return format_decimal(decimal, locale=get_locale(), decimal_quantization=False) if decimal.is_finite() else text


def host(address: str) -> str:
    """Whose web address ``address`` is; the whole of it when that cannot be read."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
