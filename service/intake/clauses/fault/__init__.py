"""Breach and what is beyond control."""
