"""What was done under an agreement, and what is told of it."""
