"""What the child does that examines one signed file."""
