"""What the front and the processes behind it write to each other beside pickled messages."""

from __future__ import annotations

import struct

FORK = b"w"
"""What the front sends to the zygote, with a socket, to have a worker forked for it."""

FORK_OPEN = b"o"
"""The same, for a worker that may open sockets: its query asks a service that the operator allows."""

PID = struct.Struct("!i")
"""How the zygote answers: the worker's process id."""

HEADER = struct.Struct("!i")
"""What `multiprocessing.connection.Connection` writes before a message: its size in bytes."""
