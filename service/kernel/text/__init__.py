"""Text as people type it and tables keep it."""
