"""Why something cannot be done to an invoice or payout."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NoSuchInvoice(Refusal):
    """There is no invoice or payout {id}."""

    sv = "Det finns ingen faktura eller utbetalning {id}."
    status = 404


class NumberUsed(Refusal):
    """{party} has already sent an invoice or credit note with the number {number}; the same one does not count twice."""

    sv = "{party} har redan skickat en faktura eller kreditfaktura med nummer {number}; samma räknas inte två gånger."
    status = 422


class OtherAmount(Refusal):
    """{expected} SEK is expected for this period, and the invoice says {amount} SEK; say why it differs."""

    sv = "För perioden väntas {expected} kronor, och på fakturan står {amount} kronor; skriv varför det skiljer."
    status = 422


class OtherPeriod(Refusal):
    """The invoice says that it is for {given}, and this is for {expected}; say why, or hand it in for its own period."""

    sv = "På fakturan står perioden {given}, men det här gäller {expected}; skriv varför, eller lämna in den där den hör hemma."
    status = 422


class Differs(Refusal):
    """{all}"""

    sv = "{all_sv}"
    status = 422


class FileSaysOther(Refusal):
    """The file seems to ask for {said} SEK, and {amount} SEK is written here, VAT included; correct it, or say why it differs."""

    sv = "I filen verkar det stå {said} kronor att betala, och här står {amount} kronor med moms; rätta, eller skriv varför."
    status = 422


class AboveFrame(Refusal):
    """With this the frame is exceeded by {over} SEK; it needs a written reason, and a manager's approval."""

    sv = "Med detta överskrids ramen med {over} kronor; det behöver ett skriftligt skäl, och att en chef godkänner."
    status = 422


class NeedsManager(Refusal):
    """This goes above the frame; a manager must do it."""

    sv = "Det här går över ramen; en chef måste göra det."
    status = 403


class WrongSeller(Refusal):
    """The invoice is from organisation number {given}, but {party} has {wanted}."""

    sv = "Fakturan är från organisationsnummer {given}, men {party} har {wanted}."
    status = 422


class NoSeller(Refusal):
    """The e-invoice gives no Swedish organisation number of its sender; see that it is from {party}, and say how you know."""

    sv = "E-fakturan anger inget svenskt organisationsnummer för avsändaren; se att den är från {party}, och skriv hur du vet det."
    status = 422


class WrongBuyer(Refusal):
    """The invoice is made out to organisation number {given}, but {party} has {wanted}."""

    sv = "Fakturan är ställd till organisationsnummer {given}, men {party} har {wanted}."
    status = 422


class WrongReference(Refusal):
    """The reference should be {wanted}, and the invoice says {given}; say why it differs."""

    sv = "Referensen ska vara {wanted}, och på fakturan står {given}; skriv varför det skiljer."
    status = 422


class DayAhead(Refusal):
    """The day {day} has not come yet."""

    sv = "Dagen {day} har inte kommit än."
    status = 422


class NoSum(Refusal):
    """Give an amount above zero."""

    sv = "Ange ett belopp större än noll."
    status = 422


class SentIt(Refusal):
    """Whoever handed the invoice in cannot approve it; somebody else must."""

    sv = "Den som lämnade in fakturan kan inte godkänna den; någon annan måste göra det."
    status = 403


class AlreadyApproved(Refusal):
    """You have approved this invoice already; now somebody else must."""

    sv = "Du har redan godkänt fakturan; nu måste någon annan göra det."


class NotAPerson(Refusal):
    """Only a person who is named as economist or manager of the payer can approve."""

    sv = "Bara den som är utsedd till ekonom eller chef hos betalaren kan godkänna."
    status = 403


class MoreThanLeft(Refusal):
    """{left} SEK is left of this invoice; it cannot be more."""

    sv = "{left} kronor återstår av fakturan; det kan inte vara mer."
    status = 422


class MoreVatThanLeft(Refusal):
    """{left} SEK of VAT is left of this invoice; no more can be credited."""

    sv = "{left} kronor moms återstår av fakturan; mer kan inte krediteras."
    status = 422


class NoInvoiceNumber(Refusal):
    """Give the invoice's number."""

    sv = "Ange fakturans nummer."
    status = 422


class OtherPayout(Refusal):
    """{expected} SEK is expected for this period, and {amount} SEK is paid out; say why it differs."""

    sv = "För perioden väntas {expected} kronor, och {amount} kronor betalas ut; skriv varför det skiljer."
    status = 422


class NeedsAnother(Refusal):
    """Above {limit} SEK two persons approve a payout; another person must approve {amount} SEK or more before it is recorded."""

    sv = "Över {limit} kronor är det två som godkänner; någon annan måste först godkänna minst {amount} kronor."
    status = 403


class LimitHeld(Refusal):
    """Only a manager of the payer can raise or lift the limit above which two persons approve."""

    sv = "Bara en chef hos betalaren kan höja eller ta bort gränsen för när två personer godkänner."
    status = 403


class NeedsReason(Refusal):
    """Say why."""

    sv = "Skriv varför."
    status = 422


class IsACredit(Refusal):
    """This is a credit note; enter it on the page of the invoice that it credits."""

    sv = "Det här är en kreditfaktura; för in den på sidan för fakturan som den krediterar."
    status = 422


class NotACredit(Refusal):
    """This is an invoice, not a credit note; hand it in on the page of its period."""

    sv = "Det här är en faktura, inte en kreditfaktura; lämna in den på sidan för sin period."
    status = 422


class NotBound(Refusal):
    """This can be done once the agreement is signed by all."""

    sv = "Det här går när alla har undertecknat överenskommelsen."
