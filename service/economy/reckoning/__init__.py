"""How a frame becomes amounts by period: pots, shares, index, and how each was reckoned in words."""
