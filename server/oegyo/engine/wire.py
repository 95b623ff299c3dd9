"""What the front and the processes behind it write to each other beside pickled messages."""

from __future__ import annotations

import struct

FORK = b"w"
"""What the front sends to the zygote, with a socket, to have a worker forked for it."""

PID = struct.Struct("!i")
"""How the zygote answers: the worker's process id."""

HEADER = struct.Struct("!i")
"""What `multiprocessing.connection.Connection` writes before a message: its size in bytes."""
