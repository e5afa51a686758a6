"""Every invoice and payout of all agreements in one list."""
