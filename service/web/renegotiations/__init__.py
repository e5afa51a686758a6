"""Renegotiations of an agreement: the list, asking for one, and the page of each."""
