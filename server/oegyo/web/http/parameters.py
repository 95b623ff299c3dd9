"""The parameters of a request, read strictly: what is not UTF-8 is refused, not guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from oegyo.errors import RequestProblem, message

if TYPE_CHECKING:
    from werkzeug.wrappers import Request


def decode(encoded: bytes) -> MultiDict[str, str]:
    """The parameters in ``encoded``, a query string or the body of a form; characters may be percent-encoded or not.

    Raises RequestProblem when they are not UTF-8.
    """
    try:
        return MultiDict(parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError as error:
        advice = message("Encode the text as UTF-8, and then percent-encode it.")
        raise RequestProblem(message("The parameters are not UTF-8."), advice=advice) from error


def loosely(request: Request) -> dict[str, str]:
    """The last of each parameter in the address, whatever the encoding: a page that says it is wrong needs them too."""
    return dict(parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True))


def of_address(request: Request) -> MultiDict[str, str]:
    """The parameters in the address of ``request``; raises RequestProblem when they are not UTF-8."""
    return decode(request.query_string)
