"""The one settings table. Each setting is a field here, an environment variable ``OEGYO_NAME`` and an option of ``serve``.

Only this module reads the environment.
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oegyo.errors import SettingError, message
from oegyo.paths import releases

if TYPE_CHECKING:
    from collections.abc import Mapping


def _about(help_text: str, minimum: float | None = None) -> dict[str, Any]:
    return {"help": help_text, "minimum": minimum}


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, with its default. Durations are in seconds, sizes in bytes."""

    host: str = field(
        default="127.0.0.1",
        metadata=_about("Address to listen on; 0.0.0.0 listens on every one."),
    )
    port: int = field(
        default=8000,
        metadata=_about("Port to listen on.", minimum=1),
    )
    engine: str = field(
        default="embedded",
        metadata=_about("Who answers queries: 'embedded', or the URL of a SPARQL 1.1 endpoint."),
    )
    release: Path = field(
        default_factory=releases,
        metadata=_about("Folder that holds the built releases; by default in the user's cache folder."),
    )
    workers: int = field(
        default=2,
        metadata=_about("Worker processes that answer queries.", minimum=1),
    )
    spare_workers: int = field(
        default=1,
        metadata=_about("Workers that stand by, so that nobody waits for a new one when one is lost.", minimum=0),
    )
    deadline: float = field(
        default=20.0,
        metadata=_about("Seconds a query may run before it is stopped.", minimum=0.01),
    )
    queue: float = field(
        default=5.0,
        metadata=_about("Seconds a query may wait for a worker before it is told to come back.", minimum=0),
    )
    queue_length: int = field(
        default=256,
        metadata=_about("Queries that may wait for a worker at once.", minimum=0),
    )
    client_queue: int = field(
        default=64,
        metadata=_about("Queries of one client that may wait at once.", minimum=0),
    )
    patience: float = field(
        default=0.1,
        metadata=_about("Seconds after which a query is slow: it yields to others, and one more worker may run.", minimum=0),
    )
    slow_workers: int = field(
        default=8,
        metadata=_about("Slow queries that may run beside the workers for the others.", minimum=0),
    )
    client_slow: int = field(
        default=4,
        metadata=_about("Slow queries of one client that may run at once.", minimum=1),
    )
    reserve: int = field(
        default=1,
        metadata=_about("Workers beside the others for clients whose queries were all short in the last minute.", minimum=0),
    )
    worker_memory: int = field(
        default=1 << 30,
        metadata=_about("Bytes of address space a worker may use on top of the data.", minimum=1 << 26),
    )
    services: str = field(
        default="",
        metadata=_about("Endpoints that SERVICE may ask, separated by commas; none by default."),
    )
    service_deadline: float = field(
        default=10.0,
        metadata=_about("Seconds such an endpoint may take to answer.", minimum=0.01),
    )
    service_size: int = field(
        default=10_000_000,
        metadata=_about("Bytes such an endpoint may answer with.", minimum=1),
    )
    cache_size: int = field(
        default=64_000_000,
        metadata=_about("Bytes of answers that are kept to be sent again.", minimum=0),
    )
    result_size: int = field(
        default=100_000_000,
        metadata=_about("Bytes an answer may have.", minimum=1),
    )
    query_size: int = field(
        default=1_000_000,
        metadata=_about("Bytes a request may have.", minimum=1),
    )

    connections: int = field(
        default=10_000,
        metadata=_about("Connections that may be open at once; whoever comes then is told to come back.", minimum=1),
    )
    client_connections: int = field(
        default=256,
        metadata=_about("Connections that one client may have open at once; no limit behind trusted proxies.", minimum=1),
    )
    start_time: float = field(
        default=300.0,
        metadata=_about("Seconds that loading the graph may take.", minimum=0.1),
    )
    idle_time: float = field(
        default=60.0,
        metadata=_about("Seconds that a connection may be open without a request.", minimum=0.1),
    )
    head_time: float = field(
        default=10.0,
        metadata=_about("Seconds that the header of a request may take to arrive.", minimum=0.1),
    )
    body_time: float = field(
        default=30.0,
        metadata=_about("Seconds that the body of a request may take to arrive.", minimum=0.1),
    )
    read_time: float = field(
        default=60.0,
        metadata=_about("Seconds in which a client must read something of what it is sent.", minimum=0.1),
    )

    access_log: bool = field(
        default=False,
        metadata=_about("Write a JSON line for each request to standard output."),
    )
    slow_query_log: float = field(
        default=0.0,
        metadata=_about("Seconds after which the text of a query goes to standard error; 0 writes none.", minimum=0),
    )
    rate_limit: int = field(
        default=0,
        metadata=_about("Requests that a client may send in a minute; 0 sets no limit.", minimum=0),
    )
    trusted_proxies: int = field(
        default=0,
        metadata=_about("Proxies in front, whose X-Forwarded-For, -Proto and -Host are believed.", minimum=0),
    )
    grace: float = field(
        default=5.0,
        metadata=_about("Seconds that answers under way have when the server is stopped.", minimum=0.1),
    )

    @property
    def address(self) -> str:
        """Host and port, as they stand in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def loopback(self) -> str:
        """Host and port by which this machine reaches the server itself."""
        try:
            everywhere = ip_address(self.host)
        except ValueError:  # a name
            return self.address
        if not everywhere.is_unspecified:
            return self.address
        return dataclasses.replace(self, host="127.0.0.1" if everywhere.version == 4 else "::1").address

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):
            minimum, value = entry.metadata["minimum"], getattr(self, entry.name)
            if minimum is not None and value < minimum:
                raise SettingError(
                    message(
                        "%(name)s is %(value)s, but the least it can be is %(minimum)s",
                        name=entry.name,
                        value=str(value),
                        minimum=str(minimum),
                    )
                )


def variable(name: str) -> str:
    """The environment variable of the setting ``name``."""
    return "OEGYO_" + name.upper()


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The settings that ``environment`` gives, by name, as the types of `Settings`.

    Raises SettingError when a value cannot be read as the setting's type.
    """
    values: dict[str, Any] = {}
    for entry in dataclasses.fields(Settings):
        text = environment.get(variable(entry.name))
        if text is None:
            continue
        kind = python_type(entry)
        try:
            values[entry.name] = _truth(text) if kind is bool else kind(text)
        except ValueError as error:
            raise SettingError(
                message(
                    "%(name)s is %(value)s, which is not a %(kind)s",
                    name=variable(entry.name),
                    value=repr(text),
                    kind=kind.__name__,
                )
            ) from error
    return values


def python_type(entry: dataclasses.Field[Any]) -> type:
    """The type of a field of `Settings`."""
    return {"str": str, "int": int, "float": float, "bool": bool, "Path": Path}[str(entry.type)]


def _truth(text: str) -> bool:
    """What ``text`` says, yes or no; raises ValueError when it says neither."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError(text)
