"""Signing: the paper that is put forward, and the three ways in which everyone signs it."""
