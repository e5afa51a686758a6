"""Those who may log in, and their ways in."""
