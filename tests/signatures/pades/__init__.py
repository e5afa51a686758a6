"""Signed files: examined, and sealed."""
