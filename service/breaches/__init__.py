"""Breaches: a serious failure told in writing, time to rectify it, an answer, and what it came to."""
