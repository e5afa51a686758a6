"""One small reader for each clause."""
