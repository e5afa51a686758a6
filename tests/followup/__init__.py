"""What was done, and what is told of it."""
