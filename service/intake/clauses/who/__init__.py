"""Who agrees, for which side, and who signs."""
