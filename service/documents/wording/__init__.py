"""Terms in words, for pages and papers alike."""
