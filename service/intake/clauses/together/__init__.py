"""Meetings, reports, and changes in writing."""
