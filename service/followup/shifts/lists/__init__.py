"""Each agreement's own lists of places, kinds of events and groups."""
