"""The money of an agreement: frame, posts and plan, invoices and payouts, and what has been used."""
