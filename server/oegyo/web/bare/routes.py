"""Every other address of a server that answers over other people's files: there is no release to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from flask import Blueprint

from oegyo.errors import NotFoundProblem, message

if TYPE_CHECKING:
    from oegyo.web.reading.site import Site


def blueprint(_site: Site) -> Blueprint:
    """Every address that nothing else answers."""
    bp = Blueprint("bare", __name__)

    @bp.route("/<path:address>", methods=["GET", "POST"])
    def absent(address: str) -> NoReturn:
        raise NotFoundProblem(
            message(
                "/%(address)s is not served: this server was started over files of its own, and has /sparql alone.",
                address=address,
            ),
            advice=message("Start it without --data to serve the pages of Oegyo."),
        )

    return bp
