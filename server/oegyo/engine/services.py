"""What is said of a service that SERVICE asked by way of a relay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.errors import ServiceProblem, Verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.errors import QueryProblem


def of_service(problem: QueryProblem, relays: Mapping[str, str]) -> ServiceProblem:
    """What ``problem`` says of a service, by its own name: the ``relays`` are between the workers and this server."""
    text = str(problem).rpartition(" with payload:\n")[2]
    for service, relay in relays.items():
        text = text.replace(relay, service)
    return ServiceProblem(Verbatim(text))
