"""Breaches and rescissions on pages."""
