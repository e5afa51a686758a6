"""What invoices and payouts are called on pages."""

from __future__ import annotations

from decimal import Decimal

from service.agreements.terms import Terms
from service.economy.invoices.rules import Item
from service.kernel.money import sek
from service.lifecycle.money.figures import Asked
from service.notices.writing.words import first_upper
from service.web.speech.language import language, period, say


def heading(item: Item) -> str:
    """Return what an invoice or payout is called."""
    if item.kind == "payout":
        return say("Utbetalning {period}", "Payout {period}", period=period_of(item))
    if item.number:
        return say("Faktura {number}", "Invoice {number}", number=item.number)
    return say("Faktura för {period}", "Invoice for {period}", period=period_of(item))


def typed(ore: int | None) -> str | None:
    """Return öre as one types it into a field; None is left empty."""
    if not ore:
        return None
    plain = f"{sek(ore):.2f}".removesuffix(".00")
    return plain.replace(".", ",") if language() == "sv" else plain


def plain(value: Decimal) -> str:
    """Return a number as it is read, without decimals where it has none."""
    text = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return text.replace(".", ",") if language() == "sv" else text


def called_figure(one: Asked, terms: Terms) -> str:
    """Return what a number that amounts are reckoned with is called: units of a period, an index of a year."""
    rate, rule = terms.economy.rate, terms.economy.index
    if one.period is not None:
        return say("{unit}, {period}", "{unit}, {period}", unit=first_upper(rate.unit) if rate else say("Antal", "Number"),
                   period=period(*one.period))
    return say("{name} för {year}", "{name} of {year}", name=rule.name if rule else say("Index", "Index"), year=one.name)


def period_of(item: Item) -> str:
    """Return the period that it is for."""
    return period(item.first, item.last)


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "number": say("Fakturanummer", "Invoice number"), "issued_on": say("Fakturadatum", "Invoice date"),
        "received_on": say("Kom in", "Came in"), "sek": say("Belopp, kronor", "Amount, SEK"),
        "vat": say("Moms, kronor", "VAT, SEK"), "due_on": say("Förfallodag på fakturan", "Due day on the invoice"),
        "reference": say("Referens", "Reference"), "proof": say("Underlag för betalningen", "Proof of the payment"),
        "seller": say("Avsändarens organisationsnummer", "Sender's organisation number"),
        "buyer": say("Mottagarens organisationsnummer", "Recipient's organisation number"), "party": say("Från vem?", "From whom?"),
        "reason": say("Skäl", "Reason"), "over_reason": say("Skäl att gå över ramen", "Reason to go above the frame"),
        "on": say("Dag", "Day"), "file": say("Fil", "File"), "two": say("Gräns, kronor", "Limit, SEK"),
    }
