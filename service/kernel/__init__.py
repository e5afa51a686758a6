"""Pure ground: clock, days, refusals, identifiers. Knows nothing of the rooms above."""
