"""Pages read as a browser reads them, so that tests speak of headings, links and rows and not of characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """One element of a page, with the text below it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    """The elements of a page, in order; the fields of the search, which every page has, apart from its own."""

    elements: list[Element] = field(default_factory=list)
    search: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The elements called ``tag``."""
        return [element for element in self.elements if element.tag == tag]

    def texts(self, tag: str) -> list[str]:
        """The texts of the elements called ``tag``, spaces made one."""
        return [" ".join(element.text.split()) for element in self.all(tag)]

    def links(self) -> dict[str, str]:
        """Where each link leads, by its text."""
        return {" ".join(link.text.split()): link.attributes["href"] for link in self.all("a")}

    def alternates(self) -> dict[str, str]:
        """The addresses that the head names as the same in another format, by media type."""
        return {
            link.attributes["type"]: link.attributes["href"]
            for link in self.all("link")
            if link.attributes.get("rel") == "alternate" and "type" in link.attributes
        }

    def in_language(self, text: str) -> str:
        """The language that ``text`` is marked as."""
        return next(one.attributes["lang"] for one in self.elements if one.text == text and "lang" in one.attributes)


class _Reader(HTMLParser):
    _VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        within = (*self.open, element)
        searching = {"header", "form"} <= {one.tag for one in within}
        (self.page.search if searching else self.page.elements).append(element)
        if tag not in self._VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(text: str) -> Page:
    """The page ``text``; fails when an element is not closed in its turn."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader.page
