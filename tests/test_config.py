"""The settings table."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from oegyo.config import Settings, from_environment, python_type, variable
from oegyo.errors import SettingError

FIELDS = dataclasses.fields(Settings)


def test_every_setting_has_a_default_and_a_help_text() -> None:
    """``oegyo serve`` starts with none given, and explains each."""
    assert Settings().port == 8000
    assert [entry.name for entry in FIELDS if not entry.metadata["help"].endswith(".")] == []


def test_the_releases_are_in_the_cache_folder_of_the_user_unless_said_otherwise(tmp_path: Path) -> None:
    """The folder is never inside the installation."""
    assert Settings().release.parts[-2:] == ("oegyo", "releases")
    assert Settings(release=tmp_path).release == tmp_path


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", "9000", 9000),
        ("deadline", "0.5", 0.5),
        ("host", "::1", "::1"),
        ("release", "/srv/r", Path("/srv/r")),
        ("access_log", "true", True),
        ("access_log", "No", False),
        ("access_log", "1", True),
    ],
)
def test_the_environment_gives_a_setting_of_its_type(name: str, text: str, value: object) -> None:
    """The variable is called OEGYO_ and the name in capitals."""
    assert from_environment({variable(name): text, "HOME": "/root"}) == {name: value}


def test_nothing_in_the_environment_gives_nothing() -> None:
    """The defaults stand."""
    assert from_environment({"PORT": "1"}) == {}


@pytest.mark.parametrize(
    ("name", "text"), [("port", "http"), ("deadline", "soon"), ("workers", "2.5"), ("access_log", "maybe")]
)
def test_a_value_of_the_wrong_type_is_refused_by_the_name_of_its_variable(name: str, text: str) -> None:
    """The message says which variable holds what."""
    with pytest.raises(SettingError, match=f"{variable(name)} is '{text}', which is not a"):
        from_environment({variable(name): text})


@pytest.mark.parametrize(
    "given",
    [
        {"port": 0},
        {"workers": 0},
        {"deadline": 0.0},
        {"queue": -1.0},
        {"worker_memory": 1},
        {"query_size": 0},
        {"grace": 0.0},
    ],
)
def test_a_value_below_the_least_is_refused(given: dict[str, Any]) -> None:
    """The message names the setting and the least it can be."""
    (name,) = given
    with pytest.raises(SettingError, match=f"{name} is .*, but the least it can be is"):
        Settings(**given)


@pytest.mark.parametrize("entry", FIELDS, ids=[entry.name for entry in FIELDS])
def test_every_setting_has_a_type_that_an_option_can_read(entry: dataclasses.Field[Any]) -> None:
    """A new setting of another type must be taught to the table first."""
    assert isinstance(getattr(Settings(), entry.name), python_type(entry))
