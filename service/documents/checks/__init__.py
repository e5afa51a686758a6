"""What a file must pass before it is kept: told by its content, never by its name."""
