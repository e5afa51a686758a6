"""The two languages of pages."""
