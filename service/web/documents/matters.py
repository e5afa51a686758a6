"""What a document belongs to, in words, and the page of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from service.web.speech.language import say

# By the kind that a matter begins with: its page, what the page asks for, what it is called, and the right that the page asks for.
KINDS: Mapping[str, tuple[str, str, tuple[str, str], str]] = {
    "breach": ("breaches.show", "breach_id", ("Avtalsbrottet", "The breach"), "agreement.see"),
    "rescission": ("rescissions.show", "rescission_id", ("Hävningen", "The rescission"), "agreement.see"),
    "termination": ("terminations.show", "termination_id", ("Uppsägningen", "The notice of termination"), "agreement.see"),
    "repayment": ("repayments.show", "repayment_id", ("Återbetalningen", "The repayment"), "economy.see"),
    "invoice": ("invoices.show", "invoice_id", ("Fakturan", "The invoice"), "economy.see"),
    "report": ("reports.show", "report_id", ("Rapporten", "The report"), "report.see"),
    "disclosure": ("disclosure.show", "disclosure_id", ("Utlämnandet", "The disclosure"), "disclosure.make"),
}
_FORM = re.compile(r"([a-z]+) ([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a document belongs to, the page of it and the right that the page asks for; no page if it is only words."""

    name: str
    link: str = ""
    right: str = ""


def matter_of(text: str) -> Matter:
    """Return what a document belongs to as it is told: what Överens wrote has a page, what a person wrote stands as it is."""
    found = _FORM.fullmatch(text)
    if found is None or found[1] not in KINDS:
        return Matter(text)
    endpoint, asks, name, right = KINDS[found[1]]
    arguments: dict[str, Any] = {asks: int(found[2])}
    return Matter(say(*name), url_for(endpoint, **arguments), right)
