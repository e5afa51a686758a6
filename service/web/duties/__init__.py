"""Duties: each leads to the page of what it follows."""
