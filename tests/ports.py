"""Ports of this machine, for servers that a test or a benchmark starts."""

from __future__ import annotations

import secrets
import socket


def free_port() -> int:
    """A port of this machine that nobody listens on, and that the kernel gives to nobody before a server listens there.

    The kernel gives ports from 32768 on by itself. Which one is no matter of the seed that all processes of a run share.
    """
    while listens(port := 10_000 + secrets.randbelow(20_000)):
        pass
    return port


def listens(port: int) -> bool:
    """Whether somebody listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
