"""Dates and numbers as the reader's language writes them: the filters ``when`` and ``number`` of the templates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from flask_babel import format_date, format_decimal, gettext

if TYPE_CHECKING:
    from flask import Flask

# xsd:date, xsd:gYearMonth and xsd:gYear, with the time zone that nobody means, and the day of an xsd:dateTime
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?")
_DECIMAL = "#,##0.####################"  # every digit that there is


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` the filters."""
    app.add_template_filter(when)
    app.add_template_filter(number)


def when(text: str) -> str:
    """The RDF date ``text`` in words, as precisely as it is given; what is no date comes back as it is.

    How a date is written is a message like any other (https://www.unicode.org/reports/tr35/tr35-dates.html).
    """
    found = _WHEN.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    pattern = gettext("d MMMM y") if day else gettext("MMMM y") if month else gettext("y")
    try:
        return str(format_date(date(int(year), int(month or 1), int(day or 1)), pattern))
    except ValueError:
        return text


def number(value: float | str) -> str:
    """``value`` with its digits grouped; what is no number comes back as it is."""
    try:
        decimal = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return str(format_decimal(decimal, _DECIMAL)) if decimal.is_finite() else str(value)
