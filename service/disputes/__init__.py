"""Disputes: opened by a party, talked over first, then resolved or taken to what the terms name."""
