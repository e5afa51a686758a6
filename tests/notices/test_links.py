"""Signed links."""

from __future__ import annotations

import pytest

from service.notices.writing.links import read_reply_token, reply_token, reply_url

SECRET = "a secret for tests only"


def test_a_token_comes_back_as_what_it_stands_for() -> None:
    assert read_reply_token(SECRET, reply_token(SECRET, 12, "nonce")) == (12, "nonce")


def test_the_address_of_a_reply() -> None:
    url = reply_url("https://overens.example/", SECRET, 12, "nonce")
    assert url == f"https://overens.example/svar/{reply_token(SECRET, 12, 'nonce')}"


@pytest.mark.parametrize("token", [
    "", "x", "WzEsICJub25jZSJd.x", reply_token("another secret", 12, "nonce"), reply_token(SECRET, 12, "nonce") + "x",
    "\udcff", "å",
])
def test_what_we_did_not_sign_stands_for_nothing(token: str) -> None:
    assert read_reply_token(SECRET, token) is None
