"""The way out for SERVICE, when the operator names endpoints that may be asked (``--services``).

A worker may not choose whom it speaks to: its SERVICE goes to an address of this server that nobody else knows, and from
here to the endpoint, with a deadline and a size of its own, no redirect, and to public addresses only.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

from oegyo.errors import ServiceProblem, SettingError, Verbatim, message
from oegyo.gate.response import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.config import Settings

_CHUNK = 1 << 16
_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"


def is_public(address: str) -> bool:
    """Whether ``address`` belongs to the public internet: not to this machine, its network, or a reserved range."""
    return ipaddress.ip_address(address).is_global and not ipaddress.ip_address(address).is_multicast


@dataclass(frozen=True)
class ServiceLimits:
    """What a question to a service may take: ``deadline`` in seconds, ``size`` in bytes."""

    deadline: float
    size: int


class Relay:
    """Asks the ``services`` (URLs of endpoints), each by a path of this server that is a secret.

    ``allowed`` says which addresses may be connected to, `is_public` ones unless told.
    Raises SettingError for a URL that is none.
    """

    def __init__(self, services: list[str], limits: ServiceLimits, allowed: Callable[[str], bool] | None = None) -> None:
        for url in services:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise SettingError(message("services: %(url)s is not the URL of an endpoint", url=repr(url)))
        self._limits = limits
        self._allowed = allowed or is_public
        self._prefix = f"/-/service/{secrets.token_urlsafe(24)}/"
        self._services = services

    @classmethod
    def of(cls, settings: Settings) -> Relay:
        """The relay to the services that ``settings`` allow."""
        services = [url.strip() for url in settings.services.split(",") if url.strip()]
        return cls(services, ServiceLimits(settings.service_deadline, settings.service_size))

    def addresses(self, settings: Settings) -> dict[str, str]:
        """Where a worker asks for each service: endpoint → address at this server."""
        return {url: f"http://{settings.loopback}{self._prefix}{number}" for number, url in enumerate(self._services)}

    def service(self, path: str) -> str | None:
        """The endpoint that ``path`` stands for; None when it stands for none."""
        if not path.startswith(self._prefix):
            return None
        numbers = {str(number): url for number, url in enumerate(self._services)}
        return numbers.get(path.removeprefix(self._prefix))

    async def ask(self, url: str, query: bytes) -> tuple[str, bytes]:
        """The media type and the body of the answer of the endpoint ``url`` to ``query``.

        Raises ServiceProblem when there is no whole answer.
        """
        try:
            async with asyncio.timeout(self._limits.deadline):
                return await asyncio.to_thread(self._ask, url, query)
        except TimeoutError as error:
            raise ServiceProblem(
                message(
                    "The service %(url)s did not answer in %(seconds)s seconds.",
                    url=url,
                    seconds=float(self._limits.deadline),
                )
            ) from error

    async def bring(self, url: str, query: bytes) -> Response:
        """What to answer a worker that asks ``url``: what the endpoint answers, or what is wrong with it in words."""
        try:
            media_type, body = await self.ask(url, query)
        except ServiceProblem as problem:
            return Response(problem.status, [(b"content-type", b"text/plain; charset=utf-8")], str(problem).encode())
        return Response(200, [(b"content-type", media_type.encode("latin-1", "replace"))], body)

    def _ask(self, url: str, query: bytes) -> tuple[str, bytes]:
        try:
            with self._connection(url) as pool:
                response = pool.urlopen(
                    "POST",
                    urlsplit(url)._replace(scheme="", netloc="").geturl() or "/",
                    body=query,
                    headers={
                        "Accept": _ACCEPT,
                        "Content-Type": "application/sparql-query; charset=utf-8",
                        "Host": urlsplit(url).netloc,
                        "User-Agent": "Oegyo (https://w3id.org/oegyo/)",
                    },
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                with closing(response):
                    body = self._read(response, url)
        except urllib3.exceptions.HTTPError as error:
            reason = Verbatim(type(error).__name__)
            raise ServiceProblem(
                message("The service %(url)s cannot be asked: %(reason)s.", url=url, reason=reason)
            ) from error
        if response.status != 200:
            status = response.status
            raise ServiceProblem(message("The service %(url)s answered with status %(status)s.", url=url, status=status))
        return response.headers.get("Content-Type", "application/octet-stream"), body

    def _read(self, response: urllib3.BaseHTTPResponse, url: str) -> bytes:
        """The body of a response, which may have so many bytes and no more."""
        body = b""
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self._limits.size:
                raise ServiceProblem(
                    message("The service %(url)s answered with more than %(size)s bytes.", url=url, size=self._limits.size)
                )
        return body

    def _connection(self, url: str) -> urllib3.HTTPConnectionPool:
        """A connection to an address of the host of ``url``, looked up once: what was checked is what is connected to."""
        parts = urlsplit(url)
        host = str(parts.hostname)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except OSError as error:
            raise ServiceProblem(message("The service %(url)s cannot be found.", url=url)) from error
        if not found or not all(map(self._allowed, found)):
            raise ServiceProblem(message("The service %(url)s is not at a public address.", url=url))
        address, timeout = min(found), urllib3.Timeout(total=self._limits.deadline)
        if parts.scheme == "http":
            return urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        make = partial(urllib3.HTTPSConnectionPool, cert_reqs="CERT_REQUIRED")
        return make(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
