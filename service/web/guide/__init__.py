"""Help: words of the field, how things are done, accessibility, privacy."""
