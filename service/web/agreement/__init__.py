"""One agreement."""
