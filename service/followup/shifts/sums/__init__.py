"""What shifts come to month by month, kept as they are written."""
