"""Amendments: drawn up, compared, sent, and the terms through time."""
