"""The text as lines and words; days and sums in every form."""
