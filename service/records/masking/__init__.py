"""Masked copies: what a file shows is drawn anew without what is withheld; nothing of the file itself comes along."""
