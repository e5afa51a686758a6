"""Settings as shipped."""
