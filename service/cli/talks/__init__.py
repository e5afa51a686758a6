"""Commands on what the parties talk over."""
