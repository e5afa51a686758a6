"""Answers to a call, without an account."""
