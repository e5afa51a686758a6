"""Ratios against named peers, taken interleaved in one run."""
