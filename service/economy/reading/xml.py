"""XML from others: bounded in size, depth and number, and without definitions, so that nothing swells or reaches out."""

from __future__ import annotations

from xml.etree import ElementTree

from service.economy.reading.refusals import Defines, Missing, NotXml, TooBig, TooDeep

Element = ElementTree.Element
LARGEST = 15_000_000
DEEPEST, MOST = 40, 200_000
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


class _Bounded(ElementTree.TreeBuilder):
    """Build a tree that defines nothing and stays within bounds."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Defines

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST:
            raise TooDeep
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse(content: bytes) -> Element:
    """Return the outermost element; refuse what is too large, broken or defines anything."""
    if len(content) > LARGEST:
        raise TooBig(megabytes=LARGEST // 1_000_000)
    parser = ElementTree.XMLParser(target=_Bounded())
    try:
        parser.feed(content)
        root: Element = parser.close()
    except ElementTree.ParseError as error:
        raise NotXml(line=error.position[0]) from None
    except (LookupError, ValueError):
        raise NotXml(line=1) from None
    return root


def is_xml(content: bytes) -> bool:
    """Say whether a file begins as XML does."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _full(path: str) -> str:
    *above, last = path.split("/")
    return "/".join([f"{CAC}{one}" for one in above] + [f"{CBC}{last}"])


def text(element: Element, path: str) -> str | None:
    """Return the text of the value at `path`, the last part of which is a basic component; None where there is none."""
    found = element.find(_full(path))
    given = (found.text or "").strip() if found is not None else ""
    return given or None


def needed(element: Element, path: str, called: str = "") -> str:
    """Return the text at `path`; raise Missing."""
    found = text(element, path)
    if found is None:
        raise Missing(element=called or path)
    return found


def basic(element: Element, path: str) -> Element | None:
    """Return the basic component at `path`."""
    return element.find(_full(path))


def each(element: Element, path: str) -> list[Element]:
    """Return every aggregate at `path`."""
    return element.findall("/".join(f"{CAC}{one}" for one in path.split("/")))


def first(element: Element, path: str) -> Element | None:
    """Return the first aggregate at `path`."""
    return next(iter(each(element, path)), None)
