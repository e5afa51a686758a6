"""Commands about ending before or at the end."""
