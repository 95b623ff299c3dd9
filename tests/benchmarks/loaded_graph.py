"""A graph that is loaded when this is imported, as a fork server can have it before its first fork."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.forks import GRAPH
from oegyo.engine.worker import load

STORE = load([Path(os.environ[GRAPH])])
