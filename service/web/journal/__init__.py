"""Contacts between the parties, and the notes that each keeps to itself."""
