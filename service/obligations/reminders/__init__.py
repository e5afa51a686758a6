"""Ladders of reminders, what an agreement chose of them, and the letters they come to."""
