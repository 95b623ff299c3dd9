"""The scripts of the pages: built or not, every page is whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from oegyo.web.app import create_app
from oegyo.web.http import assets
from web.page import read

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from oegyo.config import Settings
    from oegyo.engine import EmbeddedEngine
    from oegyo.release import Release

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
MANIFEST = {name: f"{name.replace('.', '-ABCD2345.')}" for name in ("editor.css", "editor.js", "pictures.js")}


@pytest.fixture(name="built")
def _built(tmp_path: Path) -> Path:
    """A folder as npm leaves it."""
    folder = tmp_path / "static" / "built"
    folder.mkdir(parents=True)
    for name in MANIFEST.values():
        (folder / name).write_text("// built\n", encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    return folder


@pytest.fixture(name="app_with_scripts")
def _app_with_scripts(settings: Settings, engine: EmbeddedEngine, release: Release, built: Path) -> Flask:
    """The application over the release, with the scripts in ``built``."""
    app = create_app(settings, engine, release)
    app.static_folder = str(built.parent)
    assets.init_app(app, built)
    return app


def test_a_script_is_found_by_the_name_of_its_source(built: Path) -> None:
    """At an address that says what is in it."""
    assert assets.built_assets(built)["pictures.js"] == "/static/built/pictures-ABCD2345.js"
    assert assets.built_assets(built).get("none.js") is None


def test_without_a_build_there_are_none_and_the_log_says_what_to_do(tmp_path: Path) -> None:
    """In plain words."""
    assert assets.built_assets(tmp_path) == {}
    assert "npm" in assets.NONE
    assert "install Oegyo again" in assets.NONE


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/static/built/pictures-ABCD2345.js", True),
        ("/static/built/editor-ABCD2345.css", True),
        ("/static/built/world-ABCD2345.json", True),
        ("/static/built/manifest.json", False),
        ("/static/built/LICENSES.txt", False),
        ("/static/style.css", False),
        ("/static/pictures-ABCD2345.js", False),
        ("/static/built/../pictures-ABCD2345.js", False),
    ],
)
def test_only_what_is_named_by_its_content_is_kept_for_good(path: str, expected: bool) -> None:
    """Whatever keeps its name may change."""
    assert assets.is_immutable(path) is expected


def test_a_browser_may_keep_a_script_for_good(app_with_scripts: Flask) -> None:
    """And takes it for a script; what is not there is not kept."""
    client = app_with_scripts.test_client()
    response = client.get("/static/built/pictures-ABCD2345.js", buffered=True)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.mimetype in {"text/javascript", "application/javascript"}
    assert "immutable" not in client.get("/static/built/pictures-ZZZZ2345.js").headers.get("Cache-Control", "")
    assert "immutable" not in client.get("/sparql", headers=BROWSER).headers.get("Cache-Control", "")


def test_the_editor_is_on_the_page_for_queries(app_with_scripts: Flask) -> None:
    """With its style, the saved queries to start from, by family, and its words in the language of the page."""
    found = read(app_with_scripts.test_client().get("/sparql?lang=ko", headers=BROWSER).text)
    (script,) = found.all("script")
    assert script.attributes == {"type": "module", "src": "/static/built/editor-ABCD2345.js"}
    assert script.text == ""
    assert "/static/built/editor-ABCD2345.css" in {link.attributes["href"] for link in found.all("link")}
    families = [group.attributes["label"] for group in found.all("optgroup")]
    assert families == ["국제기구 가입", "Names"]
    examples = {option.attributes["value"]: option.text for option in found.all("option")}
    assert examples["member-since"] == "한 국가는 언제부터 회원국인가?"
    (status,) = (one for one in found.elements if one.attributes.get("role") == "status")
    assert status.attributes["data-stopped"] == "질의를 중지했습니다."


@pytest.mark.parametrize(("tag", "others"), [("en", "Others"), ("ko", "그 밖"), ("vi", "Khác")])
@pytest.mark.parametrize("path", ["/", "/explore/relations", "/explore/peacekeeping", "/id/state/KOR.html"])
def test_the_script_of_pictures_has_its_words(app_with_scripts: Flask, path: str, tag: str, others: str) -> None:
    """In the language of the page, with the places where numbers go: for each figure, whatever page it is on."""
    found = read(app_with_scripts.test_client().get(f"{path}?lang={tag}", headers=BROWSER).text)
    (script,) = (one for one in found.all("script") if one.attributes.get("id") == "pictures")
    assert script.attributes["src"] == "/static/built/pictures-ABCD2345.js"
    assert script.attributes["data-others"] == others
    assert set(re.findall(r"{\w+}", script.attributes["data-drawn"])) == {"{shown}", "{total}"}
    assert all(script.attributes[f"data-{word}"] for word in ("play", "pause", "year"))


def test_a_broken_query_can_be_put_right_in_the_editor(app_with_scripts: Flask) -> None:
    """Its page says at which line, for the editor as for the reader."""
    response = app_with_scripts.test_client().get(
        "/sparql", query_string={"query": "SELECT * {\n ?s ex:p 1 }"}, headers=BROWSER
    )
    found = read(response.text)
    (answer,) = (one for one in found.elements if one.attributes.get("id") == "answer")
    assert (answer.attributes["data-line"], answer.attributes["data-column"]) == ("2", "5")
    assert "The prefix ex: is not declared." in answer.text
    assert [one.attributes["src"] for one in found.all("script")] == ["/static/built/editor-ABCD2345.js"]


def test_without_scripts_nothing_on_the_page_waits_for_one(client: FlaskClient) -> None:
    """No button that does nothing, and no element hidden for good."""
    found = read(client.get("/sparql", headers=BROWSER).text)
    assert found.all("script") == []
    assert found.texts("button") == ["Run"]
    assert [one for one in found.elements if "hidden" in one.attributes] == []
