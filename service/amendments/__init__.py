"""Changing terms in force: amendments, in writing and signed by all."""
