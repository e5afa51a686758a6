"""Money: what is expected to be invoiced or paid out, and what became of it."""
