"""Deviations from plan and budget: the list with its limit, reporting one, and the page of each."""
