"""Commands about texts that are signed."""
