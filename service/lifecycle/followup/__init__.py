"""Use cases of follow-up that move two rooms: a report and its duty, a report and its document, goals at a meeting."""
