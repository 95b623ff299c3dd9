"""Cells and texts as templates write them, and what they say around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import render_template_string

from oegyo.web.reading.cells import cell, text_of
from oegyo.web.reading.terms import Cell
from oegyo.web.reading.words import gettext, ngettext

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("one", "written"),
    [
        (Cell("a"), "<span>a</span>"),
        (Cell("a", title="a"), "<span>a</span>"),
        (Cell("a", title="b"), '<span title="b">a</span>'),
        (Cell("a", lang="ko"), '<span lang="ko">a</span>'),
        (Cell("a", lang="en"), '<span lang="en">a</span><span class="lang">en</span>'),
        (Cell("a", "/b?c&d", "en"), '<a href="/b?c&amp;d"><span lang="en">a</span></a>'),
        (Cell("<a>", '"b"', "'", "&"), '<a href="&#34;b&#34;"><span lang="&#39;" title="&amp;">&lt;a&gt;</span></a>'),
    ],
)
def test_a_cell_is_written_as_html(app: Flask, one: Cell, written: str) -> None:
    """Every part of it escaped, its language beside it when that is another than the reader's."""
    with app.test_request_context("/?lang=ko"):
        assert cell(one) == written
        assert render_template_string("{{ cell(one) }}", one=one) == written


def test_a_cell_can_do_without_its_language(app: Flask) -> None:
    """Where it stands among others."""
    with app.test_request_context("/?lang=ko"):
        assert cell(Cell("a", lang="en"), tag=False) == '<span lang="en">a</span>'


def test_a_text_is_written_in_the_language_of_the_reader(app: Flask) -> None:
    """Or in the next that there is."""
    with app.test_request_context("/?lang=ko"):
        assert text_of({"en": "A", "ko": "<가>"}) == '<span lang="ko">&lt;가&gt;</span>'
        assert text_of({"en": "A"}) == '<span lang="en">A</span>'
        assert text_of({}) == "<span></span>"


def test_words_are_those_of_the_reader(app: Flask) -> None:
    """Whoever came before."""
    for _ in range(2):
        for tag, written in (("en", "Search"), ("ko", "검색"), ("vi", "Tìm kiếm")):
            with app.test_request_context(f"/?lang={tag}"):
                assert gettext("Search") == written


def test_words_take_values(app: Flask) -> None:
    """Of a number of things too."""
    with app.test_request_context("/?lang=en"):
        assert gettext("from %(a)s to %(b)s", a="<", b=2) == "from < to 2"
        assert [ngettext("%(num)s vote", "%(num)s votes", number) for number in (1, 2, 1)] == ["1 vote", "2 votes", "1 vote"]
        assert ngettext("%(num)s of %(a)s", "%(num)s of all %(a)s", 2, a="&") == "2 of all &"


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ('{{ _("from %(a)s to %(b)s", a="<", b="<b>"|safe) }}', "from &lt; to <b>"),
        ('{{ _("100%% of it") }}', "100% of it"),
        ('{{ ngettext("%(num)s vote", "%(num)s votes", 1) }}', "1 vote"),
        ('{{ ngettext("%(num)s of %(a)s", "%(num)s of all %(a)s", 2, a="&") }}', "2 of all &amp;"),
        ('{% trans n=2, a="&" %}{{ n }} of {{ a }}{% pluralize %}{{ n }} of all {{ a }}{% endtrans %}', "2 of all &amp;"),
    ],
)
def test_words_of_a_template_are_html(app: Flask, template: str, written: str) -> None:
    """Each value escaped, unless it is HTML."""
    with app.test_request_context("/?lang=en"):
        assert render_template_string(template) == written
