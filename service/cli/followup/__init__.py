"""Commands on what was done under an agreement."""
