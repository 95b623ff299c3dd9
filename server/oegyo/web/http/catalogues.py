"""What the catalogues of ``translations/`` lack of the messages that any of them has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from oegyo.terms.interface import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).parent.parent / "translations"
_NAME = "web/translations"


def lacking(folder: Path = FOLDER, tags: Iterable[str] = TAGS[1:]) -> list[str]:
    """A line for each language of ``tags`` without a catalogue, and for each message without words, with its place."""
    catalogues = {path.parent.parent.name: _read(path) for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}
    known = {_id(message.id) for catalogue in catalogues.values() for message in catalogue if message.id}
    return [line for tag in tags for line in _lacking(tag, catalogues.get(tag), known)]


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _lacking(tag: str, catalogue: Catalog | None, known: set[str]) -> Iterator[str]:
    name = f"{_NAME}/{tag}/LC_MESSAGES/messages.po"
    if catalogue is None:
        yield f"{name}: there is no catalogue, of {len(known)} messages"
        return
    own = {_id(message.id): message for message in catalogue if message.id}
    for message in own.values():
        words = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(words):
            yield f"{name}:{message.lineno}: “{_id(message.id)}” is not translated"
    for message_id in sorted(known - own.keys()):
        yield f"{name}: lacks “{message_id}”"


def _id(message: object) -> str:
    """The message itself; of one with a plural, the singular."""
    return str(message[0] if isinstance(message, tuple | list) else message)
