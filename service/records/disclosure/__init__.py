"""Giving out documents: chosen, looked through for what is secret, copied without it, or refused."""
