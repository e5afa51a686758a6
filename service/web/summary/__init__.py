"""The yearly summary: its figures and texts, as a page, a paper and sheets."""
