"""The picture of an answer, as the header of a saved query asks for it: its kind, and the column of each of its roles.

    #+ picture: {type: bars, x: year, y: opened, series: region}

The answer itself is the table beside the picture, so a picture never says what the columns do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLES: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "bars": ((("x", "y"),), ("series",)),
    "line": ((("x", "y"),), ("series",)),
    "map": ((("lat", "lon", "label"), ("area", "y")), ("series",)),
    "network": ((("from", "to"),), ("label",)),
    "timeline": ((("from", "label"),), ("to", "series")),
}
"""The kinds of picture: the sets of roles of which one must be there whole, and the roles that may be added."""

TOP = "top"
"""Not a role but a number: how many of the largest bars are enough."""


@dataclass(frozen=True)
class Picture:
    """A picture of the kind ``type``: the column of each role, and how many of the largest to draw (0: all)."""

    type: str
    columns: dict[str, str]
    top: int = 0

    @property
    def entry(self) -> dict[str, str | int]:
        """The picture as the header writes it."""
        return {"type": self.type, **self.columns, **({TOP: self.top} if self.top else {})}


def read_picture(entry: Mapping[str, str], columns: Sequence[str]) -> Picture:
    """The picture that the header asks for by ``entry``, of an answer with ``columns``.

    Raises ValueError for a picture that cannot be drawn, saying why.
    """
    given = dict(entry)
    kind = given.pop("type", "")
    if kind not in ROLES:
        msg = f"there is no picture of the type {kind!r}, but {', '.join(ROLES)}"
        raise ValueError(msg)
    top = given.pop(TOP, "0")
    if not (top.isascii() and top.isdigit()) or (top != "0" and kind != "bars"):
        msg = f"{TOP} is a whole number, and of bars: {top!r}"
        raise ValueError(msg)
    needed, more = ROLES[kind]
    roles = next((roles for roles in needed if set(roles) <= set(given)), None)
    if roles is None:
        msg = f"a picture of the type {kind} needs {' or '.join(', '.join(roles) for roles in needed)}"
        raise ValueError(msg)
    if strange := sorted(set(given) - {*roles, *more}):
        msg = f"a picture of the type {kind} has no {', '.join(strange)}"
        raise ValueError(msg)
    if missing := sorted(set(given.values()) - set(columns)):
        msg = f"the picture asks for the column {', '.join(missing)}, and the answer has {', '.join(columns) or 'none'}"
        raise ValueError(msg)
    return Picture(kind, given, int(top))
