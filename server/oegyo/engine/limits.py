"""How much a query may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oegyo.config import Settings


@dataclass(frozen=True)
class Limits:
    """Limits of an engine, named as in `oegyo.config.Settings`: seconds and bytes."""

    workers: int
    deadline: float
    queue: float
    queue_length: int
    patience: float
    slow_workers: int
    worker_memory: int
    result_size: int
    start_time: float = 300.0
    reserve: int = 0
    spare_workers: int = 0
    client_queue: int = 1 << 30
    client_slow: int = 1 << 30

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits among ``settings``."""
        return cls(
            workers=settings.workers,
            deadline=settings.deadline,
            queue=settings.queue,
            queue_length=settings.queue_length,
            patience=settings.patience,
            slow_workers=settings.slow_workers,
            worker_memory=settings.worker_memory,
            result_size=settings.result_size,
            start_time=settings.start_time,
            reserve=settings.reserve,
            spare_workers=settings.spare_workers,
            client_queue=settings.client_queue,
            client_slow=settings.client_slow,
        )
