"""Planned shifts that nobody has told of: whoever leads the work is reminded."""
