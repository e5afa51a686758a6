"""`intake FILE`: what goes to standard output, and that a refusal puts nothing there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.reading.intake import command
from service.intake.formats import refusals
from tests.intake import made

AGREEMENT = """\
Överenskommelse om idéburet offentligt partnerskap (IOP)

Parter
Göteborgs Stad, organisationsnummer 212000-1355
Skyddsvärnet i Göteborg, organisationsnummer 857201-5728

Avtalstid
Överenskommelsen gäller från och med den 1 februari 2025 till och med den 31 december 2025.

Tvist
Tvister ska i första hand lösas genom dialog mellan parterna.
"""


@pytest.fixture
def agreement(tmp_path: Path) -> str:
    path = tmp_path / "avtal.txt"
    path.write_text(AGREEMENT, encoding="utf-8")
    return str(path)


def test_json_alone_is_printed_and_every_sentence_is_where_it_says(agreement: str) -> None:
    printed = CliRunner().invoke(command, [agreement, "--json"], catch_exceptions=False).stdout
    text = CliRunner().invoke(command, [agreement, "--text"], catch_exceptions=False).stdout
    terms = json.loads(printed)
    assert terms["period"] == {"start": "2025-02-01", "end": "2025-12-31"}
    assert "\\u" not in printed
    assert printed.startswith('{\n  "title": ')
    assert [text[found["from"] : found["to"]] for found in terms["evidence"].values()] == [
        found["text"] for found in terms["evidence"].values()
    ]


def test_the_same_agreement_as_pdf_word_and_text_says_the_same(tmp_path: Path) -> None:
    lines = AGREEMENT.splitlines()
    files = {"txt": AGREEMENT.encode("cp1252"), "pdf": made.pdf(lines), "docx": made.word(*filter(None, lines))}
    found = []
    for kind, content in files.items():
        (tmp_path / kind).write_bytes(content)
        printed = CliRunner().invoke(command, [str(tmp_path / kind), "--json"], catch_exceptions=False).stdout
        terms = json.loads(printed)
        del terms["evidence"]
        found.append(terms)
    assert found[0] == found[1] == found[2]


def test_standard_input_is_read_for_a_dash(agreement: str) -> None:
    by_name = CliRunner().invoke(command, [agreement, "--json"], catch_exceptions=False).stdout
    by_dash = CliRunner().invoke(command, ["-", "--json"], input=AGREEMENT.encode(), catch_exceptions=False).stdout
    assert by_dash == by_name


@pytest.mark.parametrize(("language", "first"), [(None, "Börjar"), ("sv", "Börjar"), ("en", "Begins")])
def test_the_summary_speaks_the_language_asked_for(agreement: str, language: str | None, first: str) -> None:
    shown = CliRunner().invoke(command, [agreement], env={"OVERENS_LANGUAGE": language}, catch_exceptions=False).stdout
    assert [line for line in shown.splitlines() if line.startswith(first)] == [
        f"{first:<24}1 {'February' if language == 'en' else 'februari'} 2025"
    ]


def test_a_refusal_leaves_standard_output_empty(tmp_path: Path) -> None:
    for option in ("--json", "--text", None):
        result = CliRunner().invoke(command, list(filter(None, [str(tmp_path / "borta.pdf"), option])))
        assert isinstance(result.exception, refusals.NoSuchFile)
        assert result.output == ""


def test_both_forms_at_once_are_bad_input(agreement: str) -> None:
    result = CliRunner().invoke(command, [agreement, "--json", "--text"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: Choose either --json or --text, not both.\n")
