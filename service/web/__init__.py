"""Pages: read, act, answer."""
