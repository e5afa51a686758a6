"""Identity providers: logging in through one, and proving anew who one is before signing."""
