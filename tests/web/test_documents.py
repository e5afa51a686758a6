"""The documents of an agreement."""

from __future__ import annotations

import json

from flask import Flask

from service.db import Database
from service.lifecycle.acts.register import Document, register
from tests.web.world import BY, CONTACTS, NOW, log_in, terms

TEXT = "Överenskommelse\n\nParterna ses <ofta>.\n\nSlut."


def test_text_and_terms_can_be_read_and_taken_home(app: Flask, database: Database) -> None:
    with database.write() as session:
        number = register(session, terms(), CONTACTS, now=NOW, by=BY, document=Document(text=TEXT, evidence={}))
    maria = log_in(app.test_client(), "maria")
    page = maria.get(f"/agreements/{number}/dokument").text
    assert "Parterna ses &lt;ofta&gt;." in page
    file = maria.get(f"/agreements/{number}/dokument/text.txt")
    assert (file.text, file.headers["Content-Disposition"]) == (TEXT, f'attachment; filename="overenskommelse-{number}.txt"')
    data = json.loads(maria.get(f"/agreements/{number}/dokument/villkor.json").text)
    assert data["title"] == "Skyddsbussen i Linden"
    assert log_in(app.test_client(), "stranger").get(f"/agreements/{number}/dokument/text.txt").status_code == 404
