"""The list of agreements."""
