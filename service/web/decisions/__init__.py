"""The decision on renewal: what is decided, by when, how each party has answered."""
