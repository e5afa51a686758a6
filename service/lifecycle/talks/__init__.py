"""What the parties talk over while an agreement is in force, and how that moves more than one room."""
