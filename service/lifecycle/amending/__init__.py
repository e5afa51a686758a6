"""Amending: drawn up, sent, signed by all, in force from its day; the terms through time."""
