"""From facts to words: one template per notice and language, over a text and an html layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import TextWrapper
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from service.notices.writing import words
from service.notices.writing.facts import BadPayload
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import Speech

FOLDER = Path(__file__).parent / "templates"
WIDTH = 72
SPOKEN = ("day", "when", "at", "period", "names", "duty", "point", "quote", "stand", "meeting",
          "meeting_the", "meeting_alone", "actor", "provision", "share", "in_sek", "duty_name", "function", "weekday", "notice")
SIMULATED = {"sv": "[SIMULERING] ", "en": "[SIMULATION] "}

# Where the parts that differ between recipients of the same notice are put in afterwards.
TOKEN = "\ue000"
RECIPIENT = "\ue001"
UNBROKEN = "\u00a0"
WITHIN_A_SUM = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|kr\b)")
# Controls, lone surrogates, our own marks, and what turns the reading direction of a line.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Node:
    """One piece of a body: a paragraph, a heading, a list or a set of facts."""

    kind: Literal["paragraph", "heading", "list", "facts"]
    text: str = ""
    items: Sequence[Any] = ()


@dataclass(frozen=True)
class Rendered:
    """A notice in words, with marks where the personal parts go."""

    subject: str
    text: str
    html: str


def tidy(value: object) -> object:
    """Return what may be put into a line: no line breaks, no controls; an empty fact is an error."""
    if value is None:
        raise BadPayload(why="a fact that the text names is empty")
    return " ".join(UNPRINTABLE.sub(" ", value).split()) if isinstance(value, str) else value


def render(name: str, language: str, facts: Mapping[str, Any], *, url: str, reply_url: str | None) -> Rendered:
    """Return subject, text and html of one notice; `reply_url` holds the mark for the token."""
    speech = SPEECH[language]
    common, own = Said("common", speech, facts), Said(name, speech, facts)
    title, agreement = own.line("subject"), str(tidy(facts["agreement"]))
    prefix = SIMULATED[language] if facts["simulated"] else ""
    answers = zip(("yes", "no", "other"), ("ja", "nej", "annan"), strict=True)
    parts = {
        "language": language,
        "title": title,
        "agreement": agreement,
        "hello": common.line("hello"),
        "simulated_line": common.line("simulated") if facts["simulated"] else "",
        "late_line": common.line("late") if facts["late"] else "",
        "preheader": common.line("late") if facts["late"] else parse(own.block("lead"))[0].text,
        **{part: parse(own.block(part)) for part in ("lead", "facts", "more", "todo")},
        "todo_heading": common.line("todo_heading"),
        "replies": [(common.line(word), f"{reply_url}?svar={code}") for word, code in answers] if reply_url else [],
        "reply_heading": common.line("reply_heading"),
        "reply_note": common.line("reply_note"),
        "button": own.line("button"),
        "url": url,
        "quoted": common.line("quoted"),
        "clause": speech.quote(str(tidy(facts["clause"]))) if facts["clause"] else "",
        "footer": parse(own.block("footer") or common.block("footer")),
        "sent_to": f"{common.line('sent_to')} {RECIPIENT}.",
    }
    text = re.sub(r"\n{3,}", "\n\n", TEXT.render(parts)).strip("\n") + "\n"
    return Rendered(f"{prefix}{title} – {words.short(agreement)}", text, HTML.render(parts))


def told_as(name: str, language: str, facts: Mapping[str, Any]) -> str:
    """Return what a notice says in one line: its subject and the first paragraph."""
    own = Said(name, SPEECH[language], facts)
    return f"{own.line('subject')}. {parse(own.block('lead'))[0].text}"


def calendar_words(language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return summary and description of the calendar part."""
    said = Said("calendar", SPEECH[language], facts)
    prefix = SIMULATED[language] if facts["simulated"] else ""
    lines: list[str] = []
    for node in parse(said.block("description")):
        if node.kind == "list":
            lines += [f"{number}. {item}" for number, item in enumerate(node.items, 1)] + [""]
        else:
            lines += [node.text] if node.kind == "heading" else [node.text, ""]
    return prefix + said.line("summary"), "\n".join(lines).rstrip()


class Said:
    """The blocks of one template, filled in."""

    def __init__(self, name: str, speech: Speech, facts: Mapping[str, Any]) -> None:
        self.template: Template = WORDS[speech.language].get_template(f"{speech.language}/{name}.jinja")
        self.context = self.template.new_context(dict(facts))

    def block(self, name: str) -> str:
        """Return a block in our small markup; empty when the template has none."""
        found = self.template.blocks.get(name)
        return "".join(found(self.context)).strip() if found else ""

    def line(self, name: str) -> str:
        """Return a block as one line."""
        return " ".join(self.block(name).split())


def parse(markup: str) -> list[Node]:
    """Read "# heading", "- item", "label :: value" and paragraphs divided by empty lines."""
    found: list[Node] = []
    for chunk in re.split(r"\n\s*\n|(?<=\n)(?=[#-] )|\n(?=# )", markup):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        while lines:
            lines = _take(lines, found)
    return found


def _take(lines: list[str], found: list[Node]) -> list[str]:
    first = lines[0]
    if first.startswith("# "):
        found.append(Node("heading", first[2:]))
        return lines[1:]
    if first.startswith("- "):
        _add(found, "list", first[2:])
        return lines[1:]
    if " :: " in first:
        label, _, value = first.partition(" :: ")
        _add(found, "facts", (label, value))
        return lines[1:]
    found.append(Node("paragraph", " ".join(lines)))
    return []


def _add(found: list[Node], kind: Literal["list", "facts"], item: object) -> None:
    if found and found[-1].kind == kind:
        found[-1] = Node(kind, items=(*found[-1].items, item))
    else:
        found.append(Node(kind, items=(item,)))


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Break a paragraph at 72 columns; words, addresses and sums stay whole."""
    return TextWrapper(
        WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    ).fill(WITHIN_A_SUM.sub(UNBROKEN, text)).replace(UNBROKEN, " ")


def in_text(found: Sequence[Node]) -> str:
    """Set pieces as plain text."""
    return "\n\n".join(_piece(node) for node in found).replace("\x00\n\n", "\n")


def _piece(node: Node) -> str:
    match node.kind:
        case "heading":
            return node.text + "\x00"
        case "list":
            return "\n".join(wrap(item, "  ", "- ") for item in node.items)
        case "facts":
            return "\n".join(_fact(label, value) for label, value in node.items)
    return wrap(node.text)


def _fact(label: str, value: str) -> str:
    if len(label) + 2 + len(value) <= WIDTH:
        return f"{label}: {value}"
    return wrap(f"{label}: {value}", "  ", "")


def _words(speech: Speech) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, finalize=tidy, autoescape=False,
        trim_blocks=True, lstrip_blocks=True,
    )
    made.filters.update({word: getattr(speech, word) for word in SPOKEN})
    made.filters.update(short=words.short, first_upper=words.first_upper, paragraphs=words.paragraphs)
    return made


def _layout(name: str) -> Template:
    made = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=name.startswith("html"),
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
    made.filters.update(nodes=in_text, wrap=wrap)
    return made.get_template(name)


WORDS = {language: _words(speech) for language, speech in SPEECH.items()}
TEXT, HTML = _layout("text.jinja"), _layout("html.jinja")
