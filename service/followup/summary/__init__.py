"""The yearly summary: figures from the shifts, words of those who were there, frozen when it is submitted."""
