"""What a server says of its own accord, wherever the tests run."""

from __future__ import annotations

from oegyo.web.http import assets


def beside_the_scripts(text: str) -> str:
    """``text`` without the one line that a server writes where the scripts of the pages are not built."""
    return text.replace(f"{assets.NONE}\n", "")
