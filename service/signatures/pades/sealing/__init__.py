"""The seal of the service: its key, and what is written when a file is sealed."""
