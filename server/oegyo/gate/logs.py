"""The two logs an operator can switch on, a JSON object a line: requests on standard output, slow queries on standard error.

Neither says who asked. The log of requests names a query by its digest; only the log of slow queries has the text.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from oegyo.config import Settings


class Logs:
    """The logs that ``settings`` switch on."""

    def __init__(self, settings: Settings) -> None:
        self.access = settings.access_log
        """Whether requests are logged."""
        self._slow = settings.slow_query_log
        self._requests = _logger(sys.stdout)
        self._queries = _logger(sys.stderr)

    def request(
        self, method: str, path: str, status: int, size: int, seconds: float, *, kept: bool, query: str | None
    ) -> None:
        """Log a request, and the ``query`` that it asked, if it did."""
        entry = {"method": method, "path": path, "status": status, "bytes": size, "seconds": round(seconds, 6), "kept": kept}
        if query is not None:
            entry["query"] = digest(query)
        self._requests.info(entry)

    def query(self, text: str, outcome: str, seconds: float) -> None:
        """Log a query if it was slow."""
        if 0 < self._slow < seconds:
            self._queries.info({"query": digest(text), "outcome": outcome, "seconds": round(seconds, 6), "text": text})


def digest(query: str) -> str:
    """What the logs call ``query``."""
    return hashlib.blake2b(query.encode("utf-8", "replace"), digest_size=8).hexdigest()


class _AsJson(logging.Formatter):
    """Writes the dict that was logged, after the time."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        logged: Any = record.msg  # declared a text, but logging takes any object, and here it is a dict
        return json.dumps({"time": time, **logged}, ensure_ascii=False)


def _logger(stream: TextIO) -> logging.Logger:
    """A logger that writes to ``stream`` and flushes each line; nobody else can find or change it."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_AsJson())
    logger = logging.Logger("oegyo", logging.INFO)
    logger.addHandler(handler)
    return logger
