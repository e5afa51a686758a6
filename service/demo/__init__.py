"""Agreements to look at: lived through by the real use cases, never posted."""
