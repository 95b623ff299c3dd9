"""What ``/metrics`` says, as Prometheus reads it (https://prometheus.io/docs/instrumenting/exposition_formats/).

A request costs an addition to a plain number; families, labels and text are made when somebody looks.
"""

from __future__ import annotations

import resource
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from oegyo.web import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prometheus_client.metrics_core import Metric

    from oegyo.gate.origin import Origin

MONITORING = frozenset({"/healthz", "/readyz", "/metrics"})
"""The addresses for whoever keeps the server running."""

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)
_PAGE = resource.getpagesize()


class Metrics(Collector):
    """What was counted since the server started; ``origin`` gives what is served now."""

    content_type = CONTENT_TYPE_PLAIN_0_0_4
    """The media type of what `write` gives."""

    def __init__(self, origin: Callable[[], Origin]) -> None:
        self.hits = 0
        """Requests whose answer was stored."""
        self.misses = 0
        """Requests whose answer was made, or was being made for another."""
        self.outcomes: Counter[str] = Counter()
        """How many queries ended how: ``answered``, the slug of the problem, or ``left``."""
        self._requests: Counter[tuple[str, int]] = Counter()
        self._origin = origin
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "oegyo_query_seconds",
            "Seconds a query took, with its wait for a worker.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def lookup(self, *, hit: bool) -> None:
        """Count a request whose answer was stored, or was not."""
        self.hits += hit
        self.misses += not hit

    def request(self, path: str, status: int) -> None:
        """Count a request that was answered."""
        self._requests[family(path), status] += 1

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query that has ended."""
        self.outcomes[outcome] += 1
        self._seconds.observe(seconds)

    def write(self) -> bytes:
        """Everything, as text."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing: there is nothing to collect before the server has started."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """What was counted, and how things stand."""
        requests = CounterMetricFamily("oegyo_requests", "Requests answered.", labels=["family", "status"])
        for (family, status), count in self._requests.items():
            requests.add_metric([family, str(status)], count)
        yield requests
        kept = CounterMetricFamily("oegyo_kept_lookups", "Requests by whether the answer was kept.", labels=["outcome"])
        kept.add_metric(["hit"], self.hits)
        kept.add_metric(["miss"], self.misses)
        yield kept
        queries = CounterMetricFamily("oegyo_queries", "Queries by how they ended.", labels=["outcome"])
        for outcome, count in self.outcomes.items():
            queries.add_metric([outcome], count)
        yield queries
        yield from _standing(self._origin())


@lru_cache(maxsize=1000)
def family(path: str) -> str:
    """What a request of ``path`` is counted as; ``other`` for what nobody answers, so that no client can make a label."""
    if path in MONITORING:
        return path[1:]
    return pages.family(path) or ("static" if path.startswith("/static/") else "other")


def _standing(origin: Origin) -> Iterator[Metric]:
    """How things stand in ``origin``."""
    yield InfoMetricFamily("oegyo_release", "What is served.", {"digest": origin.digest})
    yield GaugeMetricFamily("oegyo_kept_bytes", "Bytes of answers kept.", origin.cache.size + origin.repeats.size)
    pool = origin.pool
    if pool is None:
        return
    yield GaugeMetricFamily("oegyo_queries_waiting", "Queries that wait for a worker.", pool.waiting)
    yield GaugeMetricFamily("oegyo_queries_running", "Queries being answered.", pool.running)
    yield GaugeMetricFamily("oegyo_queries_slow", "Slow queries among those being answered.", pool.slow)
    yield CounterMetricFamily("oegyo_workers_killed", "Workers ended with or after their query.", pool.killed)
    pids = pool.pids()
    yield GaugeMetricFamily("oegyo_workers", "Worker processes.", len(pids))
    text = "Resident bytes of the workers; what they share is counted in each."
    yield GaugeMetricFamily("oegyo_workers_resident_bytes", text, sum(map(_resident, pids)))


def _resident(pid: int) -> int:
    """Bytes of memory the process holds; 0 when it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except OSError:
        return 0
