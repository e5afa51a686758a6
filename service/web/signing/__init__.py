"""From draft to signed: sending, signing on paper, declining, taking back, closing."""
