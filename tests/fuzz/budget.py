"""How many examples a test may look at."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_USUAL = 100  # of hypothesis itself, when no profile says otherwise


def examples(count: int) -> settings:
    """``count`` examples in a usual run, and more in the same proportion when the profile says so."""
    return settings(
        max_examples=count * settings().max_examples // _USUAL,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
