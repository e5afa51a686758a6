"""The end of an agreement: what is left to do, and closing it."""
