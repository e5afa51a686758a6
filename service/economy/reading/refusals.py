"""Why a file about money cannot be read."""

from __future__ import annotations

from service.kernel.errors import Refusal


class Unread(Refusal):
    """The file cannot be read."""

    sv = "Filen går inte att läsa."
    status = 422


class TooBig(Unread):
    """The file is larger than {megabytes} MB."""

    sv = "Filen är större än {megabytes} MB."


class NotXml(Unread):
    """The file is not whole XML: it breaks off or is wrong on line {line}."""

    sv = "Filen är inte hel XML: det blir fel på rad {line}."


class Defines(Unread):
    """The file holds definitions (DOCTYPE), which an invoice never has; it is not opened."""

    sv = "Filen innehåller definitioner (DOCTYPE), och det har en faktura aldrig; den öppnas inte."


class TooDeep(Unread):
    """The file has more elements, or elements deeper inside each other, than any invoice."""

    sv = "Filen har fler element, eller element djupare i varandra, än någon faktura."


class NotUbl(Unread):
    """The file is XML but no UBL invoice or credit note: its outermost element is {element}."""

    sv = "Filen är XML men ingen UBL-faktura eller kreditnota: det yttersta elementet är {element}."


class OtherRules(Unread):
    """The invoice does not follow Peppol BIS Billing 3: {element} is “{value}”."""

    sv = "Fakturan följer inte Peppol BIS Billing 3: {element} är ”{value}”."


class Missing(Unread):
    """The invoice lacks {element}."""

    sv = "Fakturan saknar {element}."


class BadDay(Unread):
    """{element} is “{value}”, which is no day."""

    sv = "{element} är ”{value}”, och det är ingen dag."


class BackwardPeriod(Unread):
    """InvoicePeriod ends on {last}, before it begins on {first}."""

    sv = "InvoicePeriod slutar {last}, före sin början {first}."


class BadAmount(Unread):
    """{element} is “{value}”, which is no amount with at most two decimals."""

    sv = "{element} är ”{value}”, och det är inget belopp med högst två decimaler."


class OtherCurrency(Unread):
    """{element} is in {value}; only invoices in SEK are taken."""

    sv = "{element} är i {value}; bara fakturor i SEK tas emot."


class BadType(Unread):
    """{element} is {value}, which does not go with this kind of document."""

    sv = "{element} är {value}, och det hör inte till detta slags handling."


class BadOrgNumber(Unread):
    """{element} is “{value}”, which is no Swedish organisation number."""

    sv = "{element} är ”{value}”, och det är inget svenskt organisationsnummer."


class WrongSum(Unread):
    """{element} is {found}, but should be {due} ({rule})."""

    sv = "{element} är {found}, men ska vara {due} ({rule})."


class NoVatReason(Unread):
    """Something is free of VAT without a reason: TaxExemptionReason is missing (BR-E-10)."""

    sv = "Något är momsfritt utan skäl: TaxExemptionReason saknas (BR-E-10)."


class BrokenAttachment(Unread):
    """The attached file in EmbeddedDocumentBinaryObject is broken, or not the PDF it says it is."""

    sv = "Den bifogade filen i EmbeddedDocumentBinaryObject är trasig, eller inte den PDF den säger sig vara."


class NoPdfText(Unread):
    """No text can be read out of the PDF file (scanned, locked or broken); fill in the invoice by hand."""

    sv = "Ingen text går att läsa ur PDF-filen (inskannad, låst eller trasig); fyll i fakturan för hand."


class NotAnInvoiceFile(Unread):
    """The file is neither a Peppol invoice (XML) nor a PDF file."""

    sv = "Filen är varken en Peppolfaktura (XML) eller en PDF-fil."


class NotSie(Unread):
    """The file is no SIE file: it does not begin with #FLAGGA."""

    sv = "Filen är ingen SIE-fil: den börjar inte med #FLAGGA."


class OtherSie(Unread):
    """The file is SIE of type {kind}; export type 4 (with vouchers)."""

    sv = "Filen är SIE av typ {kind}; exportera typ 4 (med verifikationer)."


class NotATable(Unread):
    """The file is no table with the columns post and used: {why}"""

    sv = "Filen är ingen tabell med kolumnerna post och utfall: {why}"
