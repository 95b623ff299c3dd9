"""What shapes and checks find: one result for each thing that is wrong or looks wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ValidationResult:
    """One result: ``source`` is the shape or check that ``focus`` fails on ``path`` (IRIs; the path may be empty)."""

    focus: str
    source: str
    path: str
    message: str
    warning: bool = False
