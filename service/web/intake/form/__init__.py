"""The form of terms: what it asks, how text becomes values and values text."""
