"""The clock side: jobs as one table, the sweep, signs of life, runners, rehearsal of a whole life."""
