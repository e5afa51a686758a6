"""From when, until when, and what happens then."""
