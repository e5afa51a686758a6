"""Commands on public records."""
