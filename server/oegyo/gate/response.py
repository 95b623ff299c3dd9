"""A whole answer, which may be stored and sent again (RFC 9111)."""

from __future__ import annotations

from dataclasses import dataclass, field

from oegyo.gate.coding import IDENTITY, encode, is_worth_it

Headers = list[tuple[bytes, bytes]]


@dataclass
class Response:
    """An answer: its status, its headers without those that depend on the coding, its body in each coding made so far."""

    status: int
    headers: Headers
    body: bytes
    coded: dict[str, bytes] = field(default_factory=dict)

    def header(self, name: bytes) -> str | None:
        """The header called ``name``, in small letters; None when there is none."""
        return next((value.decode("latin-1") for own, value in self.headers if own == name), None)

    @property
    def size(self) -> int:
        """Bytes the answer takes in memory, with room for the codings that may be made of it."""
        return len(self.body) + len(self.body) // 2 + 1000

    def coding(self, wanted: str) -> str:
        """The coding to send the body in, for a client that would like ``wanted``: that, or none."""
        worth = is_worth_it(self.header(b"content-type") or "", len(self.body))
        return wanted if worth and self.header(b"content-encoding") is None else IDENTITY

    def body_in(self, coding: str) -> bytes:
        """The body in ``coding``, made once."""
        if not coding:
            return self.body
        if coding not in self.coded:
            self.coded[coding] = encode(self.body, coding)
        return self.coded[coding]
