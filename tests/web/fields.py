"""The fields of a page's forms as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.choosing = self.writing = ""
        self.first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "file") and (
                given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.setdefault(name, []).append(given.get("value") or "")
        elif tag == "select":
            self.choosing, self.first = name, True
        elif tag == "option" and self.choosing and (self.first or "selected" in given):
            self.found[self.choosing], self.first = [given.get("value") or ""], False
        elif tag == "textarea":
            self.writing, self.found[name] = name, [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.choosing = ""
        if tag == "textarea":
            self.writing = ""

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.found[self.writing][0] += data


def fields(page: str) -> dict[str, list[str]]:
    """Return what the forms of a page would send, before anything is changed."""
    reader = _Fields()
    reader.feed(page)
    return reader.found
