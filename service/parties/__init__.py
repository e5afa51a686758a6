"""People and what they do for whom, from a day to a day."""
