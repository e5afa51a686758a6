"""What a text that cannot be taken for an agreement is told."""

from service.kernel.errors import Refusal


class NotAnAgreement(Refusal):
    """This text is not an agreement between parties; give the signed agreement itself."""

    sv = "Texten är ingen överenskommelse mellan parter; ange själva överenskommelsen."
    status = 422
