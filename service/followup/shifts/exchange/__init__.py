"""Shifts from a file and to a file: text with semicolons or commas."""
